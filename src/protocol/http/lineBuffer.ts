/** The current line, across any number of pushes. */
export class LineBuffer {
  #bytes = new Uint8Array(256);
  length = 0;

  add(from: Uint8Array, start: number, end: number): void {
    const needed = this.length + end - start;
    if (needed > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
      grown.set(this.#bytes.subarray(0, this.length));
      this.#bytes = grown;
    }
    this.#bytes.set(from.subarray(start, end), this.length);
    this.length = needed;
  }

  /** The first characters so far. */
  start(count: number): string {
    return latin1(this.#bytes.subarray(0, Math.min(count, this.length)));
  }

  take(): Uint8Array {
    const line = this.#bytes.slice(0, this.length);
    this.length = 0;
    if (this.#bytes.length > 65_536) this.#bytes = new Uint8Array(256);
    return line;
  }
}

/** One character per byte. */
export function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
}
