/** Chromium lays out no more than about 16.7 million pixels exactly (24 bits of a float); half of it is safe with any zoom. */
export const maxContentHeight = 8_000_000;
export function virtualHeight(space) {
  return space.rows * space.rowHeight;
}
export function contentHeight(space) {
  return Math.min(virtualHeight(space), maxContentHeight);
}
export function isScaled(space) {
  return virtualHeight(space) > maxContentHeight;
}
/** The largest virtual offset. */
export function maxTop(space) {
  return Math.max(0, virtualHeight(space) - space.viewport);
}
export function clampTop(space, top) {
  return Math.min(Math.max(0, top), maxTop(space));
}
/** Where the browser's scrollTop has to be for a virtual offset. */
export function physicalTop(space, top) {
  if (!isScaled(space)) return top;
  return (top / maxTop(space)) * (maxContentHeight - space.viewport);
}
/** The virtual offset of a scrollTop, whole rows where one pixel stands for many. */
export function virtualTop(space, scrollTop) {
  if (!isScaled(space)) return clampTop(space, scrollTop);
  const range = maxContentHeight - space.viewport;
  if (scrollTop >= range - 1) return maxTop(space);
  return clampTop(space, Math.round(((scrollTop / range) * maxTop(space)) / space.rowHeight) * space.rowHeight);
}
/** The rows (from, to exclusive) that are on screen, with `overscan` rows more on both sides. */
export function rowsInView(space, top, overscan) {
  const first = Math.floor(top / space.rowHeight) - overscan;
  const last = Math.ceil((top + space.viewport) / space.rowHeight) + overscan;
  return [Math.min(Math.max(0, first), space.rows), Math.min(Math.max(0, last), space.rows)];
}
/** The offset nearest to `top` at which a row is wholly visible. */
export function topShowing(space, top, row) {
  const start = row * space.rowHeight;
  if (start < top) return clampTop(space, start);
  const end = start + space.rowHeight - space.viewport;
  return clampTop(space, end > top ? end : top);
}
