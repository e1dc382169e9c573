/** A line of the text: `end` is before its line end, `next` after it. */
export interface Line {
  readonly start: number;
  readonly end: number;
  readonly next: number;
}

/** The lines of `text` from `start` up to `end`; `\n`, `\r\n` and a lone `\r` end one. */
export function linesOf(text: string, start: number, end: number): Line[] {
  const lines: Line[] = [];
  // A search in the whole text would go on past the end of the region.
  const part = text.slice(start, end);
  let lf = part.indexOf('\n');
  let cr = part.indexOf('\r');
  for (let at = 0; at < part.length;) {
    if (lf !== -1 && lf < at) lf = part.indexOf('\n', at);
    if (cr !== -1 && cr < at) cr = part.indexOf('\r', at);
    const stop = Math.min(lf === -1 ? part.length : lf, cr === -1 ? part.length : cr);
    const next = stop === part.length ? stop : stop === cr && lf === cr + 1 ? stop + 2 : stop + 1;
    lines.push({ start: start + at, end: start + stop, next: start + next });
    at = next;
  }
  return lines;
}
