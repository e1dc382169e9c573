import { END_HEADERS, END_STREAM, FRAME, FRAMES, SETTINGS, type FrameKind } from './codes.ts';

/** The head of a frame (RFC 9113, section 4.1), and the place of its payload. Offsets are into the stream. */
export interface Frame {
  readonly start: number;
  /** Bytes of the payload, according to the head. */
  readonly length: number;
  readonly type: number;
  readonly flags: number;
  /** Whether the bit before the stream's number is set; it has no meaning. */
  readonly reserved: boolean;
  readonly stream: number;
  readonly payload: number;
  /** The end of the frame, which is beyond the bytes if the frame is incomplete. */
  readonly end: number;
}

export const HEAD_LENGTH = 9;

/** The first bytes of a client (RFC 9113, section 3.4). */
export const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';

/** Undefined if the bytes end within the head. */
export function frameAt(bytes: Uint8Array, start: number): Frame | undefined {
  const payload = start + HEAD_LENGTH;
  if (payload > bytes.length) return undefined;
  const length = bytes[start]! * 0x10000 + u16(bytes, start + 1);
  const word = u32(bytes, start + 5);
  return {
    start,
    length,
    type: bytes[start + 3]!,
    flags: bytes[start + 4]!,
    reserved: word > 0x7fff_ffff,
    stream: word % 0x8000_0000,
    payload,
    end: payload + length,
  };
}

export function u16(bytes: Uint8Array, at: number): number {
  return bytes[at]! * 0x100 + bytes[at + 1]!;
}

export function u32(bytes: Uint8Array, at: number): number {
  return u16(bytes, at) * 0x10000 + u16(bytes, at + 2);
}

/** The number of bytes that match the preface; 0 if the bytes begin otherwise. */
export function prefaceLength(bytes: Uint8Array): number {
  const length = Math.min(bytes.length, PREFACE.length);
  for (let at = 0; at < length; at++) if (bytes[at] !== PREFACE.charCodeAt(at)) return 0;
  return length;
}

/** Nothing else begins with `PRI *`. */
const shortestPreface = 5;
/** A first SETTINGS frame is short. */
const mostSettings = 32;

/** Whether these bytes begin a direction of an HTTP/2 connection: the preface of a client, or the SETTINGS of a server. */
export function startsHttp2(bytes: Uint8Array): boolean {
  if (prefaceLength(bytes) >= shortestPreface) return true;
  const frame = frameAt(bytes, 0);
  if (frame?.type !== FRAME.SETTINGS || frame.flags !== 0 || !isPlausible(frame)) return false;
  if (frame.length > mostSettings * 6) return false;
  for (let at = frame.payload; at + 2 <= Math.min(frame.end, bytes.length); at += 6)
    if (!isSetting(u16(bytes, at))) return false;
  const next = frameAt(bytes, frame.end);
  if (next !== undefined) return isPlausible(next);
  // Nine bytes that are nearly all 0 may be anything, so they count only if nothing else has come.
  return frame.length > 0 || bytes.length === frame.end;
}

/** A known type, or one that a sender uses to test the other side's tolerance (`0x1a1a`). */
function isSetting(id: number): boolean {
  return SETTINGS.has(id) || (id & 0x0f0f) === 0x0a0a;
}

/** Whether this may be the head of a frame, without knowledge of the frames before it: all its values are possible. */
function isPlausible({ type, flags, reserved, stream, length }: Frame): boolean {
  const kind = FRAMES.get(type);
  if (kind === undefined || reserved || length > longestLikely || !kind.fits(length)) return false;
  if ((flags & ~flagsOf(kind)) !== 0) return false;
  if (type === FRAME.SETTINGS && flags !== 0 && length > 0) return false;
  return kind.on === 'either' || (kind.on === 'stream') === stream > 0;
}

function flagsOf({ flags }: FrameKind): number {
  return flags.reduce((bits, { bit }) => bits | bit, 0);
}

/** Few receivers accept frames longer than the 16,384 bytes that all must accept. */
const longestLikely = 128 * 1024;
/** The number of consecutive whole frames from which their heads are not a coincidence. */
const enoughFrames = 3;
/** The most heads that one search checks: tenths of a second of the engine, even for hostile bytes. */
const mostHeads = 1_000_000;

/**
 * The places of frames in a stream whose beginning is missing: the first place from which frames follow one another to
 * the end of the bytes, at least three of them, or fewer if they are all of the bytes. Undefined if there is none.
 */
export function findFrames(bytes: Uint8Array): number | undefined {
  let left = mostHeads;
  for (let start = 0; start + HEAD_LENGTH <= bytes.length && left > 0; start++) {
    if (!mayBeHead(bytes, start)) continue;
    let [frames, at] = [0, start];
    let before: Frame | undefined;
    for (let frame = frameAt(bytes, at); frame !== undefined && left > 0; frame = frameAt(bytes, at)) {
      left--;
      // Allowed but rare values are not evidence by themselves.
      const isLikely = isPossible(frame) && follows(frame, before) && (frames >= enoughFrames || isUsual(frame));
      if (!isLikely) {
        frames = -1;
        break;
      }
      before = frame;
      at = frame.end;
      if (at <= bytes.length) frames++;
    }
    if (frames >= enoughFrames || (frames > 0 && start === 0 && at === bytes.length)) return start;
  }
  return undefined;
}

/**
 * Whether a frame is of the usual kind: of a known type, on a stream that a client opened, and not empty. Numbers that
 * resemble a head by chance mostly are not.
 */
function isUsual({ type, flags, length, stream }: Frame): boolean {
  if (!FRAMES.has(type) || (stream > 0 && stream % 2 === 0)) return false;
  if (type === FRAME.DATA) return length > 0 || (flags & END_STREAM) !== 0;
  return type !== FRAME.HEADERS || length > 0;
}

/** Incomplete header fields must continue in the next frame. */
function follows({ type, stream }: Frame, before: Frame | undefined): boolean {
  if (before === undefined) return true;
  const goesOn =
    (before.type === FRAME.HEADERS || before.type === FRAME.PUSH_PROMISE || before.type === FRAME.CONTINUATION) &&
    (before.flags & END_HEADERS) === 0;
  return goesOn ? type === FRAME.CONTINUATION && stream === before.stream : type !== FRAME.CONTINUATION;
}

const connectionBit = 1;
const streamBit = 2;

/** By type: whether such a frame may concern the connection, and whether it may concern a stream. */
const placeOf = Uint8Array.from({ length: 256 }, (_, type) => {
  const on = FRAMES.get(type)?.on;
  return on === undefined
    ? 0
    : on === 'either'
      ? connectionBit | streamBit
      : on === 'stream'
        ? streamBit
        : connectionBit;
});

/** Excludes most places at once. */
function mayBeHead(bytes: Uint8Array, at: number): boolean {
  if (bytes[at]! > 2 || bytes[at + 5]! > 127) return false;
  const isOfStream = (bytes[at + 5]! | bytes[at + 6]! | bytes[at + 7]! | bytes[at + 8]!) !== 0;
  return (placeOf[bytes[at + 3]!]! & (isOfStream ? streamBit : connectionBit)) !== 0;
}

/** A frame of an unknown type may be anything. */
function isPossible(frame: Frame): boolean {
  return FRAMES.has(frame.type) ? isPlausible(frame) : !frame.reserved && frame.length <= longestLikely;
}
