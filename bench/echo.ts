import path from 'node:path';
import { python as pythonPath } from '../scripts/python.ts';
import { bundled, enginePath } from './bundle.ts';
import { compare, type Contender, type Load, type LoadAim, type Program, type Unit } from './compare.ts';
import type { Section, Table } from './report.ts';

const here = import.meta.dirname;
const node = process.execPath;

type Transport = 'tcp' | 'udp';

/** Our own servers print `port N`. */
const port = /^port (\d+)$/;
const server = (name: string): string => path.join(here, 'servers', name);
const python = (name: string): Program => ({ command: pythonPath, args: [server(name)] });

/** The baseline comes first. */
async function contenders(transport: Transport): Promise<Contender[]> {
  const suffix = transport === 'tcp' ? 'Tcp' : 'Udp';
  const bare = transport === 'tcp' ? 'bare node:net, socket.pipe(socket)' : 'bare node:dgram';
  const both: Contender[] = [
    { id: 'bare', name: bare, server: { command: node, args: [server(`bare${suffix}.mjs`)], port } },
    {
      id: 'ours',
      name: 'Wirebench, journal and spill on',
      server: { command: node, args: [await bundled(server('wirebench.ts')), enginePath, transport], port },
    },
    { id: 'asyncio', name: 'python3 asyncio', server: { ...python(`asyncio${suffix}.py`), port } },
    { id: 'socketserver', name: 'python3 socketserver', server: { ...python(`socketserver${suffix}.py`), port } },
  ];
  return transport === 'tcp' ? [...both, socat] : both;
}

const socat: Contender = {
  id: 'socat',
  name: 'socat PIPE',
  server: {
    command: 'socat',
    args: ['-d', '-d', 'TCP-LISTEN:0,bind=127.0.0.1,fork,reuseaddr,backlog=1024', 'PIPE'],
    port: /listening on .*:(\d+)$/,
  },
};

const units = {
  bytes: { rate: 'MB/s', cpu: 'CPU µs per KiB', scale: 1e6, per: 1024 },
  messages: { rate: 'messages/s', cpu: 'CPU µs each', scale: 1, per: 1 },
  datagrams: { rate: 'datagrams/s', cpu: 'CPU µs each', scale: 1, per: 1 },
} satisfies Record<string, Unit>;

/** Our clients take the port, the load, and the seconds last. */
function load(transport: Transport, name: string, unit: Unit, what: readonly string[], aims: readonly LoadAim[]): Load {
  const script = path.join(here, 'clients', `${transport}.mjs`);
  return {
    name,
    unit,
    aims,
    client: (_contender, port, seconds) => ({ command: node, args: [script, port, ...what, String(seconds)] }),
  };
}

/** Of a rate, compared with bare Node's. */
function rateAim(atLeast: number, heldBackBy: string): LoadAim {
  return {
    figure: "Wirebench's rate, to bare,",
    atLeast,
    value: (of) => of.ratio('ours', 'bare', 'rate'),
    heldBackBy,
  };
}

const recordingCost =
  'Two events are recorded for each message (two rows, one copy, one look at the clock: about 0.25 µs in a loop, twice that among sockets), and its way goes through a connection, a behaviour and the checks of both.';
/** Bare Node with the one cost that recording cannot avoid. Its loss is ours too. */
const copying: Contender = {
  id: 'copying',
  name: 'bare node:net, and each chunk copied into a ring',
  server: { command: node, args: [server('copyTcp.mjs')], port },
};

const p99Aim: LoadAim = {
  figure: "Wirebench's p99, to bare,",
  atMost: 2,
  heldBackBy:
    "Collections of the engine's young generation, kept small for bulk traffic, on the one core that the server has here: a pipe alone, in a thread with the same limits, had 2.6 times bare's p99 at 50 connections, and 1.4 times without them.",
  value: (of) => of.ratio('ours', 'bare', 'p99'),
};

const threeCalls =
  ' It asks the system three times for each message that it waits for (epoll_pwait, read, write); a thread for each connection asks twice (recv, send).';

/** `because`: the extra work of bare Node. */
function aheadOf(id: string, name: string, because = ''): LoadAim {
  return {
    figure: `Wirebench's rate, to ${name}'s,`,
    atLeast: 1,
    value: (of) => of.ratio('ours', id, 'rate'),
    because(of) {
      const bare = of.ratio('bare', id, 'rate');
      return bare < 1 ? `Bare Node itself reaches ${bare.toFixed(2)} of ${name}.${because}` : undefined;
    },
  };
}

const bulkAim: LoadAim = {
  figure: "Wirebench's rate, to bare,",
  atLeast: 0.85,
  value: (of) => of.ratio('ours', 'bare', 'rate'),
  because: (of) =>
    `Bare Node that copies each chunk into a ring of 64 MiB, and records nothing else, reaches ${of.ratio('copying', 'bare', 'rate').toFixed(2)} of bare: no cache holds such a ring.`,
};

const bulk = load('tcp', 'One connection, 64 KiB chunks', units.bytes, ['bulk', '1'], [bulkAim]);

const tcpLoads: readonly Load[] = [
  ...[1, 50, 500].map((n) =>
    load(
      'tcp',
      `64-byte messages, ${n} ${n === 1 ? 'connection' : 'connections'}`,
      units.messages,
      ['messages', String(n)],
      [
        rateAim(0.85, recordingCost),
        p99Aim,
        aheadOf('socketserver', 'socketserver', threeCalls),
        aheadOf('socat', 'socat'),
      ],
    ),
  ),
];

export const tcpEcho: Section = {
  name: 'tcp',
  title: 'TCP echo',
  note: 'Server and client are processes of their own, pinned to a core each. Every contender runs once a round; rates are medians over the rounds, ratios are taken within a round. Wirebench runs as in the editor: its engine in a worker thread, everything recorded, the spill to disk on.',
  async run({ rounds, seconds }) {
    const programs = await contenders('tcp');
    const tables = [await compare(programs.toSpliced(1, 0, copying), bulk, rounds, seconds)];
    for (const load of tcpLoads) tables.push(await compare(programs, load, rounds, seconds));
    return tables;
  },
};

const lostAim: LoadAim = {
  figure: 'datagrams lost by Wirebench and not by bare',
  atMost: 0,
  value: (of) => Math.max(0, of.median('ours', 'lost') - of.median('bare', 'lost')),
};

/** The number in flight or sent in a second, and then the other: see clients/udp.mjs. */
const udpLoads: readonly Load[] = [
  ...[1, 32].map((n) =>
    load('udp', `${n} in flight`, units.datagrams, [String(n), '0'], [rateAim(0.8, recordingCost), lostAim]),
  ),
  ...[20_000, 40_000, 60_000, 80_000].map((rate) =>
    load('udp', `${rate.toLocaleString('en')} offered`, units.datagrams, ['0', String(rate)], [lostAim]),
  ),
];

export const udpEcho: Section = {
  name: 'udp',
  title: 'UDP echo',
  note: '64-byte datagrams. "In flight": a new one goes out for each that came back. "Offered": sent at a fixed rate whatever comes back; lost are those that never did.',
  async run({ rounds, seconds }) {
    const programs = await contenders('udp');
    const tables: Table[] = [];
    for (const load of udpLoads) tables.push(await compare(programs, load, rounds, seconds));
    return tables;
  },
};
