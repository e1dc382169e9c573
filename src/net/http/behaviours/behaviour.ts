import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ErrorData } from '../../../base/errors.ts';
import type { Effect } from '../../../base/trust.ts';
import type { BehaviourOption, BehaviourOptions } from '../../behaviours/behaviour.ts';

/** What a behaviour of an HTTP server knows of the server it lives in. */
interface HttpBehaviourHost {
  readonly transport: 'tcp' | 'tls';
  /** Says something in the journal that is not traffic. */
  note(text: string): void;
  /** Shown on the endpoint until it starts again, and in the journal; the endpoint goes on. */
  fail(error: ErrorData): void;
}

/** One request, and what there is to know beside it. */
export interface HttpContext {
  /** `http` or `https`. */
  readonly scheme: 'http' | 'https';
  /** Aborted when the client is gone or the server stops: whatever still waits gives up. Made when it is first asked for. */
  readonly signal: AbortSignal;
  /** Whether it is aborted, or would be. */
  readonly over: boolean;
}

export interface HttpBehaviour {
  /** Answers one request. What it throws or rejects with becomes a 500, and a problem of the endpoint. */
  handle(request: IncomingMessage, response: ServerResponse, context: HttpContext): void | Promise<void>;
  /** Lets go of everything it holds; twice is safe. */
  dispose?(): void | Promise<void>;
}

/** An entry of the table of behaviours of HTTP servers. */
export interface HttpBehaviourKind {
  readonly name: string;
  /** What it answers, in one sentence. */
  readonly sentence: string;
  readonly options: readonly BehaviourOption[];
  /** As of other behaviours (behaviours/behaviour.ts). */
  readonly effect?: Effect;
  /** Options are complete and checked. Throws a WirebenchError where they cannot work (a missing folder, bad routes). */
  create(options: BehaviourOptions, host: HttpBehaviourHost): HttpBehaviour | Promise<HttpBehaviour>;
}
