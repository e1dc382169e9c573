import { asciiOnly, BadRequest, numberIn, wait, type Answer } from './answer.ts';
import { bytesOfSeed } from './random.ts';
import { argument, describe, header, type BinRequest, type Json } from './request.ts';

const octets: readonly [string, string] = ['Content-Type', 'application/octet-stream'];
/** Bytes, as httpbin.org limits them. */
const mostBytes = 100 * 1024;
const mostDripped = 10 * 1024 * 1024;
const pieceBytes = 10 * 1024;
/** Seconds. */
const longest = 10;
/** Milliseconds: more frequent pieces are sent together. */
const shortestPause = 10;
const mostMessages = 100;

export const seconds = (value: string | undefined, what: string, fallback?: number): number =>
  Math.min(Math.max(numberIn(value, what, fallback), 0), longest);

function seedOf(request: BinRequest): bigint | undefined {
  const given = argument(request, 'seed');
  if (given === undefined) return undefined;
  if (!/^\s*[+-]?\d{1,1000}\s*$/.test(given)) throw new BadRequest('seed must be a whole number.');
  return BigInt(given.trim().replace(/^\+/, ''));
}

const pieceOf = (request: BinRequest) =>
  Math.max(1, Math.floor(numberIn(argument(request, 'chunk_size'), 'chunk_size', pieceBytes)));

export function bytes(request: BinRequest, count: number): Answer {
  return { headers: [octets], body: bytesOfSeed(Math.min(count, mostBytes), seedOf(request)) };
}

export function streamBytes(request: BinRequest, count: number): Answer {
  const all = bytesOfSeed(Math.min(count, mostBytes), seedOf(request));
  return { headers: [octets], pieces: paced(request, all, pieceOf(request), 0) };
}

export async function stream(request: BinRequest, count: number): Promise<Answer> {
  const described = await describe(request, 'url', 'args', 'headers', 'origin');
  return {
    headers: [['Content-Type', 'application/json']],
    pieces: messages(described, Math.min(count, mostMessages)),
  };
}

// eslint-disable-next-line @typescript-eslint/require-await -- an async generator is what answers are made of
async function* messages(described: Record<string, Json>, count: number): AsyncGenerator<Uint8Array> {
  for (let id = 0; id < count; id++) yield Buffer.from(`${asciiOnly(JSON.stringify({ ...described, id }))}\n`);
}

/** `bytes` in pieces, over that many seconds in all. */
async function* paced(
  request: BinRequest,
  all: Uint8Array,
  piece: number,
  duration: number,
): AsyncGenerator<Uint8Array> {
  const pausePerByte = all.length === 0 ? 0 : (duration * 1000) / all.length;
  const size = pausePerByte === 0 ? piece : Math.max(piece, Math.ceil(shortestPause / pausePerByte));
  for (let start = 0; start < all.length; start += size) {
    const part = all.subarray(start, start + size);
    yield part;
    if (pausePerByte > 0) await wait(pausePerByte * part.length, request.signal);
  }
}

/** Bytes one by one over a duration, after a delay. */
export async function drip(request: BinRequest): Promise<Answer> {
  const duration = seconds(argument(request, 'duration'), 'duration', 2);
  const delay = seconds(argument(request, 'delay'), 'delay', 0);
  const count = Math.min(Math.floor(numberIn(argument(request, 'numbytes'), 'numbytes', 10)), mostDripped);
  const status = numberIn(argument(request, 'code'), 'code', 200);
  if (count <= 0) throw new BadRequest('number of bytes must be positive');
  if (!Number.isInteger(status) || status < 200 || status > 999) {
    throw new BadRequest('code must be a status from 200 to 999.');
  }
  if (delay > 0) await wait(delay * 1000, request.signal);
  return {
    status,
    headers: [octets],
    length: count,
    pieces: paced(request, Buffer.alloc(count, '*'), duration === 0 ? pieceBytes : 1, duration),
  };
}

/** The repeated alphabet, for requests of ranges. */
export function range(request: BinRequest, count: number): Answer {
  const about: [string, string][] = [
    ['ETag', `range${count}`],
    ['Accept-Ranges', 'bytes'],
  ];
  if (count <= 0 || count > mostBytes) {
    return { status: 404, headers: about, body: `number of bytes must be in the range (0, ${mostBytes}]` };
  }
  const { first, last } = rangeOf(header(request, 'range'), count);
  if (first > last || first >= count || last >= count) {
    return { status: 416, headers: [...about, ['Content-Range', `bytes */${count}`]], body: '' };
  }
  const all = Buffer.from(Array.from({ length: last + 1 - first }, (_, index) => 97 + ((first + index) % 26)));
  const duration = (seconds(argument(request, 'duration'), 'duration', 0) * all.length) / count;
  return {
    status: all.length === count ? 200 : 206,
    headers: [octets, ...about, ['Content-Range', `bytes ${first}-${last}/${count}`]],
    length: all.length,
    pieces: paced(request, all, pieceOf(request), duration),
  };
}

function rangeOf(value: string | undefined, count: number): { first: number; last: number } {
  const [, from = '', to = ''] = /^\s*bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*$/.exec(value ?? '') ?? [];
  if (from === '' && to === '') return { first: 0, last: count - 1 };
  if (from === '') return { first: Math.max(0, count - Number(to)), last: count - 1 };
  return { first: Number(from), last: to === '' ? count - 1 : Number(to) };
}
