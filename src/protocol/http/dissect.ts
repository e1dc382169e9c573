import { longestInside, moved, type BodyDissectors, type DissectedField } from '../dissect.ts';

/**
 * HTTP/1 messages (RFC 9112) as fields with their bytes. Tolerant, so that errors are shown at their place. The bytes
 * are one direction of a stream from the start of a message on, as far as they came. Bytes that may still come are not
 * a problem.
 */

/** The most characters of a value that are kept as text. */
const textLength = 2048;
/** The most fields of one dissection. The rest becomes one field. */
const mostFields = 50_000;
const lf = 10;
const cr = 13;

/** Whether these bytes begin a request or a response, or may become such a beginning. */
export function startsHttp(bytes: Uint8Array): boolean {
  const text = latin1(bytes, 0, Math.min(bytes.length, 64));
  if (/^HTTP\/\d/.test(text)) return true;
  if (!/^[A-Za-z]{3,20} [!-~]/.test(text)) return false;
  const end = lineEnd(bytes, 0);
  const line = latin1(bytes, 0, Math.min(end.end, 8192));
  return end.next > 0 ? / HTTP\/\d/.test(line) : /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|TRACE|CONNECT) /.test(line);
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let at = start; at < end; at++) text += String.fromCharCode(bytes[at]!);
  return text;
}

/** The end of a line's text and the start of the next line; -1 if the line is incomplete. */
function lineEnd(bytes: Uint8Array, start: number): { end: number; next: number } {
  const found = bytes.indexOf(lf, start);
  if (found < 0) return { end: bytes.length, next: -1 };
  return { end: found > start && bytes[found - 1] === cr ? found - 1 : found, next: found + 1 };
}

interface Head {
  readonly kind: 'request' | 'response';
  readonly method: string;
  readonly status: number;
  /** Lower-case name and value, in order. */
  readonly headers: (readonly [string, string])[];
}

class Dissector {
  readonly #bytes: Uint8Array;
  #at = 0;
  #left = mostFields;

  readonly #bodies: BodyDissectors;

  constructor(bytes: Uint8Array, bodies: BodyDissectors) {
    this.#bytes = bytes;
    this.#bodies = bodies;
  }

  messages(): DissectedField[] {
    const fields: DissectedField[] = [];
    while (this.#at < this.#bytes.length) {
      if (this.#left <= 0) {
        fields.push(this.#rest('more', `${this.#bytes.length - this.#at} more bytes, not dissected`));
        break;
      }
      fields.push(this.#message());
    }
    return fields;
  }

  #text(start: number, end: number): string {
    return latin1(this.#bytes, start, Math.min(end, start + textLength));
  }

  #field(
    name: string,
    start: number,
    end: number,
    more: { text?: string; children?: readonly DissectedField[]; problem?: string | undefined } = {},
  ): DissectedField {
    this.#left--;
    return {
      name,
      text: more.text ?? this.#text(start, end),
      start,
      end,
      ...(more.children === undefined ? {} : { children: more.children }),
      ...(more.problem === undefined ? {} : { problem: more.problem }),
    };
  }

  #rest(name: string, text: string, problem?: string): DissectedField {
    const start = this.#at;
    this.#at = this.#bytes.length;
    return this.#field(name, start, this.#at, { text, problem });
  }

  #message(): DissectedField {
    const start = this.#at;
    const children: DissectedField[] = [];
    // Empty lines before a message are skipped (RFC 9112, section 2.2).
    for (;;) {
      const { end, next } = lineEnd(this.#bytes, this.#at);
      if (next < 0 || end !== this.#at) break;
      children.push(this.#field('empty line', this.#at, next, { text: '' }));
      this.#at = next;
    }
    if (this.#at >= this.#bytes.length) return this.#field('empty line', start, this.#at, { text: '' });
    const { head, field } = this.#startLine();
    children.push(field);
    if (head === undefined) {
      children.push(this.#rest('unreadable', `${this.#bytes.length - this.#at} bytes`));
      return this.#field('message', start, this.#at, { text: field.text, children });
    }
    if (this.#fields(head.headers, children)) this.#body(head, children);
    return this.#field(head.kind, start, this.#at, { text: field.text, children });
  }

  /** One line: the bounds of its text, and whether it is complete. Moves past it. */
  #line(): { start: number; end: number; next: number; whole: boolean; problem?: string } {
    const start = this.#at;
    const { end, next } = lineEnd(this.#bytes, start);
    if (next < 0) {
      this.#at = this.#bytes.length;
      return { start, end: this.#bytes.length, next: this.#bytes.length, whole: false };
    }
    this.#at = next;
    const bare = this.#bytes[next - 2] !== cr || next - 2 < start;
    return { start, end, next, whole: true, ...(bare ? { problem: 'The line ends with LF alone, not CR LF.' } : {}) };
  }

  #startLine(): { head: Head | undefined; field: DissectedField } {
    const line = this.#line();
    const text = latin1(this.#bytes, line.start, line.end);
    const response = /^(HTTP\/\S*)(?: (\S*)(?: (.*))?)?$/s.exec(text);
    if (response !== null) {
      const [, version = '', code = '', reason] = response;
      const codeStart = line.start + version.length + 1;
      const reasonStart = codeStart + code.length + 1;
      const children = [
        this.#field('version', line.start, line.start + version.length),
        ...(code === ''
          ? []
          : [
              this.#field('status code', codeStart, codeStart + code.length, {
                problem: line.whole && !/^[1-9]\d\d$/.test(code) ? 'A status is three digits.' : undefined,
              }),
            ]),
        ...(reason === undefined || reason === '' ? [] : [this.#field('reason', reasonStart, line.end)]),
      ];
      const problem = line.problem ?? (line.whole && code === '' ? 'The status line has no status.' : undefined);
      return {
        head: { kind: 'response', method: '', status: Number(code) || 0, headers: [] },
        field: this.#field('status line', line.start, line.next, {
          text: text.slice(0, textLength),
          children,
          problem,
        }),
      };
    }
    return this.#requestLine(line, text);
  }

  #requestLine(
    line: { start: number; end: number; next: number; whole: boolean; problem?: string },
    text: string,
  ): { head: Head | undefined; field: DissectedField } {
    const first = text.indexOf(' ');
    const version = / (HTTP\/\S*)$/.exec(text)?.[1] ?? '';
    // The rest of an incomplete request line is its version, as far as it came.
    const second = line.whole || version !== '' ? -1 : text.indexOf(' ', first + 1);
    const last = version !== '' ? text.length - version.length - 1 : first >= 0 && second > 0 ? second : text.length;
    const method = first < 0 ? text : text.slice(0, first);
    const isMethod = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(method);
    if (line.whole && (!isMethod || first < 0 || last <= first)) {
      return {
        head: undefined,
        field: this.#field('start line', line.start, line.next, {
          text: text.slice(0, textLength),
          problem: 'This is neither a request line nor a status line.',
        }),
      };
    }
    const children = [this.#field('method', line.start, line.start + method.length)];
    if (first >= 0 && last > first) {
      const target = text.slice(first + 1, last);
      const odd = line.whole && target.includes(' ') ? 'A target has no spaces.' : undefined;
      children.push(this.#field('target', line.start + first + 1, line.start + last, { problem: odd }));
    }
    if (version !== '') children.push(this.#field('version', line.start + last + 1, line.end));
    const problem = line.problem ?? (line.whole && version === '' ? 'The request line has no version.' : undefined);
    return {
      head: { kind: 'request', method, status: 0, headers: [] },
      field: this.#field('request line', line.start, line.next, { text: text.slice(0, textLength), children, problem }),
    };
  }

  /** Header or trailer fields up to the empty line. Returns whether the empty line came. */
  #fields(headers: (readonly [string, string])[], children: DissectedField[]): boolean {
    while (this.#at < this.#bytes.length) {
      if (this.#left <= 0) {
        children.push(this.#rest('more', 'more fields, not dissected'));
        return false;
      }
      const line = this.#line();
      if (line.whole && line.start === line.end) {
        children.push(this.#field('end of head', line.start, line.next, { text: '', problem: line.problem }));
        return true;
      }
      children.push(this.#header(line, headers));
    }
    return false;
  }

  #header(
    line: { start: number; end: number; next: number; whole: boolean; problem?: string },
    headers: (readonly [string, string])[],
  ): DissectedField {
    const { start, end, next } = line;
    const text = latin1(this.#bytes, start, end);
    const colon = text.indexOf(':');
    if (/^[ \t]/.test(text)) {
      const problem = 'A field that continues on the next line is obsolete (RFC 9112, section 5.2).';
      const last = headers.pop();
      if (last !== undefined) headers.push([last[0], `${last[1]} ${text.trim()}`]);
      return this.#field('continued', start, next, { text: text.trim().slice(0, textLength), problem });
    }
    if (colon < 0) {
      const problem = line.whole ? 'A header field has a colon after its name.' : undefined;
      return this.#field('header field', start, next, { text: text.slice(0, textLength), problem });
    }
    const name = text.slice(0, colon);
    const after = text.slice(colon + 1);
    const value = after.trim();
    const valueStart = start + colon + 1 + (after.length - after.trimStart().length);
    const known = headers.some(([other]) => other === name.toLowerCase());
    headers.push([name.trim().toLowerCase(), value]);
    const problem = line.problem ?? (line.whole ? headerProblem(name, value, known) : undefined);
    const children = [
      this.#field('name', start, start + colon),
      ...(value === '' ? [] : [this.#field('value', valueStart, valueStart + value.length)]),
    ];
    return this.#field(name.slice(0, 200) || 'header field', start, next, {
      text: value.slice(0, textLength),
      children,
      problem,
    });
  }

  #body(head: Head, children: DissectedField[]): void {
    const valuesOf = (name: string) => head.headers.filter(([other]) => other === name).map(([, value]) => value);
    const coding = valuesOf('transfer-encoding').join(',').toLowerCase();
    const lengths = valuesOf('content-length');
    const isBodiless = head.status === 204 || head.status === 304 || (head.status >= 100 && head.status < 200);
    if (head.kind === 'response' && (isBodiless || this.#isAtNext())) return;
    if (/(^|,)\s*chunked\s*$/.test(coding)) {
      if (lengths.length > 0) this.#bothLengths(children);
      this.#chunks(children);
    } else if (lengths.length > 0) {
      const length = /^\d{1,15}$/.test(lengths[0]!) ? Number(lengths[0]) : -1;
      if (length < 0) children.push(this.#rest('body', 'of unknown length', 'Its length cannot be read.'));
      else this.#ofLength(length, valuesOf('content-type')[0], children);
    } else if (head.kind === 'response' && this.#at < this.#bytes.length) {
      // The body goes on until the connection ends (RFC 9112, section 6.3).
      children.push(this.#rest('body', `${this.#bytes.length - this.#at} bytes, until the connection ends`));
    }
  }

  #bothLengths(children: DissectedField[]): void {
    const at = children.findIndex(({ name }) => name.toLowerCase() === 'content-length');
    const field = children[at];
    if (field === undefined) return;
    children[at] = {
      ...field,
      problem: 'Both Content-Length and Transfer-Encoding are given, which can be used to smuggle requests.',
    };
  }

  /** An answer to HEAD has a length but no body: the next answer follows directly. */
  #isAtNext(): boolean {
    return /^HTTP\/1\.[01] \d{3}/.test(latin1(this.#bytes, this.#at, Math.min(this.#at + 12, this.#bytes.length)));
  }

  #ofLength(length: number, type: string | undefined, children: DissectedField[]): void {
    const start = this.#at;
    const end = Math.min(start + length, this.#bytes.length);
    if (end === start) return;
    this.#at = end;
    const text = end - start === length ? `${length} bytes` : `${end - start} of ${length} bytes so far`;
    children.push(this.#field('body', start, end, { text, ...this.#inside(type, start, start + length) }));
  }

  /** The fields of a complete body, if its type has a dissector. */
  #inside(type: string | undefined, start: number, end: number): { children?: DissectedField[] } {
    const dissect = this.#bodies.get(type?.split(';')[0]!.trim().toLowerCase() ?? '');
    if (dissect === undefined || end > this.#bytes.length || end - start > longestInside || this.#left <= 0) return {};
    return { children: moved(dissect(this.#bytes.subarray(start, end)), start) };
  }

  #chunks(children: DissectedField[]): void {
    while (this.#at < this.#bytes.length) {
      if (this.#left <= 0) {
        children.push(this.#rest('more', 'more chunks, not dissected'));
        return;
      }
      const start = this.#at;
      const line = this.#line();
      const text = latin1(this.#bytes, line.start, line.end);
      const digits = /^[0-9a-f]{1,12}/i.exec(text)?.[0];
      if (line.whole && (digits === undefined || !/^[\t ]*(;|$)/.test(text.slice(digits.length)))) {
        children.push(
          this.#field('chunk size', line.start, line.next, {
            problem: 'A chunk begins with its size in hexadecimal digits.',
          }),
        );
        if (this.#at < this.#bytes.length)
          children.push(this.#rest('unreadable', `${this.#bytes.length - this.#at} bytes`));
        return;
      }
      const size = parseInt(digits ?? '0', 16);
      const sizeText = line.whole ? `${digits} (${size} bytes)` : text;
      const parts = [
        this.#field('chunk size', line.start, line.start + (digits?.length ?? line.end - line.start), {
          text: sizeText,
          problem: line.problem,
        }),
      ];
      if (digits !== undefined && line.end > line.start + digits.length) {
        parts.push(this.#field('chunk extension', line.start + digits.length, line.end));
      }
      if (!line.whole) {
        children.push(this.#field('chunk', start, this.#at, { text: 'begins', children: parts }));
        return;
      }
      if (size === 0) {
        children.push(this.#field('last chunk', start, this.#at, { text: '', children: parts }));
        this.#trailers(children);
        return;
      }
      if (!this.#chunkData(size, parts, start, children)) return;
    }
  }

  #chunkData(size: number, parts: DissectedField[], start: number, children: DissectedField[]): boolean {
    const bytes = this.#bytes;
    const end = Math.min(this.#at + size, bytes.length);
    const came = end - this.#at;
    const text = came === size ? `${size} bytes` : `${came} of ${size} bytes so far`;
    if (came > 0) parts.push(this.#field('chunk data', this.#at, end, { text }));
    this.#at = end;
    const add = (problem?: string) =>
      children.push(this.#field('chunk', start, this.#at, { text, children: parts, problem }));
    if (came < size || end === bytes.length) {
      add();
      return false;
    }
    if (bytes[end] === cr && end + 1 === bytes.length) {
      this.#at = end + 1;
      add();
      return false;
    }
    const crlf = bytes[end] === cr && bytes[end + 1] === lf;
    if (crlf || bytes[end] === lf) {
      this.#at = end + (crlf ? 2 : 1);
      add(crlf ? undefined : 'The chunk ends with LF alone, not CR LF.');
      return true;
    }
    add('The chunk does not end where its size says.');
    children.push(this.#rest('unreadable', `${bytes.length - this.#at} bytes`));
    return false;
  }

  #trailers(children: DissectedField[]): void {
    const trailers: DissectedField[] = [];
    const start = this.#at;
    const whole = this.#fields([], trailers);
    const last = trailers.at(-1);
    if (whole && last !== undefined) trailers[trailers.length - 1] = { ...last, name: 'end of body' };
    const fields = whole ? trailers.length - 1 : trailers.length;
    if (fields > 0) children.push(this.#field('trailers', start, this.#at, { text: `${fields}`, children: trailers }));
    else children.push(...trailers);
  }
}

function headerProblem(name: string, value: string, known: boolean): string | undefined {
  if (/\s$/.test(name)) return 'A header name and its colon must not have a space between them.';
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) return 'This name has characters that a name cannot have.';
  if (name.toLowerCase() === 'content-length') {
    if (!/^\d{1,15}$/.test(value)) return 'A length is a whole number of bytes.';
    if (known) return 'The length is given twice.';
  }
  if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(value)) return 'The value has control characters.';
  return undefined;
}

/** The fields of one direction of a connection: messages, and the bodies that have a dissector. Never throws. */
export function dissectHttp(bytes: Uint8Array, bodies: BodyDissectors = new Map()): DissectedField[] {
  return new Dissector(bytes, bodies).messages();
}
