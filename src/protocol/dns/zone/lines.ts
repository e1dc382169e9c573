/** Lines and columns of offsets in a text, both from 1. */
export class Lines {
  readonly #starts: number[] = [0];
  readonly #length: number;

  constructor(text: string) {
    this.#length = text.length;
    for (const { index, 0: end } of text.matchAll(/\r\n?|\n/g)) this.#starts.push(index + end.length);
  }

  /** A place on one line. A place that spans lines is cut at the end of the first. */
  place(start: number, end: number): { line: number; column: number; endColumn: number } {
    const at = Math.min(Math.max(0, start), this.#length);
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]! <= at) low = middle;
      else high = middle - 1;
    }
    const lineStart = this.#starts[low]!;
    const lineEnd = (this.#starts[low + 1] ?? this.#length + 1) - 1;
    const column = at - lineStart + 1;
    return { line: low + 1, column, endColumn: Math.max(column, Math.min(end, lineEnd) - lineStart + 1) };
  }
}
