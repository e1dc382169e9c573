import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { temporaryFolder } from '../scripts/processes.ts';
import { parseName } from '../src/protocol/dns/name.ts';
import { parseZone } from '../src/protocol/dns/zone/parse.ts';
import { startNameServer, type ProgramName } from '../test/helpers/nameServers.ts';
import { bundled, enginePath } from './bundle.ts';
import { median, Pinned } from './processes.ts';
import type { Aim, Section } from './report.ts';
import { formatZone } from '../test/helpers/dnsText.ts';

const run = promisify(execFile);
const here = import.meta.dirname;
const zone = 'wirebench.test';
const zoneFile = path.join(here, `../samples/${zone}.zone`);
const serverCore = 0;
const clientCore = 1;

interface Running {
  readonly port: number;
  stop(): Promise<void>;
}

/** Only bind9 knows $GENERATE, so all of them read the sample zone without it. */
async function sampleZone(): Promise<string> {
  const { records, origin } = parseZone(await readFile(zoneFile, 'utf8'), { origin: parseName(zone) });
  return formatZone(records, origin);
}

async function pinned(...args: readonly string[]): Promise<Running> {
  const server = new Pinned(serverCore, process.execPath, args);
  const [, port] = await server.line(/^port (\d+)/);
  return { port: Number(port), stop: () => server.end() };
}

const real = (program: ProgramName) => async (): Promise<Running> =>
  startNameServer(program, { [zone]: await sampleZone() }, undefined, serverCore);

const servers: Readonly<Record<string, () => Promise<Running>>> = {
  wirebench: async () => pinned(await bundled(path.join(here, 'servers/dns.ts')), enginePath, zoneFile),
  bind9: real('named'),
  knot: real('knotd'),
  nsd: real('nsd'),
  dns2: () => pinned(path.join(here, 'servers/dns2.mjs'), import.meta.filename),
};

const questions = ['www A', '@ MX', '@ NS', 'blog A', 'x.any A', 'nothing A', 'mail AAAA', 'host5 A']
  .map((line) => line.replace(/^@/, `${zone}.`).replace(/^([^@\s]*[^.\s]) /, `$1.${zone}. `))
  .join('\n');

async function queriesPerSecond(port: number, file: string, seconds: number): Promise<number> {
  const load = ['-s', '127.0.0.1', '-p', String(port), '-d', file, '-l', String(seconds), '-c', '8', '-q', '200'];
  const { stdout } = await run('taskset', ['-c', String(clientCore), 'dnsperf', ...load], { timeout: 120_000 });
  const rate = /Queries per second:\s+([\d.]+)/.exec(stdout);
  if (rate === null) throw new Error(`dnsperf said no rate:\n${stdout}`);
  return Number(rate[1]);
}

const serverAim: Aim = {
  figure: 'queries a second that Wirebench answers',
  atLeast: 60_000,
  heldBackBy: 'Each datagram is a turn of the event loop, and is recorded in the journal.',
};

export const dnsServers: Section = {
  name: 'dns-server',
  title: 'DNS: the server',
  note: 'dnsperf with eight questions of the sample zone over UDP, 200 outstanding, the server on one core and dnsperf on another, all in turns. dns2 has no zones: it answers each with one made-up address. bind9, knot and nsd have one worker each.',
  async run({ rounds, seconds }) {
    const folder = await temporaryFolder('bench-dns');
    const file = path.join(folder.path, 'questions.txt');
    await writeFile(file, `${questions}\n`);
    const rates = new Map<string, number[]>();
    for (const [name, start] of Object.entries(servers)) {
      const server = await start();
      try {
        await queriesPerSecond(server.port, file, 1);
        const found: number[] = [];
        for (let round = 0; round < rounds; round++) found.push(await queriesPerSecond(server.port, file, seconds));
        rates.set(name, found);
      } finally {
        await server.stop();
      }
    }
    const ours = median(rates.get('wirebench')!);
    const rows = [...rates].map(([name, found]) => [
      name,
      Math.round(median(found)),
      (median(found) / ours).toFixed(2),
    ]);
    const columns = ['server', 'queries a second', 'to Wirebench'];
    return [{ title: 'Queries a second', columns, rows, judged: [{ aim: serverAim, value: ours }] }];
  },
};

const lookupAim: Aim = { figure: "a look-up's time, to that of Node's dns.Resolver, both warm,", atMost: 1.2 };
const lookupsARound = 500;
/** From the first look-up of a process on: the time for a person who asks once. */
const coldLookups = 100;

export const dnsLookups: Section = {
  name: 'dns-lookup',
  title: 'DNS: look-ups',
  note: `Look-ups of one address one after the other over UDP from bind9 on another core, of our resolver, with its journal on, and of Node's. Warm: ${lookupsARound} a round of each, 50 in turns, after 4,000 of each. Cold: the first ${coldLookups} of a process, while V8 still interprets what is JavaScript; Node's resolver is C. dig is a process a look-up, which is most of its time.`,
  async run({ rounds }) {
    const server = await real('named')();
    try {
      const program = await bundled(path.join(here, 'clients/dnsLookups.ts'));
      const client = async (...args: string[]) => {
        const asking = new Pinned(clientCore, process.execPath, [program, String(server.port), ...args]);
        const [line] = await asking.line(/^\{.*\}$/);
        await asking.end();
        return JSON.parse(line) as { wirebench: number; node: number };
      };
      const { wirebench, node } = await client('warm', String(rounds), String(lookupsARound));
      const coldOf = async (name: 'wirebench' | 'node') => {
        const found: number[] = [];
        for (let round = 0; round < rounds; round++)
          found.push((await client('cold', name, String(coldLookups)))[name]);
        return median(found);
      };
      const cold = { wirebench: await coldOf('wirebench'), node: await coldOf('node') };
      const digs: number[] = [];
      for (let round = 0; round < rounds; round++) {
        const began = performance.now();
        await run(
          'taskset',
          ['-c', String(clientCore), 'dig', '@127.0.0.1', '-p', String(server.port), `www.${zone}`],
          { timeout: 20_000 },
        );
        digs.push(performance.now() - began);
      }
      const row = (name: string, time: number, to: number) => [name, time.toFixed(3), (time / to).toFixed(2)];
      const rows = [
        row('wirebench', wirebench, node),
        row('dns.Resolver', node, node),
        row('wirebench, cold', cold.wirebench, cold.node),
        row('dns.Resolver, cold', cold.node, cold.node),
        row('dig', median(digs), cold.node),
      ];
      const columns = ['resolver', 'ms a look-up', 'to dns.Resolver'];
      return [{ title: 'Time of a look-up', columns, rows, judged: [{ aim: lookupAim, value: wirebench / node }] }];
    } finally {
      await server.stop();
    }
  },
};
