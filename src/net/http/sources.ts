import type { EventEmitter } from 'node:events';
import { createReadStream } from 'node:fs';
import { WirebenchError } from '../../base/errors.ts';
import type { OutgoingBody } from './answer.ts';
import type { BodySource } from './exchange.ts';

/** The most bytes of an answer's head; curl accepts 300 KB. */
export const maxHeadBytes = 256 * 1024;

/** Bytes that are sent at a time: the progress of an upload is visible between two. */
export const pieceBytes = 256 * 1024;

/** The most interim answers to one request: a server that makes a client wait sends one every few seconds. */
export const mostInterim = 1000;

/**
 * A body with exactly the announced length. Throws `file-unreadable`, or `file-changed` if a file has another length
 * than when it was measured.
 */
export async function* bodyBytes({ sources, length }: OutgoingBody): AsyncGenerator<Uint8Array> {
  let sent = 0;
  for await (const bytes of bytesOf(sources)) {
    if ((sent += bytes.length) > length) throw fileChanged(length);
    yield bytes;
  }
  if (sent < length) throw fileChanged(length);
}

function fileChanged(length: number): WirebenchError {
  return new WirebenchError({
    code: 'file-changed',
    message: `The body had ${length} bytes when its length was sent, and a file of it has changed since. Send the request again.`,
    remedies: ['retry'],
  });
}

/** The sources one after the other; files in parts. Throws `file-unreadable`. */
export async function* bytesOf(sources: readonly BodySource[]): AsyncGenerator<Uint8Array> {
  for (const source of sources) {
    if (source.kind === 'bytes') {
      const { bytes } = source;
      for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
      continue;
    }
    try {
      for await (const chunk of createReadStream(source.path)) yield chunk as Uint8Array;
    } catch (error) {
      throw unreadable(source.path, error);
    }
  }
}

/** Resolves when a stream accepts more, or never will again. */
export function drained(stream: EventEmitter): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      stream.off('drain', settle);
      stream.off('close', settle);
      resolve();
    };
    stream.on('drain', settle);
    stream.on('close', settle);
  });
}

export function unreadable(path: string, error: unknown): WirebenchError {
  const system = (error as { code?: string }).code;
  return new WirebenchError(
    {
      code: 'file-unreadable',
      message: `The file ${path} could not be read${system === undefined ? '' : `: the system says ${system}`}. Nothing more of the request was sent.`,
      ...(system === undefined ? {} : { system }),
      remedies: ['openFile'],
      facts: { path },
    },
    { cause: error },
  );
}

export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
