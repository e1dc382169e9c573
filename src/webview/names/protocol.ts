import type { PageRequestOf, ToPageOf } from '../../base/pageMessages.ts';
import type { ErrorData } from '../../base/errors.ts';
import type { DnsExchange, DnsQuerySpec } from '../../net/dns/exchange.ts';
import type { LookupAnswer, LookupSpec } from '../../net/dns/requests.ts';
import type { Trace, TraceSpec } from '../../net/dns/trace.ts';
import type { CheckOutcome } from '../../requests/run/outcome.ts';

/**
 * What crosses between the Names view's page and the extension host. The page asks, the host answers each request once.
 * What the host says unasked is a whole snapshot. Types only: each side checks what it receives (checkMessage.ts).
 */

/** What a person asked for. */
export type NamesAsk =
  | { readonly kind: 'resolve'; readonly spec: DnsQuerySpec }
  | {
      readonly kind: 'compare';
      readonly spec: Omit<DnsQuerySpec, 'server'>;
      readonly servers: readonly string[];
    }
  | { readonly kind: 'trace'; readonly spec: TraceSpec }
  | { readonly kind: 'lookup'; readonly spec: LookupSpec }
  /** A DNS or LOOKUP request of a file, by its line. */
  | { readonly kind: 'request'; readonly line: string };

export type NamesResult =
  | { readonly kind: 'exchanges'; readonly exchanges: readonly DnsExchange[] }
  | { readonly kind: 'trace'; readonly trace: Trace }
  | { readonly kind: 'lookup'; readonly answer: LookupAnswer };

/** `good`: as wished; `warn`: an answer that says no; `bad`: no answer. */
export type NamesTone = 'good' | 'warn' | 'bad' | 'running';

/** An entry of the history. */
export interface NamesHeading {
  readonly entry: number;
  /** `wirebench.test MX`. */
  readonly label: string;
  /** `NOERROR, 2 answers`. */
  readonly verdict: string;
  readonly tone: NamesTone;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
}

export interface ShownNames extends NamesHeading {
  readonly ask: NamesAsk;
  /** Of a trace under way, as far as it has come. */
  readonly result?: NamesResult;
  readonly error?: ErrorData;
  /** Of a request of a file. */
  readonly checks?: readonly CheckOutcome[];
  /** Where the request is: `mail.http:12`. */
  readonly source?: string;
}

export interface NamesSnapshot {
  readonly shown?: ShownNames;
  /** The newest first. */
  readonly history: readonly NamesHeading[];
}

export type NamesAction = 'again' | 'cancel' | 'another' | 'clearHistory' | 'goToRequest';

/** Request name -> [parameters, result]. */
export interface NamesRequests {
  ready: [null, NamesSnapshot];
  show: [{ entry: number }, null];
  act: [{ action: NamesAction; entry: number }, null];
  /** The bytes of an exchange among the others. */
  showTraffic: [{ connection: number }, null];
  copyText: [{ text: string }, null];
}

export type NamesRequestName = keyof NamesRequests;
export type NamesParams<N extends NamesRequestName> = NamesRequests[N][0];
export type NamesResultOf<N extends NamesRequestName> = NamesRequests[N][1];

export type ToHost = PageRequestOf<NamesRequests>;

export type Said =
  | { readonly kind: 'snapshot'; readonly snapshot: NamesSnapshot }
  /** A command of the palette. */
  | { readonly kind: 'focus' };

export type ToPage = ToPageOf<Said>;
