import { measure, median, Pinned } from './processes.ts';
import type { Aim, Table } from './report.ts';

/** A pair of programs to measure: a server, and a client that loads it and prints its figures (see `measure`). */
export interface Contender {
  readonly id: string;
  readonly name: string;
  readonly server: Program & {
    /** The pattern of its line with the port, which is the first group. */
    readonly port: RegExp;
  };
}

export interface Program {
  readonly command: string;
  readonly args: readonly string[];
}

export interface Unit {
  /** Title of the rate's column. */
  readonly rate: string;
  /** Title of the processor time's column, in microseconds. */
  readonly cpu: string;
  /** The divisor of the client's rate. */
  readonly scale: number;
  /** The number of the client's units that make the unit of processor time. */
  readonly per: number;
}

export interface Load {
  readonly name: string;
  readonly unit: Unit;
  /** The client that loads that server for that many seconds. */
  client(contender: Contender, port: string, seconds: number): Program;
  /** The end whose processor time counts. Default: the server's. */
  readonly cpuOf?: 'server' | 'client';
  /** The aims, with how to find each figure. */
  readonly aims: readonly LoadAim[];
}

export interface LoadAim extends Aim {
  value(of: Comparison): number;
  /** See Judged: printed if the figure falls short. */
  because?(of: Comparison): string | undefined;
}

const serverCore = 0;
const clientCore = 1;

/**
 * Figures by contender and round. Every ratio compares figures of the same round, and the median over the rounds
 * counts.
 */
export class Comparison {
  readonly #of = new Map<string, Record<string, number>[]>();

  add(id: string, result: Record<string, number>): void {
    const results = this.#of.get(id);
    if (results === undefined) this.#of.set(id, [result]);
    else results.push(result);
  }

  has(field: string): boolean {
    return [...this.#of.values()].every((results) => results.every((result) => result[field] !== undefined));
  }

  median(id: string, field: string): number {
    return median(this.#fields(id, field));
  }

  /** A contender's figure, divided by another's. */
  ratio(id: string, to: string, field: string): number {
    const others = this.#fields(to, field);
    return median(this.#fields(id, field).map((value, round) => value / others[round]!));
  }

  #fields(id: string, field: string): number[] {
    return this.#of.get(id)?.map((result) => result[field]!) ?? [NaN];
  }
}

interface Column {
  title(unit: Unit): string;
  /** Shown if every client printed it. */
  readonly field: string;
  cell(of: Comparison, id: string, bare: string, unit: Unit): string | number;
}

const columns: readonly Column[] = [
  {
    title: (unit) => unit.rate,
    field: 'rate',
    cell: (of, id, _bare, unit) => Math.round(of.median(id, 'rate') / unit.scale),
  },
  { title: () => 'ratio to bare', field: 'rate', cell: (of, id, bare) => of.ratio(id, bare, 'rate').toFixed(2) },
  {
    title: (unit) => unit.cpu,
    field: 'cpu',
    cell: (of, id, _bare, unit) => (of.median(id, 'cpu') * 1000 * unit.per).toFixed(2),
  },
  { title: () => 'bare to its CPU', field: 'cpu', cell: (of, id, bare) => of.ratio(bare, id, 'cpu').toFixed(2) },
  { title: () => 'p50 µs', field: 'p50', cell: (of, id) => of.median(id, 'p50') },
  { title: () => 'p99 µs', field: 'p99', cell: (of, id) => of.median(id, 'p99') },
  { title: () => 'p99 to bare', field: 'p99', cell: (of, id, bare) => of.ratio(id, bare, 'p99').toFixed(2) },
  { title: () => 'lost', field: 'lost', cell: (of, id) => of.median(id, 'lost') },
];

/**
 * Every contender in turn, round after round, so that drift of the machine affects all. Each round begins with another
 * contender. All are compared with the first one.
 */
export async function compare(
  contenders: readonly Contender[],
  load: Load,
  rounds: number,
  seconds: number,
): Promise<Table> {
  const found = new Comparison();
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < contenders.length; i++) {
      const contender = contenders[(i + round) % contenders.length]!;
      found.add(contender.id, await once(contender, load, seconds));
    }
  }
  const bare = contenders[0]!.id;
  const shown = columns.filter(({ field }) => found.has(field));
  return {
    title: load.name,
    columns: ['', ...shown.map((column) => column.title(load.unit))],
    rows: contenders.map(({ id, name }) => [name, ...shown.map((column) => column.cell(found, id, bare, load.unit))]),
    judged: load.aims.map((aim) => ({ aim, value: aim.value(found), because: aim.because?.(found) })),
  };
}

async function once(contender: Contender, load: Load, seconds: number): Promise<Record<string, number>> {
  const { command, args, port } = contender.server;
  const server = new Pinned(serverCore, command, args);
  try {
    const [, found] = await server.line(port);
    const client = load.client(contender, found!, seconds);
    let before = 0;
    let cpu = 0;
    const result = await measure(clientCore, client.command, client.args, {
      started: (process) => (before = (load.cpuOf === 'client' ? process : server).cpu()),
      done: (process) => (cpu = (load.cpuOf === 'client' ? process : server).cpu() - before),
    });
    return { ...result, cpu: cpu / result['total']! };
  } finally {
    await server.end();
  }
}
