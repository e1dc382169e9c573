import type { WirebenchError } from '../../base/errors.ts';
import type { Answer } from './answer.ts';
import { type Outgoing } from './answer.ts';
import type { ClientContext } from './context.ts';
import { composeHeaders } from './compose.ts';
import { openConnection, routeKey, type Route } from './connect.ts';
import type { HttpConnection } from './connection.ts';
import type { HeaderList, HttpHop, HttpRequestSpec, HttpTimings, HttpVersion, OwnHeaders } from './exchange.ts';
import { failure } from './failure.ts';
import { overHttp1 } from './http1.ts';
import { http2Headers, noHttp2, openSession, overHttp2 } from './http2.ts';
import { proxyAuthorization, proxyFor } from './proxy.ts';
import { methodOf, overRaw, rawRequest } from './raw.ts';
import type { OnDemandClient } from '../onDemandClient.ts';
import type { Step } from './step.ts';
import type { Stop } from './stop.ts';
import { systemCode } from '../systemErrors.ts';

const defaultConnectTimeout = 10_000;
const utf8 = new TextEncoder();

/** Headers that depend on more than the request. */
export interface Credentials {
  readonly authorization?: string;
  readonly cookie?: string;
}

/** One request on the wire and its outcome. */
export class Hop {
  answer: Answer;
  error: WirebenchError | undefined;
  connection: HttpConnection | undefined;
  readonly step: Step;
  readonly #context: ClientContext;
  readonly #spec: HttpRequestSpec;
  readonly #stop: Stop;
  readonly #newAnswer: () => Answer;
  readonly #credentials: Credentials;
  readonly #client: OnDemandClient;
  #headers: HeaderList = [];
  /** On the request line. */
  #path: string | undefined;
  #version: HttpVersion;
  readonly #start = performance.now();

  constructor(
    context: ClientContext,
    spec: HttpRequestSpec,
    step: Step,
    credentials: Credentials,
    stop: Stop,
    newAnswer: () => Answer,
  ) {
    this.#context = context;
    this.#spec = spec;
    this.step = step;
    this.#credentials = credentials;
    this.#stop = stop;
    this.#newAnswer = newAnswer;
    this.#version = spec.version === '1.0' ? '1.0' : '1.1';
    this.#client = context.clientAt(step.target.origin);
    this.answer = newAnswer();
  }

  /** Never rejects: see `error`. A stop of the client ends the exchange. */
  run(): Promise<void> {
    return this.#client.run(async (stopped) => {
      const stop = () => this.#stop.stop(stopped.reason as WirebenchError);
      stopped.addEventListener('abort', stop, { once: true });
      await this.#attempt();
      stopped.removeEventListener('abort', stop);
    });
  }

  async #attempt(): Promise<void> {
    let kept = true;
    for (;;) {
      try {
        this.#stop.throwIfStopped();
        const route = this.#route();
        const key = routeKey(route);
        const waiting = kept ? this.#kept(route, key) : undefined;
        kept = waiting !== undefined;
        this.connection = waiting ?? (await this.#open(route, key));
        this.answer.connected = true;
        await this.#transact(this.connection, route, key);
        // An answer that lasts until the connection ends is not complete if it was stopped.
        this.#stop.throwIfStopped();
        return;
      } catch (error) {
        // The server may have closed a kept connection meanwhile: if no part of an answer came, the request is sent
        // again.
        const stale = kept && !this.#stop.stopped && this.connection?.firstByteAt === 0 && isClosing(error);
        if (!stale) {
          this.error = this.#stop.reason ?? failure(error, this.step.target, this.answer);
          return;
        }
        kept = false;
        this.answer = this.#newAnswer();
      }
    }
  }

  #route(): Route {
    const { socketPath, family, tls, connectTimeout, version, preferHttp2, insist, raw } = this.#spec;
    const { target } = this.step;
    const proxy = socketPath === undefined ? proxyFor(target, this.#spec.proxy, this.#context.environment) : undefined;
    const byHand = insist === true || raw !== undefined;
    const http2 = !byHand && (version === '2' || (preferHttp2 === true && version === undefined));
    return {
      target,
      ...(socketPath === undefined ? {} : { socketPath }),
      ...(family === undefined ? {} : { family }),
      ...(proxy === undefined ? {} : { proxy }),
      tls: tls ?? {},
      alpn: http2 ? ['h2', 'http/1.1'] : ['http/1.1'],
      connectTimeout: connectTimeout ?? defaultConnectTimeout,
    };
  }

  #kept(route: Route, key: string): HttpConnection | undefined {
    if (this.#spec.keepAlive === false || this.#byHand) return undefined;
    return (route.alpn[0] === 'h2' ? this.#context.pool.shared(key) : undefined) ?? this.#context.pool.take(key);
  }

  get #byHand(): boolean {
    return this.#spec.insist === true || this.#spec.raw !== undefined;
  }

  async #open(route: Route, key: string): Promise<HttpConnection> {
    const { pool } = this.#context;
    const connection = await openConnection(this.#client, route, this.#stop, (entered) => {
      this.connection = entered;
      pool.enter(key, entered);
    });
    const http2 =
      route.target.scheme === 'https'
        ? connection.tls?.alpn === 'h2'
        : route.alpn[0] === 'h2' && this.#spec.version === '2';
    if (http2 && route.alpn[0] === 'h2') {
      const stop = () => connection.destroy();
      this.#stop.on(stop);
      try {
        connection.session = await openSession(connection, route.target.origin);
      } finally {
        this.#stop.off(stop);
      }
      pool.share(key, connection);
    } else if (this.#spec.version === '2' && !this.#byHand) {
      connection.destroy();
      throw noHttp2(route.target.origin);
    }
    return connection;
  }

  async #transact(connection: HttpConnection, route: Route, key: string): Promise<void> {
    const { pool } = this.#context;
    const { session } = connection;
    let outgoing = this.#outgoing(route, session === undefined ? this.#version : '2');
    this.#version = outgoing.version;
    this.#headers = outgoing.headers;
    this.#path = outgoing.path;
    if (session === undefined && this.#spec.curl !== undefined) outgoing = inUtf8(outgoing);
    connection.beginRequest();
    this.answer.begun = true;
    if (session !== undefined) {
      this.#headers = http2Headers(outgoing, route.target.scheme, headerHost(outgoing, route));
      connection.streams++;
      try {
        await overHttp2(session, this.#headers, outgoing, this.answer, this.#stop);
      } finally {
        connection.streams--;
        pool.rest(connection);
      }
      return;
    }
    const abort = () => connection.destroy();
    this.#stop.on(abort);
    try {
      const { raw } = this.#spec;
      if (raw !== undefined) await overRaw(connection, { method: methodOf(raw), parts: once(raw) }, this.answer);
      else if (this.#byHand) await overRaw(connection, rawRequest(outgoing, this.#spec.writtenVersion), this.answer);
      else await overHttp1(connection, outgoing, this.answer);
    } finally {
      this.#stop.off(abort);
    }
    if (this.answer.reusable && this.#spec.keepAlive !== false) pool.put(key, connection);
    else connection.leave();
  }

  #outgoing(route: Route, version: HttpVersion): Outgoing {
    const { step } = this;
    const { target, proxy } = route;
    const forward = proxy?.kind.startsWith('http') === true && target.scheme === 'http';
    const secret = forward ? proxyAuthorization(proxy) : undefined;
    const own = ownHeaders(this.#spec.own, step);
    const headers = composeHeaders({
      method: step.method,
      target,
      given: step.headers,
      ...(own === undefined ? {} : { own }),
      asCurl: this.#spec.curl !== undefined,
      body: step.body,
      hasBody: step.hasBody,
      decompress: this.#spec.decompress !== false,
      keepAlive: this.#spec.keepAlive !== false,
      version,
      ...this.#credentials,
      ...(secret === undefined ? {} : { proxyAuthorization: secret }),
    });
    return {
      method: step.method,
      // RFC 9112, section 3.2.2: a proxy gets the whole URL.
      path: forward ? target.href : target.path,
      version,
      headers,
      body: step.body,
    };
  }

  /** As plain data. */
  data(next: HttpHop['next']): HttpHop {
    const { answer, connection, step } = this;
    return {
      method: step.method,
      url: step.target.href,
      version: this.#version,
      requestHeaders: this.#spec.raw === undefined ? this.#headers : [],
      ...(this.#path === undefined || isOf(step.target.href, this.#path) ? {} : { requestTarget: this.#path }),
      ...(this.#spec.curl === undefined ? {} : { headerEncoding: 'utf-8' }),
      requestBodyBytes: Math.min(answer.sent, step.body.length),
      ...(answer.begun ? {} : { unsent: true as const }),
      interim: answer.interim,
      ...(answer.head === undefined ? {} : { response: answer.head }),
      ...(answer.trailers === undefined ? {} : { trailers: answer.trailers }),
      timings: this.#timings(),
      ...(connection === undefined ? {} : { local: connection.localName, remote: connection.peerName }),
      ...(connection?.proxy === undefined ? {} : { proxy: connection.proxy }),
      ...(connection?.tls === undefined ? {} : { tls: connection.tls }),
      endpoint: this.#client.id,
      ...this.#seqs(),
      ...(next === undefined ? {} : { next }),
    };
  }

  #timings(): HttpTimings {
    const { answer, connection } = this;
    const timings: Record<string, number> = {};
    const set = (name: keyof HttpTimings, time: number | undefined) => {
      // Steps before this hop took none of its time.
      if (time !== undefined && time >= this.#start) timings[name] = time - this.#start;
    };
    set('lookup', connection?.setUp.lookup);
    set('connected', connection?.setUp.connected);
    set('secured', connection?.setUp.secured);
    set('sent', answer.sentAt);
    set('firstByte', answer.firstByteAt || connection?.firstByteAt);
    set('done', answer.doneAt);
    return timings;
  }

  #seqs(): Pick<HttpHop, 'connection' | 'firstSeq' | 'lastSeq'> {
    const { connection, error } = this;
    if (connection !== undefined) {
      if (error !== undefined) connection.fail(error);
      return { connection: connection.id, firstSeq: connection.firstSeq, lastSeq: connection.lastSeq + 1 };
    }
    const data = utf8.encode(JSON.stringify(error?.toData() ?? {}));
    const seq = this.#client.recorder.append('error', 'none', { endpoint: this.#client.id, id: 0 }, data);
    return { connection: 0, firstSeq: seq, lastSeq: seq + 1 };
  }
}

const closing = new Set(['ECONNRESET', 'EPIPE', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END', 'ECONNABORTED']);

function isClosing(error: unknown): boolean {
  return closing.has(systemCode(error) ?? '');
}

/** Credentials for one server are not sent to another. */
function ownHeaders(own: OwnHeaders | undefined, { trusted, referer }: Step): OwnHeaders | undefined {
  const named = referer === undefined ? own : { ...own, referer };
  if (named === undefined || trusted) return named;
  return Object.fromEntries(Object.entries(named).filter(([name]) => name !== 'host' && name !== 'cookie'));
}

/** Whether a URL expresses the target of the request line. */
function isOf(href: string, path: string): boolean {
  const inUrl = path === href || path === href.replace(/^[a-z]+:\/\/[^/?#]*/i, '');
  return inUrl && /^[\x21-\x7e]*$/.test(path);
}

/** A unit of a value for each byte, as values go out. */
function inUtf8(outgoing: Outgoing): Outgoing {
  const headers = outgoing.headers.map(
    ([name, value]) => [name, Buffer.from(value, 'utf8').toString('latin1')] as const,
  );
  return { ...outgoing, headers };
}

function headerHost(outgoing: Outgoing, route: Route): string {
  return outgoing.headers.find(([name]) => name.toLowerCase() === 'host')?.[1] ?? route.target.authority;
}

// eslint-disable-next-line @typescript-eslint/require-await -- one part, in the form of many
async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
