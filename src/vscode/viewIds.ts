/** The types of the tabs. Each is an activation event: the tabs come back with the window. */
export const tabTypes = {
  names: 'wirebench.names',
  response: 'wirebench.response',
  traffic: 'wirebench.trafficEditor',
} as const;

/** The Traffic view of the panel. */
export const trafficViewId = 'wirebench.traffic';
