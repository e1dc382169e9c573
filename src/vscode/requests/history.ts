import type * as vscode from 'vscode';
import type { HttpExchange, HttpProgress, HttpRequestSpec } from '../../net/http/exchange.ts';
import type { RequestOutcome } from '../../requests/run/outcome.ts';
import { answerData } from '../../requests/words/presentation.ts';
import { presentationOf } from '../../requests/words/table.ts';
import type { ResponseHeading, ShownResponse } from '../../webview/response/protocol.ts';
import { asStopped } from './outcomes.ts';
import type { Stopped } from './runs.ts';
import { toneOf, verdictOf } from './verdict.ts';

/** Where an answer's request came from. */
export type Origin =
  | {
      readonly kind: 'file';
      readonly uri: vscode.Uri;
      readonly region: number;
      /** The request's name or title: finds it again after the file was edited. */
      readonly label: string;
      /** From 1. */
      readonly line: number;
      readonly fileName: string;
    }
  | { readonly kind: 'typed'; readonly request: HttpRequestSpec; readonly asked: boolean };

export interface Entry {
  readonly entry: number;
  readonly at: number;
  readonly origin: Origin;
  readonly line: string;
  outcome: RequestOutcome;
  progress?: HttpProgress | undefined;
  /** Its bytes are gone. */
  forgotten: boolean;
}

/** Answers that are kept; of them with their bodies: the newest, and the newest of each request, to be compared. */
const most = 200;
const mostOfRequest = 2;
const mostWithBodies = 20;

/** The answers of this window, the newest first. */
export class ResponseHistory {
  readonly #forget: (bodies: readonly number[]) => void;
  #entries: Entry[] = [];
  #next = 1;

  constructor(forget: (bodies: readonly number[]) => void) {
    this.#forget = forget;
  }

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  add(origin: Origin, line: string, outcome: RequestOutcome): Entry {
    const entry: Entry = { entry: this.#next++, at: Date.now(), origin, line, outcome, forgotten: false };
    this.#entries.unshift(entry);
    const seen = new Map<string, number>();
    for (const [index, old] of this.#entries.entries()) {
      const key = keyOf(old.origin);
      const newer = seen.get(key) ?? 0;
      seen.set(key, newer + 1);
      if (index >= most || (index >= mostWithBodies && newer >= mostOfRequest)) this.#drop(old);
    }
    this.#entries.length = Math.min(this.#entries.length, most);
    return entry;
  }

  get(entry: number): Entry | undefined {
    return this.#entries.find((one) => one.entry === entry);
  }

  /**
   * The last answer to the same request before this one, with its body; of a request of a file that was edited since and is told
   * by nothing but its line, the last to the request at its place.
   */
  previous(entry: Entry): Entry | undefined {
    const older = this.#entries
      .slice(this.#entries.indexOf(entry) + 1)
      .filter((one) => !one.forgotten && bodyOf(one) !== undefined);
    return older.find((one) => keyOf(one.origin) === keyOf(entry.origin)) ?? older.find((one) => samePlace(one, entry));
  }

  /** Of what requests of the file started, these have stopped. */
  stopped({ id, which }: Stopped): void {
    for (const entry of this.#entries) {
      if (entry.origin.kind === 'file' && entry.origin.uri.toString() === id)
        entry.outcome = asStopped(entry.outcome, which);
    }
  }

  clear(): void {
    for (const entry of this.#entries) this.#drop(entry);
    this.#entries = [];
  }

  /** The engine that held the bodies is gone. */
  lost(): void {
    for (const entry of this.#entries) {
      entry.forgotten = true;
      if (entry.outcome.state === 'running') entry.outcome = { ...entry.outcome, state: 'skipped' };
    }
  }

  #drop(entry: Entry): void {
    if (entry.forgotten) return;
    entry.forgotten = true;
    const body = bodyOf(entry);
    if (body !== undefined) this.#forget([body]);
  }
}

/** The exchange that an answer presents, if it is one of HTTP. */
export function exchangeOf({ outcome: { result } }: Entry): HttpExchange | undefined {
  return result && presentationOf(result).exchange;
}

/** The engine's id of an answer's body. */
export function bodyOf(entry: Entry): number | undefined {
  return exchangeOf(entry)?.body?.id;
}

/** The same for answers to one request. */
function keyOf(origin: Origin): string {
  return origin.kind === 'file'
    ? `${origin.uri.toString()} ${origin.label}`
    : `${origin.request.method} ${origin.request.url}`;
}

function samePlace(a: Entry, b: Entry): boolean {
  const [from, to] = [a.origin, b.origin];
  if (from.kind !== 'file' || to.kind !== 'file' || from.uri.toString() !== to.uri.toString()) return false;
  const [before, now] = [a, b].map((entry) => exchangeOf(entry)?.hops[0]);
  // The same method at the same server: else it is another request that stands there now.
  return (
    from.region === to.region &&
    before !== undefined &&
    now !== undefined &&
    before.method === now.method &&
    URL.canParse(before.url) &&
    URL.canParse(now.url) &&
    new URL(before.url).host === new URL(now.url).host
  );
}

export function headingOf({ entry, at, line, outcome }: Entry): ResponseHeading {
  const { sent } = outcome.result ? presentationOf(outcome.result) : {};
  return {
    entry,
    label: outcome.label,
    line: sent?.() ?? line,
    verdict: verdictOf(outcome),
    tone: toneOf(outcome),
    at,
  };
}

/** What the page is told of an answer: without the bytes that it can ask for. */
export function shownOf(entry: Entry, hasPrevious: boolean): ShownResponse {
  const { outcome, progress, origin, forgotten } = entry;
  const { result, ...rest } = outcome;
  return {
    ...headingOf(entry),
    outcome: rest,
    ...(result && { answer: answerData(presentationOf(result)) }),
    ...(progress && { progress }),
    ...(origin.kind === 'file' && { source: `${origin.fileName}:${origin.line}` }),
    hasPrevious,
    forgotten,
  };
}
