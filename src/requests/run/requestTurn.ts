import path from 'node:path';
import type { HttpProgress } from '../../net/http/exchange.ts';
import type { Region, Template } from '../model.ts';
import { outcomesOf } from './checks.ts';
import type { FileRun } from './fileRun.ts';
import { fill } from './fill.ts';
import { Options } from './options.ts';
import type { CheckOutcome, ItemResult } from './outcome.ts';
import type { Started } from './started.ts';
import type { RunnerHost, Turn } from './turn.ts';

interface Shown {
  readonly result?: ItemResult;
  readonly progress?: HttpProgress;
}

/** The turn of one request of a run. */
export class RequestTurn implements Turn {
  readonly host: RunnerHost;
  readonly start: Turn['start'];
  readonly region: Region;
  readonly label: string;
  readonly folder: string;
  readonly started: Started;
  readonly signal: AbortSignal;
  readonly report: (state: Shown) => void;
  readonly #run: FileRun;
  readonly #from = performance.now();
  #options: Options | undefined;

  constructor(run: FileRun, region: Region, label: string, report: (state: Shown) => void) {
    this.#run = run;
    this.host = run.host;
    this.start = run.start;
    this.region = region;
    this.label = label;
    this.folder = run.start.path === undefined ? process.cwd() : path.dirname(run.start.path);
    this.started = run.session.started;
    this.signal = run.signal;
    this.report = report;
  }

  /** Fills in the options; before it, there are none. */
  async prepare(): Promise<void> {
    const item = this.region.item!;
    this.#options = await Options.of('options' in item ? item.options : [], (template) => this.fill(template));
  }

  get options(): Options {
    return this.#options!;
  }

  fill(template: Template, inserted?: (value: string) => string): Promise<string> {
    return fill(template, (placeholder) => this.#run.scope.value(placeholder, this.region), inserted);
  }

  async holds(result: ItemResult): Promise<boolean> {
    if (this.region.checks.length === 0) return false;
    const outcomes = await this.checks(result);
    return outcomes.every(({ state }) => state === 'passed');
  }

  checks(result: ItemResult): Promise<CheckOutcome[]> {
    return outcomesOf(this.region, result, {
      fill: (template) => this.fill(template),
      bodies: this.host.http.bodies,
      duration: performance.now() - this.#from,
      encoding: this.#options?.text('encoding') ?? 'utf-8',
    });
  }
}
