import type * as vscode from 'vscode';
import type { HttpProgress, HttpRequestSpec } from '../../net/http/exchange.ts';
import type { RequestOutcome } from '../../requests/run/outcome.ts';
import type { ResponseHeading, ShownResponse } from '../../webview/response/protocol.ts';
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

/** Answers that are kept, and how many of them with their bodies. */
const most = 50;
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
    for (const old of this.#entries.slice(mostWithBodies)) this.#drop(old);
    this.#entries.length = Math.min(this.#entries.length, most);
    return entry;
  }

  get(entry: number): Entry | undefined {
    return this.#entries.find((one) => one.entry === entry);
  }

  /** The last answer to the same request before this one, with its body. */
  previous(entry: Entry): Entry | undefined {
    const older = this.#entries.slice(this.#entries.indexOf(entry) + 1);
    return older.find((one) => !one.forgotten && bodyOf(one) !== undefined && sameRequest(one.origin, entry.origin));
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

/** The engine's id of an answer's body. */
export function bodyOf({ outcome: { result } }: Entry): number | undefined {
  return result?.kind === 'http' ? result.exchange.body?.id : undefined;
}

function sameRequest(a: Origin, b: Origin): boolean {
  if (a.kind === 'file') return b.kind === 'file' && a.uri.toString() === b.uri.toString() && a.label === b.label;
  return b.kind === 'typed' && a.request.method === b.request.method && a.request.url === b.request.url;
}

export function headingOf({ entry, at, line, outcome }: Entry): ResponseHeading {
  // As it was sent, its placeholders filled in.
  const hop = outcome.result?.kind === 'http' ? outcome.result.exchange.hops[0] : undefined;
  const sent = hop === undefined ? line : `${hop.method} ${hop.url}`;
  return { entry, label: outcome.label, line: sent, verdict: verdictOf(outcome), tone: toneOf(outcome), at };
}

/** What the page is told of an answer: without the bytes that it can ask for. */
export function shownOf(entry: Entry, hasPrevious: boolean): ShownResponse {
  const { outcome, progress, origin, forgotten } = entry;
  const { bytes, light } = withoutBytes(outcome);
  return {
    ...headingOf(entry),
    outcome: light,
    ...(progress && { progress }),
    ...(bytes !== undefined && { bytes }),
    ...(origin.kind === 'file' && { source: `${origin.fileName}:${origin.line}` }),
    hasPrevious,
    forgotten,
  };
}

const none = new Uint8Array(0);

function withoutBytes(outcome: RequestOutcome): { bytes?: number; light: RequestOutcome } {
  const { result } = outcome;
  if (result?.kind === 'session')
    return { bytes: result.received.length, light: { ...outcome, result: { ...result, received: none } } };
  if (result?.kind === 'dns' && result.message !== undefined)
    return { bytes: result.message.length, light: { ...outcome, result: { ...result, message: none } } };
  return { light: outcome };
}
