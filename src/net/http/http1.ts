import { ClientRequest, type Agent, type IncomingMessage } from 'node:http';
import { Dropped, type Answer, type Outgoing } from './answer.ts';
import type { HttpConnection } from './connection.ts';
import { noHeadIn } from './failure.ts';
import { asError, bodyBytes, drained, maxHeadBytes, mostInterim, pieceBytes } from './sources.ts';
import { hasHeader, headerOf, pairsOf, readable, sendable } from './headers.ts';
import { noteWhatFollowed, readTolerantly } from './raw.ts';

/** Milliseconds to wait for `100 Continue` before the body is sent anyway, as in curl. */
const continueWait = 1000;

/** The most bytes of one read: it may contain the end of the heads and the beginning of the body. */
const readBytes = 65_536;

/**
 * The hooks that Node's outgoing messages offer to a subclass. The name `_implicitHeader` is older than Node 1 and
 * kept.
 */
interface HeaderWriter {
  _header: string | null;
  _removedConnection: boolean;
  _removedContLen: boolean;
  _removedTE: boolean;
  _storeHeader(firstLine: string, headers: [string, string][]): void;
}

/** Returns the one connection that it was made for. */
class GivenConnection {
  readonly protocol = 'http:';
  readonly defaultPort = 80;
  readonly keepAlive = true;
  readonly maxSockets = Infinity;
  readonly #connection: HttpConnection;

  constructor(connection: HttpConnection) {
    this.#connection = connection;
  }

  addRequest(request: ClientRequest): void {
    request.onSocket(this.#connection.stream);
  }
}

/** Sends the given headers, in their order and case, and adds none. */
class ExactRequest extends ClientRequest {
  readonly #outgoing: Outgoing;

  constructor(over: HttpConnection, outgoing: Outgoing) {
    super({
      method: outgoing.method,
      path: outgoing.path,
      agent: new GivenConnection(over) as unknown as Agent,
      setHost: false,
      maxHeaderSize: maxHeadBytes,
    });
    this.#outgoing = outgoing;
    // The bytes of the head are limited already. A limit by number would make Node drop the rest silently.
    this.maxHeadersCount = 0;
  }

  // Called by Node when the head is needed.
  _implicitHeader(): void {
    const { method, path, version, headers } = this.#outgoing;
    const writer = this as unknown as HeaderWriter;
    writer._removedConnection = true;
    writer._removedContLen = true;
    writer._removedTE = true;
    writer._storeHeader(
      `${method} ${path} HTTP/${version}\r\n`,
      headers.map(([name, value]) => [name, sendable(value)]),
    );
    const asked = headerOf(headers, 'connection')?.toLowerCase();
    if (asked === 'close' || (version === '1.0' && asked !== 'keep-alive')) this.shouldKeepAlive = false;
    // Without a length, Node would not reuse the connection; a request without a body has none.
    else this.shouldKeepAlive = true;
  }
}

function headOf(response: IncomingMessage) {
  return {
    version: response.httpVersion,
    status: response.statusCode!,
    reason: readable(response.statusMessage ?? ''),
    headers: pairsOf(response.rawHeaders),
  };
}

/**
 * One request and its answer over a connection, by node:http. Resolves when the answer is complete. `answer.reusable`
 * tells whether the connection can be used again. Rejects with any error, as Node reports it.
 */
export function overHttp1(connection: HttpConnection, outgoing: Outgoing, answer: Answer): Promise<void> {
  return new Promise((resolve, reject) => {
    let settled = false;
    const { stream } = connection;
    const request = new ExactRequest(connection, outgoing);

    const free = () => settle();
    const settle = (error?: unknown) => {
      if (settled) return;
      settled = true;
      stream.off('free', free);
      connection.onGivenUp = connection.onReceived = undefined;
      connection.forgetReceived();
      if (answer.doneAt === 0) answer.doneAt = performance.now();
      if (error === undefined) resolve();
      else reject(asError(error));
    };
    const ended = (response: IncomingMessage | undefined) => {
      answer.doneAt = performance.now();
      if (response !== undefined && response.rawTrailers.length > 0) answer.trailers = pairsOf(response.rawTrailers);
      if (request.shouldKeepAlive && request.writableFinished && !stream.destroyed) {
        // Node releases it a moment later. Only then may another request use it.
        answer.reusable = true;
        stream.once('free', free);
        return;
      }
      // Node closes a connection on which a second answer follows, without a report.
      if (response !== undefined && request.shouldKeepAlive && connection.received !== undefined)
        noteWhatFollowed(connection.received, outgoing.method, answer);
      connection.onGivenUp = undefined;
      connection.destroy();
      settle();
    };

    let taken = false;
    // Node destroys the socket if its parser refuses an answer. Our parser then reads the answer from its first byte.
    connection.onGivenUp = () => taken;
    const takeOver = (note?: string): boolean => {
      const { received } = connection;
      if (settled || taken || received === undefined) return false;
      taken = true;
      if (note !== undefined) answer.note(note);
      connection.forgetReceived();
      connection.onReceived = undefined;
      void answer.restart();
      readTolerantly(connection, received, { method: outgoing.method, httpAlone: true }, answer).then(
        () => settle(),
        settle,
      );
      return true;
    };

    // Node limits each head but not all of them, and not the empty lines before them. Our parser does.
    const endFlood = () => {
      if (!takeOver()) fail(noHeadIn(connection.receivedBytes));
    };
    connection.onReceived = () => {
      if (answer.head === undefined && connection.receivedBytes > maxHeadBytes + readBytes) endFlood();
    };
    request.on('response', (response) => {
      // Answers that only Node's parser accepts: statuses below 100, and RTSP.
      const { received } = connection;
      if ((response.statusCode! < 100 || (received !== undefined && !beginsAsHttp(received))) && takeOver()) {
        response.resume();
        return;
      }
      answer.begin(headOf(response));
      response.on('data', (chunk: Uint8Array) => {
        if (taken) return;
        try {
          const wait = answer.data(chunk);
          if (wait === undefined) return;
          response.pause();
          wait.then(
            () => response.resume(),
            (error: unknown) => fail(error),
          );
        } catch (error) {
          fail(error);
        }
      });
      response.on('end', () => {
        if (response.complete && !taken) ended(response);
      });
      response.on('error', (error) => {
        if (!taken) settle(error);
      });
    });
    const fail = (error: unknown) => {
      // The body of a redirect was read far enough.
      settle(error instanceof Dropped ? undefined : error);
      connection.destroy();
    };
    request.on('information', (info) => {
      if (taken) return;
      if (answer.interim.length >= mostInterim) {
        endFlood();
        return;
      }
      answer.interim.push({
        version: info.httpVersion,
        status: info.statusCode,
        reason: info.statusMessage,
        headers: pairsOf(info.rawHeaders),
      });
    });
    // The following bytes are not HTTP: there is nothing more to read, and no other request to send.
    const switched = (response: IncomingMessage) => {
      answer.begin(headOf(response));
      if (response.statusCode === 101 && !hasHeader(outgoing.headers, 'upgrade')) answer.fault ??= unaskedSwitch;
      settle();
      connection.destroy();
    };
    request.on('upgrade', switched);
    request.on('connect', switched);
    request.on('finish', () => (answer.sentAt = performance.now()));
    request.on('error', (error) => {
      const { code = '' } = error as { code?: string };
      const said = error.message.replace(/^Parse Error: /, '');
      const broken = `The answer breaks the rules of HTTP (${code}: ${said}); the readable part is shown.`;
      if (code.startsWith('HPE_') && takeOver(broken)) return;
      // A part of a head came, which Node does not report.
      if (answer.head === undefined && connection.receivedBytes > 0 && takeOver()) return;
      settle(error);
    });
    request.on('close', () => {
      if (!answer.reusable && !taken) settle(request.errored ?? closedEarly());
    });
    void sendBody(request, outgoing, answer).catch((error: unknown) => {
      settle(error);
      connection.destroy();
    });
  });
}

/** RFC 9110, section 7.8: a server switches only to a protocol that the client named. */
const unaskedSwitch = {
  code: 'unasked-switch',
  message: 'The server switches to another protocol (101), which the request did not ask for.',
} as const;

/** Whether the first bytes, after empty lines, are those of HTTP. */
function beginsAsHttp(received: readonly Uint8Array[]): boolean {
  for (const chunk of received) for (const byte of chunk) if (byte !== 13 && byte !== 10) return byte === 0x48;
  return true;
}

function closedEarly(): Error {
  return Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
}

async function sendBody(request: ClientRequest, outgoing: Outgoing, answer: Answer): Promise<void> {
  const { sources, length } = outgoing.body;
  if (length > 0 && /100-continue/i.test(headerOf(outgoing.headers, 'expect') ?? '')) {
    request.flushHeaders();
    if (!(await mayContinue(request))) return;
  }
  const [first] = sources;
  if (first === undefined) {
    request.end();
    return;
  }
  if (sources.length === 1 && first.kind === 'bytes' && first.bytes.length <= pieceBytes) {
    request.end(first.bytes);
    answer.sending(first.bytes.length);
    return;
  }
  for await (const chunk of bodyBytes(outgoing.body)) {
    if (request.destroyed || request.socket?.destroyed === true) return;
    const more = request.write(chunk);
    answer.sending(chunk.length);
    if (!more) await drained(request);
  }
  request.end();
}

/** False if the server answered at once: the body is not wanted. */
function mayContinue(request: ClientRequest): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(true), continueWait);
    const settle = (go: boolean) => {
      clearTimeout(timer);
      resolve(go);
    };
    request.once('continue', () => settle(true));
    request.once('response', () => settle(false));
    request.once('close', () => settle(false));
  });
}
