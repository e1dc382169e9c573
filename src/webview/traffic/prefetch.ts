/** Rows fetched beyond the screen: behind, and the minimum and maximum in the direction of scrolling. */
const behind = 128;
const ahead = { least: 512, most: 4096 };
/** The number of frames of scrolling, at the current speed, that are fetched ahead: about the time of an answer. */
const framesAhead = 20;

/** The whole numbers of rows to fetch above and below the screen. `speed`: rows a frame, negative upwards. */
export function prefetch(speed: number): { above: number; below: number } {
  // The speed is a mean and therefore a fraction. The host rejects a fraction of a row.
  const far = Math.round(Math.min(Math.max(ahead.least, Math.abs(speed) * framesAhead), ahead.most));
  return speed < 0 ? { above: far, below: behind } : { above: behind, below: far };
}
