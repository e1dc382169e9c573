/**
 * Scrolling over more rows than a browser can lay out. Up to `maxContentHeight`, the content is as tall as its rows and
 * the browser scrolls it alone. Beyond that, the content has this height and the scroll bar stands for a share of the
 * rows, while wheel and keys move by pixels of rows ("virtual" pixels).
 */
export interface ScrollSpace {
  readonly rows: number;
  /** In pixels: the height of a row, and the visible height of the list. */
  readonly rowHeight: number;
  readonly viewport: number;
}

/** Chromium lays out only about 16.7 million pixels exactly (24 bits of a float). Half of that is safe at any zoom. */
export const maxContentHeight = 8_000_000;

function virtualHeight(space: ScrollSpace): number {
  return space.rows * space.rowHeight;
}

export function contentHeight(space: ScrollSpace): number {
  return Math.min(virtualHeight(space), maxContentHeight);
}

export function isScaled(space: ScrollSpace): boolean {
  return virtualHeight(space) > maxContentHeight;
}

/** The largest virtual offset. */
export function maxTop(space: ScrollSpace): number {
  return Math.max(0, virtualHeight(space) - space.viewport);
}

export function clampTop(space: ScrollSpace, top: number): number {
  return Math.min(Math.max(0, top), maxTop(space));
}

/** The browser's scrollTop for a virtual offset. */
export function physicalTop(space: ScrollSpace, top: number): number {
  if (!isScaled(space)) return top;
  return (top / maxTop(space)) * (maxContentHeight - space.viewport);
}

/** The virtual offset of a scrollTop; a whole number of rows if one pixel stands for many. */
export function virtualTop(space: ScrollSpace, scrollTop: number): number {
  if (!isScaled(space)) return clampTop(space, scrollTop);
  const range = maxContentHeight - space.viewport;
  if (scrollTop >= range - 1) return maxTop(space);
  return clampTop(space, Math.round(((scrollTop / range) * maxTop(space)) / space.rowHeight) * space.rowHeight);
}

/** The rows on screen (from, to exclusive), with `overscan` more rows on both sides. */
export function rowsInView(space: ScrollSpace, top: number, overscan: number): [number, number] {
  const first = Math.floor(top / space.rowHeight) - overscan;
  const last = Math.ceil((top + space.viewport) / space.rowHeight) + overscan;
  return [Math.min(Math.max(0, first), space.rows), Math.min(Math.max(0, last), space.rows)];
}

/** The offset nearest to `top` at which a row is fully visible. */
export function topShowing(space: ScrollSpace, top: number, row: number): number {
  const start = row * space.rowHeight;
  if (start < top) return clampTop(space, start);
  const end = start + space.rowHeight - space.viewport;
  return clampTop(space, end > top ? end : top);
}
