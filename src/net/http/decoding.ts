import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import * as zlib from 'node:zlib';
import type { Transform } from 'node:stream';
import { WirebenchError } from '../../base/errors.ts';
import type { ByteStore } from './bodies.ts';
import type { HeaderList } from './exchange.ts';
import { hasHeader, headersOf } from './headers.ts';
import type { Stop } from './stop.ts';

/**
 * A body that grows by more than this factor, past `bombBytes`, is malicious: deflate reaches 1,032, text never 100.
 */
const bombRatio = 1000;
const bombBytes = 10 * 1024 * 1024;
/** Bytes passed to a decoder at a time. */
const pieceBytes = 64 * 1024;

/** Takes the output of a decoder. If it returns a promise, wait before passing more. Throws to end it. */
type Put = (chunk: Uint8Array) => Promise<void> | undefined;

interface Decoder {
  /** Rejects if the data are broken. */
  write(chunk: Uint8Array): Promise<void>;
  end(): Promise<void>;
  destroy(): void;
  /** The bytes that were used, if the coded data ended before the given bytes. */
  readonly ended?: number | undefined;
}

type NodeDecoder = Transform & { readonly bytesWritten: number };

/** One of Node's own decoders. */
function ofNode(stream: NodeDecoder, put: Put): Decoder {
  let failed: Error | undefined;
  let over = false;
  let wake: () => void = () => undefined;
  const fail = (error: Error) => {
    failed ??= error;
    wake();
  };
  let putting: Promise<void> | undefined;
  stream.on('data', (chunk: Uint8Array) => {
    try {
      const wait = failed === undefined ? put(chunk) : undefined;
      if (wait === undefined) return;
      stream.pause();
      putting = wait.then(() => {
        putting = undefined;
        stream.resume();
      }, fail);
    } catch (error) {
      stream.destroy();
      fail(error as Error);
    }
  });
  stream.on('error', fail);
  // If the coded data end early, the stream ends too, and never reports that the rest was written.
  stream.on('end', () => {
    over = true;
    wake();
  });
  const done = async (start: (done: () => void) => void) => {
    await new Promise<void>((resolve) => {
      wake = resolve;
      if (failed === undefined && !over) start(resolve);
      else resolve();
    });
    // Decoded data are stored before more is decoded: an error would discard data that still wait.
    while (failed === undefined && (putting !== undefined || stream.readableLength > 0))
      await (putting ?? new Promise((resolve) => setImmediate(resolve)));
    if (failed !== undefined) throw failed;
  };
  return {
    write: (chunk) => done((resolve) => stream.write(chunk, () => resolve())),
    end: () => done(() => stream.end()),
    destroy: () => stream.destroy(),
    get ended() {
      return over ? stream.bytesWritten : undefined;
    },
  };
}

/**
 * Inflate with its header (RFC 1950) as HTTP defines it, or without (RFC 1951) as many servers send it. The first bytes
 * decide.
 */
function deflate(put: Put): Decoder {
  let inner: Decoder | undefined;
  let kept = Buffer.alloc(0);
  const begin = () => {
    const zlibHeader = kept.length >= 2 && (kept[0]! & 0x0f) === 8 && kept.readUInt16BE(0) % 31 === 0;
    inner = ofNode(zlibHeader ? createInflate() : createInflateRaw(), put);
    return inner.write(kept);
  };
  return {
    async write(chunk) {
      if (inner !== undefined) return inner.write(chunk);
      kept = Buffer.concat([kept, chunk]);
      if (kept.length >= 2) await begin();
    },
    async end() {
      if (inner === undefined) await begin();
      await inner!.end();
    },
    destroy: () => inner?.destroy(),
    get ended() {
      return inner?.ended;
    },
  };
}

async function zstd(put: Put): Promise<Decoder> {
  const own = (zlib as { createZstdDecompress?: () => NodeDecoder }).createZstdDecompress;
  if (own !== undefined) return ofNode(own(), put);
  // Node has it from 22.15 on.
  const { Decompress } = await import('fzstd');
  let waiting: Promise<void> | undefined;
  const decoder = new Decompress((chunk) => void (waiting = put(chunk) ?? waiting));
  const feed = async (chunk: Uint8Array, last: boolean) => {
    decoder.push(chunk, last);
    await waiting;
    waiting = undefined;
  };
  return {
    async write(chunk) {
      // In small steps, because a step cannot be interrupted.
      for (let at = 0; at < chunk.length; at += 4096) await feed(chunk.subarray(at, at + 4096), false);
    },
    end: () => feed(new Uint8Array(0), true),
    destroy: () => undefined,
  };
}

const decoders: Readonly<Record<string, (put: Put) => Decoder | Promise<Decoder>>> = {
  gzip: (put) => ofNode(createGunzip(), put),
  'x-gzip': (put) => ofNode(createGunzip(), put),
  deflate,
  br: (put) => ofNode(createBrotliDecompress(), put),
  zstd,
};

/** The codings of an answer, outermost first. RFC 9110, section 8.4. */
export function codingsOf(headers: HeaderList): string[] {
  const listed = (name: string) =>
    !hasHeader(headers, name)
      ? []
      : headersOf(headers, name)
          .flatMap((value) => value.split(','))
          .map((coding) => coding.trim().toLowerCase());
  // The codings of the transfer are outside those of the content: RFC 9112, section 6.1. Chunks were decoded during
  // reading.
  const transfer = listed('transfer-encoding').filter((coding) => coding !== 'chunked');
  return [...listed('content-encoding'), ...transfer]
    .filter((coding) => coding !== '' && coding !== 'identity')
    .reverse();
}

/** The reason why a body is shorter or longer than announced. */
interface CodingProblem {
  readonly code: 'broken-coding' | 'unknown-coding' | 'decompression-bomb';
  /** A sentence. */
  readonly message: string;
}

interface Decoded {
  readonly store: ByteStore;
  /** The decoded codings, outermost first. */
  readonly codings: readonly string[];
  readonly problem?: CodingProblem;
}

/** Decodes codings one after the other. Decoded bytes are kept, even if the data break off. */
export async function undoCodings(
  encoded: ByteStore,
  codings: readonly string[],
  open: () => ByteStore,
  maxBytes: number,
  stop: Stop,
): Promise<Decoded> {
  let from = encoded;
  const undone: string[] = [];
  for (const coding of codings) {
    const create = Object.hasOwn(decoders, coding) ? decoders[coding] : undefined;
    if (create === undefined) {
      const message = `The content coding ${JSON.stringify(coding.slice(0, 40))} is not known here; the body is shown as it came.`;
      return { store: from, codings: undone, problem: { code: 'unknown-coding', message } };
    }
    const to = open();
    const problem = await undo({ coding, create, from, to, wire: encoded.size, maxBytes }, stop);
    if (from !== encoded) await from.dispose();
    from = to;
    undone.push(coding);
    if (problem !== undefined) return { store: from, codings: undone, problem };
  }
  return { store: from, codings: undone };
}

interface Layer {
  readonly coding: string;
  readonly create: (put: Put) => Decoder | Promise<Decoder>;
  readonly from: ByteStore;
  readonly to: ByteStore;
  /** Bytes on the wire, before any decoding: a bomb may contain another. */
  readonly wire: number;
  readonly maxBytes: number;
}

class Limit extends WirebenchError {}

/**
 * Bytes passed to a decoder at first, then after each failure. A decoder that fails loses its output for the piece in
 * which it failed. So the same bytes are passed again, and that piece in smaller ones.
 */
const steps = [pieceBytes, 256, 1];

async function undo(layer: Layer, stop: Stop): Promise<CodingProblem | undefined> {
  const { coding, from, to } = layer;
  // Some servers announce a coding and send nothing, as for HEAD.
  if (from.size === 0) return undefined;
  let failed: Failed | undefined;
  for (const step of steps) {
    failed = await undoInSteps(layer, failed?.at ?? 0, step, stop);
    if (failed === undefined || failed.at === from.size || failed.error instanceof Limit) break;
  }
  if (failed === undefined) return undefined;
  const { error } = failed;
  if (error instanceof Limit) return { code: 'decompression-bomb', message: error.message };
  const said = error instanceof Error ? error.message : String(error);
  const message = `The ${coding} coding of the body is broken (${said}). The ${to.size} bytes before the error are shown.`;
  return { code: 'broken-coding', message };
}

interface Failed {
  readonly error: unknown;
  /** The start of the piece in which it failed; the whole size: at the end. */
  readonly at: number;
}

/** Up to `from` in pieces as before, then in steps of that many bytes. Earlier output is not repeated. */
async function undoInSteps(layer: Layer, start: number, step: number, stop: Stop): Promise<Failed | undefined> {
  const { coding, create, from, to, wire, maxBytes } = layer;
  let skip = to.size;
  const decoder = await create((chunk) => {
    const fresh = chunk.subarray(Math.min(skip, chunk.length));
    skip -= chunk.length - fresh.length;
    const size = to.size + fresh.length;
    if (size > maxBytes) throw limit(`The decoded body is larger than ${maxBytes} bytes, the limit`);
    if (size > bombBytes && size > wire * bombRatio)
      throw limit(`${wire} bytes of ${coding} become more than ${size}: a decompression bomb`);
    return to.append(fresh);
  });
  let at = 0;
  try {
    while (at < from.size) {
      stop.throwIfStopped();
      const piece = await from.read(at, at < start ? Math.min(pieceBytes, start - at) : step);
      await decoder.write(piece);
      at += piece.length;
    }
    await decoder.end();
    const rest = from.size - (decoder.ended ?? from.size);
    if (rest > 0) throw new Error(`${rest} bytes came after its end`);
    return undefined;
  } catch (error) {
    return { error, at };
  } finally {
    decoder.destroy();
  }
}

function limit(why: string): Limit {
  return new Limit({ code: 'decompression-bomb', message: `${why}. Decoding was stopped there.` });
}
