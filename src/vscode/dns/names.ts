import * as vscode from 'vscode';
import { errorData, WirebenchError, type ErrorData } from '../../base/errors.ts';
import type { Trace } from '../../net/dns/trace.ts';
import type { RequestOutcome } from '../../requests/run/outcome.ts';
import type { NamesAsk, NamesHeading, NamesResult, NamesSnapshot, ShownNames } from '../../webview/names/protocol.ts';
import { perform, type Acting } from '../act.ts';
import type { ActionHow } from '../actions/table.ts';
import type { Shell } from '../shell.ts';
import { errorOf, resultOf, sentLine, type FileRequest } from './fileRequest.ts';
import { NamesView, type Place } from './namesView.ts';
import { labelOf, verdictOf, withChecks } from './verdict.ts';

/** A question and its result. */
interface Entry {
  readonly entry: number;
  readonly at: number;
  ask: NamesAsk;
  /** Cancels a question that was asked here. */
  readonly abort: AbortController;
  running: boolean;
  /** The user cancelled it. */
  cancelled: boolean;
  result?: NamesResult | undefined;
  error?: ErrorData | undefined;
  /** Set for a request of a file, which the file sends itself. */
  readonly file?: FileRequest;
  outcome?: RequestOutcome;
}

const mostEntries = 50;

type Asker<K extends NamesAsk['kind'] = NamesAsk['kind']> = (
  acting: Acting,
  ask: Extract<NamesAsk, { kind: K }>,
  how: ActionHow<'traceDns'>,
) => Promise<NamesResult>;

const askers: { readonly [K in NamesAsk['kind']]: Asker<K> } = {
  resolve: async (acting, { spec }, how) => ({
    kind: 'exchanges',
    exchanges: await perform(acting, 'resolveDns', spec, how),
  }),
  compare: async (acting, wanted, how) => ({
    kind: 'exchanges',
    exchanges: await perform(acting, 'compareDns', wanted, how),
  }),
  trace: async (acting, { spec }, how) => ({ kind: 'trace', trace: await perform(acting, 'traceDns', spec, how) }),
  lookup: async (acting, { spec }, how) => ({
    kind: 'lookup',
    answer: await perform(acting, 'lookUpName', spec, how),
  }),
  request: () => Promise.reject(new Error('A request of a file is sent by the file.')),
};

/** The questions about names in this window, the newest first, and the view that shows them. */
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
      shell.engine.onEnded((error) => this.#lost(error)),
      this.#view,
    );
  }

  /** Shows the questions in the tab that was restored with the window. */
  restore(panel: vscode.WebviewPanel): void {
    this.#view.restore(panel);
  }

  /**
   * Asks a question and shows its progress. Rejects if it cannot be asked; the result has the answer, or its absence.
   *
   * @param place the target of the focus, which moves when the question is asked, never when an answer arrives
   */
  async ask(ask: NamesAsk, place: Place = 'front'): Promise<NamesResult> {
    const entry = this.#add({ ask });
    this.#shown = entry.entry;
    this.#view.show(place);
    try {
      entry.result = await this.#run(entry, ask);
      this.#shell.firstSteps.did('dns');
      return entry.result;
    } catch (error) {
      entry.error = errorData(error);
      throw error instanceof WirebenchError ? error : new WirebenchError(entry.error, { cause: error });
    } finally {
      entry.running = false;
      this.#view.update();
    }
  }

  /**
   * Records the outcomes of a request of a file. If shown, the view opens beside the file, which keeps the focus;
   * otherwise the outcomes only go into the history.
   */
  follow(file: FileRequest, { isShown }: { readonly isShown: boolean }): (outcome: RequestOutcome) => void {
    const entry = this.#add({ ask: { kind: 'request', line: file.line }, file });
    if (isShown) {
      this.#shown = entry.entry;
      this.#view.show('beside');
    }
    return (outcome) => {
      entry.outcome = outcome;
      entry.ask = { kind: 'request', line: sentLine(file.line, outcome) };
      entry.running = outcome.state === 'running';
      entry.cancelled = outcome.error?.code === 'cancelled';
      entry.result = resultOf(outcome);
      entry.error = errorOf(outcome);
      this.#view.update();
    };
  }

  #add(asked: Pick<Entry, 'ask' | 'file'>): Entry {
    const abort = new AbortController();
    const entry: Entry = { entry: this.#next++, at: Date.now(), abort, running: true, cancelled: false, ...asked };
    this.#entries = [entry, ...this.#entries].slice(0, mostEntries);
    return entry;
  }

  #run(entry: Entry, ask: NamesAsk): Promise<NamesResult> {
    const how = {
      signal: entry.abort.signal,
      onReport: (trace: Trace): void => {
        entry.result = { kind: 'trace', trace };
        this.#view.update();
      },
    };
    return (askers[ask.kind] as Asker)(this.#shell, ask, how);
  }

  /** The engine that sent the requests of files is gone. Questions asked here have failed by themselves. */
  #lost(error: ErrorData): void {
    for (const entry of this.#entries) {
      if (entry.file === undefined || !entry.running) continue;
      entry.running = false;
      entry.error = error;
    }
    this.#view.update();
  }

  /** Asks the same question again. */
  async again(entry: number): Promise<void> {
    const found = this.#find(entry);
    if (found?.file) await found.file.again();
    // The view shows the error; it has the focus, since its button was pressed.
    else if (found) await this.ask(found.ask, 'here').catch(() => undefined);
  }

  async cancel(entry: number): Promise<void> {
    const found = this.#find(entry);
    if (found?.running !== true) return;
    if (found.file) await found.file.cancel();
    else {
      found.cancelled = true;
      found.abort.abort();
    }
  }

  /** Goes to the request of a file. */
  async goTo(entry: number): Promise<void> {
    await this.#find(entry)?.file?.goTo();
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

  /** Shows the view in its last state, with the focus. */
  focus(): void {
    this.#view.show('front');
  }

  /** The shown question, in a few words. */
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

function headingOf({ entry, ask, at, running, cancelled, result, error, outcome }: Entry): NamesHeading {
  const heading = { entry, label: labelOf(ask), at };
  if (running) return { ...heading, verdict: 'Asking…', tone: 'running' };
  if (cancelled) return { ...heading, verdict: 'Cancelled', tone: 'warn' };
  if (result !== undefined) return { ...heading, ...withChecks(verdictOf(result), outcome?.checks ?? []) };
  return {
    ...heading,
    verdict: outcome?.state === 'error' || error === undefined ? 'No answer' : 'Not asked',
    tone: 'bad',
  };
}

function shownOf(entry: Entry): ShownNames {
  const { ask, result, error, outcome, file } = entry;
  return {
    ...headingOf(entry),
    ask,
    ...(result && { result }),
    ...(error && { error }),
    ...(outcome && { checks: outcome.checks }),
    ...(file && { source: file.source }),
  };
}
