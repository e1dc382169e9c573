import type { ErrorCode } from '../../base/codes.ts';
import { MessageParser } from '../../protocol/http/message.ts';
import type { MessageHead } from '../../protocol/http/messageLines.ts';
import { notHttp } from '../../protocol/http/notHttp.ts';
import { WirebenchError } from '../../base/errors.ts';
import { Dropped, type Answer, type Outgoing } from './answer.ts';
import type { HttpConnection } from './connection.ts';
import type { HttpResponseHead } from './exchange.ts';
import { readable, sendable } from './headers.ts';
import { asError, bytesOf, drained, maxHeadBytes } from './sources.ts';

/** The head of a request, byte for byte as given, without checks. */
function rawHead({ method, path, version, headers }: Outgoing, written = `HTTP/${version}`): Uint8Array {
  const lines = [
    `${sendable(method)} ${sendable(path)} ${written}`,
    ...headers.map(([name, value]) => `${sendable(name)}: ${sendable(value)}`),
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
}

/** The method of a request that is given as bytes. */
export function methodOf(bytes: Uint8Array): string {
  return /^\s*([!-~]{1,40})/.exec(Buffer.from(bytes.subarray(0, 60)).toString('latin1'))?.[1] ?? '';
}

/** A request as bytes. */
interface RawRequest {
  readonly method: string;
  readonly parts: AsyncIterable<Uint8Array>;
  /** Bytes at the beginning that do not count as sent: those of the head. Default 0. */
  readonly headBytes?: number;
}

/** Writes bytes unchanged and reads the answer. Resolves when the answer is over. The connection cannot be reused. */
export async function overRaw(connection: HttpConnection, request: RawRequest, answer: Answer): Promise<void> {
  const { method, parts } = request;
  const reading = readTolerantly(connection, [], { method, httpAlone: false }, answer);
  // A failure is awaited below. Until then it must not count as an unhandled rejection.
  reading.catch(() => undefined);
  const { stream } = connection;
  let head = request.headBytes ?? 0;
  for await (const part of parts) {
    if (stream.destroyed || !stream.writable) break;
    const more = stream.write(part);
    const uncounted = Math.min(head, part.length);
    head -= uncounted;
    answer.sending(part.length - uncounted);
    if (!more) await drained(stream);
  }
  answer.sentAt = performance.now();
  await reading;
}

export function rawRequest(outgoing: Outgoing, version?: string): RawRequest {
  const head = rawHead(outgoing, version);
  return { method: outgoing.method, parts: rawParts(head, outgoing), headBytes: head.length };
}

async function* rawParts(head: Uint8Array, { body }: Outgoing): AsyncGenerator<Uint8Array> {
  const [first, ...rest] = body.sources;
  if (first?.kind !== 'bytes' || head.length + first.bytes.length > maxHeadBytes) {
    yield head;
    yield* bytesOf(body.sources);
    return;
  }
  // Bytes that fit go out in one write, as in other clients.
  yield Buffer.concat([head, first.bytes]);
  yield* bytesOf(rest);
}

function headOf(head: MessageHead): HttpResponseHead {
  return {
    version: head.version,
    status: head.status,
    reason: readable(head.reason),
    headers: head.headers.map(([name, value]) => [name, readable(value)]),
  };
}

/** The number of bytes that identify an answer that is not HTTP. */
const beginning = 200;

interface Reading {
  /** The request's method. */
  readonly method: string;
  /** Bytes that are not HTTP end the answer at once; else it is read to its end. */
  readonly httpAlone: boolean;
}

/**
 * Reads an answer with our own parser, beginning with the bytes received before. Rejects with a WirebenchError if it
 * cannot go on; the readable part is in the answer.
 */
export function readTolerantly(
  connection: HttpConnection,
  before: readonly Uint8Array[],
  reading: Reading,
  answer: Answer,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const { stream } = connection;
    /** The first bytes of the body, to identify them if they are not HTTP. */
    let begins: Uint8Array = new Uint8Array(0);
    let waiting: Promise<void> | undefined;
    const parser = new MessageParser(
      { kind: 'response', ...reading, maxHeadBytes },
      {
        head(head) {
          const interim = head.status >= 100 && head.status < 200 && head.status !== 101;
          if (interim) answer.interim.push(headOf(head));
          else answer.begin(headOf(head));
        },
        body: (bytes) => {
          if (begins.length < beginning) begins = Buffer.concat([begins, bytes.subarray(0, beginning)]);
          waiting = answer.data(bytes);
        },
        trailers: (trailers) => void (answer.trailers = trailers),
      },
    );
    const settle = (error?: unknown) => {
      stream.off('data', take);
      stream.off('end', ended);
      stream.off('close', ended);
      stream.off('error', failed);
      answer.doneAt = performance.now();
      const { problem } = parser;
      // If it is not HTTP, there is nothing more to report.
      if (problem?.code === 'not-http') answer.notes.length = 0;
      else for (const note of parser.notes) answer.note(note);
      answer.fault ??= parser.fault;
      noteSurplus(parser, answer);
      // The received bytes come first, even if the connection failed after them.
      const shown =
        problem === undefined || problem.code === 'no-answer'
          ? error
          : problem.code === 'not-http'
            ? problemError(problem.code, notHttp(connection.peerName, begins))
            : problemError(problem.code, problem.message);
      if (shown === undefined) resolve();
      else reject(asError(shown));
      connection.destroy();
    };
    const take = (chunk: Uint8Array) => {
      try {
        parser.push(chunk);
      } catch (error) {
        settle(error instanceof Dropped ? undefined : error);
        return;
      }
      if (parser.done) settle();
      else if (waiting !== undefined) {
        stream.pause();
        const wait = waiting;
        waiting = undefined;
        wait.then(() => stream.resume(), settle);
      }
    };
    const ended = () => {
      parser.finish();
      settle(
        parser.problem?.code === 'no-answer' ? Object.assign(new Error('closed'), { code: 'ECONNRESET' }) : undefined,
      );
    };
    const failed = (error: Error) => {
      parser.finish();
      settle(error);
    };
    for (const chunk of before) {
      if (!parser.done) take(chunk);
    }
    if (parser.done) return;
    stream.on('data', take);
    stream.on('end', ended);
    stream.on('close', ended);
    stream.on('error', failed);
    stream.resume();
    if (stream.destroyed) ended();
  });
}

function noteSurplus({ surplus }: MessageParser, answer: Answer): void {
  if (surplus > 0) answer.note(`${surplus} bytes came after the end of the answer.`);
}

/** Reads the received bytes again, only to count those after the answer's end. */
export function noteWhatFollowed(received: readonly Uint8Array[], method: string, answer: Answer): void {
  const ignore = () => undefined;
  const sink = { head: ignore, body: ignore, trailers: ignore };
  const parser = new MessageParser({ kind: 'response', method, maxHeadBytes }, sink);
  for (const chunk of received) parser.push(chunk);
  noteSurplus(parser, answer);
}

function problemError(code: ErrorCode, message: string): WirebenchError {
  return new WirebenchError({ code, message, remedies: ['showTraffic'] });
}
