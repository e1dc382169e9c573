import type { IncomingMessage } from 'node:http';
import type { ErrorData } from '../../../base/errors.ts';
import type { Effect } from '../../../base/trust.ts';
import type { BehaviourOption, BehaviourOptions } from '../../behaviours/behaviour.ts';
import type { VersionedResponse } from '../versions.ts';

/** The view of its server that a behaviour of an HTTP server has. */
interface HttpBehaviourHost {
  readonly transport: 'tcp' | 'tls';
  /** Records a note that is not traffic. */
  note(text: string): void;
  /** Records a problem and shows it on the endpoint until it starts again. The endpoint goes on. */
  fail(error: ErrorData): void;
}

/** One request and its context. */
export interface HttpContext {
  /** `http` or `https`. */
  readonly scheme: 'http' | 'https';
  /** Aborted if the client is gone or the server stops: work in progress ends. Created on first use. */
  readonly signal: AbortSignal;
  /** Whether it is aborted, without creating it. */
  readonly over: boolean;
}

export interface HttpBehaviour {
  /** Answers one request. An error or a rejection becomes a 500, and a problem of the endpoint. */
  handle(request: IncomingMessage, response: VersionedResponse, context: HttpContext): void | Promise<void>;
  /** Releases all resources; idempotent. */
  dispose?(): void | Promise<void>;
}

/** An entry of the table of behaviours of HTTP servers. */
export interface HttpBehaviourKind {
  readonly name: string;
  /** The answers, in one sentence. */
  readonly sentence: string;
  readonly options: readonly BehaviourOption[];
  /** As for other behaviours (behaviours/behaviour.ts). */
  readonly effect?: Effect;
  /** Options are complete and checked. Throws a WirebenchError if they cannot work (a missing folder, bad routes). */
  create(options: BehaviourOptions, host: HttpBehaviourHost): HttpBehaviour | Promise<HttpBehaviour>;
}
