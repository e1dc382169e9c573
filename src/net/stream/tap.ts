import type { Socket } from 'node:net';

/**
 * Gets each chunk, never an empty one, when it is read from the system and when it is passed to the system. A chunk is
 * valid only during the call.
 */
interface StreamTap {
  /** Returns the bytes for the reader: the same ones if nothing is changed. */
  received(bytes: Uint8Array): Uint8Array;
  sent(bytes: Uint8Array): void;
  /** The stream is being destroyed without an error; true prevents it. */
  readonly held?: () => boolean;
}

type Done = (error?: Error | null) => void;
interface Pending {
  readonly chunk: Uint8Array | string;
  readonly encoding: BufferEncoding;
}

/** The methods of Node's streams that pass bytes. */
interface Tapped {
  push(chunk: Uint8Array | null, encoding?: BufferEncoding): boolean;
  _write(chunk: Uint8Array | string, encoding: BufferEncoding | 'buffer', done: Done): void;
  _writev(chunks: Pending[], done: Done): void;
  destroy(error?: Error): Socket;
}

/**
 * Shows every byte of a TCP or TLS stream (plain text, for TLS) to `tap` before anyone reads it and before the system
 * gets it. The bytes are seen in the stream's own `push` and `_write`, so this costs no extra stream and no copy.
 * Corked chunks count as one chunk, since the system writes them as one.
 *
 * Node's HTTP server reads past `push` unless the stream has a `data` listener that was added after the server took it.
 */
export function tapStream(stream: Socket, tap: StreamTap): void {
  const tapped = stream as unknown as Tapped;
  const push = tapped.push.bind(stream);
  const write = tapped._write.bind(stream);
  tapped.push = (chunk, encoding) => {
    return push(chunk !== null && chunk.length > 0 ? tap.received(chunk) : chunk, encoding);
  };
  const send = (bytes: Uint8Array, done: Done) => {
    if (bytes.length > 0) tap.sent(bytes);
    write(bytes, 'buffer', done);
  };
  tapped._write = (chunk, encoding, done) => send(bytesOf(chunk, encoding), done);
  tapped._writev = (chunks, done) => {
    // One buffer is passed on faster than a list of them. Node's HTTP often ends a message with an empty text.
    const parts = chunks.filter(({ chunk }) => chunk.length > 0).map((one) => bytesOf(one.chunk, one.encoding));
    send(parts.length === 1 ? parts[0]! : Buffer.concat(parts), done);
  };
  const { held } = tap;
  if (held === undefined) return;
  const destroy = tapped.destroy.bind(stream);
  tapped.destroy = (error) => (error === undefined && held() ? stream : destroy(error));
}

function bytesOf(chunk: Uint8Array | string, encoding: BufferEncoding | 'buffer'): Uint8Array {
  return typeof chunk === 'string' ? Buffer.from(chunk, encoding as BufferEncoding) : chunk;
}
