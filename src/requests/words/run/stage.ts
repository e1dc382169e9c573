import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { WirebenchError } from '../../../base/errors.ts';
import { temporaryFolder } from '../../../net/temporaryFolder.ts';
import type { Transport } from '../../../traffic/event.ts';
import type { TextKind } from '../../../endpoints/value.ts';
import type { Program, ProgramStage } from '../../run/program.ts';
import { badValue, type Option } from '../../run/options.ts';
import type { Turn } from '../../run/turn.ts';
import { stagedNames, stagedPorts, type StagedName, type StagedPort } from '../../stageEntries.ts';
import { sitecustomize } from './sitecustomize.ts';
import { certificateOf } from './stageCertificate.ts';
import { notStageable } from './stageable.ts';

type Environment = Readonly<Record<string, string>>;

/** Milliseconds between two looks at what the program has left in the folder, growing. */
const firstPause = 5;
const longestPause = 100;

interface Scenery {
  readonly names: readonly StagedName[];
  readonly ports: readonly StagedPort[];
  /** The path of a certificate to trust, in PEM form. */
  readonly certificate: string | undefined;
}

/**
 * The stage of a program: a private folder with a `sitecustomize`, which a Python of PYTHONPATH imports when it starts, and so do
 * the Python programs that it starts. Nothing of the system changes. The program leaves a file there when it has entered the stage,
 * and one with the port that it really got for each port that is `auto`.
 */
class Stage implements ProgramStage {
  readonly #folder: string;
  readonly #ports: readonly StagedPort[];
  readonly env: Environment;

  /** `given`: the variables that the file gives, which win. Throws what the file system throws. */
  constructor({ names, ports, certificate }: Scenery, given: Environment) {
    this.#ports = ports;
    this.#folder = temporaryFolder('stage');
    try {
      const lines = `NAMES = ${namesText(names)}\nPORTS = ${portsText(ports)}\n`;
      writeFileSync(this.#file('sitecustomize.py'), lines + sitecustomize, { mode: 0o600 });
    } catch (error) {
      this.remove();
      throw error;
    }
    const trust = certificate === undefined ? {} : trusting(certificate);
    this.env = { ...withoutProxy(names, given), ...trust, ...given, ...this.#path(given) };
  }

  #file(name: string): string {
    return path.join(this.#folder, name);
  }

  #path(given: Environment): Environment {
    const before = given['PYTHONPATH'] ?? process.env['PYTHONPATH'] ?? '';
    return { PYTHONPATH: [this.#folder, ...(before === '' ? [] : [before])].join(path.delimiter) };
  }

  /** A Python has come on the stage. */
  get entered(): boolean {
    return existsSync(this.#file('entered'));
  }

  get port(): number | undefined {
    return this.autos.map((port) => this.#bound(port, ['tcp', 'udp'])).find((port) => port !== undefined);
  }

  /** The ports of a server that gets free ones. */
  get autos(): readonly number[] {
    return this.#ports.filter(({ to }) => to === 'auto').map(({ port }) => port);
  }

  #bound(port: number, transports: readonly Transport[]): number | undefined {
    for (const transport of transports) {
      try {
        return Number(readFileSync(this.#file(`bound-${port}-${transport}`), 'latin1'));
      } catch {
        // It has not bound to it so far.
      }
    }
    return undefined;
  }

  async real(transport: Transport, port: number, signal: AbortSignal): Promise<number> {
    if (!this.autos.includes(port)) return port;
    await becomes(() => this.#bound(port, [transport]) !== undefined, signal);
    return this.#bound(port, [transport])!;
  }

  remove(): void {
    try {
      rmSync(this.#folder, { recursive: true, force: true });
    } catch {
      // A program that could not be ended still holds a file of it (Windows).
    }
  }
}

/** The stage that a RUN asks for, if it does. Throws FileError, and WirebenchError `cannot-stage`. */
export async function stageOf(
  { command, folder, env }: { readonly command: readonly string[]; readonly folder: string; readonly env: Environment },
  turn: Turn,
): Promise<Stage | undefined> {
  const names = entriesOf(turn.options.list('names'), stagedNames);
  const ports = entriesOf(turn.options.list('ports'), stagedPorts);
  const trust = turn.options.get('trust');
  if (names.length + ports.length === 0 && trust === undefined) return undefined;
  const why = notStageable(command, folder, { ...process.env, ...env });
  if (why !== undefined) throw cannotStage(command, why);
  const certificate = trust && (await certificateOf(trust, turn));
  try {
    return new Stage({ names, ports, certificate }, env);
  } catch (error) {
    throw cannotStage(command, `its folder could not be made: ${(error as Error).message}.`);
  }
}

/** Whether a program that binds to that port gets a free one. Throws FileError. */
export function isAuto(port: number, turn: Turn): boolean {
  return entriesOf(turn.options.list('ports'), stagedPorts).some((each) => each.port === port && each.to === 'auto');
}

function cannotStage(command: readonly string[], why: string): WirebenchError {
  return new WirebenchError({
    code: 'cannot-stage',
    message: `${command.join(' ')} cannot be put on a stage: ${why}`,
    facts: { program: command[0] ?? '' },
  });
}

/**
 * Resolves when a Python has come on the stage; with `alone`, when it has also bound to a port that is `auto`, because nothing else
 * says that it is ready. Rejects with `cannot-stage`, `program-ended` or `program-not-ready` if the program or the time is over before.
 */
export async function onStage(program: Program, stage: Stage, alone: boolean, signal: AbortSignal): Promise<void> {
  const give = new AbortController();
  const giveUp = (): void => give.abort();
  signal.addEventListener('abort', giveUp, { once: true });
  const over = program.onChange(() => {
    if (program.over) giveUp();
  });
  if (program.over || signal.aborted) giveUp();
  try {
    await becomes(() => stage.entered, give.signal);
    if (alone && stage.autos.length > 0) await becomes(() => stage.port !== undefined, give.signal);
  } catch {
    throw stage.entered ? notBound(program, stage) : neverEntered(program);
  } finally {
    over.dispose();
    signal.removeEventListener('abort', giveUp);
  }
}

function neverEntered({ name, over }: Program): WirebenchError {
  const why = `no Python 3 imported the module sitecustomize from PYTHONPATH${over ? ' before it ended' : ' in this time'}. The options names, ports and trust need Python 3.6 or newer; a program that has its own Python inside, or that clears the environment, ignores them.`;
  return cannotStage([name], why);
}

function notBound({ name, over }: Program, { autos }: Stage): WirebenchError {
  const ports = autos.join(' or ');
  return new WirebenchError({
    code: over ? 'program-ended' : 'program-not-ready',
    message: `${name} ${over ? 'ended before it bound' : 'has not bound'} to port ${ports}, which is auto in its ports.`,
  });
}

async function becomes(condition: () => boolean, signal: AbortSignal): Promise<void> {
  for (let wait = firstPause; !condition(); wait = Math.min(wait * 2, longestPause)) {
    await pause(wait, undefined, { signal });
  }
}

function entriesOf<T>(options: readonly Option[], kind: TextKind<readonly T[]>): readonly T[] {
  return options.flatMap((option) => {
    const read = kind.read(option.text);
    if (read.ok) return read.value;
    throw badValue(option, read.message ?? `write ${read.expected}`);
  });
}

/** As Python writes it, which for texts of ASCII is JSON. */
function namesText(names: readonly StagedName[]): string {
  const byName = new Map<string, string[]>();
  for (const { name, address } of names) byName.set(name, [...(byName.get(name) ?? []), address]);
  return JSON.stringify(Object.fromEntries(byName));
}

function portsText(ports: readonly StagedPort[]): string {
  const rows = ports.map(({ port, to }) => `${port}: ${to === 'auto' ? 'None' : `("${to.host}", ${to.port})`}`);
  return `{${rows.join(', ')}}`;
}

/** A proxy of the machine would be asked for the names of the stage. */
function withoutProxy(names: readonly StagedName[], given: Environment): Environment {
  if (names.length === 0) return {};
  const before = given['no_proxy'] ?? given['NO_PROXY'] ?? process.env['no_proxy'] ?? process.env['NO_PROXY'] ?? '';
  const all = [...(before === '' ? [] : [before]), ...names.map(({ name }) => name)].join(',');
  // Names of variables are the same in either case on Windows.
  return process.platform === 'win32' ? { NO_PROXY: all } : { no_proxy: all, NO_PROXY: all };
}

/** The variables by which OpenSSL (so Python's `ssl`) and requests find certificates. */
function trusting(file: string): Environment {
  return { SSL_CERT_FILE: file, REQUESTS_CA_BUNDLE: file };
}
