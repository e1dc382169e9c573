import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { temporaryFolder } from '../scripts/processes.ts';
import { python } from '../scripts/python.ts';
import { DnsResolver } from '../src/net/dns/resolver.ts';
import { HttpClient } from '../src/net/http/client.ts';
import { Registry } from '../src/net/registry.ts';
import { requestSource } from '../src/requests/source.ts';
import { Runner } from '../src/requests/run/runner.ts';
import { Journal } from '../src/traffic/journal.ts';
import { median } from './processes.ts';
import type { Section } from './report.ts';

const commandLine = path.join(import.meta.dirname, '../dist/cli.cjs');
const run = promisify(execFile);

async function milliseconds(what: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await what();
  return performance.now() - from;
}

/** Exit status 1 is an answer: checks do not hold. */
async function wirebenchRun(file: string): Promise<void> {
  await run(process.execPath, [commandLine, 'run', file]).catch((error: unknown) => {
    if ((error as { code?: unknown }).code !== 1) throw error;
  });
}

/** A student's program that answers each line in capitals, right or wrong in every second line. */
const answers = (right: boolean): string => `import socket
server = socket.create_server(("127.0.0.1", 0))
print(server.getsockname()[1])
while True:
    client, _ = server.accept()
    data = client.recv(1024)
    client.sendall(data.upper()${right ? '' : ' if len(data) % 2 else b"?"'})
    client.close()
`;

const words = Array.from({ length: 10 }, (_, i) => 'x'.repeat(i + 1));
const exercise = `# @name server
RUN ${python} server.py
?? output matches \\d+

${words.map((word) => `###\nTCP 127.0.0.1:{{server.output}}\ntimeout: 2s\n\n${word}\n\n?? received text == ${word.toUpperCase()}\n`).join('\n')}`;

async function folders(count: number): Promise<string[]> {
  const { path: root } = await temporaryFolder('bench-students');
  return Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const folder = path.join(root, String(i));
      await mkdir(folder);
      await writeFile(path.join(folder, 'server.py'), answers(i % 2 === 0));
      await writeFile(path.join(folder, 'check.http'), exercise);
      return path.join(folder, 'check.http');
    }),
  );
}

/** From the event to the outcome that tells it. */
async function toldAfter(): Promise<number> {
  const recorder = new Journal({ memoryBytes: 4 * 1024 * 1024, memoryEvents: 65_536 });
  const registry = new Registry({ recorder });
  const http = new HttpClient({ registry });
  const runner = new Runner({ registry, http, dns: () => Promise.resolve(new DnsResolver({ registry, http })) });
  const text =
    '# @name sink\nSERVE tcp://127.0.0.1:0\nbehaviour: discard\n\n###\nCHECK sink\ntimeout: 10s\n?? received text == later\n';
  let sent = NaN;
  let told = NaN;
  try {
    await runner.run(
      { source: requestSource([{ id: 'text', text }], {}), trusted: true },
      {
        onOutcome({ region, state, result }) {
          if (region === 1 && state === 'passed') told = performance.now();
          if (region !== 0 || result === undefined || !('port' in result)) return;
          const socket = connect(result.port, '127.0.0.1');
          socket.resume();
          void once(socket, 'connect').then(() => {
            setTimeout(() => {
              sent = performance.now();
              socket.end('later');
            }, 50);
          });
        },
      },
    );
    return told - sent;
  } finally {
    await runner.close();
    await registry.stopAll();
    await http.bodies.close();
    await recorder.close();
  }
}

export const programs: Section = {
  name: 'programs',
  title: 'Programs under test',
  note: 'The command line as it is packaged, each time a process of its own, beside the same program alone. The ten folders run at the same time: five right programs and five whose every second answer is wrong.',
  async run({ rounds }) {
    const times = Math.max(rounds, 5);
    const [one] = await folders(1);
    const alone = path.join(path.dirname(one!), 'alone.py');
    const file = path.join(path.dirname(one!), 'alone.http');
    await writeFile(alone, 'print("hello")\n');
    await writeFile(file, `RUN ${python} alone.py\n?? output == hello\\n\n?? exitCode == 0\n`);
    const added: number[] = [];
    const own: number[] = [];
    const bare: number[] = [];
    const told: number[] = [];
    const ten: number[] = [];
    for (let i = 0; i < times; i++) {
      own.push(await milliseconds(() => run(python, [alone])));
      bare.push(await milliseconds(() => run(process.execPath, ['--eval', '0'])));
      added.push((await milliseconds(() => wirebenchRun(file))) - own.at(-1)!);
      told.push(await toldAfter());
    }
    for (let i = 0; i < Math.min(times, 3); i++) {
      const files = await folders(10);
      ten.push(await milliseconds(() => Promise.all(files.map(wirebenchRun))));
    }
    const row = (name: string, values: readonly number[]): (string | number)[] => [
      name,
      ...[median(values), Math.min(...values), Math.max(...values)].map((value) => value.toFixed(1)),
    ];
    return [
      {
        title: 'Milliseconds',
        columns: ['', 'median', 'least', 'most'],
        rows: [
          row('the program alone', own),
          row('Node alone, with nothing to do', bare),
          row('added by `wirebench run`, of which one start of Node', added),
          row('from an event to the outcome of its check', told),
          row('ten folders with ten checks each, at the same time', ten),
        ],
        judged: [
          {
            aim: { figure: 'time that `wirebench run` adds to the program', atMost: 200, unit: 'ms' },
            value: median(added),
          },
          {
            aim: { figure: 'time from an event to the outcome of its check', atMost: 20, unit: 'ms' },
            value: median(told),
          },
          { aim: { figure: 'ten folders with ten checks each', atMost: 10_000, unit: 'ms' }, value: median(ten) },
        ],
      },
    ];
  },
};
