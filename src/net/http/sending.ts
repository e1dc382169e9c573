import { errorData, type ErrorData, WirebenchError } from '../../base/errors.ts';
import { Answer } from './answer.ts';
import type { ByteStore } from './bodies.ts';
import type { ClientContext, SendOptions } from './context.ts';
import { authorizationOf, checkRequest, lengthProblem, measureBody } from './compose.ts';
import { codingsOf, undoCodings } from './decoding.ts';
import { bestDigest, DigestSession, parseChallenges } from './digest.ts';
import type { BodyInfo, HttpExchange, HttpHop, HttpRequestSpec, HttpResponseHead } from './exchange.ts';
import { cancelled, endlessRedirects, noAnswerInTime, refusedAnswer } from './failure.ts';
import { hasHeader, headerOf, headersOf } from './headers.ts';
import { Hop, type Credentials } from './hop.ts';
import { ProgressReport } from './progress.ts';
import { noBody, redirected, type Step } from './step.ts';
import { Stop } from './stop.ts';
import { encodeTarget, parseTarget } from './target.ts';

const defaultTimeout = 30_000;
const defaultMaxRedirects = 20;
const defaultMaxBodyBytes = 1024 ** 3;

/** The next action after an answer, decided when its head has arrived. */
interface Next {
  readonly why: 'redirect' | 'authentication';
  readonly step: Step;
}

interface Decided {
  next?: Next | undefined;
  tooMany: boolean;
  /** The reason why a redirect cannot be followed. */
  astray?: WirebenchError;
}

/** One exchange: hop after hop until an answer is final. */
export class Sending {
  readonly #context: ClientContext;
  readonly #spec: HttpRequestSpec;
  readonly #id: number;
  readonly #options: SendOptions;
  readonly #stop = new Stop();
  readonly #progress: ProgressReport | undefined;
  readonly #hops: HttpHop[] = [];
  readonly #notes: string[] = [];
  #body: BodyInfo | undefined;
  #hop: Hop | undefined;
  /** The most challenges answered in a row without success. */
  #challenged = 0;

  constructor(context: ClientContext, spec: HttpRequestSpec, id: number, options: SendOptions) {
    this.#context = context;
    this.#spec = spec;
    this.#id = id;
    this.#options = options;
    this.#progress = options.onProgress && new ProgressReport(options.onProgress);
  }

  async run(): Promise<HttpExchange> {
    const startedAt = Date.now();
    const start = performance.now();
    const { signal } = this.#options;
    const cancel = () => this.#stop.stop(cancelled());
    signal?.addEventListener('abort', cancel, { once: true });
    if (signal?.aborted === true) cancel();
    const timeout = this.#spec.timeout ?? defaultTimeout;
    const timer = timeout > 0 ? setTimeout(() => this.#late(timeout), timeout) : undefined;
    let error: ErrorData | undefined;
    try {
      const first = this.#first();
      let step: Step | undefined = first instanceof Promise ? await first : first;
      const visited: string[] = [];
      while (step !== undefined) step = await this.#follow(step, visited);
    } catch (thrown) {
      error = errorData(thrown);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
      this.#progress?.end();
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

  /** The person wants to see the result, whatever the rules say. */
  get #insists(): boolean {
    return this.#spec.insist === true || this.#spec.raw !== undefined;
  }

  #late(timeout: number): void {
    this.#stop.stop(noAnswerInTime(this.#hop, timeout));
  }

  /** No promise if there is nothing to wait for, as for most requests: each costs a turn. */
  #first(): Step | Promise<Step> {
    const { method, url, headers, body, raw, requestTarget, curl } = this.#spec;
    const byHand = this.#insists;
    if (!byHand) checkRequest(method, headers, requestTarget);
    const target = parseTarget(url);
    const written = requestTarget ?? target.path;
    const path = byHand ? written : encodeTarget(written, curl === undefined ? 'browsers' : 'curl');
    if (path !== written)
      this.#note(
        `The target went out as ${path}: a URL can have some characters only in that form. Send it as written to keep them unchanged.`,
      );
    const step = {
      method,
      target: path === target.path ? target : { ...target, path },
      headers,
      body: noBody,
      hasBody: body !== undefined && body.length > 0,
      trusted: true,
    };
    if (raw !== undefined) return step;
    if (body === undefined) {
      this.#checkLength(0);
      return step;
    }
    return measureBody(body).then((measured) => {
      this.#checkLength(measured.length);
      return { ...step, body: measured };
    });
  }

  /** A length that differs from the body's goes out only if the person wants to see the server's reaction. */
  #checkLength(bytes: number): void {
    const problem = lengthProblem(this.#spec.headers, bytes);
    if (problem === undefined) return;
    if (!this.#insists) throw problem;
    this.#note(problem.message);
  }

  /** One hop; returns the next. Throws the error that ends the exchange. */
  async #follow(step: Step, visited: string[]): Promise<Step | undefined> {
    // Decided when the head of the answer has arrived.
    const decided: Decided = { tooMany: false };
    const max = this.#spec.maxRedirects ?? defaultMaxRedirects;
    const newAnswer = () => {
      const answer = new Answer({
        maxBodyBytes: this.#spec.maxBodyBytes ?? defaultMaxBodyBytes,
        sendTotal: this.#spec.raw?.length ?? step.body.length,
        changed: this.#progress?.changed,
        onHead: (head) => {
          decided.next = this.#after(step, head, decided);
          decided.tooMany = decided.next?.why === 'redirect' && visited.length >= max;
          return decided.next === undefined || decided.tooMany ? this.#context.bodies.open() : undefined;
        },
      });
      this.#progress?.begin(answer, this.#hops.length);
      return answer;
    };
    const credentials = this.#needsCredentials(step) ? await this.#credentials(step) : {};
    const hop = new Hop(this.#context, this.#spec, step, credentials, this.#stop, newAnswer);
    this.#hop = hop;
    await hop.run();
    const { answer } = hop;
    const refused = this.#insists ? undefined : answer.fault;
    for (const note of answer.notes) if (note !== refused?.message) this.#note(note);
    let { error } = hop;
    if (answer.head !== undefined && this.#spec.jar !== null && hasHeader(answer.head.headers, 'set-cookie'))
      await this.#keepCookies(step, answer.head);
    if (answer.store !== undefined) {
      const finished = this.#finishBody(answer, error);
      error = finished instanceof Promise ? await finished : finished;
    }
    if (refused !== undefined) error ??= refusedAnswer(step.target, refused);
    error ??= decided.astray;
    const { next, tooMany } = decided;
    const following = error === undefined && !tooMany ? next : undefined;
    this.#hops.push(hop.data(following?.why));
    if (error !== undefined) throw error;
    if (tooMany) throw endlessRedirects([...visited, step.target.href, next!.step.target.href], max);
    if (following?.why === 'redirect') visited.push(step.target.href);
    return following?.step;
  }

  #needsCredentials(step: Step): boolean {
    const { auth, jar } = this.#spec;
    return auth !== undefined || step.target.user !== undefined || (jar !== null && this.#context.cookies.holds(jar));
  }

  async #credentials(step: Step): Promise<Credentials> {
    const { auth, jar } = this.#spec;
    const { user, password = '' } = step.target;
    const cookie = jar === null ? undefined : await this.#context.cookies.header(jar, step.target);
    const authorization =
      step.trusted && auth?.kind === 'digest'
        ? await this.#context.digests
            .get(this.#digestKey(step))
            ?.authorization(step.method, step.target.path, step.body)
        : authorizationOf(
            step.trusted && auth !== undefined
              ? auth
              : user === undefined
                ? undefined
                : { kind: 'basic', user, password },
          );
    return {
      ...(authorization === undefined ? {} : { authorization }),
      ...(cookie === undefined ? {} : { cookie }),
    };
  }

  #digestKey(step: Step): string {
    const { auth } = this.#spec;
    return auth?.kind === 'digest' ? JSON.stringify([step.target.origin, auth.user, auth.password]) : '';
  }

  /** The target of an answer, if it is a redirect. */
  #after(step: Step, head: HttpResponseHead, decided: Decided): Next | undefined {
    const { auth } = this.#spec;
    if (auth?.kind === 'digest' && step.trusted) {
      const answered = this.#authenticated(step, head, auth);
      if (answered !== undefined) return answered;
    }
    if (this.#spec.followRedirects === false) return undefined;
    try {
      const following = redirected(step, head, this.#spec.curl);
      const referer = this.#spec.autoReferer === true ? { referer: step.target.href } : {};
      return following && { why: 'redirect', step: { ...following, ...referer } };
    } catch (error) {
      if (!(error instanceof WirebenchError)) throw error;
      if (this.#insists) this.#note(error.message);
      else decided.astray = error;
      return undefined;
    }
  }

  #authenticated(step: Step, head: HttpResponseHead, auth: { user: string; password: string }): Next | undefined {
    const key = this.#digestKey(step);
    if (head.status !== 401) {
      this.#challenged = 0;
      const info = headerOf(head.headers, 'authentication-info');
      if (info !== undefined) this.#context.digests.get(key)?.informed(info);
      return undefined;
    }
    const challenge = bestDigest(parseChallenges(headersOf(head.headers, 'www-authenticate')));
    if (challenge === undefined) {
      this.#note('The server asks for authentication, but not by digest.');
      return undefined;
    }
    const known = this.#context.digests.has(key);
    const stale = challenge.parameters.get('stale')?.toLowerCase() === 'true';
    // An old nonce may be refused once. A second refusal that does not call the nonce stale is about the password.
    if (hasHeader(step.headers, 'authorization') || this.#challenged >= 3 || (this.#challenged > 0 && !stale)) {
      this.#context.digests.delete(key);
      return undefined;
    }
    if (!known || stale || this.#challenged === 0) {
      this.#context.digests.set(key, new DigestSession(challenge, auth.user, auth.password));
    }
    this.#challenged++;
    return { why: 'authentication', step };
  }

  async #keepCookies(step: Step, head: HttpResponseHead): Promise<void> {
    const { jar } = this.#spec;
    if (jar === null) return;
    const refused = await this.#context.cookies.keep(jar, step.target, headersOf(head.headers, 'set-cookie'));
    for (const sentence of refused) this.#note(sentence);
  }

  /** Decodes content codings and enters the body. Returns the error that ends the exchange. */
  #finishBody(
    answer: Answer,
    error: WirebenchError | undefined,
  ): WirebenchError | undefined | Promise<WirebenchError | undefined> {
    const { store, head } = answer;
    const codings = this.#spec.decompress === false || store!.size === 0 ? [] : codingsOf(head!.headers);
    if (codings.length > 0) return this.#decodeBody(store!, codings, error);
    this.#body = this.#context.bodies.enter(store!, store!, [], error?.message);
    return error;
  }

  async #decodeBody(
    store: ByteStore,
    codings: readonly string[],
    error: WirebenchError | undefined,
  ): Promise<WirebenchError | undefined> {
    const { bodies } = this.#context;
    const max = this.#spec.maxBodyBytes ?? defaultMaxBodyBytes;
    const decoded = await undoCodings(store, codings, () => bodies.open(), max, this.#stop);
    const { problem } = decoded;
    this.#body = bodies.enter(store, decoded.store, decoded.codings, error?.message ?? problem?.message);
    if (error !== undefined || problem === undefined) return error;
    if (this.#insists && problem.code !== 'decompression-bomb') return undefined;
    return new WirebenchError({ ...problem, remedies: ['sendRaw', 'showTraffic'] });
  }

  #note(sentence: string): void {
    if (!this.#notes.includes(sentence)) this.#notes.push(sentence);
  }
}
