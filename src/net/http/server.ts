import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { WirebenchError } from '../../base/errors.ts';
import { LineEnds } from '../../protocol/http/lineEnds.ts';
import { visible } from '../../protocol/text/visible.ts';
import { completeOptions } from '../behaviours/options.ts';
import type { StreamConnection, StreamOptions } from '../stream/connection.ts';
import type { CompleteServer } from '../../endpoints/spec.ts';
import type { EndpointContext } from '../endpoint.ts';
import { BaseStreamServer } from '../stream/server.ts';
import { systemCode } from '../systemErrors.ts';
import type { HttpBehaviour, HttpContext } from './behaviours/behaviour.ts';
import { behaviourNamed } from '../behaviours/named.ts';
import { httpBehaviours } from './behaviours/table.ts';
import { requestProblem, type RequestProblem } from './requestCheck.ts';
import { VersionedResponse } from './versions.ts';

/** Milliseconds for the head of a request, if the idle time-out is longer. */
const headTimeout = 30_000;
/** Milliseconds for a whole request. */
const requestTimeout = 300_000;
/** Milliseconds between two checks for slow clients. */
const slowCheck = 1000;
/** Milliseconds that a connection is kept for another request, if the idle time-out is longer. */
const keepAliveTimeout = 15_000;
const maxHeaderBytes = 16_384;
const maxHeaders = 500;
/** The most requests on one connection. */
const maxRequests = 0;

/**
 * The reason with which the signals of answers are aborted at the end. One for all: creating an error for each took a
 * tenth of a request.
 */
const answerOver = Object.assign(new Error('the answer is over'), { name: 'AbortError' });

/** One request that is being answered. Most answers wait for nothing, and a signal takes a tenth of their time. */
class Answering implements HttpContext {
  readonly scheme: HttpContext['scheme'];
  over = false;
  #abort: AbortController | undefined;

  constructor(scheme: HttpContext['scheme']) {
    this.scheme = scheme;
  }

  get signal(): AbortSignal {
    if (this.#abort === undefined) {
      this.#abort = new AbortController();
      if (this.over) this.#abort.abort(answerOver);
    }
    return this.#abort.signal;
  }

  end(): void {
    this.over = true;
    this.#abort?.abort(answerOver);
  }
}

/** A person may type a request by hand in a terminal that ends lines with LF; the journal notes it. */
function lineEndsOf(connection: StreamConnection): (bytes: Uint8Array) => Uint8Array {
  const ends = new LineEnds();
  return (bytes) => {
    const first = ends.mended === 0;
    const mended = ends.push(bytes);
    if (first && ends.mended > 0)
      connection.note('The request ends lines with LF alone; HTTP ends them with CR LF, but a server may accept both.');
    return mended;
  };
}

interface Refusal {
  readonly status: string;
  readonly sentence: string;
}

/** An error of Node's parser as an answer, and a sentence for the journal. */
const refusals: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: {
    status: '431 Request Header Fields Too Large',
    sentence: `The head of the request is longer than ${maxHeaderBytes} bytes`,
  },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: {
    status: '413 Payload Too Large',
    sentence: 'The chunk extensions of the request are too long',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: '408 Request Timeout',
    sentence: 'The client took too long to send its request',
  },
};

/** An error of Node's parser, with the bytes that it was reading. */
interface ParseError extends Error {
  readonly code?: string;
  readonly reason?: string;
  readonly rawPacket?: Uint8Array;
}

/** Line ends that were written as characters, the mistake of many a first request. */
function hintOf({ rawPacket }: ParseError): string {
  const written = /[/\\]r[/\\]n/.exec(Buffer.from(rawPacket?.subarray(0, 4096) ?? []).toString('latin1'))?.[0];
  return written === undefined ? '' : `. It has the characters ${written} in place of a line end, the bytes 0d 0a`;
}

/** An HTTP server over TCP or TLS, with Node's parser on our own sockets: every byte is in the journal. */
export class HttpServer extends BaseStreamServer<CompleteServer<'http' | 'https'>> {
  #http: Server | undefined;
  /** The names by which it may be called, besides its address. */
  readonly #names: readonly string[];
  #handler: HttpBehaviour | undefined;
  /** Requests that are being answered. They are aborted when the server stops. */
  readonly #answering = new Set<Answering>();
  readonly #connectionOf = new WeakMap<Socket, StreamConnection>();

  constructor(id: number, spec: CompleteServer<'http' | 'https'>, context: EndpointContext) {
    super(id, spec, context);
    // No page of a browser reaches it by a name of its own certificate, which no browser trusts.
    const certified = spec.transport === 'tls' ? (spec.tls.names ?? []) : [];
    this.#names = [...spec.allowedHosts, ...certified];
  }

  protected override async createBehaviour(): Promise<undefined> {
    const { behaviour, transport } = this.spec;
    const kind = behaviourNamed(httpBehaviours, behaviour.name, 'of an HTTP server');
    this.#handler = await kind.create(completeOptions(kind, behaviour.options), {
      transport,
      note: (text) => this.note(0, text),
      fail: (error) => this.trouble(error),
    });
    return undefined;
  }

  protected override async open(signal: AbortSignal): Promise<void> {
    this.#http = this.#createServer();
    await super.open(signal);
  }

  protected streamOptions(): StreamOptions {
    return {
      transport: this.spec.transport,
      receiveBuffer: 65_536,
      halfOpen: true,
      // Node's HTTP has its own time limits, which differ within a request and between two.
      idleTimeout: 0,
      framing: { kind: 'none' },
      takeOver: (stream, connection) => this.#serve(stream, connection),
      mend: lineEndsOf,
    };
  }

  #createServer(): Server {
    const { idleTimeout } = this.spec;
    const atMost = (limit: number) => (idleTimeout > 0 ? Math.min(idleTimeout, limit) : limit);
    const server = createServer<typeof IncomingMessage, typeof VersionedResponse>({
      ServerResponse: VersionedResponse,
      maxHeaderSize: maxHeaderBytes,
      headersTimeout: atMost(headTimeout),
      requestTimeout,
      connectionsCheckingInterval: Math.min(slowCheck, atMost(headTimeout)),
      keepAliveTimeout: atMost(keepAliveTimeout),
      // Node would answer without a reason; ours is in requestProblem.
      requireHostHeader: false,
    });
    server.maxHeadersCount = maxHeaders;
    server.maxRequestsPerSocket = maxRequests;
    server.timeout = idleTimeout;
    // A client that has sent everything still waits for the answer. Not in the type definitions.
    (server as unknown as { httpAllowHalfOpen: boolean }).httpAllowHalfOpen = true;
    server.on('request', (request, response) => this.#answer(request, response));
    server.on('checkContinue', (request: IncomingMessage, response: VersionedResponse) => {
      // HTTP/1.0 has no interim answers.
      if (this.spec.version === '1.1') response.writeContinue();
      this.#answer(request, response);
    });
    server.on('checkExpectation', (request: IncomingMessage, response: VersionedResponse) => {
      if (this.spec.version === '1.0') response.speak10();
      this.#refuseRead(request, response, {
        status: 417,
        sentence: 'The only expectation in HTTP is 100-continue.',
      });
    });
    server.on('connect', (_request: IncomingMessage, stream: Socket) => {
      const sentence = 'This server is not a proxy: it opens no tunnels, so it does not accept CONNECT';
      this.#end(stream, '405 Method Not Allowed', sentence, 'Allow: \r\n');
    });
    server.on('clientError', (error: ParseError, stream: Socket) => this.#refuse(error, stream));
    server.on('timeout', (stream: Socket) => {
      this.#connectionOf.get(stream)?.idled(idleTimeout);
      stream.destroy();
    });
    // It never listens itself; this starts its check for slow clients.
    server.emit('listening');
    return server;
  }

  #serve(stream: Socket, connection: StreamConnection): void {
    if (this.#http === undefined) {
      stream.destroy();
      return;
    }
    this.#connectionOf.set(stream, connection);
    this.#http.emit('connection', stream);
    // Makes Node's HTTP read through the stream instead of past it, where the bytes could not be recorded.
    stream.on('data', () => undefined);
  }

  #answer(request: IncomingMessage, response: VersionedResponse): void {
    if (this.spec.version === '1.0') response.speak10();
    const answering = new Answering(this.spec.transport === 'tls' ? 'https' : 'http');
    this.#answering.add(answering);
    response.once('close', () => {
      this.#answering.delete(answering);
      answering.end();
    });
    const problem = requestProblem(request, {
      local: this.localAddress?.host ?? '',
      allowed: this.#names,
      version: this.spec.version,
    });
    if (problem !== undefined) {
      this.#refuseRead(request, response, problem);
      return;
    }
    const handler = this.#handler;
    if (handler === undefined) {
      request.socket.destroy();
      return;
    }
    // A promise even if it throws at once.
    void (async () => handler.handle(request, response, answering))().catch((error: unknown) =>
      this.#failed(request, response, answering, error),
    );
  }

  #failed(request: IncomingMessage, response: ServerResponse, answering: Answering, error: unknown): void {
    // An error that occurs because the client is gone is not a problem of the server.
    if (answering.over || response.destroyed) return;
    this.problem(error, this.#connectionOf.get(request.socket)?.id ?? 0);
    if (response.headersSent) request.socket.destroy();
    else sendText(response, 500, 'The server could not answer this request. The Traffic view shows the reason.\n');
  }

  /** A request that could be read, but is refused. */
  #refuseRead(request: IncomingMessage, response: ServerResponse, { status, sentence }: RequestProblem): void {
    this.#connectionOf.get(request.socket)?.note(`Refused with ${status}: ${visible(sentence)}`);
    request.resume();
    if (status === 400) response.shouldKeepAlive = false;
    sendText(response, status, `${sentence}\n`);
  }

  /** Bytes that are not an HTTP request get an answer with the reason, if one can still be sent. */
  #refuse(error: ParseError, stream: Socket): void {
    const connection = this.#connectionOf.get(stream);
    const code = systemCode(error) ?? '';
    if (code === 'ECONNRESET' || code === 'EPIPE' || stream.destroyed) {
      connection?.fail(error);
      stream.destroy();
      return;
    }
    const known = refusals[code];
    if (code === 'ERR_HTTP_REQUEST_TIMEOUT') connection?.timedOut();
    const status = known?.status ?? '400 Bad Request';
    const sentence =
      known?.sentence ?? `The request cannot be read: ${visible(error.reason ?? error.message)}${hintOf(error)}`;
    this.#end(stream, status, sentence);
  }

  /** The last answer on a connection that is no longer read as HTTP. */
  #end(stream: Socket, status: string, sentence: string, more = ''): void {
    this.#connectionOf.get(stream)?.note(`${sentence}. Answered with ${status}.`);
    if (!stream.writable) {
      stream.destroy();
      return;
    }
    const body = `${sentence}.\n`;
    const head = `HTTP/${this.spec.version} ${status}\r\nConnection: close\r\n${more}Content-Type: text/plain; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
    stream.end(head + body, () => stream.destroySoon());
    // The rest is not read: unread bytes would turn the close into a reset, which the client would see first.
    stream.resume();
  }

  protected override async close(): Promise<void> {
    for (const answering of this.#answering) answering.end();
    this.#answering.clear();
    const http = this.#http;
    this.#http = undefined;
    await super.close();
    // Ends its check for slow clients. It reports as an error that it was not listening.
    http?.close(() => undefined);
    const handler = this.#handler;
    this.#handler = undefined;
    await handler?.dispose?.();
  }

  override send(): Promise<never> {
    return Promise.reject(
      new WirebenchError({
        code: 'not-for-sending',
        message: `${this.name} is an HTTP server and sends only answers to requests. Send a request to it instead.`,
      }),
    );
  }
}

/** A short answer in plain text. */
function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
  });
  response.end(response.req.method === 'HEAD' ? undefined : text);
}
