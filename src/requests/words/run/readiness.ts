import { networkInterfaces } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { WirebenchError } from '../../../base/errors.ts';
import { familyOf, isLoopback, splitAddress } from '../../../endpoints/address.ts';
import { addressesOf } from '../../../net/lookup.ts';
import { ownerOf } from '../../../net/listenError.ts';
import { programOf, serversAt } from '../../../net/sockets/owner.ts';
import {
  askedAddresses,
  plainAddress,
  wildcards,
  type SocketRow,
  type SocketTransport,
} from '../../../net/sockets/row.ts';
import { formatAddress } from '../../../traffic/event.ts';
import { badValue, type Option } from '../../run/options.ts';
import { waitsForClient } from '../../run/asking.ts';
import type { NotListeningCause } from '../../run/evidence.ts';
import type { Program } from '../../run/program.ts';
import type { Turn } from '../../run/turn.ts';
import { isAuto } from './stage.ts';
import { notListening, type NotListening, type WantedPort } from './notListening.ts';

/** Milliseconds between two looks: nothing tells when another program begins to listen. */
const shortestPause = 10;
const longestPause = 250;
/** The part of the time that looking may take. */
const share = 0.1;
/** Milliseconds for which a program must do nothing but wait for clients elsewhere to be taken at its word. */
const settled = 1000;

/** How RUN knows that a program is ready. */
export interface Readiness {
  /** Before the start. Throws if the sign could not be the program's own. `name`: of the program. */
  before?(name: string): Promise<void>;
  /** Resolves with whether it is ready, at the latest when the signal is aborted. */
  wait(program: Program, signal: AbortSignal): Promise<boolean>;
  /** What is known about a program that was not ready. */
  seen?(program: Program): Promise<NotListening | undefined>;
}

/**
 * `tcp 127.0.0.1:5550`, `udp :5550`: the program, or one that it started, listens there. The system is asked for it; nothing
 * is dialled or sent, so that a program that serves one connection, or that counts its datagrams, does not notice. Throws
 * FileError if it is not an address.
 */
export function portReadiness(transport: SocketTransport, what: string, option: Option, turn: Turn): Readiness {
  const address = splitAddress(what.includes(':') ? what : `:${what}`);
  if (address === undefined || address.port === 0) throw badValue(option, `write ${transport} HOST:PORT`);
  let wanted: WantedPort = { transport, ...address, addresses: askedAddresses(address.host) };
  return {
    async before(name) {
      wanted = { ...wanted, addresses: await ownAddresses(wanted, option, turn.signal) };
      // On a stage others may have that port: the program gets another one.
      if (!isAuto(address.port, turn)) await mustBeFree(wanted, name, turn);
    },
    async wait(program, signal) {
      const port = await realPort(wanted, program, signal);
      if (port === undefined) return false;
      wanted = { ...wanted, port };
      return listens(wanted, program, signal);
    },
    seen: (program) => notListening(wanted, program),
  };
}

/** The port to look at; on a stage it may be another one. Undefined: the program is over, or the time, before that is known. */
async function realPort({ transport, port }: WantedPort, program: Program, signal: AbortSignal) {
  if (program.stage === undefined) return port;
  const over = new AbortController();
  const listening = program.onChange(() => {
    if (program.over) over.abort();
  });
  if (program.over) over.abort();
  try {
    return await program.stage.real(transport, port, AbortSignal.any([signal, over.signal]));
  } catch {
    return undefined;
  } finally {
    listening.dispose();
  }
}

/** Throws FileError if none of them is this machine's: nobody could tell who listens there. */
async function ownAddresses({ transport, host, port, addresses }: WantedPort, option: Option, signal: AbortSignal) {
  if (host.toLowerCase() === 'localhost') return addresses;
  const found = (await addressesOf(host, port, transport, undefined, signal)).map((each) => plainAddress(each.address));
  const own = Object.values(networkInterfaces()).flatMap((all) => all?.map((each) => plainAddress(each.address)) ?? []);
  const ours = found.filter((each) => isLoopback(each) || wildcards.has(each) || own.includes(each));
  if (ours.length > 0) return ours;
  const is = familyOf(host) === undefined ? `${host} is ${found[0]}, which` : host;
  throw badValue(option, `${is} is not an address of this machine, so a program cannot listen there`);
}

/** Throws WirebenchError `port-in-use`, with the name of the program or server that has it. */
async function mustBeFree(wanted: WantedPort, name: string, turn: Turn): Promise<void> {
  const { host, port, transport } = wanted;
  const [row] = await serversAt(wanted);
  if (row === undefined) return;
  const { owner, facts } = holderOf(row, turn) ?? { owner: 'a program that the system does not name' };
  const where = formatAddress({ host, port });
  throw new WirebenchError({
    code: 'port-in-use',
    message: `${name} was not started: ${owner} has ${transport.toUpperCase()} port ${port} already (${formatAddress(row.local)}), and would be taken for it. Stop that program, or use another port than ${where}.`,
    remedies: facts?.['pid'] === undefined && facts?.['owningEndpoint'] === undefined ? ['retry'] : ['stopThatServer'],
    facts: { host, port, ...facts },
  });
}

function holderOf(row: SocketRow, { host, started }: Turn): ReturnType<typeof ownerOf> | undefined {
  const own =
    row.pid === process.pid ? host.registry.listener(row.transport, row.local.host, row.local.port) : undefined;
  if (own !== undefined) {
    const owner = `Wirebench's own server ${own.name}`;
    return { owner, facts: { owner, owningEndpoint: own.id } };
  }
  const program = programOf(row);
  const known = started.programs().find(({ over, members }) => !over && program && members.includes(program.pid));
  return program && ownerOf(known ? { ...program, name: known.name } : program);
}

async function listens(wanted: WantedPort, program: Program, signal: AbortSignal): Promise<boolean> {
  const over = new AbortController();
  const listening = program.onChange(() => {
    if (program.over) over.abort();
  });
  const settling = new Settling(program);
  try {
    for (;;) {
      const from = performance.now();
      if (await listensNow(wanted, program)) return true;
      if (settling.done && isElsewhere(await notListening(wanted, program))) return false;
      // A program that starts a server and leaves is over, and the server is its own.
      if (signal.aborted || (program.over && program.members.length === 0)) return false;
      const wait = Math.min(Math.max((performance.now() - from) / share, shortestPause), longestPause);
      const until = program.over ? signal : AbortSignal.any([signal, over.signal]);
      await pause(wait, undefined, { signal: until }).catch(() => undefined);
    }
  } finally {
    listening.dispose();
  }
}

/** Whether a program has waited for clients, and printed nothing, for a while: it begins nothing more of itself. */
class Settling {
  readonly #program: Program;
  #since: { readonly at: number; readonly version: number } | undefined;

  constructor(program: Program) {
    this.#program = program;
  }

  get done(): boolean {
    const { pid, version } = this.#program;
    if (!waitsForClient(pid)) this.#since = undefined;
    else if (this.#since?.version !== version) this.#since = { at: performance.now(), version };
    return this.#since !== undefined && performance.now() - this.#since.at > settled;
  }
}

const elsewhere: ReadonlySet<NotListeningCause> = new Set([
  'listens-elsewhere',
  'bound-other-address',
  'wrong-transport',
]);

function isElsewhere(seen: NotListening | undefined): boolean {
  return seen !== undefined && elsewhere.has(seen.cause);
}

async function listensNow(wanted: WantedPort, program: Program): Promise<boolean> {
  const rows = await serversAt({ ...wanted, first: [program.pid] });
  if (rows.length === 0) return false;
  const { members } = program;
  return rows.some((row) => isOf(row, members));
}

/**
 * Nobody had the port before the start: where the system does not tell whose a socket is, or whose child a program is
 * (Windows), it is the program's.
 */
function isOf({ pid }: SocketRow, members: readonly number[], platform = process.platform): boolean {
  return pid === undefined || members.includes(pid) || platform === 'win32';
}
