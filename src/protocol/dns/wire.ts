import { DnsError } from './error.ts';
import { MAX_NAME, type Name } from './name.ts';

/** The most compression pointers that a name may follow. Senders need one or two; dnspython accepts the same number. */
export const MAX_POINTERS = 16;
export const HEADER_LENGTH = 12;

const POINTER = 0xc0;

/**
 * The offset after a name that begins at `at`; its own bytes must end before `end`. Compression pointers (RFC 1035,
 * section 4.1.4) must go back, each to before the last and never into the header, so the work for a name is bounded.
 * Throws DnsError.
 */
export function nameEnd(bytes: Uint8Array, at: number, end: number): number {
  let lowest = at;
  let length = 1;
  let pointers = 0;
  let after = -1;
  for (;;) {
    if (at >= end) throw endless(at, end, after >= 0);
    const first = bytes[at]!;
    if (first === 0) return after < 0 ? at + 1 : after;
    if (first < 0x40) {
      length += first + 1;
      if (length > MAX_NAME) throw new DnsError('dns-name-too-long', `The name is longer than ${MAX_NAME} bytes.`, at);
      at += first + 1;
      continue;
    }
    if (first < POINTER) throw labelType(first, at);
    if (at + 1 >= end)
      throw new DnsError('dns-short', `The compression pointer at offset ${at} has only its first byte.`, at);
    const target = ((first & 0x3f) << 8) | bytes[at + 1]!;
    if (target >= lowest || target < HEADER_LENGTH) throw badPointer(at, target, lowest);
    if (++pointers > MAX_POINTERS) {
      throw new DnsError('dns-pointer-chain', `The name follows more than ${MAX_POINTERS} compression pointers.`, at);
    }
    if (after < 0) after = at + 2;
    // The target of a pointer must end before the name that points there begins.
    end = lowest;
    lowest = target;
    at = target;
  }
}

function endless(at: number, end: number, pointed: boolean): DnsError {
  if (!pointed)
    return new DnsError(
      'dns-short',
      `The name ends too soon: its next label would begin at offset ${at}, and there the bytes end.`,
      Math.min(at, end),
    );
  return new DnsError(
    'dns-pointer',
    `The name that a compression pointer leads to runs on into the name that points to it, at offset ${end}.`,
    end,
  );
}

function labelType(first: number, at: number): DnsError {
  const bits = first >> 6 === 1 ? '01' : '10';
  return new DnsError(
    'dns-label-type',
    `The label at offset ${at} begins with the bits ${bits}, which no standard uses.`,
    at,
  );
}

function badPointer(at: number, target: number, lowest: number): DnsError {
  const why =
    target < HEADER_LENGTH
      ? 'into the header'
      : target === at
        ? 'to itself'
        : target > at
          ? 'forward'
          : `to where the name already was (offset ${lowest})`;
  return new DnsError(
    'dns-pointer',
    `The compression pointer at offset ${at} goes ${why}, to offset ${target}; it must go back.`,
    at,
  );
}

/** Names of a message by the offset of their pointers, so that each is decoded once. */
export type NamesSeen = Map<number, Name>;

/** The labels of a name that `nameEnd` accepted. They are views of the message's bytes. */
export function readName(bytes: Uint8Array, at: number, seen?: NamesSeen): Name {
  const labels: Uint8Array[] = [];
  for (;;) {
    const first = bytes[at]!;
    if (first === 0) return labels;
    if (first < POINTER) {
      labels.push(new Uint8Array(bytes.buffer, bytes.byteOffset + at + 1, first));
      at += first + 1;
      continue;
    }
    const target = ((first & 0x3f) << 8) | bytes[at + 1]!;
    if (!seen) {
      at = target;
      continue;
    }
    // The rest after a pointer is read without the map, in this function's loop, at most one level deep.
    let tail = seen.get(target);
    if (!tail) seen.set(target, (tail = readName(bytes, target)));
    return labels.length === 0 ? tail : labels.concat(tail);
  }
}

export function u16(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 8) | bytes[at + 1]!;
}

export function u32(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
}
