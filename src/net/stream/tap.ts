import type { Socket } from 'node:net';

/** Sees each chunk, never an empty one, as it is read from the system and as it is handed to it; valid only during the call. */
interface StreamTap {
  /** Returns what is read instead: the same, where nothing is changed. */
  received(bytes: Uint8Array): Uint8Array;
  sent(bytes: Uint8Array): void;
  /** Somebody destroys the stream and names no error; true keeps it. */
  readonly held?: () => boolean;
}

type Done = (error?: Error | null) => void;
interface Pending {
  readonly chunk: Uint8Array | string;
  readonly encoding: BufferEncoding;
}

/** What Node's streams do with bytes, as far as it has to be seen. */
interface Tapped {
  push(chunk: Uint8Array | null, encoding?: BufferEncoding): boolean;
  _write(chunk: Uint8Array | string, encoding: BufferEncoding | 'buffer', done: Done): void;
  _writev(chunks: Pending[], done: Done): void;
  destroy(error?: Error): Socket;
}

/**
 * Shows every byte of a TCP or TLS stream (plain text, for TLS) to `tap` before anyone reads it and before the system
 * gets it. Nothing stands between the stream and who uses it: its own `push` and `_write` are where bytes are seen, so
 * this costs no stream and no copy. What was corked is one chunk, as it is one write of the system.
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
    // One buffer is handed over faster than a list of them. Node's HTTP ends many a message with an empty text.
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
