import type * as vscode from 'vscode';
import type { HttpExchange, HttpProgress, HttpRequestSpec } from '../../net/http/exchange.ts';
import type { RequestOutcome } from '../../requests/run/outcome.ts';
import { answerData } from '../../requests/words/presentation.ts';
import { presentationOf } from '../../requests/words/table.ts';
import type { ResponseHeading, ShownResponse } from '../../webview/response/protocol.ts';
import { asGrown, asStopped } from './outcomes.ts';
import type { Grown, Stopped } from './runs.ts';
import { toneOf, verdictOf } from './verdict.ts';

/** The source of an answer's request. */
export type Origin =
  | {
      readonly kind: 'file';
      readonly uri: vscode.Uri;
      readonly region: number;
      /** The request's name or title, which finds it again after edits to the file. */
      readonly label: string;
      /** Counts from 1. */
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
  /** True if its bytes are gone. */
  forgotten: boolean;
}

/**
 * Limits of the history: answers kept in all, and those kept with their bodies (the newest, and the newest of each
 * request for comparison).
 */
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
   * The last answer to the same request before this one, with its body. If only its line identifies a request and the
   * file was edited since, it is the last answer to the request at its place.
   */
  previous(entry: Entry): Entry | undefined {
    const older = this.#entries
      .slice(this.#entries.indexOf(entry) + 1)
      .filter((one) => !one.forgotten && bodyOf(one) !== undefined);
    return older.find((one) => keyOf(one.origin) === keyOf(entry.origin)) ?? older.find((one) => samePlace(one, entry));
  }

  /** Servers or programs that requests of a file started have stopped. */
  stopped({ id, which }: Stopped): void {
    for (const entry of this.#entries) {
      if (entry.origin.kind === 'file' && entry.origin.uri.toString() === id)
        entry.outcome = asStopped(entry.outcome, which);
    }
  }

  /** What a request of a file started has told more. */
  grown({ id, region, outcome: { result } }: Grown): void {
    for (const entry of this.#entries) {
      const { origin } = entry;
      if (origin.kind === 'file' && origin.uri.toString() === id && origin.region === region && result)
        entry.outcome = asGrown(entry.outcome, result) ?? entry.outcome;
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

/** The exchange that an answer presents, if it is an HTTP exchange. */
export function exchangeOf({ outcome: { result } }: Entry): HttpExchange | undefined {
  return result && presentationOf(result).exchange;
}

/** The engine's id of an answer's body. */
export function bodyOf(entry: Entry): number | undefined {
  return exchangeOf(entry)?.body?.id;
}

/** Equal for answers to the same request. */
function keyOf(origin: Origin): string {
  return origin.kind === 'file'
    ? `${origin.uri.toString()} ${origin.label}`
    : `${origin.request.method} ${origin.request.url}`;
}

function samePlace(a: Entry, b: Entry): boolean {
  const [from, to] = [a.origin, b.origin];
  if (from.kind !== 'file' || to.kind !== 'file' || from.uri.toString() !== to.uri.toString()) return false;
  const [before, now] = [a, b].map((entry) => exchangeOf(entry)?.hops[0]);
  // Requires the same method at the same server: otherwise another request is now at that place.
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

/** An answer's data for the page, without the bytes, which it can ask for. */
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
