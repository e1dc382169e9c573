import type { IncomingHttpHeaders } from 'node:http';

/** The values that preconditions compare. */
export interface Validators {
  /** Strong, with its quotes. */
  readonly etag: string;
  /** Milliseconds; compared in seconds, as the header field has it. */
  readonly modified: number;
}

export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** The most ranges in one request: more are a mistake or an attack (RFC 9110, section 17.15). */
const mostRanges = 32;

function tagsOf(value: string): string[] {
  return value.match(/(?:W\/)?"[^"]*"/g) ?? [];
}

const weak = (tag: string) => tag.replace(/^W\//, '');
const isAny = (value: string) => value.trim() === '*';
const inSeconds = (milliseconds: number) => Math.floor(milliseconds / 1000);

/** RFC 9110, section 5.6.7: all three forms begin with a day of the week. An invalid date (NaN) is ignored. */
function httpDate(text: string | undefined): number {
  return /^\s*(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text ?? '') ? Date.parse(text!) : NaN;
}

/** 304 or 412 if a precondition requires it, in the order of RFC 9110, section 13.2.2; undefined: go on. */
export function failedCondition(headers: IncomingHttpHeaders, file: Validators): 304 | 412 | undefined {
  const { 'if-match': match, 'if-none-match': noneMatch } = headers;
  const unmodifiedSince = httpDate(headers['if-unmodified-since']);
  const modifiedSince = httpDate(headers['if-modified-since']);
  const seconds = inSeconds(file.modified);
  if (match !== undefined) {
    if (!isAny(match) && !tagsOf(match).includes(file.etag)) return 412;
  } else if (!Number.isNaN(unmodifiedSince) && seconds > inSeconds(unmodifiedSince)) return 412;
  if (noneMatch !== undefined) {
    return isAny(noneMatch) || tagsOf(noneMatch).map(weak).includes(weak(file.etag)) ? 304 : undefined;
  }
  return !Number.isNaN(modifiedSince) && seconds <= inSeconds(modifiedSince) ? 304 : undefined;
}

/**
 * The ranges of a file of `size` bytes that a request asks for (RFC 9110, section 14). Undefined if the whole file is
 * to be sent (no range, another unit, wrong syntax, too many ranges, an If-Range that no longer holds); empty if no
 * range is possible.
 */
export function rangesOf(headers: IncomingHttpHeaders, file: Validators, size: number): ByteRange[] | undefined {
  const { range, 'if-range': ifRange } = headers;
  if (range === undefined || !stillHolds(ifRange as string | undefined, file)) return undefined;
  const list = /^\s*bytes\s*=(.*)$/i.exec(range)?.[1];
  if (list === undefined) return undefined;
  const ranges: ByteRange[] = [];
  const parts = list.split(',').map((part) => part.trim());
  const given = parts.filter((one) => one !== '');
  if (given.length === 0 || parts.length > mostRanges) return undefined;
  for (const part of given) {
    const [, from = '', to = ''] = /^(\d*)\s*-\s*(\d*)$/.exec(part) ?? [];
    if (from === '' && to === '') return undefined;
    if (from !== '' && to !== '' && Number(from) > Number(to)) return undefined;
    const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
    const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
    if (first <= last) ranges.push({ first, last });
  }
  // A request for the same bytes many times over gets the file once.
  const asked = ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  return ranges.length > 1 && asked > size ? undefined : ranges;
}

function stillHolds(ifRange: string | undefined, file: Validators): boolean {
  if (ifRange === undefined) return true;
  const text = ifRange.trim();
  if (text.startsWith('"')) return text === file.etag;
  return !text.startsWith('W/') && inSeconds(httpDate(text)) === inSeconds(file.modified);
}
