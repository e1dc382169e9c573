import type { ErrorData } from '../../base/errors.ts';
import type { RequestFile } from '../model.ts';
import { kindOf, startedBy, unansweredOver } from '../words/table.ts';
import {
  concernOf,
  hasRaised,
  isCrash,
  isExpected,
  isProgram,
  knownOf,
  type Known,
  type Under,
  type Watched,
} from './knownPrograms.ts';
import { endOf, failedBy, failedByException, notChecked, toldOnce, type Ending } from './programEndings.ts';
import type { Program } from './program.ts';
import { whySilent } from './silent.ts';
import type { Started } from './started.ts';
import { untilWithin } from './waiting.ts';

/**
 * Milliseconds in which a program is over after its connection broke: the system closes its sockets before it tells its parent that it
 * has ended.
 */
const lastBreath = 300;
/** Milliseconds that a run waits for such an end after its last request. */
const lastLook = 30;

/**
 * The programs of a session that end by themselves. The end is a part of the outcome of the request under way; a later request that
 * fails because the program is gone is not checked.
 */
export class ProgramEnds {
  readonly #started: Started;
  readonly #watched = new Set<Watched>();
  /** Those that did not start, or were not ready in time, by their labels. */
  readonly #missing = new Map<string, Known>();

  constructor(started: Started) {
    this.#started = started;
  }

  /** How outcomes name the request that started a program. */
  labelOf(program: Program): string | undefined {
    return [...this.#watched].find((each) => each.program === program)?.label;
  }

  /** The ending of a request, with the ends of programs in it. */
  async within(under: Under, ending: Ending): Promise<Ending> {
    const pid = startedBy(ending.result)?.pid;
    if (pid !== undefined) return toldOnce(await this.#ofRun(under, pid, ending));
    if (ending.state !== 'passed' && ending.state !== 'failed' && ending.state !== 'error') return ending;
    return toldOnce(await this.#ofOther(under, ending));
  }

  /** Of a request that started no program. */
  async #ofOther(under: Under, ending: Ending): Promise<Ending> {
    const running = this.#current();
    const passed = ending.state === 'passed';
    const concerned = passed ? [] : await this.#concern(running, under);
    await anyOver(concerned, lastBreath, under.signal);
    const ended = concerned.find(isUntold) ?? this.#crashed(running, under);
    if (ended !== undefined) {
      ended.told = under.label;
      return failedBy(ended, ending);
    }
    return passed ? ending : this.#withCause(concerned, under, ending);
  }

  /** Of one that did not pass while no program ended: what else the programs have to do with it. */
  async #withCause(concerned: readonly Watched[], under: Under, ending: Ending): Promise<Ending> {
    const { item } = under.region;
    // A CHECK is about what a program has done: a good end leaves nothing out.
    const looks = item !== undefined && kindOf(item.kind).spec.looks === true;
    const gone = concerned.find(({ program }) => (looks ? isCrash(program) : program.over));
    if (gone !== undefined) return notChecked(`${gone.label} has ended`, gone.told, under, ending);
    const raised = concerned.find((each) => hasRaised(each) && !isExpected(each, under.file));
    if (raised !== undefined) return failedByException(raised, ending);
    const about = concerned.find(({ ports }) => ports.length > 0);
    const { error: known, result } = ending;
    const asked = about !== undefined && known === undefined && item !== undefined && result !== undefined;
    const transport = asked ? unansweredOver(item, result) : undefined;
    const error = transport && (await whySilent(transport, about!));
    if (error !== undefined) return { ...ending, error };
    if (ending.state !== 'error') return ending;
    if (item === undefined || !isProgram(item)) return this.#withMissing(under, ending);
    this.#missing.set(under.label, await knownOf(under));
    return ending;
  }

  /** Of one that has an error: it may have called a program that never got ready. */
  async #withMissing(under: Under, ending: Ending): Promise<Ending> {
    const [missing] = (await this.#concern([...this.#missing.values()], under)).filter(({ ports }) => ports.length > 0);
    return missing === undefined
      ? ending
      : notChecked(`${missing.label} did not get ready`, missing.label, under, ending);
  }

  #concern<Each extends Known>(all: readonly Each[], under: Under): Promise<readonly Each[]> {
    return concernOf(all, under, (port) => this.#started.hasServerAt(port));
  }

  /** The first that ended badly and was not told yet. */
  #crashed(all: readonly Watched[], { file }: Pick<Under, 'file'>): Watched | undefined {
    return all.find((each) => each.told === undefined && isCrash(each.program) && !isExpected(each, file));
  }

  /** The first program that ended badly in no request's time, looked for after the last request; told from now on. */
  async late(file: RequestFile, label: string, signal: AbortSignal): Promise<ErrorData | undefined> {
    const current = this.#current();
    await anyOver(current, lastLook, signal);
    const found = this.#crashed(current, { file });
    if (found === undefined) return undefined;
    found.told = label;
    return endOf(found);
  }

  async #ofRun(under: Under, pid: number, ending: Ending): Promise<Ending> {
    const program = this.#started.programWith(pid);
    if (program === undefined) return ending;
    const { region, label, file, signal } = under;
    const others = this.#current();
    const watched: Watched = { ...(await knownOf(under)), program };
    this.#watched.add(watched);
    this.#missing.delete(label);
    if (ending.state === 'failed') {
      // It may have failed because a program that it talks to has crashed.
      await anyOver(others, lastBreath, signal);
      const other = isCrash(program) ? undefined : this.#crashed(others, under);
      if (other !== undefined) {
        other.told = label;
        return failedBy(other, ending);
      }
    }
    if (!program.over) return ending;
    watched.told = label;
    // A good end is no reason for a check that does not hold.
    if (!isCrash(program)) return ending;
    if (ending.state === 'failed') return { ...ending, error: endOf(watched) };
    return ending.state === 'passed' && !isExpected(watched, file, region)
      ? { ...ending, state: 'failed', error: endOf(watched) }
      : ending;
  }

  /** Those that nobody has stopped. */
  #current(): Watched[] {
    const kept = new Set(this.#started.programs());
    for (const each of this.#watched) if (!kept.has(each.program)) this.#watched.delete(each);
    return [...this.#watched];
  }
}

async function anyOver(all: readonly Watched[], milliseconds: number, signal: AbortSignal): Promise<void> {
  const running = all.filter(({ program }) => !program.over);
  if (running.length === 0 || running.length < all.length) return;
  const each = new AbortController();
  const either = AbortSignal.any([signal, each.signal]);
  await Promise.race(
    running.map(({ program }) => untilWithin(program.onChange, () => program.over, milliseconds, either)),
  );
  each.abort();
}

/** It is over, and no outcome tells of it. */
function isUntold({ program, told }: Watched): boolean {
  return program.over && told === undefined;
}
