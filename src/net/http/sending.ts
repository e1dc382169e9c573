import { errorData, WirebenchError, type ErrorData } from '../../base/errors.ts';
import { Answer, type OutgoingBody } from './answer.ts';
import type { ByteStore } from './bodies.ts';
import type { HttpContext, SendOptions } from './client.ts';
import { authorizationOf, checkRequest, composeHeaders, measureBody } from './compose.ts';
import { openConnection, routeKey, type Route } from './connect.ts';
import type { HttpConnection } from './connection.ts';
import type {
  BodyInfo,
  HeaderList,
  HttpExchange,
  HttpHop,
  HttpRequestSpec,
  HttpResponseHead,
  HttpTimings,
} from './exchange.ts';
import { cancelled, endlessRedirects, failure, noAnswerInTime } from './failure.ts';
import { headerOf, withoutHeaders } from './headers.ts';
import { overHttp1 } from './http1.ts';
import { encodeTarget, parseTarget, resolveLocation, type Target } from './target.ts';

const defaultTimeout = 30_000;
const defaultConnectTimeout = 10_000;
const defaultMaxRedirects = 20;
const defaultMaxBodyBytes = 1024 ** 3;
const utf8 = new TextEncoder();

/** What one hop sends; the next one's follows from the answer. */
interface Step {
  readonly method: string;
  readonly target: Target;
  readonly headers: HeaderList;
  readonly body: OutgoingBody;
  readonly hasBody: boolean;
  /** Secrets go to the origin they were given for, and no further. */
  readonly trusted: boolean;
}

const redirects = new Set([301, 302, 303, 307, 308]);
const noBody: OutgoingBody = { sources: [], length: 0 };
/** What describes a body, and goes with it: the Fetch standard's "request-body-header names". */
const bodyHeaders = new Set([
  'content-length',
  'content-type',
  'content-encoding',
  'content-language',
  'content-location',
  'transfer-encoding',
  'expect',
]);
const secretHeaders = new Set(['authorization', 'cookie', 'proxy-authorization', 'host']);

/** One exchange under way. */
export class Sending {
  readonly #context: HttpContext;
  readonly #spec: HttpRequestSpec;
  readonly #id: number;
  readonly #options: SendOptions;
  readonly #stop: AbortController;
  readonly #hops: HttpHop[] = [];
  readonly #notes: string[] = [];
  #body: BodyInfo | undefined;
  #connection: HttpConnection | undefined;

  constructor(context: HttpContext, spec: HttpRequestSpec, id: number, options: SendOptions, stop: AbortController) {
    this.#context = context;
    this.#spec = spec;
    this.#id = id;
    this.#options = options;
    this.#stop = stop;
  }

  async run(): Promise<HttpExchange> {
    const startedAt = Date.now();
    const start = performance.now();
    const { signal } = this.#options;
    const cancel = () => this.#stop.abort(cancelled());
    signal?.addEventListener('abort', cancel, { once: true });
    if (signal?.aborted === true) cancel();
    const timeout = this.#spec.timeout ?? defaultTimeout;
    const timer = timeout > 0 ? setTimeout(() => this.#late(timeout), timeout) : undefined;
    let error: ErrorData | undefined;
    try {
      await this.#follow();
    } catch (thrown) {
      error = errorData(thrown);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
    }
    return {
      id: this.#id,
      startedAt,
      duration: performance.now() - start,
      hops: this.#hops,
      ...(this.#body === undefined ? {} : { body: this.#body }),
      ...(error === undefined ? {} : { error }),
      notes: this.#notes,
    };
  }

  #late(timeout: number): void {
    this.#stop.abort(noAnswerInTime(this.#step?.target, this.#answer, timeout));
  }

  #step: Step | undefined;
  #answer: Answer | undefined;

  async #follow(): Promise<void> {
    let step: Step | undefined = await this.#first();
    const chain: string[] = [];
    while (step !== undefined) {
      this.#step = step;
      chain.push(step.target.href);
      step = await this.#hop(step, chain);
    }
  }

  async #first(): Promise<Step> {
    const { method, url, headers, body } = this.#spec;
    checkRequest(method, headers);
    const target = parseTarget(url);
    const path = encodeTarget(target.path);
    if (path !== target.path)
      this.#note(`The target went out as ${path}: a target has no spaces and nothing beyond ASCII.`);
    return {
      method,
      target: { ...target, path },
      headers,
      body: body === undefined ? noBody : await measureBody(body),
      hasBody: body !== undefined && body.length > 0,
      trusted: true,
    };
  }

  async #hop(step: Step, chain: readonly string[]): Promise<Step | undefined> {
    const { signal } = this.#stop;
    const start = performance.now();
    const headers = this.#headersOf(step);
    let following: Step | undefined;
    let error: WirebenchError | undefined;
    let tooMany = false;
    let answer: Answer;
    const newAnswer = () =>
      (this.#answer = answer =
        new Answer({
          maxBodyBytes: this.#spec.maxBodyBytes ?? defaultMaxBodyBytes,
          changed: undefined,
          onHead: (head): ByteStore | undefined => {
            following = this.#after(step, head);
            if (following === undefined) return this.#context.bodies.open();
            tooMany = chain.length > (this.#spec.maxRedirects ?? defaultMaxRedirects);
            return tooMany ? this.#context.bodies.open() : undefined;
          },
        }));
    const endpoint = this.#context.endpointOf(step.target.origin);
    let connection: HttpConnection | undefined;
    let fresh = true;
    for (;;) {
      answer = newAnswer();
      try {
        signal.throwIfAborted();
        const route = this.#routeOf(step.target);
        const key = routeKey(route);
        connection = fresh ? this.#context.pool.take(key) : undefined;
        fresh = connection === undefined;
        this.#connection = connection;
        connection ??= await openConnection(this.#context.recorder, endpoint, route, signal, (entered) => {
          this.#connection = entered;
          this.#context.pool.enter(key, entered);
        });
        await this.#transact(connection, key, step, headers, answer);
        break;
      } catch (thrown) {
        connection = this.#connection;
        // A kept connection may have been closed by its server meanwhile: nothing of an answer came, so it is tried anew.
        const stale = !fresh && answer.head === undefined && connection?.firstByteAt === 0 && !signal.aborted;
        if (stale) {
          fresh = true;
          continue;
        }
        error = signal.aborted ? (signal.reason as WirebenchError) : failure(thrown, step.target, answer);
        break;
      }
    }
    const seqs = this.#seqsOf(connection, endpoint, error);
    const { body, problem } = await this.#finishBody(answer, error);
    if (body !== undefined) this.#body = body;
    for (const note of answer.notes) this.#note(note);
    if (following !== undefined && error === undefined && !tooMany) await answer.store?.dispose();
    void problem;
    this.#hops.push({
      method: step.method,
      url: step.target.href,
      version: '1.1',
      requestHeaders: headers,
      requestBodyBytes: step.body.length,
      interim: answer.interim,
      ...(answer.head === undefined ? {} : { response: answer.head }),
      ...(answer.trailers === undefined ? {} : { trailers: answer.trailers }),
      timings: timingsOf(start, connection, answer),
      ...(connection === undefined ? {} : { local: connection.localName, remote: connection.peerName }),
      ...(connection?.tls === undefined ? {} : { tls: connection.tls }),
      endpoint,
      ...seqs,
      ...(following === undefined || error !== undefined || tooMany ? {} : { next: 'redirect' as const }),
    });
    if (error !== undefined) throw error;
    if (tooMany) throw endlessRedirects(chain);
    return following;
  }

  #headersOf(step: Step): HeaderList {
    const { target } = step;
    const { auth } = this.#spec;
    const inUrl = target.user === undefined ? undefined : { user: target.user, password: target.password ?? '' };
    const authorization = authorizationOf(
      step.trusted && auth !== undefined ? auth : inUrl && { kind: 'basic', ...inUrl },
    );
    return composeHeaders({
      method: step.method,
      target,
      given: step.headers,
      body: step.body,
      hasBody: step.hasBody,
      decompress: this.#spec.decompress !== false,
      keepAlive: this.#spec.keepAlive !== false,
      version: this.#spec.version ?? '1.1',
      ...(authorization === undefined ? {} : { authorization }),
    });
  }

  #routeOf(target: Target): Route {
    const { socketPath, family, tls, connectTimeout } = this.#spec;
    return {
      target,
      ...(socketPath === undefined ? {} : { socketPath }),
      ...(family === undefined ? {} : { family }),
      tls: tls ?? {},
      alpn: ['http/1.1'],
      connectTimeout: connectTimeout ?? defaultConnectTimeout,
    };
  }

  async #transact(
    connection: HttpConnection,
    key: string,
    step: Step,
    headers: HeaderList,
    answer: Answer,
  ): Promise<void> {
    const { signal } = this.#stop;
    const abort = () => connection.destroy();
    signal.addEventListener('abort', abort, { once: true });
    connection.beginRequest();
    try {
      await overHttp1(
        connection,
        {
          method: step.method,
          path: step.target.path,
          version: this.#spec.version === '1.0' ? '1.0' : '1.1',
          headers,
          body: step.body,
        },
        answer,
      );
    } finally {
      signal.removeEventListener('abort', abort);
    }
    if (answer.reusable && this.#spec.keepAlive !== false) this.#context.pool.put(key, connection);
    else connection.destroy();
  }

  /** Where the answer leads, if it does. */
  #after(step: Step, head: HttpResponseHead): Step | undefined {
    if (this.#spec.followRedirects === false || !redirects.has(head.status)) return undefined;
    const location = headerOf(head.headers, 'location');
    if (location === undefined) return undefined;
    let target: Target;
    try {
      target = resolveLocation(location, step.target);
    } catch (error) {
      this.#note(errorData(error).message);
      return undefined;
    }
    target = { ...target, path: encodeTarget(target.path) };
    const toGet =
      head.status === 303
        ? step.method !== 'GET' && step.method !== 'HEAD'
        : (head.status === 301 || head.status === 302) && step.method === 'POST';
    const leaves = target.origin !== step.target.origin;
    let { headers } = step;
    if (toGet) headers = withoutHeaders(headers, bodyHeaders);
    if (leaves) headers = withoutHeaders(headers, secretHeaders);
    return {
      method: toGet ? 'GET' : step.method,
      target,
      headers,
      body: toGet ? noBody : step.body,
      hasBody: !toGet && step.hasBody,
      trusted: step.trusted && !leaves,
    };
  }

  async #finishBody(answer: Answer, error: WirebenchError | undefined): Promise<{ body?: BodyInfo; problem?: string }> {
    const { store } = answer;
    if (store === undefined) return {};
    const problem = answer.problem ?? error?.message;
    return { body: this.#context.bodies.enter(store, store, [], problem) };
  }

  #seqsOf(
    connection: HttpConnection | undefined,
    endpoint: number,
    error: WirebenchError | undefined,
  ): Pick<HttpHop, 'connection' | 'firstSeq' | 'lastSeq'> {
    if (connection !== undefined) {
      if (error !== undefined) connection.fail(error.toData());
      return { connection: connection.id, firstSeq: connection.firstSeq, lastSeq: connection.lastSeq + 1 };
    }
    const data = utf8.encode(JSON.stringify(error?.toData() ?? {}));
    const seq = this.#context.recorder.append('error', 'none', endpoint, 0, data);
    return { connection: 0, firstSeq: seq, lastSeq: seq + 1 };
  }

  #note(sentence: string): void {
    if (!this.#notes.includes(sentence)) this.#notes.push(sentence);
  }
}

function timingsOf(start: number, connection: HttpConnection | undefined, answer: Answer): HttpTimings {
  const since = (time: number | undefined) => (time === undefined || time < start ? undefined : time - start);
  const entries = {
    lookup: since(connection?.setUp.lookup),
    connected: since(connection?.setUp.connected),
    secured: since(connection?.setUp.secured),
    sent: since(answer.sentAt),
    firstByte: since(connection?.firstByteAt),
    done: since(answer.doneAt),
  };
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));
}
