import { latin1 } from './lineBuffer.ts';

/** The most bytes of a line. The HTTP parser handles a longer one. */
const longestLine = 64 * 1024;

const LF = 10;
const CR = 13;

type Part = 'head' | 'body' | 'size' | 'chunk' | 'trailers' | 'beyond';

/**
 * Allows the heads of a connection's requests to end their lines with LF alone, as RFC 9112, section 2.2, permits: a CR
 * is added before each such LF. Bodies and the lines between chunks stay unchanged. If a request cannot be understood,
 * or the end of its body is unknown, everything from there on is passed through, and the parser reports the reason.
 */
export class LineEnds {
  /** The number of lines that ended with LF alone. */
  mended = 0;
  #part: Part = 'head';
  /** The current line, and whether this head already has a line. */
  #line = '';
  #begun = false;
  /** The remaining bytes of the body, or of the chunk and its line end. */
  #left = 0;
  #length: number | undefined;
  #chunked = false;

  /** The same bytes if nothing needs a change. */
  push(chunk: Uint8Array): Uint8Array {
    const places: number[] = [];
    for (let at = 0; at < chunk.length && this.#part !== 'beyond';) {
      at = this.#part === 'body' || this.#part === 'chunk' ? this.#skip(chunk, at) : this.#takeLine(chunk, at, places);
    }
    this.mended += places.length;
    return places.length === 0 ? chunk : withCrBefore(chunk, places);
  }

  #skip(chunk: Uint8Array, at: number): number {
    const end = Math.min(chunk.length, at + this.#left);
    this.#left -= end - at;
    if (this.#left === 0) this.#part = this.#part === 'body' ? 'head' : 'size';
    return end;
  }

  #takeLine(chunk: Uint8Array, at: number, places: number[]): number {
    const found = chunk.indexOf(LF, at);
    const end = found < 0 ? chunk.length : found;
    this.#line += latin1(chunk.subarray(at, end));
    if (this.#line.length > longestLine) this.#part = 'beyond';
    if (found < 0 || this.#part === 'beyond') return end;
    const line = this.#line;
    this.#line = '';
    const whole = line.charCodeAt(line.length - 1) === CR;
    if (!whole && this.#part !== 'size') places.push(found);
    this.#takeWhole(whole ? line.slice(0, -1) : line);
    return found + 1;
  }

  #takeWhole(line: string): void {
    if (this.#part === 'size') this.#size(line);
    else if (this.#part === 'trailers') {
      if (line === '') this.#next();
    } else if (line !== '') {
      this.#field(line);
      this.#begun = true;
    } else if (this.#begun) this.#headEnded();
  }

  #field(line: string): void {
    // Most lines are irrelevant here, which the first letter shows. A folded line may continue a relevant one.
    const first = line.charCodeAt(0) | 0x20;
    if (first === 0x20 || first === 0x29) this.#part = 'beyond';
    if (first !== 0x63 && first !== 0x74) return;
    const [, name = '', value = ''] = /^(content-length|transfer-encoding)[ \t]*:[ \t]*(.*?)[ \t]*$/i.exec(line) ?? [];
    if (name === '') return;
    if (name.length === 'transfer-encoding'.length) this.#chunked = /(?:^|[ ,])chunked$/i.test(value);
    else if (/^\d{1,15}$/.test(value) && this.#length === undefined) this.#length = Number(value);
    else this.#part = 'beyond';
  }

  /** RFC 9112, section 6.3. */
  #headEnded(): void {
    if (this.#part === 'beyond') return;
    const length = this.#length ?? 0;
    if (this.#chunked && this.#length !== undefined) this.#part = 'beyond';
    else if (this.#chunked) this.#part = 'size';
    else this.#next();
    if (this.#part !== 'head' || length === 0) return;
    this.#part = 'body';
    this.#left = length;
  }

  #next(): void {
    this.#part = 'head';
    this.#begun = this.#chunked = false;
    this.#length = undefined;
  }

  #size(line: string): void {
    const [, digits] = /^([0-9a-f]{1,12})[ \t]*(?:;.*)?$/i.exec(line) ?? [];
    if (digits === undefined) {
      this.#part = 'beyond';
      return;
    }
    const size = Number.parseInt(digits, 16);
    this.#part = size === 0 ? 'trailers' : 'chunk';
    this.#left = size + 2;
  }
}

function withCrBefore(chunk: Uint8Array, places: readonly number[]): Uint8Array {
  const out = new Uint8Array(chunk.length + places.length);
  let from = 0;
  for (const [index, place] of places.entries()) {
    out.set(chunk.subarray(from, place), from + index);
    out[place + index] = CR;
    from = place;
  }
  out.set(chunk.subarray(from), from + places.length);
  return out;
}
