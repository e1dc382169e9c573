/** Rows fetched beyond what is on screen: behind, and at least and at most in the direction of scrolling. */
const behind = 128;
const ahead = { least: 512, most: 4096 };
/** Frames of scrolling at the present speed that are fetched ahead: about as long as an answer takes. */
const framesAhead = 20;

/** How many rows to fetch above and below those on screen, whole ones. `speed`: rows a frame, negative upwards. */
export function prefetch(speed: number): { above: number; below: number } {
  // The speed is a mean, and so a fraction; the host takes no request for a fraction of a row.
  const far = Math.round(Math.min(Math.max(ahead.least, Math.abs(speed) * framesAhead), ahead.most));
  return speed < 0 ? { above: far, below: behind } : { above: behind, below: far };
}
