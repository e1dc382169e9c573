import path from 'node:path';
import { bundled } from './bundle.ts';
import { compare, type Contender, type Load } from './compare.ts';
import type { Section, Table } from './report.ts';

const here = import.meta.dirname;
const node = process.execPath;

/** One server for all: it is the client that differs. */
const server = { command: node, args: [path.join(here, 'servers', 'bareHttp.mjs')], port: /^port (\d+)$/ };

const clients: readonly Contender[] = [
  { id: 'bare', name: 'bare node:http, kept connections', server },
  { id: 'ours', name: "Wirebench's client, every byte recorded", server },
  { id: 'curl', name: 'curl, one process', server },
];

const unit = { rate: 'requests/s', cpu: 'CPU µs each', scale: 1, per: 1 };

export const httpClient: Section = {
  name: 'http',
  title: 'HTTP client',
  note: 'GET of 1 KiB from one bare node:http server, its clients processes pinned to a core. p50 and p99 are of the time from sending a request to the first byte of its answer. Processor time is that of the client.',
  async run({ rounds, seconds }) {
    const program = await bundled(path.join(here, 'clients', 'http.ts'));
    const tables: Table[] = [];
    for (const n of [1, 50]) {
      const load: Load = {
        name: `${n} ${n === 1 ? 'connection' : 'connections'}`,
        unit,
        cpuOf: 'client',
        client: ({ id }, port, last) => ({ command: node, args: [program, port, id, String(n), String(last)] }),
        aims: [
          {
            figure: `requests a second beside bare node:http, ${n} ${n === 1 ? 'connection' : 'connections'}`,
            atLeast: 0.8,
            value: (of) => of.ratio('ours', 'bare', 'rate'),
            heldBackBy:
              'An exchange keeps its timings, headers and body, and the journal every byte; the bare client reads and drops them.',
          },
        ],
      };
      tables.push(await compare(clients, load, rounds, seconds));
    }
    return tables;
  },
};
