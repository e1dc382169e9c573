import path from 'node:path';
import { measure, median, Pinned } from './processes.ts';
import type { Section, Table } from './report.ts';

const here = import.meta.dirname;
const serverCore = 0;
const clientCore = 1;

interface Contender {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** What the line with the port looks like; the first group is the port. */
  readonly port: RegExp;
}

const node = process.execPath;
const script = (name: string): string => path.join(here, 'servers', name);
const port = /^port (\d+)$/;

const tcp: readonly Contender[] = [
  { name: 'bare node:net, socket.pipe(socket)', command: node, args: [script('bareTcp.mjs')], port },
  {
    name: 'Wirebench, journal and spill on',
    command: node,
    args: ['--import', 'tsx', script('wirebench.ts'), 'tcp'],
    port,
  },
  { name: 'python3 asyncio', command: '/usr/bin/python3', args: [script('asyncioTcp.py')], port },
  { name: 'python3 socketserver', command: '/usr/bin/python3', args: [script('socketserverTcp.py')], port },
  {
    name: 'socat PIPE',
    command: 'socat',
    args: ['-d', '-d', 'TCP-LISTEN:0,bind=127.0.0.1,fork,reuseaddr,backlog=1024', 'PIPE'],
    port: /listening on .*:(\d+)$/,
  },
];

const udp: readonly Contender[] = [
  { name: 'bare node:dgram', command: node, args: [script('bareUdp.mjs')], port },
  {
    name: 'Wirebench, journal and spill on',
    command: node,
    args: ['--import', 'tsx', script('wirebench.ts'), 'udp'],
    port,
  },
  { name: 'python3 asyncio', command: '/usr/bin/python3', args: [script('asyncioUdp.py')], port },
  { name: 'python3 socketserver', command: '/usr/bin/python3', args: [script('socketserverUdp.py')], port },
];

interface Load {
  readonly name: string;
  readonly client: string;
  readonly args: readonly string[];
  readonly unit: 'MB/s' | 'messages/s' | 'datagrams/s';
}

/** Every contender in turn, round after round, so that a machine that drifts drifts for all; ratios are of one round. */
async function compare(contenders: readonly Contender[], load: Load, rounds: number, seconds: number): Promise<Table> {
  const results = contenders.map(() => [] as Record<string, number>[]);
  for (let round = 0; round < rounds; round++) {
    for (const [i, contender] of contenders.entries()) {
      const server = new Pinned(serverCore, contender.command, contender.args);
      try {
        const [, found] = await server.line(contender.port);
        const args = [path.join(here, 'clients', load.client), found!, ...load.args, String(seconds)];
        let before = 0;
        const result = await measure(clientCore, node, args, () => (before = server.cpu()));
        results[i]!.push({ ...result, cpu: (server.cpu() - before) / result['total']! });
      } finally {
        await server.end();
      }
    }
  }
  const rate = (i: number): number[] => results[i]!.map((r) => r['rate']!);
  const field = (i: number, name: string): number[] => results[i]!.map((r) => r[name]!);
  const scale = load.unit === 'MB/s' ? 1e6 : 1;
  const latency = results[0]![0]!['p99'] !== undefined;
  return {
    title: load.name,
    columns: [
      '',
      load.unit,
      'ratio to bare',
      load.unit === 'MB/s' ? 'CPU µs per KiB' : 'CPU µs each',
      'bare to its CPU',
      ...(latency ? ['p50 µs', 'p99 µs', 'p99 to bare'] : []),
      ...(results[0]![0]!['lost'] === undefined ? [] : ['lost']),
    ],
    rows: contenders.map((contender, i) => [
      contender.name,
      Math.round(median(rate(i)) / scale),
      median(rate(i).map((value, round) => value / rate(0)[round]!)).toFixed(2),
      (median(field(i, 'cpu')) * 1000 * (load.unit === 'MB/s' ? 1024 : 1)).toFixed(2),
      median(field(i, 'cpu').map((value, round) => field(0, 'cpu')[round]! / value)).toFixed(2),
      ...(latency
        ? [
            median(field(i, 'p50')),
            median(field(i, 'p99')),
            median(field(i, 'p99').map((value, round) => value / field(0, 'p99')[round]!)).toFixed(2),
          ]
        : []),
      ...(results[0]![0]!['lost'] === undefined ? [] : [median(field(i, 'lost'))]),
    ]),
  };
}

export const tcpEcho: Section = {
  name: 'tcp',
  title: 'TCP echo',
  note: 'Server and client are processes of their own, pinned to a core each. Every contender runs once a round; rates are medians over the rounds, ratios are taken within a round. Wirebench runs as in the editor: its engine in a worker thread, everything recorded, the spill to disk on.',
  async run({ rounds, seconds }) {
    const loads: Load[] = [
      { name: 'One connection, 64 KiB chunks', client: 'tcp.mjs', args: ['bulk', '1'], unit: 'MB/s' },
      ...[1, 50, 500].map((n): Load => ({
        name: `64-byte messages, ${n} ${n === 1 ? 'connection' : 'connections'}`,
        client: 'tcp.mjs',
        args: ['messages', String(n)],
        unit: 'messages/s',
      })),
    ];
    const tables: Table[] = [];
    for (const load of loads) tables.push(await compare(tcp, load, rounds, seconds));
    return tables;
  },
};

export const udpEcho: Section = {
  name: 'udp',
  title: 'UDP echo',
  note: '64-byte datagrams. "In flight": a new one goes out for each that came back. "Offered": sent at a fixed rate whatever comes back; lost are those that never did.',
  async run({ rounds, seconds }) {
    const tables: Table[] = [];
    for (const n of [1, 32]) {
      const load: Load = { name: `${n} in flight`, client: 'udp.mjs', args: [String(n)], unit: 'datagrams/s' };
      tables.push(await compareUdp(load, 0, rounds, seconds));
    }
    for (const rate of [20_000, 40_000, 60_000, 80_000]) {
      const load: Load = {
        name: `${rate.toLocaleString('en')} offered`,
        client: 'udp.mjs',
        args: ['0'],
        unit: 'datagrams/s',
      };
      tables.push(await compareUdp(load, rate, Math.min(rounds, 3), seconds));
    }
    return tables;
  },
};

function compareUdp(load: Load, rate: number, rounds: number, seconds: number): Promise<Table> {
  // The client takes the rate last; compare() appends the seconds before it.
  return compare(udp, { ...load, args: [...load.args, String(rate)] }, rounds, seconds);
}
