import type { PageRequestOf, ToPageOf } from '../base/pageMessages.ts';
import type { Dissection, FilterVerdict, ViewRow, ViewSnapshot } from '../engine/messages.ts';

/**
 * What crosses between the traffic view's browser and the extension host. The page asks, the host answers each request
 * once: with a result or a failure. A notice that may be dropped or merged is a whole snapshot. Types only: each side
 * checks what it receives with a table of its own (checkMessage.ts).
 */

export interface FilterKeyHelp {
  readonly name: string;
  readonly sentence: string;
  /** A whole term: `length:>100`. */
  readonly example: string;
  /** The values there are, where they are few. */
  readonly values: readonly string[];
}

export interface EncodingChoice {
  readonly name: string;
  readonly label: string;
  readonly family: string;
}

export interface DissectorChoice {
  readonly name: string;
  readonly sentence: string;
}

export interface CopyChoice {
  readonly format: string;
  readonly label: string;
}

/** Rows from index `from` on of a list that has forgotten `forgottenRows` before. */
export interface TrafficRows {
  readonly from: number;
  readonly forgottenRows: number;
  readonly rows: ViewRow[];
}

export interface TrafficInit {
  readonly snapshot: ViewSnapshot;
  /** The first rows that the page shows: the newest ones, or the oldest. */
  readonly rows: TrafficRows;
  readonly filterKeys: readonly FilterKeyHelp[];
  readonly encodings: readonly EncodingChoice[];
  readonly errorHandlers: readonly string[];
  readonly copyFormats: readonly CopyChoice[];
  /** What bytes can be dissected as, `auto` and `none` first. */
  readonly dissectors: readonly DissectorChoice[];
  readonly place: 'panel' | 'editor';
  readonly defaultEncoding: string;
}

/** Which rows a page shows first, and how they are read. */
export interface TrafficReading {
  readonly filter: string;
  /** The newest rows, or the oldest. */
  readonly newest: boolean;
  /** Empty: the default one. */
  readonly encoding: string;
  readonly errors: string;
}

/** What comes with a page, for one that reads it so: it is shown before anything is asked. */
export interface TrafficFirst {
  readonly reading: TrafficReading;
  readonly init: TrafficInit;
}

/** Text and the offset of the byte that each of its UTF-16 units began at. */
export interface DecodedText {
  readonly text: string;
  readonly starts: Uint32Array;
  /** Why a strict decode failed, and where: the text is then with its bad bytes as backslash escapes. */
  readonly failure?: { readonly reason: string; readonly start: number; readonly end: number };
}

export interface EventBytes {
  /** The payload's first bytes: the host bounds how many. */
  readonly bytes: Uint8Array;
}

export type PageCommand = 'startTcpServer' | 'startUdpServer' | 'openInEditor' | 'saveAs' | 'clear';

/** What can be done with an event beside copying it. */
export type EventCommand = 'sendAgain' | 'showEndpoint';

/** Request name -> [parameters, result]. */
export interface TrafficRequests {
  ready: [TrafficReading, TrafficInit];
  /** How the page reads from now on, for when it is shown again. */
  reads: [TrafficReading, null];
  rows: [{ from: number; count: number; encoding: string; errors: string }, TrafficRows];
  filter: [{ filter: string }, FilterVerdict];
  pause: [{ paused: boolean }, ViewSnapshot];
  bytes: [{ seq: number }, EventBytes];
  decode: [{ seq: number; encoding: string; errors: string }, DecodedText];
  dissect: [{ seq: number; dissector: string }, Dissection];
  indexOf: [{ seq: number }, number];
  /** Puts bytes `start` to `end` of an event on the clipboard; the result is the number of bytes. */
  copy: [{ seq: number; start: number; end: number; format: string; encoding: string; errors: string }, number];
  /** The filter narrowed to the events of an endpoint or a peer, or to those of all others. */
  narrow: [{ filter: string; key: 'endpoint' | 'peer'; value: string; not: boolean }, { filter: string }];
  /** Does something with an event; what becomes of it is said by the host. */
  onEvent: [{ what: EventCommand; seq: number; endpoint: number; connection: number }, null];
  /** Puts the texts of rows on the clipboard. */
  copyText: [{ text: string }, null];
  /** `encoding`: the one that the page decodes in, for what is saved. */
  run: [{ command: PageCommand; encoding: string }, null];
}

export type TrafficRequestName = keyof TrafficRequests;
export type TrafficParams<N extends TrafficRequestName> = TrafficRequests[N][0];
export type TrafficResult<N extends TrafficRequestName> = TrafficRequests[N][1];

export type ToHost = PageRequestOf<TrafficRequests>;

/** What a command of the palette asks the page to do. */
export type PageAction =
  | { readonly do: 'focusFilter' | 'togglePause' | 'toggleFollow' | 'focusBytes' | 'refresh' }
  | { readonly do: 'setFilter'; readonly filter: string }
  | { readonly do: 'reveal'; readonly seq: number }
  | { readonly do: 'copyAs' | 'copyEvent'; readonly format: string }
  | { readonly do: 'narrow'; readonly key: 'endpoint' | 'peer'; readonly not: boolean }
  | { readonly do: 'onEvent'; readonly what: EventCommand };

export type ToPage = ToPageOf<
  | { readonly kind: 'snapshot'; readonly snapshot: ViewSnapshot }
  | { readonly kind: 'action'; readonly action: PageAction }
>;
