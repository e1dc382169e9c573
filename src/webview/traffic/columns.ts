/**
 * The table's columns. Their content comes from eventRow.ts. `min` and `width` are pixels; the last column takes the
 * rest.
 */
export const columns = [
  { id: 'time', title: 'Time', width: 124, min: 60 },
  { id: 'endpoint', title: 'Endpoint', width: 110, min: 48 },
  { id: 'peer', title: 'Peer', width: 132, min: 48 },
  { id: 'direction', title: 'Dir', width: 52, min: 44 },
  { id: 'kind', title: 'Event', width: 80, min: 44 },
  { id: 'length', title: 'Length', width: 84, min: 44 },
  { id: 'preview', title: 'Text', width: 0, min: 80 },
] as const;

export type ColumnId = (typeof columns)[number]['id'];
export type ColumnWidths = Readonly<Partial<Record<ColumnId, number>>>;

export function columnWidth(id: ColumnId, widths: ColumnWidths): number {
  const column = columns.find((one) => one.id === id)!;
  return Math.min(600, Math.max(column.min, widths[id] ?? column.width));
}

/**
 * Columns are hidden in this order if the text would have less than `leastText` pixels. The endpoint column is useful
 * only with several endpoints: then it stays, and in a very narrow list the time is hidden.
 */
const giveWay: Readonly<
  Record<'oneEndpoint' | 'several', readonly { readonly id: ColumnId; readonly leastText: number }[]>
> = {
  oneEndpoint: [
    { id: 'kind', leastText: 140 },
    { id: 'endpoint', leastText: 140 },
    { id: 'peer', leastText: 140 },
    { id: 'length', leastText: 140 },
  ],
  several: [
    { id: 'kind', leastText: 140 },
    { id: 'peer', leastText: 140 },
    { id: 'length', leastText: 140 },
    { id: 'time', leastText: 90 },
  ],
};

export function hiddenColumns(listWidth: number, widths: ColumnWidths, severalEndpoints = false): ColumnId[] {
  let rest = columns.reduce((left, { id }) => (id === 'preview' ? left : left - columnWidth(id, widths)), listWidth);
  const hidden: ColumnId[] = [];
  for (const { id, leastText } of severalEndpoints ? giveWay.several : giveWay.oneEndpoint) {
    if (rest >= leastText) break;
    hidden.push(id);
    rest += columnWidth(id, widths);
  }
  return hidden;
}

/** The value of grid-template-columns. */
export function gridTemplate(widths: ColumnWidths, hidden: readonly ColumnId[]): string {
  return columns
    .filter((column) => !hidden.includes(column.id))
    .map((column) => (column.id === 'preview' ? 'minmax(0, 1fr)' : `${columnWidth(column.id, widths)}px`))
    .join(' ');
}
