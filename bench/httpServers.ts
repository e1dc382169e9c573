import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../scripts/processes.ts';
import { bundled, enginePath } from './bundle.ts';
import { compare, type Contender, type Load, type LoadAim } from './compare.ts';
import type { Section } from './report.ts';

const here = import.meta.dirname;
const node = process.execPath;
const connections = 50;

const unit = { rate: 'requests/s', cpu: 'CPU µs each', scale: 1, per: 1 };
const printed = /^port (\d+)$/;

const ahead: LoadAim = {
  figure: "requests a second of `static`, to those of Python's http.server,",
  atLeast: 1,
  value: (of) => of.ratio('ours', 'python', 'rate'),
  heldBackBy: 'Each request finds out anew where the path really leads and what the file is, and is recorded whole.',
};
const asReading: LoadAim = {
  figure: 'requests a second of `static`, to those of a bare server that reads the same file,',
  atLeast: 0.8,
  value: (of) => of.ratio('ours', 'reading', 'rate'),
  heldBackBy: ahead.heldBackBy,
};
const half: LoadAim = {
  figure: 'requests a second of `bin`, to those of a bare server,',
  atLeast: 0.5,
  value: (of) => of.ratio('ours', 'bare', 'rate'),
  heldBackBy: 'What was sent is read, sorted and written as JSON, and every byte of both directions is recorded.',
};

/** The behaviours `static` and `bin` under one client, beside a bare server and Python's. */
export const httpServers: Section = {
  name: 'http-servers',
  title: 'HTTP servers',
  note: `GET over ${connections} kept connections from a bare node:http client. The bare server answers 1 KiB out of memory; the reading one, \`static\` and Python's http.server read a file of 1 KiB for each request, and \`bin\` answers /get with what it was sent, as JSON. The first 6,000 requests of each are not counted.`,
  async run({ rounds, seconds }) {
    const client = await bundled(path.join(here, 'clients', 'http.ts'));
    const server = await bundled(path.join(here, 'servers', 'wirebenchHttp.ts'));
    const folder = await temporaryFolder('bench-www');
    try {
      writeFileSync(path.join(folder.path, 'page.txt'), 'x'.repeat(1024));
      const ours = (...args: string[]) => ({ command: node, args: [server, enginePath, ...args], port: printed });
      const bare: Contender = {
        id: 'bare',
        name: 'bare node:http, out of memory',
        server: { command: node, args: [path.join(here, 'servers', 'bareHttp.mjs')], port: printed },
      };
      const files: readonly Contender[] = [
        bare,
        {
          id: 'reading',
          name: 'bare node:http, `fs.readFile`',
          server: {
            command: node,
            args: [path.join(here, 'servers', 'bareHttp.mjs'), path.join(folder.path, 'page.txt')],
            port: printed,
          },
        },
        { id: 'ours', name: 'Wirebench, `static`', server: ours('static', folder.path) },
        {
          id: 'python',
          name: 'python3 -m http.server',
          server: {
            command: 'python3',
            args: ['-u', '-m', 'http.server', '0', '-b', '127.0.0.1', '-d', folder.path, '-p', 'HTTP/1.1'],
            port: /^Serving HTTP on \S+ port (\d+) /,
          },
        },
      ];
      const bin: readonly Contender[] = [bare, { id: 'ours', name: 'Wirebench, `bin`', server: ours('bin') }];
      const load = (name: string, target: string, aims: readonly LoadAim[]): Load => ({
        name,
        unit,
        client: (_contender, port, last) => ({
          command: node,
          args: [client, port, 'bare', String(connections), String(last), target],
        }),
        aims,
      });
      return [
        await compare(files, load('a file of 1 KiB', '/page.txt', [asReading, ahead]), rounds, seconds),
        await compare(bin, load('what was sent, as JSON', '/get', [half]), rounds, seconds),
      ];
    } finally {
      await folder.remove();
    }
  },
};
