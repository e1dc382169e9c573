/** The type of a tab, by its name in the table of tabs. The editor uses it to restore tabs with the window. */
export function tabType(name: string): string {
  return `wirebench.${name}`;
}

/** The Traffic view of the panel. */
export const trafficViewId = 'wirebench.traffic';
