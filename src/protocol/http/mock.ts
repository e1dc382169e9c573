/**
 * Routes and answers as text, in the spirit of request files: a request line, then what is answered to it as it goes over
 * the wire, several answers one after the other (the last one stays), routes separated by `###`.
 *
 *     ### one user
 *     GET /users/{id}
 *
 *     HTTP/1.1 200 OK
 *     Content-Type: application/json
 *     # @delay 0.5
 *
 *     {"id": "{{id}}", "asked": "{{request.query.x}}"}
 *
 *     ---
 *     HTTP/1.1 404 Not Found
 */
interface MockProblem {
  readonly message: string;
  /** Offsets in the text. */
  readonly start: number;
  readonly end: number;
}

export interface MockAnswer {
  readonly status: number;
  readonly reason: string | undefined;
  /** Its status line says HTTP/1.0. */
  readonly is10: boolean;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
  /** Milliseconds. */
  readonly delay: number;
}

export interface MockRoute {
  /** `*`: any. */
  readonly method: string;
  readonly path: string;
  readonly answers: readonly MockAnswer[];
  readonly start: number;
  readonly end: number;
}

interface MockText {
  readonly routes: readonly MockRoute[];
  readonly problems: readonly MockProblem[];
}

interface Line {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Seconds. */
const longestDelay = 60;
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const requestLine = /^([A-Z]+|\*)\s+(\/\S*)(?:\s+HTTP\/[\d.]+)?\s*$/;
const statusLine = /^HTTP(?:\/\d(?:\.\d)?)?\s+(\d{3})(?:\s+(.*?))?\s*$/;

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  for (let start = 0; start <= text.length;) {
    const found = text.indexOf('\n', start);
    const next = found < 0 ? text.length : found;
    const end = next > start && text[next - 1] === '\r' ? next - 1 : next;
    lines.push({ text: text.slice(start, end), start, end });
    start = next + 1;
  }
  return lines;
}

const isBlank = ({ text }: Line) => text.trim() === '';
const isSeparator = ({ text }: Line) => text.startsWith('###');
const isNext = ({ text }: Line) => /^---\s*$/.test(text);
const isComment = ({ text }: Line) => /^\s*(#(?!##)|\/\/)/.test(text);

class Reader {
  readonly problems: MockProblem[] = [];
  readonly #lines: readonly Line[];
  #at = 0;

  constructor(lines: readonly Line[]) {
    this.#lines = lines;
  }

  problem(message: string, { start, end }: { start: number; end: number }): void {
    this.problems.push({ message, start, end });
  }

  peek(): Line | undefined {
    return this.#lines[this.#at];
  }

  take(): Line | undefined {
    return this.#lines[this.#at++];
  }

  skip(while_: (line: Line) => boolean): void {
    while (this.#at < this.#lines.length && while_(this.#lines[this.#at]!)) this.#at++;
  }
}

export function parseMock(text: string): MockText {
  const reader = new Reader(linesOf(text));
  const routes: MockRoute[] = [];
  for (;;) {
    reader.skip((line) => isBlank(line) || isSeparator(line) || isComment(line) || isNext(line));
    const line = reader.take();
    if (line === undefined) return { routes, problems: reader.problems };
    const route = readRoute(reader, line);
    if (route === undefined) reader.skip((one) => !isSeparator(one));
    else routes.push(route);
  }
}

function readRoute(reader: Reader, line: Line): MockRoute | undefined {
  const [, method, path] = requestLine.exec(line.text) ?? [];
  if (method === undefined || path === undefined) {
    reader.problem('A route begins with a method and a path: GET /users/{id}', line);
    return undefined;
  }
  checkPath(reader, path, line);
  const answers: MockAnswer[] = [];
  for (;;) {
    reader.skip((one) => isBlank(one) || isComment(one));
    const next = reader.peek();
    if (next === undefined || isSeparator(next)) break;
    answers.push(readAnswer(reader));
    const after = reader.peek();
    if (after !== undefined && isNext(after)) reader.take();
  }
  if (answers.length === 0) reader.problem('The route has no answer: HTTP/1.1 200 OK', line);
  return { method, path, answers, start: line.start, end: line.end };
}

function checkPath(reader: Reader, path: string, line: Line): void {
  const names = [...path.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name!);
  const wrong = names.find((name) => !/^\w+\*?$/.test(name));
  if (wrong !== undefined)
    reader.problem(`{${wrong}} is not a name: use letters, digits and _, with * for the rest`, line);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) reader.problem(`{${twice}} appears twice`, line);
  if (/[{}]/.test(path.replace(/\{[^{}]*\}/g, ''))) reader.problem('A brace in the path has no counterpart', line);
  if (path.includes('?')) reader.problem('A route has no query; {{request.query.name}} has its values', line);
}

function readAnswer(reader: Reader): MockAnswer {
  const first = reader.peek()!;
  const [whole, code, reason] = statusLine.exec(first.text) ?? [];
  let status = 200;
  if (whole !== undefined) {
    reader.take();
    status = Number(code);
    if (status < 200) reader.problem('A status from 200 to 999 ends an exchange; this one does not', first);
  } else if (!/^[^\s:]+:/.test(first.text)) {
    reader.problem('An answer begins with its status: HTTP/1.1 200 OK', first);
    reader.take();
  }
  const { headers, delay } = readFields(reader);
  return {
    status: Math.max(status, 200),
    reason: reason === '' ? undefined : reason,
    is10: whole?.startsWith('HTTP/1.0 ') === true,
    headers,
    delay,
    body: readBody(reader),
  };
}

function readFields(reader: Reader): { headers: [string, string][]; delay: number } {
  const headers: [string, string][] = [];
  let delay = 0;
  for (;;) {
    const line = reader.peek();
    if (line === undefined || isBlank(line) || isSeparator(line) || isNext(line)) break;
    reader.take();
    const wait = /^\s*(?:#|\/\/)\s*@delay\b\s*(.*)$/.exec(line.text);
    if (wait !== null) {
      delay = delayOf(reader, wait[1]!, line);
      continue;
    }
    if (isComment(line)) continue;
    const colon = line.text.indexOf(':');
    const name = line.text.slice(0, colon < 0 ? undefined : colon);
    if (colon < 0 || !token.test(name)) {
      reader.problem('A header field is a name, a colon and a value; the body begins after an empty line', line);
    } else if (/^(content-length|transfer-encoding|connection)$/i.test(name)) {
      reader.problem(`${name} is set by the server`, line);
    } else headers.push([name, line.text.slice(colon + 1).trim()]);
  }
  return { headers, delay };
}

function delayOf(reader: Reader, text: string, line: Line): number {
  const [, number, unit = 's'] = /^(\d+(?:\.\d+)?)\s*(ms|s)?\s*$/.exec(text) ?? [];
  const milliseconds = unit === 'ms' ? Number(number) : Number(number) * 1000;
  if (milliseconds <= longestDelay * 1000) return milliseconds;
  reader.problem(`A delay is a number of seconds up to ${longestDelay}, or of milliseconds: 0.5, 500 ms`, line);
  return 0;
}

function readBody(reader: Reader): string {
  const blank = reader.peek();
  if (blank === undefined || !isBlank(blank)) return '';
  reader.take();
  const lines: string[] = [];
  for (;;) {
    const line = reader.peek();
    if (line === undefined || isSeparator(line) || isNext(line)) break;
    lines.push(line.text);
    reader.take();
  }
  while (lines.length > 0 && lines.at(-1)!.trim() === '') lines.pop();
  return lines.join('\n');
}

interface MockMatch {
  readonly route: MockRoute;
  readonly parts: Readonly<Record<string, string>>;
}

/** The route of a request. Fixed parts of a path come before `{...}`; otherwise the order of the text decides. */
export function matchMock(routes: readonly MockRoute[], method: string, path: string): MockMatch | undefined {
  let best: MockMatch | undefined;
  for (const route of routes) {
    if (route.method !== '*' && route.method !== method && !(route.method === 'GET' && method === 'HEAD')) continue;
    const parts = partsOf(route.path, path);
    if (parts === undefined) continue;
    if (best === undefined || rank(route) < rank(best.route)) best = { route, parts };
  }
  return best;
}

const rank = ({ path }: MockRoute) => (path.match(/\{/g)?.length ?? 0) + (path.includes('*}') ? 1000 : 0);

function partsOf(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  const parts: Record<string, string> = {};
  for (const [index, piece] of wanted.entries()) {
    const rest = /^\{(\w+)\*\}$/.exec(piece)?.[1];
    if (rest !== undefined && index === wanted.length - 1) {
      if (given.length <= index) return undefined;
      parts[rest] = given.slice(index).map(decoded).join('/');
      return parts;
    }
    if (given[index] === undefined || !matchPiece(piece, given[index], parts)) return undefined;
  }
  return given.length === wanted.length ? parts : undefined;
}

function matchPiece(pattern: string, given: string, parts: Record<string, string>): boolean {
  const found = /^([^{]*)\{(\w+)\}([^{]*)$/.exec(pattern);
  if (found === null) return decoded(pattern) === decoded(given);
  const [, before, name, after] = found;
  if (given.length <= before!.length + after!.length) return false;
  if (!given.startsWith(before!) || !given.endsWith(after!)) return false;
  parts[name!] = decoded(given.slice(before!.length, given.length - after!.length));
  return true;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The value of `{{...}}` in an answer; `undefined` leaves the text unchanged. */
export function fillMock(text: string, value: (name: string) => string | undefined): string {
  return text.replace(/\{\{\s*([^{}]+?)\s*\}\}/g, (whole, name: string) => value(name) ?? whole);
}
