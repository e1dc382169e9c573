import path from 'node:path';
import type { HttpProgress } from '../../net/http/exchange.ts';
import { forbidden, sentenceOf, untrusted, untrustedWorkspace, type Need } from '../../base/trust.ts';
import {
  optionLines,
  type Item,
  type Located,
  type Problem,
  type Range,
  type Region,
  type RequestFile,
  type Template,
} from '../model.ts';
import { metaLines } from '../metaWords.ts';
import { needsOfRegion, undoneBy } from '../trust.ts';
import { parseDuration } from '../../endpoints/value.ts';
import { VariableError, type ExpandOptions, type Scope } from '../variables.ts';
import { namespacesFor } from '../xml/body.ts';
import { statesOf, type CheckState } from './checks.ts';
import { Cancelled, FileError } from './requestError.ts';
import { Options } from './options.ts';
import type { CheckOutcome, ItemResult } from './outcome.ts';
import { Deadline } from './waiting.ts';
import type { RunOptions } from './runOptions.ts';
import type { RunStart } from './requests.ts';
import type { Started } from './started.ts';
import type { Watched } from '../words/watched.ts';
import type { Outlook, RunnerHost, Turn } from './turn.ts';

interface Shown {
  readonly result?: ItemResult;
  readonly progress?: HttpProgress;
}

/** The parts of a run that a turn needs. */
interface RunOfFile {
  readonly host: RunnerHost;
  readonly start: RunStart;
  readonly file: RequestFile;
  readonly options: Pick<RunOptions, 'onPrompt' | 'onDebug'>;
  readonly session: { readonly started: Started };
  scopeFor(region: Region, readFile: (path: string) => Promise<string>): Scope;
  randomFor(region: Region): () => number;
  watched(name: Located): Promise<Watched>;
  earlier(name: string): { readonly item: Item; readonly result: ItemResult } | undefined;
}

/** Node's timers go no further: 24 days. */
const longestTimer = 2 ** 31 - 1;

async function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds <= 0) return;
  const deadline = new Deadline(Math.min(milliseconds, longestTimer), signal);
  await deadline.over();
  deadline.dispose();
}

/** The turn of one request of a run. */
export class RequestTurn implements Turn {
  readonly host: RunnerHost;
  readonly start: RunStart;
  readonly region: Region;
  readonly label: string;
  readonly started: Started;
  readonly signal: AbortSignal;
  readonly report: (state: Shown) => void;
  /** Where relative paths begin. */
  readonly #folder: string;
  readonly #scope: Scope;
  readonly #file: RequestFile;
  readonly #ask: RunOptions['onPrompt'];
  readonly attach: Turn['attach'];
  readonly watched: Turn['watched'];
  readonly random: Turn['random'];
  readonly #earlier: RunOfFile['earlier'];
  readonly #from = performance.now();
  #seen: ItemResult | undefined;
  #options: Options | undefined;

  /** `signal`: the run was cancelled, or the time of the step is over. */
  constructor(
    run: RunOfFile,
    { region, label, signal }: { readonly region: Region; readonly label: string; readonly signal: AbortSignal },
    report: (state: Shown) => void,
  ) {
    this.#scope = run.scopeFor(region, (name) => this.#textOf(name));
    this.#file = run.file;
    this.#ask = run.options.onPrompt;
    this.attach = async (to) => (await run.options.onDebug?.(to)) ?? false;
    this.host = run.host;
    this.start = run.start;
    this.region = region;
    this.label = label;
    this.#folder = run.start.source.folder ?? process.cwd();
    this.started = run.session.started;
    this.signal = signal;
    this.report = report;
    this.#earlier = (name) => run.earlier(name);
    this.random = run.randomFor(region);
    this.watched = (name) => run.watched(name);
  }

  /** Asks what is to be asked, and fills in the options; before it, there are none. */
  async prepare(): Promise<void> {
    const item = this.region.item!;
    for (const need of needsOfRegion(this.region)) this.refuse([need], need);
    try {
      await this.#scope.ask();
    } catch (error) {
      if (error instanceof VariableError)
        throw this.#noValue({ ...item, severity: 'error', code: error.code, message: error.message });
      throw error;
    }
    await this.#confirm();
    await this.#sleep();
    this.#options = await Options.of(optionLines(item), (template) => this.fill(template));
  }

  /** `# @note`: asks before it is sent, if there is somebody to ask. */
  async #confirm(): Promise<void> {
    const [note] = metaLines(this.region.meta, 'note');
    if (note === undefined || this.#ask === undefined) return;
    const description = `${note.value?.value ?? 'Send this request?'} (${this.label})`;
    const answer = await this.#ask({ name: 'note', description, secret: false, value: 'yes' });
    if (answer === null || /^no?$/i.test(answer.trim())) throw new Cancelled(this.label);
  }

  /** `# @sleep 500`. */
  async #sleep(): Promise<void> {
    const value = metaLines(this.region.meta, 'sleep').at(-1)?.value;
    if (value === undefined) return;
    const duration = parseDuration(value.value);
    if (duration === undefined) {
      const message = `"${value.value}" is not a duration: write 500, 500ms or 2s.`;
      throw new FileError({ code: 'bad-value', message }, value);
    }
    await (this.host.sleep ?? sleep)(duration, this.signal);
    if (this.signal.aborted) throw new Cancelled(this.label);
  }

  get options(): Options {
    return this.#options!;
  }

  refuse(needs: readonly Need[], place: Range): void {
    const need = forbidden(needs, { trusted: this.start.trusted });
    if (need !== undefined) throw new FileError(untrusted(sentenceOf(need, undoneBy(this.region.item))), place);
  }

  path(name: string, place: Range): string {
    this.refuse([{ effect: 'file', subject: `The path ${name}` }], place);
    return path.resolve(this.#folder, name);
  }

  async fill(template: Template, options: ExpandOptions = {}): Promise<string> {
    const { text, problems } = await this.#scope.expand(template, options);
    const [problem] = problems;
    if (problem !== undefined) throw this.#noValue(problem);
    return text;
  }

  async #textOf(name: string): Promise<string> {
    const { textOf } = await import('./partText.ts');
    const place = { start: this.region.item!.start, end: this.region.item!.end };
    const path = { ...place, text: name, placeholders: [] };
    return textOf({ kind: 'file', path, substitute: false, ...place }, 'utf-8', this);
  }

  #noValue(problem: Problem): Error {
    if (problem.code === 'prompt-cancelled') return new Cancelled(this.label);
    const { code, message } = problem;
    // The name may be one of an environment, which is not read then.
    const forTrust = code === untrustedWorkspace || (code === 'unknown-variable' && !this.start.trusted);
    return new FileError(forTrust ? { ...untrusted(message), code } : { code, message }, problem);
  }

  /** The result as far as it had come when it was last looked at. */
  get seen(): ItemResult | undefined {
    return this.#seen;
  }

  async outlook(result: ItemResult): Promise<Outlook> {
    this.#seen = result;
    const { checks } = this.region;
    // A check that cannot hold is not waited for.
    if (!checks.some((check) => check.notSupported === undefined)) return checks.length > 0 ? 'holds' : 'open';
    const states = await this.#states(result);
    const failing = states.filter(
      ({ outcome }, i) => outcome.state !== 'passed' && checks[i]!.notSupported === undefined,
    );
    if (failing.length === 0) return 'holds';
    return failing.every(({ lost }) => lost) ? 'lost' : 'open';
  }

  async checks(result: ItemResult): Promise<CheckOutcome[]> {
    const states = await this.#states(result);
    return states.map(({ outcome }) => outcome);
  }

  #states(result: ItemResult): Promise<CheckState[]> {
    return statesOf(this.region, result, {
      fill: (template, options) => this.fill(template, options),
      earlier: this.#earlier,
      bodies: this.host.http.bodies,
      duration: performance.now() - this.#from,
      encoding: this.#options?.text('encoding') ?? 'utf-8',
      namespaces: namespacesFor(this.#file, this.region),
    });
  }
}
