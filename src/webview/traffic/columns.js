/** The table's columns: what is in them comes from eventRow.ts. `min` and `width` are pixels; the last takes what is left. */
export const columns = [
  { id: 'time', title: 'Time', width: 124, min: 60 },
  { id: 'endpoint', title: 'Endpoint', width: 110, min: 48 },
  { id: 'peer', title: 'Peer', width: 132, min: 48 },
  { id: 'direction', title: 'Dir', width: 52, min: 44 },
  { id: 'kind', title: 'Event', width: 80, min: 44 },
  { id: 'length', title: 'Length', width: 64, min: 44 },
  { id: 'preview', title: 'Text', width: 0, min: 80 },
];
export function columnWidth(id, widths) {
  const column = columns.find((one) => one.id === id);
  return Math.min(600, Math.max(column.min, widths[id] ?? column.width));
}
/** In this order columns give way when the text would have less than `leastPreview` pixels. */
const giveWay = ['kind', 'endpoint', 'peer', 'length'];
const leastPreview = 170;
export function hiddenColumns(listWidth, widths) {
  let rest = columns.reduce((left, { id }) => (id === 'preview' ? left : left - columnWidth(id, widths)), listWidth);
  const hidden = [];
  for (const id of giveWay) {
    if (rest >= leastPreview) break;
    hidden.push(id);
    rest += columnWidth(id, widths);
  }
  return hidden;
}
/** The value of grid-template-columns. */
export function gridTemplate(widths, hidden) {
  return columns
    .filter((column) => !hidden.includes(column.id))
    .map((column) => (column.id === 'preview' ? 'minmax(0, 1fr)' : `${columnWidth(column.id, widths)}px`))
    .join(' ');
}
