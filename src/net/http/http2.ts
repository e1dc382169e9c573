import {
  connect,
  constants,
  type ClientHttp2Session,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
} from 'node:http2';
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { WirebenchError } from '../../base/errors.ts';
import { Dropped, type Answer, type Outgoing } from './answer.ts';
import type { HttpConnection } from './connection.ts';
import type { HeaderList, HttpResponseHead } from './exchange.ts';
import { pairsOf, sendable } from './headers.ts';
import type { Stop } from './stop.ts';
import { interimFlood } from './failure.ts';
import { asError, bodyBytes, maxHeadBytes, mostInterim } from './sources.ts';
import { systemCode } from '../systemErrors.ts';

/** Milliseconds for the server's first settings. */
const settingsWait = 10_000;

/** Makes node:http2 use a socket as a stream. With the socket itself, it would bypass the recording of bytes. */
class Passage extends Duplex {
  readonly #socket: Socket;

  constructor(socket: Socket) {
    super({ allowHalfOpen: true });
    this.#socket = socket;
    socket.on('data', (chunk) => {
      if (!this.push(chunk)) socket.pause();
    });
    socket.on('end', () => this.push(null));
    socket.on('close', () => this.destroy());
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#socket.write(chunk, done);
  }

  override _final(done: () => void): void {
    this.#socket.end(done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#socket.destroy();
    done(error);
  }
}

/** Begins HTTP/2 on a connection. Rejects if the server does not speak it. */
export async function openSession(connection: HttpConnection, origin: string): Promise<ClientHttp2Session> {
  const session = connect(origin, { createConnection: () => new Passage(connection.stream) });
  session.on('error', () => undefined);
  connection.onClosed(() => session.destroy());
  await new Promise<void>((resolve, reject) => {
    const settle = (error?: Error) => {
      clearTimeout(timer);
      session.off('error', failed);
      session.off('close', closed);
      if (error === undefined) resolve();
      else reject(error);
    };
    const failed = (error: Error) => settle(noHttp2(origin, error));
    const closed = () => settle(noHttp2(origin));
    const timer = setTimeout(closed, settingsWait);
    session.once('remoteSettings', () => settle());
    session.once('error', failed);
    session.once('close', closed);
  });
  return session;
}

export function noHttp2(origin: string, cause?: unknown): WirebenchError {
  return new WirebenchError(
    {
      code: 'no-http2',
      message: `${origin} does not speak HTTP/2. Send the request by HTTP/1.1.`,
      remedies: ['showTraffic'],
    },
    { cause },
  );
}

/** Headers that HTTP/2 replaces by other means: RFC 9113, section 8.2.2. */
const ofConnection = new Set(['connection', 'host', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade']);

/** Headers as HTTP/2 sends them: pseudo-headers first, names in lower case. */
export function http2Headers(outgoing: Outgoing, scheme: string, authority: string): HeaderList {
  const pseudo: HeaderList = [
    [':method', outgoing.method],
    [':authority', authority],
    [':scheme', scheme],
    [':path', outgoing.path],
  ];
  const others = outgoing.headers
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name, value]) => !ofConnection.has(name) && (name !== 'te' || value === 'trailers'));
  return [...pseudo, ...others];
}

function asObject(headers: HeaderList): OutgoingHttpHeaders {
  const object: Record<string, string | string[]> = {};
  for (const [name, value] of headers) {
    const before = object[name];
    if (before === undefined) object[name] = sendable(value);
    else object[name] = [...(Array.isArray(before) ? before : [before]), sendable(value)];
  }
  return object;
}

function headOf(headers: IncomingHttpHeaders, raw: readonly string[] | undefined): HttpResponseHead {
  const list =
    raw === undefined
      ? Object.entries(headers).flatMap(([name, value]) => [value ?? ''].flat().map((one) => [name, one] as const))
      : pairsOf(raw);
  return {
    version: '2',
    status: Number(headers[':status'] ?? 0),
    reason: '',
    headers: list.filter(([name]) => !name.startsWith(':')),
  };
}

/** One request and its answer as a stream of an HTTP/2 connection, which other requests may share. */
export function overHttp2(
  session: ClientHttp2Session,
  headers: HeaderList,
  outgoing: Outgoing,
  answer: Answer,
  stop: Stop,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const stream = session.request(asObject(headers), { endStream: outgoing.body.length === 0 });
    let failed: unknown;
    let interimBytes = 0;
    const abort = () => stream.close(constants.NGHTTP2_CANCEL);
    const fail = (error: unknown) => {
      failed ??= error;
      abort();
    };
    stop.on(abort);
    const take = (chunk: Uint8Array) => {
      try {
        const wait = answer.data(chunk);
        if (wait === undefined) return;
        stream.pause();
        wait.then(() => stream.resume(), fail);
      } catch (error) {
        fail(error);
      }
    };
    stream.on('headers', (interim) => {
      answer.firstByteAt ||= performance.now();
      const head = headOf(interim, undefined);
      answer.interim.push(head);
      interimBytes += head.headers.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
      if (answer.interim.length > mostInterim || interimBytes > maxHeadBytes) fail(interimFlood(answer));
    });
    stream.on('response', (...[response, , raw]: [IncomingHttpHeaders, number, (readonly string[])?]) => {
      answer.firstByteAt ||= performance.now();
      answer.begin(headOf(response, raw));
      // Only now: if both came together, Node delivers parts of the body before it reports the head.
      stream.on('data', take);
    });
    stream.on('trailers', (trailers: IncomingHttpHeaders) => (answer.trailers = headOf(trailers, undefined).headers));
    stream.on('error', (error: Error) => void (failed ??= error));
    stream.on('close', () => {
      stop.off(abort);
      answer.doneAt = performance.now();
      const { rstCode } = stream;
      // Node's own error contains no more, and comes only if the code differs from that of a cancelled request.
      const untold = failed === undefined || systemCode(failed) === 'ERR_HTTP2_STREAM_ERROR';
      if (untold && rstCode !== constants.NGHTTP2_NO_ERROR) failed = resetBy(rstCode);
      if (failed === undefined && answer.head === undefined)
        failed = Object.assign(new Error('closed'), { code: 'ECONNRESET' });
      if (failed === undefined || failed instanceof Dropped) resolve();
      else reject(asError(failed));
    });
    void sendBody(stream, outgoing, answer).catch(fail);
  });
}

function resetBy(code: number): WirebenchError {
  const name = Object.entries(constants).find(([key, value]) => value === code && /^NGHTTP2_[A-Z_]+$/.test(key))?.[0];
  return new WirebenchError({
    code: 'reset',
    message: `The server reset the HTTP/2 stream: ${(name ?? String(code)).replace('NGHTTP2_', '')}.`,
    remedies: ['retry', 'showTraffic'],
  });
}

async function sendBody(stream: Duplex, outgoing: Outgoing, answer: Answer): Promise<void> {
  for await (const chunk of bodyBytes(outgoing.body)) {
    if (stream.destroyed || !stream.writable) return;
    await new Promise<void>((resolve) => {
      stream.once('close', resolve);
      stream.write(chunk, () => {
        stream.off('close', resolve);
        resolve();
      });
    });
    answer.sending(chunk.length);
  }
  answer.sentAt = performance.now();
  if (outgoing.body.length > 0) stream.end();
}
