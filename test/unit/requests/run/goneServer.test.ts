import assert from 'node:assert/strict';
import { python } from '../../../../scripts/python.ts';
import { freePort } from '../../../helpers/nets.ts';
import { bench, type Bench } from './running.ts';

/** A UDP server in Python, of its port. */
const server = (port: number, ...lines: string[]): string =>
  `# @name server\nRUN ${python} -c 'exec("import socket, os, time\\ns = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\\ns.bind((\\"127.0.0.1\\", ${port}))\\nd, a = s.recvfrom(100)\\n${lines.join('\\n')}")'\nready: udp 127.0.0.1:${port}\n`;

/** Milliseconds: more than any of the tests may take. */
const long = 60_000;

describe('a UDP request whose program ends', () => {
  let one: Bench;
  before(() => {
    one = bench();
  });
  after(() => one.close());

  it('is over as soon as the program has crashed, with the crash as its outcome', async () => {
    const port = await freePort();
    const text = `${server(port, 'int(d)')}\n###\nUDP 127.0.0.1:${port}\ntimeout: ${long}\n\napple\n\n?? received text == 5\n`;
    const { outcomes } = await one.run(text);
    assert.equal(outcomes[1]!.state, 'failed');
    assert.equal(outcomes[1]!.error?.code, 'program-ended');
    assert.match(outcomes[1]!.error.message, /^server ended \(exit status 1\): ValueError/);
    assert.ok(outcomes[1]!.duration < long / 2);
  });

  it('is over while it waits for an answer', async () => {
    const port = await freePort();
    const text = `${server(port, 'int(d)')}\n###\nUDP 127.0.0.1:${port}\ntimeout: ${long}\n\napple\n=== wait\npear\n\n?? received text == 5\n`;
    const { outcomes } = await one.run(text);
    assert.equal(outcomes[1]!.error?.code, 'program-ended');
    assert.match(outcomes[1]!.error.message, /is gone: its program ended while "=== wait" waited for it/);
  });

  it('keeps an answer that came right before the end', async () => {
    const port = await freePort();
    const text = `${server(port, 's.sendto(b\\"5\\", a)')}\n###\nUDP 127.0.0.1:${port}\ntimeout: ${long}\n\napple\n\n?? received text == 5\n`;
    const { outcomes } = await one.run(text);
    assert.deepEqual(
      outcomes.map(({ state }) => state),
      ['passed', 'passed'],
    );
  });

  it('goes on if somebody else has the port still', async () => {
    const port = await freePort();
    const parent = ['r, w = os.pipe()', 'if os.fork():', '    os.read(r, 1)', '    os._exit(0)'];
    const child = [
      'os.setsid()',
      'os.write(w, b\\"x\\")',
      'time.sleep(0.5)',
      's.sendto(b\\"5\\", a)',
      'time.sleep(60)',
    ];
    const text = `${server(port, ...parent, ...child)}\n###\nUDP 127.0.0.1:${port}\ntimeout: ${long}\n\napple\n\n?? received text == 5\n`;
    const { outcomes } = await one.run(text);
    assert.equal(outcomes[1]!.state, 'passed', outcomes[1]!.error?.message);
  });
});
