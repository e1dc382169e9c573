/** A line of the text: `end` is before its line end, `next` after it. */
export interface Line {
  readonly start: number;
  readonly end: number;
  readonly next: number;
}

/** The lines of `text` from `start` up to `end`; `\n`, `\r\n` and a lone `\r` end one. */
export function linesOf(text: string, start: number, end: number): Line[] {
  const lines: Line[] = [];
  let lf = text.indexOf('\n', start);
  let cr = text.indexOf('\r', start);
  const past = (at: number): number => (at === -1 || at >= end ? Infinity : at);
  for (let at = start; at < end;) {
    if (lf !== -1 && lf < at) lf = text.indexOf('\n', at);
    if (cr !== -1 && cr < at) cr = text.indexOf('\r', at);
    const stop = Math.min(past(lf), past(cr), end);
    const next = stop === end ? end : stop === cr && lf === cr + 1 && lf < end ? stop + 2 : stop + 1;
    lines.push({ start: at, end: stop, next });
    at = next;
  }
  return lines;
}
