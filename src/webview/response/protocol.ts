import type { PageRequestOf, ToPageOf } from '../../base/pageMessages.ts';
import type { HttpProgress } from '../../net/http/exchange.ts';
import type { RequestOutcome } from '../../requests/run/outcome.ts';
import type { AnswerData, ResultTone } from '../../requests/words/presentation.ts';

/**
 * What crosses between the response view's page and the extension host. The page asks, the host answers each request once.
 * What the host says unasked is a whole snapshot. Types only: each side checks what it receives (checkMessage.ts).
 */

/** `good`: as wished; `warn`: an answer that says no (4xx), or a check that failed; `bad`: it did not go through, or 5xx. */
export type Tone = ResultTone | 'running';

/** An entry of the history. */
export interface ResponseHeading {
  readonly entry: number;
  /** The request's name or title. */
  readonly label: string;
  /** `GET http://127.0.0.1:8080/get`. */
  readonly line: string;
  /** `200 OK`, `Failed`, `Sending…`. */
  readonly verdict: string;
  readonly tone: Tone;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
}

export interface ShownResponse extends ResponseHeading {
  readonly outcome: Omit<RequestOutcome, 'result'>;
  /** Absent: nothing came. */
  readonly answer?: AnswerData;
  readonly progress?: HttpProgress;
  /** The file and the line it was sent from. */
  readonly source?: string;
  /** An older answer to the same request, to compare with. */
  readonly hasPrevious: boolean;
  /** Its bytes have gone to make room for newer answers. */
  readonly forgotten: boolean;
}

export interface ResponseSnapshot {
  readonly shown?: ShownResponse;
  /** The newest first. */
  readonly history: readonly ResponseHeading[];
}

export interface ResponseInit {
  readonly snapshot: ResponseSnapshot;
  readonly copyFormats: readonly { readonly format: string; readonly label: string }[];
}

/** `decoded`: the body after content codings were undone; `encoded`: as it came; `result`: what another request received. */
export type PartOf = 'decoded' | 'encoded' | 'result';

/** Both streams of a connection while a hop was under way, from their beginnings. */
export interface WireBytes {
  readonly sent: Uint8Array;
  readonly received: Uint8Array;
  readonly sentBytes: number;
  readonly receivedBytes: number;
  /** The journal has forgotten some of it. */
  readonly incomplete: boolean;
}

export type ResponseAction =
  | 'sendAgain'
  | 'sendAnyway'
  | 'sendRaw'
  | 'cancel'
  | 'save'
  | 'openBody'
  | 'compare'
  | 'showTraffic'
  | 'goToRequest'
  | 'saveRequest'
  | 'trustWorkspace'
  | 'clearHistory';

/** Request name -> [parameters, result]. */
export interface ResponseRequests {
  ready: [null, ResponseInit];
  show: [{ entry: number }, null];
  part: [{ entry: number; of: PartOf; offset: number; length: number }, Uint8Array];
  wire: [{ entry: number; hop: number }, WireBytes];
  act: [{ action: ResponseAction; entry: number; hop?: number }, null];
  copyAs: [{ entry: number; format: string }, null];
  copyText: [{ text: string }, null];
}

export type ResponseRequestName = keyof ResponseRequests;
export type ResponseParams<N extends ResponseRequestName> = ResponseRequests[N][0];
export type ResponseResult<N extends ResponseRequestName> = ResponseRequests[N][1];

export type ToHost = PageRequestOf<ResponseRequests>;

export type Said =
  | { readonly kind: 'snapshot'; readonly snapshot: ResponseSnapshot }
  /** A command of the palette. */
  | { readonly kind: 'focus' };

export type ToPage = ToPageOf<Said>;
