import { PREFACE } from '../../src/protocol/http2/frames.ts';

/** HTTP/2 as hand-written bytes, which a test can make wrong. */

export const preface = Uint8Array.from(Buffer.from(PREFACE, 'latin1'));

export const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replace(/\s/g, ''), 'hex'));
export const latin1 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));

export function join(...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** `length`: the length in the head, if it differs from the real one. */
export function frame(
  type: number,
  flags: number,
  stream: number,
  payload: Uint8Array | readonly number[] = [],
  length = payload.length,
): Uint8Array {
  const head = Buffer.alloc(9);
  head.writeUIntBE(length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(stream >>> 0, 5);
  return join(head, payload);
}

/** RFC 7541, section 5.1. */
export function integer(value: number, prefixBits: number, pattern = 0): number[] {
  const most = 2 ** prefixBits - 1;
  if (value < most) return [pattern | value];
  const bytes = [pattern | most];
  let left = value - most;
  for (; left >= 128; left = Math.floor(left / 128)) bytes.push((left % 128) | 128);
  return [...bytes, left];
}

export function string(text: string): number[] {
  return [...integer(text.length, 7), ...latin1(text)];
}

export const incremental = (name: string, value: string) => [0x40, ...string(name), ...string(value)];
export const literal = (name: string, value: string) => [0, ...string(name), ...string(value)];
export const indexed = (index: number) => integer(index, 7, 0x80);
