import assert from 'node:assert/strict';
import path from 'node:path';
import { python } from '../../scripts/python.ts';
import { plain, requestLines } from '../../src/cli/text.ts';
import { freePort } from '../helpers/nets.ts';
import { bench, type Bench } from '../unit/requests/run/running.ts';

const folder = path.resolve(import.meta.dirname, '../courses/12-echo');

/** A right program, started by each kind of sign. `port`: where a client finds it. */
const kinds = {
  'ready: tcp': (port: number) => `RUN ${python} right.py ${port}\nready: tcp 127.0.0.1:${port}\n`,
  'ready: output': (port: number) =>
    `RUN ${python} -c "import socket; s = socket.create_server(('127.0.0.1', ${port})); print('listens'); c, _ = s.accept(); c.sendall(c.recv(99)); c.close()"\nready: output listens\n`,
  'checks of its own': (port: number) =>
    `RUN ${python} -c "import socket; s = socket.create_server(('127.0.0.1', ${port})); print('listens'); c, _ = s.accept(); c.sendall(c.recv(99)); c.close()"\n?? output contains listens\n`,
  'ready: udp': (port: number) =>
    `RUN ${python} -c "import socket; s = socket.socket(type=socket.SOCK_DGRAM); s.bind(('127.0.0.1', ${port})); s.sendto(*s.recvfrom(99))"\nready: udp 127.0.0.1:${port}\n`,
  'ports: auto': () => `RUN ${python} right.py 5550\nports: 5550 = auto\nready: tcp 127.0.0.1:5550\n`,
} as const;

const rounds = 50;

describe('a right program', function () {
  this.timeout(300_000);
  let the: Bench;
  beforeEach(() => (the = bench()));
  afterEach(() => the.close());

  const once = async (kind: keyof typeof kinds): Promise<string> => {
    const port = await freePort();
    const address = kind === 'ports: auto' ? '{{server.port}}' : String(port);
    const text = `# @name server\n${kinds[kind](port)}\n###\n${kind === 'ready: udp' ? 'UDP' : 'TCP'} 127.0.0.1:${address}\ntimeout: 20s\n\nhello\n\n?? received text == hello\n`;
    const summary = await the.run(text, { path: path.join(folder, 'again.http') });
    if (summary.exitCode === 0) return 'passed';
    const report = { file: 'again.http', lineOf: () => 1, problems: [] };
    return summary.outcomes.flatMap((outcome) => requestLines(report, outcome, plain)).join('\n');
  };

  for (const kind of Object.keys(kinds) as (keyof typeof kinds)[]) {
    it(`passes each time of ${rounds}, two at once, with ${kind}`, async () => {
      for (let i = 0; i < rounds; i++) {
        const both = await Promise.all([once(kind), once(kind)]);
        assert.deepEqual(both, ['passed', 'passed'], `round ${i + 1}`);
      }
    });
  }
});
