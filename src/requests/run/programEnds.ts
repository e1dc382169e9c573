import type { ErrorData } from '../../base/errors.ts';
import type { Item, Region, RequestFile, Template } from '../model.ts';
import { optionLines } from '../model.ts';
import { endSentence, exceptionSentence } from './programSentences.ts';
import { kindOf, startedBy, subjectsOf, wordOf } from '../words/table.ts';
import { otherSocket } from './otherSocket.ts';
import type { RequestOutcome } from './outcome.ts';
import type { Program } from './program.ts';
import type { Started } from './started.ts';
import { tracebackHeader } from './traceback.ts';
import { untilWithin } from './waiting.ts';

/**
 * Milliseconds in which a program is over after its connection broke: the system closes its sockets before it tells its parent that it
 * has ended.
 */
const lastBreath = 300;
/** Milliseconds that a run waits for such an end after its last request. */
const lastLook = 30;

type Ending = Pick<RequestOutcome, 'state'> & Partial<RequestOutcome>;

/** What tells whether a request is about a program. */
interface Known {
  readonly label: string;
  readonly name: string | undefined;
  /** The ports in its `ready` line. */
  readonly ports: readonly number[];
}

/** A program that went on when its RUN was over. */
interface Watched extends Known {
  readonly program: Program;
  /** The request in whose outcome its end was told. */
  told?: string;
  /** The exception that was told although it went on. */
  toldException?: string;
}

/** A request under way, or just over. */
interface Under {
  readonly region: Region;
  readonly file: RequestFile;
  readonly label: string;
  readonly signal: AbortSignal;
  readonly fill: (template: Template) => Promise<string>;
}

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
    const { result } = ending;
    const pid = startedBy(result)?.pid;
    if (pid !== undefined) return this.#ofRun(under, pid, ending);
    if (ending.state !== 'passed' && ending.state !== 'failed' && ending.state !== 'error') return ending;
    const running = this.#current();
    const bad = ending.state !== 'passed';
    const { item } = under.region;
    // A request that starts something fails by itself, unless it calls somebody for it.
    const { starts: kept } = item === undefined ? {} : kindOf(item.kind).spec;
    const starts = kept !== undefined && kept !== 'connection';
    const concerned = bad && !starts ? await this.#concern(running, under) : [];
    if (bad) await anyOver(concerned, lastBreath, under.signal);
    const ended =
      concerned.find(({ program, told }) => program.over && told === undefined) ?? this.#crashed(running, under);
    if (ended !== undefined) {
      ended.told = under.label;
      return failedBy(ended, ending);
    }
    // A CHECK is about what a program has done: a good end leaves nothing out.
    const looks = item !== undefined && kindOf(item.kind).spec.looks === true;
    const gone = concerned.find(({ program }) => (looks ? isCrash(program) : program.over));
    if (gone !== undefined) return notChecked(`${gone.label} has ended`, gone.told, under, ending);
    const raised = concerned.find((each) => hasRaised(each) && !isExpected(each, under.file));
    if (raised !== undefined) return failedByException(raised, ending);
    const about = concerned.find(({ ports }) => ports.length > 0);
    const error = about && heardNothing(under, ending) && (await otherSocket(about.program, about.label, about.ports));
    if (error) return { ...ending, error };
    if (ending.state !== 'error') return ending;
    if (item !== undefined && isProgram(item)) {
      this.#missing.set(under.label, await knownOf(under));
      return ending;
    }
    if (starts) return ending;
    const [missing] = (await this.#concern([...this.#missing.values()], under)).filter(({ ports }) => ports.length > 0);
    return missing === undefined
      ? ending
      : notChecked(`${missing.label} did not get ready`, missing.label, under, ending);
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

  /** The programs that a request that failed was about: by name, by port, else those whose port is not known. */
  async #concern<Each extends Known>(all: readonly Each[], { region, fill }: Under): Promise<Each[]> {
    const { item } = region;
    if (item === undefined || all.length === 0) return [];
    const about = kindOf(item.kind)
      .about?.(item)
      .map(({ value }) => value);
    if (about !== undefined) return all.filter(({ name }) => name !== undefined && about.includes(name));
    const ports = await dialled(item, fill);
    // A server of the file is no program.
    if (ports.some((port) => this.#started.hasServerAt(port))) return [];
    const named = all.filter((each) => each.ports.some((port) => ports.includes(port)));
    return named.length > 0 ? named : all.filter((each) => each.ports.length === 0);
  }

  /** Those that nobody has stopped. */
  #current(): Watched[] {
    const kept = new Set(this.#started.programs());
    for (const each of this.#watched) if (!kept.has(each.program)) this.#watched.delete(each);
    return [...this.#watched];
  }
}

/** The ports of the addresses in the request line. */
async function dialled(item: Item, fill: Under['fill']): Promise<number[]> {
  const targets = kindOf(item.kind).targets?.(item) ?? [];
  const texts = await Promise.all(targets.map((target) => fill(target).catch(() => target.text)));
  return texts.flatMap((text) => {
    const port = /:(\d{1,5})(?=[/?#\s]|$)/.exec(text.replace(/^\w+:\/\//, ''))?.[1];
    return port === undefined ? [] : [Number(port)];
  });
}

async function knownOf({ region: { item, name }, label, fill }: Under): Promise<Known> {
  const lines = item === undefined ? [] : optionLines(item).filter((line) => line.name.value.toLowerCase() === 'ready');
  const texts = await Promise.all(lines.map(({ value }) => fill(value).catch(() => value.text)));
  const ports = texts.flatMap((text) => {
    const port = /^(?:tcp|udp)\b.*?(\d{1,5})\s*$/i.exec(text)?.[1];
    return port === undefined ? [] : [Number(port)];
  });
  return { label, name: name?.value, ports };
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

/** Datagrams got no answer, and nothing says why. */
function heardNothing({ region }: Under, { error, result }: Ending): boolean {
  const isUdp = region.item !== undefined && wordOf(region.item.kind)?.spec.schemes?.includes('udp') === true;
  return isUdp && error === undefined && result !== undefined && 'received' in result && result.received.length === 0;
}

function isCrash({ over, state: { exitCode, signal } }: Program): boolean {
  return over && (signal !== undefined || exitCode !== 0);
}

/** It has reported an exception since the last request began, which was not told yet, and went on. */
function hasRaised({ program, toldException }: Watched): boolean {
  const { since, exception } = program.state;
  return exception !== undefined && since.includes(tracebackHeader) && JSON.stringify(exception) !== toldException;
}

function isProgram(item: Item): boolean {
  return kindOf(item.kind).spec.starts === 'program';
}

/** Some check of the file is about how the program ends. */
function isExpected({ name }: Pick<Watched, 'name'>, file: RequestFile, own?: Region): boolean {
  return file.seen.some(({ item, checks, ...region }) => {
    if (item === undefined) return false;
    const isOwn = own === undefined ? isProgram(item) && region.name?.value === name : item === own.item;
    const isAbout =
      kindOf(item.kind)
        .about?.(item)
        .some(({ value }) => value === name) === true;
    if (!isOwn && !isAbout) return false;
    const ends = subjectsOf(item.kind).filter(({ ofEnd }) => ofEnd === true);
    return checks.some(({ subject }) => ends.some((each) => each.name === subject.value));
  });
}

function failedBy(ended: Watched, ending: Ending): Ending {
  const { fault, error, ...rest } = ending;
  const after = error === undefined || fault === 'file' ? '' : error.message;
  return { ...rest, state: 'failed', error: endOf(ended, after) };
}

function failedByException(raised: Watched, ending: Ending): Ending {
  const { fault, error, ...rest } = ending;
  const { label, program } = raised;
  const exception = program.state.exception!;
  raised.toldException = JSON.stringify(exception);
  const { pid, name } = program;
  const facts = {
    program: name,
    pid,
    exception: exception.name,
    ...(exception.line !== undefined && { exceptionLine: exception.line }),
  };
  const message = exceptionSentence(label, exception, error === undefined || fault === 'file' ? '' : error.message);
  return { ...rest, state: 'failed', error: { code: 'program-exception', message, facts } };
}

/** `told`: the request in whose outcome the reason is told. */
function notChecked(reason: string, told: string | undefined, { label: own }: Under, ending: Ending): Ending {
  const where = told === undefined || told === own || reason.startsWith(told) ? '' : `: see ${told}`;
  const message = `Not checked, because ${reason}${where}.`;
  return { state: 'skipped', error: { code: 'not-checked', message }, ...(ending.result && { result: ending.result }) };
}

function endOf({ program, label }: Watched, after = ''): ErrorData {
  const { state } = program;
  const { pid, exitCode, signal, exception } = state;
  return {
    code: 'program-ended',
    message: endSentence(label, state, { after }),
    facts: {
      program: program.name,
      pid,
      ...(exitCode !== undefined && { exitCode }),
      ...(signal !== undefined && { signal }),
      ...(exception && { exception: exception.name }),
      ...(exception?.line !== undefined && { exceptionLine: exception.line }),
    },
  };
}
