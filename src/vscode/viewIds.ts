/** The type of a tab, by its name in the table of tabs; tabs come back with the window by it. */
export function tabType(name: string): string {
  return `wirebench.${name}`;
}

/** The Traffic view of the panel. */
export const trafficViewId = 'wirebench.traffic';
