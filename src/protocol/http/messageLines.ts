/** The lines of an HTTP/1 head, each read as far as possible. */

export type HeaderPair = readonly [name: string, value: string];

export interface MessageHead {
  /** `1.1`; `0.9` if there was no status line; empty if it could not be read. */
  readonly version: string;
  /** The status of an answer; 0 for a request, or if there was none. */
  readonly status: number;
  readonly reason: string;
  /** The method and target of a request. */
  readonly method: string;
  readonly target: string;
  /** One character per byte. */
  readonly headers: readonly HeaderPair[];
}

/** The reason why other clients would refuse a message that can be read. */
export type FaultCode = 'broken-status-line' | 'broken-header' | 'broken-length' | 'unasked-switch';

type FirstLine =
  { readonly head: Omit<MessageHead, 'headers'>; readonly note?: string; readonly fault?: FaultCode } | undefined;

/** Text from the network in a sentence: short, its control characters escaped. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

/** Versions that an answer over HTTP/1 may name. */
const versions = new Set(['1.0', '1.1', '2', '2.0']);

/** RFC 9112, section 4; undefined if the line does not resemble a status line. */
export function statusLine(text: string): FirstLine {
  const strict = /^HTTP\/(\d\.\d) (\d{3})(?: (.*))?$/s.exec(text);
  if (strict !== null) {
    const [, version = '', digits, reason = ''] = strict;
    const status = Number(digits);
    const head = { version, status, reason, method: '', target: '' };
    if (status < 100)
      return { head, fault: 'broken-status-line', note: `The status is ${digits}; a status of HTTP is at least 100.` };
    if (!versions.has(version))
      return {
        head,
        fault: 'broken-status-line',
        note: `The answer is in HTTP/${version}, which is not a version of HTTP.`,
      };
    return { head };
  }
  const loose = /^\s{0,16}H[TP]{1,4}S?[/ ]{0,2}([\d.]{0,8})[\s,;]{1,16}(\d{1,9})(?!\d)[ \t]{0,16}(.*)$/is.exec(text);
  if (loose === null) return undefined;
  const [, version = '', digits = '', reason = ''] = loose;
  const isWhole = /^HTTP\//i.test(text) && versions.has(version) && digits.length === 3 && digits >= '100';
  return {
    head: { version, status: Number(digits), reason, method: '', target: '' },
    note: `The status line is damaged: ${quoted(text)}. It should read like "HTTP/1.1 200 OK".`,
    ...(isWhole ? {} : { fault: 'broken-status-line' as const }),
  };
}

/** Whether a line with this beginning can be a status line, however damaged. */
export function mayBeStatusLine(begins: string): boolean {
  return /^\s*(?:H(?:[TP]{0,4}S?(?:[/ \d.].*)?)?)?$/is.test(begins);
}

/** RFC 9112, section 3. */
export function requestLine(text: string): FirstLine {
  const strict = /^(\S+) (\S+) HTTP\/(\d\.\d)$/.exec(text);
  if (strict !== null)
    return { head: { method: strict[1]!, target: strict[2]!, version: strict[3]!, status: 0, reason: '' } };
  const words = text.trim();
  const space = words.search(/\s/);
  if (space < 0) return undefined;
  const rest = words.slice(space).trim();
  const version = /\sHTTP\/(\d+(?:\.\d+)?)$/i.exec(rest);
  return {
    head: {
      method: words.slice(0, space),
      target: version === null ? rest : rest.slice(0, version.index).trim(),
      version: version?.[1] ?? '',
      status: 0,
      reason: '',
    },
    note: `The request line is damaged: ${quoted(text)}. It should read like "GET /path HTTP/1.1".`,
  };
}

interface HeaderRead {
  readonly pair?: [string, string];
  /** The line continues the header before it: the text to add to its value. */
  readonly folded?: string;
  readonly note?: string;
  /** The fault in the note makes other clients refuse the message. */
  readonly fault?: FaultCode;
}

const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const control = /[\x00-\x08\x0a-\x1f\x7f]/;

/** RFC 9110, section 5.5, and common mistakes. */
export function headerLine(text: string, before: HeaderPair | undefined): HeaderRead {
  if (text.startsWith(' ') || text.startsWith('\t')) {
    if (before === undefined)
      return { note: `The first header line begins with a space: ${quoted(text)}.`, fault: 'broken-header' };
    return {
      folded: ` ${text.trim()}`,
      note: `The header ${quoted(before[0])} goes on over several lines, which HTTP no longer allows.`,
    };
  }
  const colon = text.indexOf(':');
  if (colon < 0) {
    const note = `This line among the headers has no colon and was skipped: ${quoted(text)}.`;
    return { note, fault: 'broken-header' };
  }
  const name = text.slice(0, colon);
  const trimmed = name.trimEnd();
  const pair: [string, string] = [trimmed, text.slice(colon + 1).trim()];
  if (text.includes('\0'))
    return { pair, note: `The header ${quoted(trimmed)} has a byte 0 in it.`, fault: 'broken-header' };
  if (trimmed !== name) return { pair, note: `A space is between the header name ${quoted(trimmed)} and its colon.` };
  if (!token.test(name))
    return {
      pair,
      note: `${quoted(name)} is not a header name: it is empty or has characters that HTTP does not allow in one.`,
    };
  if (control.test(pair[1])) return { pair, note: `The header ${name} has control characters in its value.` };
  return { pair };
}

/** `fault`: the kind of the last note, if it makes other clients refuse the message. */
type Framing = { readonly notes: readonly string[]; readonly fault?: FaultCode } & (
  { readonly kind: 'none' | 'chunked' | 'rest' } | { readonly kind: 'length'; readonly length: number }
);

/** The length of the body: RFC 9112, section 6.3. */
export function bodyFraming(head: MessageHead, kind: 'response' | 'request', method = ''): Framing {
  const notes: string[] = [];
  const values = (name: string) => head.headers.filter(([key]) => key.toLowerCase() === name).map(([, value]) => value);
  if (kind === 'response') {
    const none = method === 'HEAD' || head.status === 204 || head.status === 304 || head.status === 101;
    if (none || (method === 'CONNECT' && head.status >= 200 && head.status < 300)) return { kind: 'none', notes };
  }
  const codings = values('transfer-encoding')
    .flatMap((value) => value.toLowerCase().split(','))
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '');
  const lengths = values('content-length').flatMap((value) => value.split(',').map((one) => one.trim()));
  if (codings.length > 0) {
    if (lengths.length > 0)
      notes.push(
        'Both Transfer-Encoding and Content-Length are given; Transfer-Encoding counts (RFC 9112, section 6.3).',
      );
    if (codings.at(-1) === 'chunked') return { kind: 'chunked', notes };
    notes.push(
      `The transfer coding ${quoted(codings.join(', '))} does not end with chunked; the body goes on until the connection ends.`,
    );
    return { kind: 'rest', notes };
  }
  const [first] = lengths;
  if (first === undefined) return { kind: kind === 'response' ? 'rest' : 'none', notes };
  const differ = lengths.some((one) => one !== first);
  if (!differ && lengths.length > 1) notes.push('Content-Length is given several times.');
  if (differ) notes.push(`Several different lengths are given (${quoted(lengths.join(', '))}); the first counts.`);
  const length = /^\d+$/.test(first) ? Number(first) : NaN;
  if (Number.isSafeInteger(length))
    return { kind: 'length', length, notes, ...(differ ? { fault: 'broken-length' as const } : {}) };
  notes.push(
    `Content-Length is ${quoted(first)}, which is not a length. The body continues until the connection ends.`,
  );
  return { kind: 'rest', notes, fault: 'broken-length' };
}
