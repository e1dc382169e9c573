import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { python } from '../../scripts/python.ts';
import { freePort } from '../helpers/nets.ts';
import { bench, brief, type Bench } from '../unit/requests/run/running.ts';

/** Servers in Python that close first and do not set SO_REUSEADDR; each serves clients until it is ended. */
const servers = {
  close: `
import socket
s = socket.socket()
s.bind(("127.0.0.1", PORT))
s.listen()
while True:
    c, a = s.accept()
    c.sendall(c.recv(1000).upper())
    c.close()`,
  /** As socketserver: shutdown, then close. */
  shutdown: `
import socketserver
class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        self.request.sendall(self.request.recv(1000).upper())
socketserver.TCPServer(("127.0.0.1", PORT), Handler).serve_forever()`,
  /** Ends its direction, and reads on until we end ours. */
  halfClose: `
import socket
s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(("127.0.0.1", PORT))
s.listen()
c, a = s.accept()
c.recv(10)
c.sendall(b"BYE")
c.shutdown(socket.SHUT_WR)
import time
time.sleep(0.3)
n = 0
while True:
    d = c.recv(1000)
    if not d: break
    n += len(d)
print("read", n, flush=True)`,
  /** At any moment after its answer: also just when we close. */
  anyMoment: `
import random, socket, time
s = socket.socket()
s.bind(("127.0.0.1", PORT))
s.listen()
while True:
    c, a = s.accept()
    c.sendall(c.recv(1000).upper())
    time.sleep(random.random() * 0.02)
    c.close()`,
  /** Ends its direction long before it closes: we have ended ours by then. */
  slow: `
import socket, time
s = socket.socket()
s.bind(("127.0.0.1", PORT))
s.listen()
while True:
    c, a = s.accept()
    c.sendall(c.recv(1000).upper())
    c.shutdown(socket.SHUT_WR)
    while c.recv(1000): pass
    c.close()`,
  http: `
import socket
s = socket.socket()
s.bind(("127.0.0.1", PORT))
s.listen()
while True:
    c, a = s.accept()
    c.recv(1000)
    c.sendall(b"HTTP/1.0 200 OK\\r\\n\\r\\nhello")
    c.close()`,
  httpLength: `
import socket
s = socket.socket()
s.bind(("127.0.0.1", PORT))
s.listen()
while True:
    c, a = s.accept()
    c.recv(1000)
    c.sendall(b"HTTP/1.1 200 OK\\r\\nConnection: close\\r\\nContent-Length: 5\\r\\n\\r\\nhello")
    c.close()`,
} as const;

/** A conversation, and the others. */
const rounds = { close: 20, anyMoment: 4, slow: 3, shutdown: 8, http: 8, httpLength: 8, halfClose: 1 } as const;

describe('a server in Python that closes first, without SO_REUSEADDR', () => {
  let one: Bench;
  let folder: string;
  before(() => {
    one = bench();
    folder = mkdtempSync(path.join(tmpdir(), 'free-'));
  });
  after(async () => {
    await one.close();
    rmSync(folder, { recursive: true });
  });

  const run = (name: keyof typeof servers, port: number): string => {
    const file = path.join(folder, `${name}.py`);
    writeFileSync(file, servers[name].trim().replaceAll('PORT', String(port)));
    return `# @name server\nRUN ${python} ${file}\nready: tcp 127.0.0.1:${port}\n`;
  };

  const tcp = (port: number, more = ''): string =>
    `\n###\nTCP 127.0.0.1:${port}\n${more}\nhello\n\n?? received text == HELLO\n`;
  const get = (port: number): string => `\n###\nGET http://127.0.0.1:${port}/\n\n?? body == hello\n`;
  const cases: [string, keyof typeof servers, (port: number) => string][] = [
    ['after close()', 'close', (port) => tcp(port) + tcp(port)],
    ['with what is expected told, so that we close as soon as it came', 'close', (port) => tcp(port, 'expect: 1\n')],
    ['with its close at any moment', 'anyMoment', (port) => tcp(port, 'expect: 1\n').repeat(20)],
    ['after it has waited for our end', 'slow', (port) => tcp(port) + tcp(port, 'expect: 1\n')],
    ['after shutdown() and close()', 'shutdown', tcp],
    ['after an answer of HTTP that ends with the connection', 'http', (port) => get(port) + get(port)],
    ['after an answer of HTTP with a length', 'httpLength', get],
  ];
  for (const [what, name, talk] of cases) {
    it(`can bind its port again and again: ${what}`, async () => {
      const port = await freePort();
      const text = run(name, port) + talk(port);
      for (let round = 0; round < rounds[name]; round++) {
        const { outcomes } = await one.run(text);
        const said = outcomes.map((outcome) => outcome.error?.message ?? brief(outcome));
        assert.deepEqual(
          said,
          outcomes.map(() => 'passed'),
          `round ${round}`,
        );
      }
    });
  }

  it('keeps what it has not read yet, if it has closed one direction alone', async () => {
    const port = await freePort();
    const text = `${run('halfClose', port)}\n###\nTCP 127.0.0.1:${port}\n\n${'x'.repeat(3000)}\n\n?? received text == BYE\n\n###\nCHECK server\n\n?? output contains read 2990\n`;
    const { outcomes } = await one.run(text);
    assert.deepEqual(outcomes.map(brief), ['passed', 'passed', 'passed']);
  });
});
