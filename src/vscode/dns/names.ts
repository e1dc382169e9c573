import * as vscode from 'vscode';
import { errorData, WirebenchError, type ErrorData } from '../../base/errors.ts';
import type { NamesAsk, NamesHeading, NamesResult, NamesSnapshot, ShownNames } from '../../webview/names/protocol.ts';
import type { Shell } from '../shell.ts';
import { NamesView } from './namesView.ts';
import { labelOf, verdictOf } from './verdict.ts';

/** A question and what became of it. */
interface Entry {
  readonly entry: number;
  readonly ask: NamesAsk;
  readonly at: number;
  running: boolean;
  result?: NamesResult;
  error?: ErrorData;
}

const mostEntries = 50;

/** What was asked of names in this window, the newest first, and the view that shows it. */
export class Names implements vscode.Disposable {
  readonly #shell: Shell;
  readonly #view: NamesView;
  readonly #listening: vscode.Disposable;
  #entries: Entry[] = [];
  #shown: number | undefined;
  #next = 1;

  constructor(shell: Shell) {
    this.#shell = shell;
    this.#view = new NamesView(shell, this);
    this.#listening = vscode.Disposable.from(
      shell.engine.onNotice((notice) => {
        if (notice.kind !== 'dnsTrace') return;
        const entry = this.#find(notice.query);
        if (entry?.running !== true) return;
        entry.result = { kind: 'trace', trace: notice.trace };
        this.#view.update();
      }),
      this.#view,
    );
  }

  /** Asks, and shows what comes. Rejects with what cannot be asked; what was answered, or not, is in the result. */
  async ask(ask: NamesAsk): Promise<NamesResult> {
    const entry: Entry = { entry: this.#next++, ask, at: Date.now(), running: true };
    this.#entries = [entry, ...this.#entries].slice(0, mostEntries);
    this.#shown = entry.entry;
    this.#view.show();
    try {
      entry.result = await this.#run(entry.entry, ask);
      return entry.result;
    } catch (error) {
      entry.error = errorData(error);
      throw error instanceof WirebenchError ? error : new WirebenchError(entry.error, { cause: error });
    } finally {
      entry.running = false;
      this.#view.update();
    }
  }

  async #run(query: number, ask: NamesAsk): Promise<NamesResult> {
    const { engine } = this.#shell;
    switch (ask.kind) {
      case 'resolve':
        return { kind: 'exchanges', exchanges: await engine.request('dns.resolve', { query, spec: ask.spec }) };
      case 'compare': {
        const { spec, servers } = ask;
        return { kind: 'exchanges', exchanges: await engine.request('dns.compare', { query, spec, servers }) };
      }
      case 'trace':
        return { kind: 'trace', trace: await engine.request('dns.trace', { query, spec: ask.spec }) };
      case 'lookup':
        return { kind: 'lookup', answer: await engine.request('names.lookup', ask.spec, { timeout: 60_000 }) };
    }
  }

  /** The same question once more. */
  async again(entry: number): Promise<void> {
    const found = this.#find(entry);
    // What fails is shown in the view.
    if (found) await this.ask(found.ask).catch(() => undefined);
  }

  async cancel(entry: number): Promise<void> {
    await this.#shell.engine.request('dns.cancel', { query: entry });
  }

  select(entry: number): void {
    if (this.#find(entry) === undefined) return;
    this.#shown = entry;
    this.#view.update();
  }

  clear(): void {
    this.#entries = this.#entries.filter(({ running }) => running);
    this.#shown = this.#entries[0]?.entry;
    this.#view.update();
  }

  /** Shows the view as it was left, with the focus. */
  focus(): void {
    this.#view.show();
  }

  /** The question that is shown, in a few words. */
  get title(): string | undefined {
    return this.#current && labelOf(this.#current.ask);
  }

  snapshot(): NamesSnapshot {
    const current = this.#current;
    return { history: this.#entries.map(headingOf), ...(current && { shown: shownOf(current) }) };
  }

  dispose(): void {
    this.#listening.dispose();
  }

  get #current(): Entry | undefined {
    return (this.#shown === undefined ? undefined : this.#find(this.#shown)) ?? this.#entries[0];
  }

  #find(entry: number): Entry | undefined {
    return this.#entries.find((one) => one.entry === entry);
  }
}

function headingOf({ entry, ask, at, running, result, error }: Entry): NamesHeading {
  const heading = { entry, label: labelOf(ask), at };
  if (running) return { ...heading, verdict: 'Asking…', tone: 'running' };
  if (error !== undefined || result === undefined) return { ...heading, verdict: 'Not asked', tone: 'bad' };
  return { ...heading, ...verdictOf(result) };
}

function shownOf(entry: Entry): ShownNames {
  const { ask, result, error } = entry;
  return { ...headingOf(entry), ask, ...(result && { result }), ...(error && { error }) };
}

const made = new WeakMap<Shell, Names>();

/** One for the window, made when it is first needed. */
export function namesOf(shell: Shell): Names {
  let names = made.get(shell);
  if (names === undefined) {
    names = new Names(shell);
    made.set(shell, names);
    shell.context.subscriptions.push(names);
  }
  return names;
}
