import path from 'node:path';
import { errorData, WirebenchError, type ErrorData } from '../../base/errors.ts';
import type { Item, Located, Region, RequestFile, Template } from '../model.ts';
import { parseRequestFile } from '../parse.ts';
import { isPart, partOf } from '../source.ts';
import { placeOutcome } from './placeOutcome.ts';
import { needsOf, refsOf } from './needs.ts';
import { dotenv } from './dotenv.ts';
import { exitCodeOf } from './exitCode.ts';
import { labelOf } from './label.ts';
import { limitOf, overLimit } from './limit.ts';
import { Deadline } from './waiting.ts';
import { atTime, timesOf } from './times.ts';
import { misread } from './misread.ts';
import type { ItemResult, RequestOutcome, RunSummary } from './outcome.ts';
import { Cancelled, faultOf, FileError } from './requestError.ts';
import type { RunStart } from './requests.ts';
import type { RunSession } from './runSession.ts';
import { RequestTurn } from './requestTurn.ts';
import { createScope, type Scope } from '../variables.ts';
import { certificateHint } from '../certificates.ts';
import { metaLines } from '../metaWords.ts';
import { kindOf, namedResultOf, presentationOf, runnerOf, startedBy } from '../words/table.ts';
import type { Watched } from '../words/watched.ts';
import type { RunOptions } from './runOptions.ts';
import type { RunnerHost } from './turn.ts';

/** The character that decoders put in the place of bytes they cannot read. */
const replacement = '\ufffd';

/** How a request ended: its outcome but for what names it. */
type Ending = Pick<RequestOutcome, 'state'> & Partial<RequestOutcome>;

/** One run of a file, or of some of its requests. */
export class FileRun {
  readonly host: RunnerHost;
  readonly start: RunStart;
  readonly session: RunSession;
  readonly options: RunOptions;
  readonly signal: AbortSignal;
  readonly file: RequestFile;
  readonly #outcomes: RequestOutcome[] = [];

  constructor(
    host: RunnerHost,
    start: RunStart,
    session: RunSession,
    options: RunOptions & { readonly signal: AbortSignal },
  ) {
    this.host = host;
    this.start = start;
    this.session = session;
    this.options = options;
    this.signal = options.signal;
    this.file = parseRequestFile(start.source.text, start.source.before);
  }

  async all(): Promise<RunSummary> {
    const from = performance.now();
    for (const region of this.#order()) this.#outcomes.push(await this.#one(region));
    await this.#tellLateEnd();
    return {
      outcomes: this.#outcomes,
      exitCode: exitCodeOf(this.#outcomes),
      duration: performance.now() - from,
      cancelled: this.signal.aborted,
      ...(this.session.chance.used && { seed: this.session.chance.seed }),
    };
  }

  /** A program that ended badly after the last request is told in that one's outcome. */
  async #tellLateEnd(): Promise<void> {
    const last = this.#outcomes.at(-1);
    if (last === undefined || this.signal.aborted) return;
    const error = await this.session.ends.late(this.file, last.label, this.signal);
    if (error === undefined || last.state === 'skipped') return;
    const amended: RequestOutcome = {
      ...last,
      state: last.state === 'passed' ? 'failed' : last.state,
      error: last.error ?? error,
    };
    this.#outcomes.splice(-1, 1, amended);
    this.options.onOutcome?.(amended);
  }

  randomFor(region: Region): () => number {
    return this.session.chance.numbers(this.#keyForChance(region), '# order');
  }

  /** The values of the placeholders of a request. */
  scopeFor(region: Region, readFile: (path: string) => Promise<string>): Scope {
    const { file, start, session, host, options } = this;
    const { chance } = session;
    const { onPrompt } = options;
    return createScope({
      random: chance.numbers(this.#keyForChance(region)),
      draw: (definition) => {
        const defining = file.seen.find(({ variables }) => variables.includes(definition))!;
        return chance.numbers(this.#keyForChance(defining), definition.name.value);
      },
      ...host.sources,
      ...{ file, region, readFile, environment: start.variables ?? {}, trusted: start.trusted },
      ...(start.trusted ? { processEnv: process.env, dotenv: (name) => dotenv(start.source.folder, name) } : {}),
      results: (name) => {
        const result = session.results.get(name)?.result;
        return result && namedResultOf(result, host.http.bodies);
      },
      ...(onPrompt === undefined ? {} : { prompt: onPrompt }),
    });
  }

  /** The requests to send, each after those it needs: servers and programs that do not run, requests that never ran in this session. */
  #order(): readonly Region[] {
    const asked = this.#asked();
    const order: Region[] = [];
    const add = (region: Region, path: readonly Region[]): void => {
      if (path.includes(region)) return;
      const forced = metaLines(region.meta, 'forceRef').map(({ value }) => value?.value.trim());
      for (const needed of this.#first(region)) {
        const again = forced.includes(needed.name?.value);
        const waits = !order.includes(needed) && (asked.includes(needed) || !this.#isThere(needed));
        if (again || waits) add(needed, [...path, region]);
      }
      order.push(region);
    };
    for (const region of asked) if (!order.includes(region)) add(region, []);
    return order;
  }

  #asked(): readonly Region[] {
    const { regions } = this.file;
    const indexes = this.start.regions;
    if (indexes !== undefined) return indexes.flatMap((index) => regions[index] ?? []);
    const there = regions.filter((region) => region.item !== undefined || this.#problem(region));
    return there.filter(({ meta }) => metaLines(meta, 'disabled').length === 0);
  }

  /** The requests before a request: all it needs; of the whole source, which has an order, those that its tags name. */
  #first(region: Region): readonly Region[] {
    const needs = needsOf(region, this.file);
    if (this.start.regions !== undefined) return needs;
    const refs = refsOf(region);
    return needs.filter(({ index, name }) => index < 0 || (name !== undefined && refs.includes(name.value)));
  }

  #isThere(region: Region): boolean {
    if (region.item !== undefined && kindOf(region.item.kind).spec.starts !== undefined)
      return this.session.isRunning(keyOf(region, this.file.text));
    const known = region.name === undefined ? undefined : this.session.results.get(region.name.value);
    return known?.result !== undefined;
  }

  #problem(region: Region): FileError | undefined {
    const problem = this.file.problems.find(
      ({ severity, start }) =>
        severity === 'error' && start >= region.start && start < Math.max(region.end, region.start + 1),
    );
    return problem && new FileError({ code: problem.code, message: problem.message }, problem);
  }

  /** A text that was read in the wrong encoding would go out with U+FFFD in it: the file itself shows which byte it was. */
  async #misread({ item }: Region): Promise<FileError | undefined> {
    const { text, seen } = this.file;
    if (item === undefined || !text.includes(replacement)) return undefined;
    const parts = [item, ...seen.flatMap(({ variables }) => variables)];
    const part = parts.find(({ start, end }) => text.slice(start, end).includes(replacement));
    const wrong = part && (await misread(this.start.source.path));
    if (wrong === undefined) return undefined;
    const at = text.indexOf(replacement, part!.start);
    return new FileError({ code: 'not-utf-8', message: wrong }, { start: at, end: at + 1 });
  }

  async #one(region: Region): Promise<RequestOutcome> {
    const label = labelOf(region, this.file.text);
    const { start, end } = region.item ?? region;
    const from = performance.now();
    const outcome = (rest: Ending): RequestOutcome =>
      placeOutcome(this.start.source, this.file, region, {
        ...{ region: region.index, start, end, label, checks: [], duration: performance.now() - from },
        ...this.#seedFor(rest.state),
        ...rest,
      });
    let ending = this.#skip(region, label);
    if (ending === undefined) {
      this.options.onOutcome?.(outcome({ state: 'running' }));
      const report: RequestTurn['report'] = ({ result, progress }) => {
        this.options.onOutcome?.(outcome({ state: 'running', ...(result && { result }) }), progress);
      };
      ending = await this.#sendTimes(region, label, report);
    }
    if (region.name !== undefined) this.session.results.set(region.name.value, ending);
    const done = outcome(ending);
    this.options.onOutcome?.(done);
    await this.#follow(region, done);
    return done;
  }

  /** A session draws anew at each send, so its seed alone repeats nothing. */
  #seedFor(state: RequestOutcome['state']): Pick<RequestOutcome, 'seed'> {
    const { chance } = this.session;
    return chance.used && this.start.keeps !== true && (state === 'failed' || state === 'error')
      ? { seed: chance.seed }
      : {};
  }

  /** A program that goes on after its request tells its output further. */
  async #follow({ item }: Region, done: RequestOutcome): Promise<void> {
    const { onGrown } = this.options;
    const { result } = done;
    if (onGrown === undefined || item === undefined || startedBy(result) === undefined) return;
    const runner = await runnerOf(item);
    runner?.follow?.(result!, this.session.started, (grown) => onGrown({ ...done, result: grown }));
  }

  /** The last result of the request with that name. */
  earlier(name: string): { readonly item: Item; readonly result: ItemResult } | undefined {
    const item = this.file.seen.findLast((each) => each.name?.value === name)?.item;
    const result = this.session.results.get(name)?.result;
    return item === undefined || result === undefined ? undefined : { item, result };
  }

  /** As `Turn.watched`. */
  async watched(name: Located): Promise<Watched> {
    const region = this.file.seen.findLast((each) => each.name?.value === name.value);
    const result = this.session.results.get(name.value)?.result;
    const refuse = (code: 'unknown-request' | 'no-result' | 'bad-value', message: string): FileError =>
      new FileError({ code, message }, name);
    if (region?.item === undefined)
      throw refuse('unknown-request', `There is no request with the name ${name.value} in this file.`);
    if (result === undefined)
      throw refuse('no-result', `${name.value} has not started yet: this request comes after the one that starts it.`);
    const runner = await runnerOf(region.item);
    const watched = runner?.watch?.(result, this.session.started);
    if (watched !== undefined) return watched;
    const message =
      runner?.watch === undefined ? 'It is not a server, a program or an open connection' : 'It has been stopped';
    throw refuse('bad-value', `${name.value} cannot be checked: ${message}.`);
  }

  #skip(region: Region, label: string): Ending | undefined {
    if (this.signal.aborted) return { state: 'skipped', error: new Cancelled(label).toData() };
    const failed = needsOf(region, this.file).find(({ name }) => {
      const known = name && this.session.results.get(name.value);
      return known !== undefined && known.result === undefined;
    });
    const unmet = failed ?? this.#unmet(region);
    if (unmet === undefined) return undefined;
    const how = failed === undefined ? 'did not pass' : 'did not go through';
    const message = `It needs ${labelOf(unmet, this.file.text)}, which ${how}.`;
    return { state: 'skipped', error: { code: 'needs-failed', message } };
  }

  /** The request of a `# @needs` that ran and did not pass. */
  #unmet({ meta }: Region): Region | undefined {
    const names = metaLines(meta, 'needs').map(({ value }) => value?.value);
    return this.file.seen.findLast(({ name }) => {
      const known = name && names.includes(name.value) ? this.session.results.get(name.value) : undefined;
      return known !== undefined && known.state !== 'passed';
    });
  }

  /** `# @times 5`: again and again with new values, until it does not pass. */
  async #sendTimes(region: Region, label: string, report: RequestTurn['report']): Promise<Ending> {
    const isGood = this.#problem(region) === undefined;
    const times = isGood ? timesOf(region) : 1;
    const deadline = new Deadline(isGood ? limitOf(region) : 0, this.signal);
    const turn = (): RequestTurn => new RequestTurn(this, { region, label, signal: deadline.signal }, report);
    try {
      for (let time = 1; ; time++) {
        this.session.chance.begin(this.#keyForChance(region));
        const ending = this.#skip(region, label) ?? (await this.#sendOnce(turn()));
        if (times === 1 || (time === times && ending.state === 'passed')) return ending;
        if (ending.state !== 'passed') return atTime(ending, time, times);
      }
    } finally {
      deadline.dispose();
    }
  }

  /** With the end of a program in it that ended meanwhile, and the client that a server could not take. */
  async #sendOnce(turn: RequestTurn): Promise<Ending> {
    const { file, signal, session } = this;
    const { region, label } = turn;
    session.refused.begin();
    const sent = await this.#send(region, turn);
    const fill = (template: Template): Promise<string> => turn.fill(template);
    const under = { region, file, label, signal, fill };
    const ending = await session.refused.within(under, await session.ends.within(under, sent));
    return this.options.evidence === true ? this.#withEvidence(region, label, ending, fill) : ending;
  }

  async #withEvidence(
    { item }: Region,
    label: string,
    ending: Ending,
    fill: (template: Template) => Promise<string>,
  ): Promise<Ending> {
    const { collectEvidence, dialledBy } = await import('./collectEvidence.ts');
    const { started, ends, answered } = this.session;
    const { state, result, error } = ending;
    if (state === 'failed' || state === 'error') {
      const evidence = await collectEvidence(
        { label, ...(error && { error }) },
        {
          ...{ item, started, fill },
          labelOf: (program) => ends.labelOf(program),
          answeredBefore: (port) => answered.get(port) ?? 0,
        },
      );
      ending = { ...ending, evidence };
    }
    if (result !== undefined && wasAnswered(result))
      for (const { port } of await dialledBy(item, fill)) answered.set(port, (answered.get(port) ?? 0) + 1);
    return ending;
  }

  /** The same for the same file on every machine. */
  #keyForChance(region: Region): string {
    const { source } = this.start;
    const { part, index } = partOf(source, this.file, region);
    return `${isPart(source) ? part.id : path.basename(source.path ?? '')} ${index}`;
  }

  async #send(region: Region, turn: RequestTurn): Promise<Ending> {
    let result: ItemResult | undefined;
    try {
      const problem = this.#problem(region) ?? (await this.#misread(region));
      if (problem !== undefined) throw problem;
      result = await this.#execute(region, turn);
      const { error, fault } = presentationOf(result);
      if (error !== undefined) throw fault === 'file' ? new FileError(error, region.item!) : new WirebenchError(error);
      const checks = await turn.checks(result);
      if (this.#isOver(turn)) return overLimit(limitOf(region), { state: 'failed', checks, result });
      return { state: checks.every(({ state }) => state === 'passed') ? 'passed' : 'failed', checks, result };
    } catch (error) {
      if (this.#isOver(turn)) return overLimit(limitOf(region), await seenBy(turn, result), error);
      if (this.signal.aborted || error instanceof Cancelled) {
        return { state: 'skipped', error: new Cancelled(turn.label).toData(), ...(result && { result }) };
      }
      return {
        state: 'error',
        error: withHint(errorData(error), region.item!),
        fault: faultOf(error),
        ...(result && { result }),
      };
    }
  }

  /** The time of the step is over, and nobody cancelled the run. */
  #isOver({ signal }: RequestTurn): boolean {
    return signal.aborted && !this.signal.aborted;
  }

  async #execute(region: Region, turn: RequestTurn): Promise<ItemResult> {
    const item = region.item!;
    const key = keyOf(region, this.file.text);
    await this.session.stop(key);
    await turn.prepare();
    if (kindOf(item.kind).spec.looks !== true) this.session.started.markPrograms();
    const runner = await runnerOf(item);
    // Its line has a problem, which was thrown before.
    const result = await runner!.run(item, turn);
    const started = startedBy(result);
    if (started !== undefined) this.session.running(key, started);
    return result;
  }
}

/** A request that did not come to its end, as far as it came. */
async function seenBy(turn: RequestTurn, result: ItemResult | undefined): Promise<Ending> {
  const seen = result ?? turn.seen;
  return { state: 'failed', ...(seen && { result: seen, checks: await turn.checks(seen) }) };
}

function wasAnswered(result: ItemResult): boolean {
  const { exchange } = presentationOf(result);
  if (exchange !== undefined) return exchange.hops.some(({ response }) => response !== undefined);
  return 'received' in result && result.received.length > 0;
}

/** The hint about certificates is a part of the sentence, the same in the editor and in a terminal. */
function withHint(error: ErrorData, item: Item): ErrorData {
  const hint = certificateHint(error.code, item);
  return hint === undefined ? error : { ...error, message: `${error.message} ${hint}` };
}

/** Identifies a server or program across sends, even after edits. */
function keyOf(region: Region, text: string): string {
  return region.name?.value ?? text.slice(region.item?.start, region.item?.end);
}
