/** The types of the tabs. Each is an activation event: the tabs come back with the window. */
export const responseViewType = 'wirebench.response';
export const namesViewType = 'wirebench.names';
export const trafficEditorType = 'wirebench.trafficEditor';
