import assert from 'node:assert/strict';
import { python } from '../../../../scripts/python.ts';
import { freePort } from '../../../helpers/nets.ts';
import { bench, type Bench } from './running.ts';

/** Servers in Python that do not answer; PORT is their port, OTHER one where nobody is. */
const servers: Readonly<Record<string, { readonly of: 'tcp' | 'udp'; readonly lines: readonly string[] }>> = {
  notAccepted: { of: 'tcp', lines: ['time.sleep(60)'] },
  notRead: { of: 'tcp', lines: ['c, a = s.accept()', 'time.sleep(60)'] },
  read: { of: 'tcp', lines: ['c, a = s.accept()', 'c.recv(100)', 'time.sleep(60)'] },
  datagramNotRead: { of: 'udp', lines: ['time.sleep(60)'] },
  answersElsewhere: { of: 'udp', lines: ['d, a = s.recvfrom(100)', 's.sendto(d, (a[0], OTHER))', 's.recvfrom(100)'] },
};

const told: Readonly<Record<keyof typeof servers, string | undefined>> = {
  notAccepted: 'server has not accepted a client: it is connected by the system, and waits for accept().',
  notRead: 'server has accepted a client and has not read the bytes that it sent.',
  read: undefined,
  datagramNotRead: 'server has not read the datagram: it waits in its socket.',
  answersElsewhere:
    'server has read the datagram, but sent nothing to the address that asked. The answer has to go to the address that recvfrom() gives.',
};

describe('a server that does not answer', () => {
  let one: Bench;
  before(() => {
    one = bench();
  });
  after(() => one.close());

  // Linux alone tells what waits in the sockets of a server.
  for (const [name, { of, lines }] of process.platform === 'linux' ? Object.entries(servers) : []) {
    it(`is told with what it did: ${name}`, async () => {
      const [port, other] = [await freePort(), await freePort()];
      const kind = of === 'udp' ? 'type=socket.SOCK_DGRAM' : '';
      const listen = of === 'udp' ? [] : ['s.listen()'];
      const code = [`import socket, time`, `s = socket.socket(${kind})`, `s.bind(("127.0.0.1", ${port}))`, ...listen];
      const program = [...code, ...lines].join('; ').replace('OTHER', String(other));
      const text = `# @name server\nRUN ${python} -c '${program}'\nready: ${of} 127.0.0.1:${port}\n\n###\n${of.toUpperCase()} 127.0.0.1:${port}\ntimeout: 300ms\n\nkiwi\n\n?? received text == 4 k\n`;
      const { outcomes } = await one.run(text);
      assert.deepEqual(
        outcomes.map(({ state, error }) => [state, error?.message]),
        [
          ['passed', undefined],
          ['failed', told[name]],
        ],
      );
    });
  }

  it('is not told of one that has no message to answer', async () => {
    const port = await freePort();
    const program = `import socket, time; s = socket.create_server(("127.0.0.1", ${port})); time.sleep(60)`;
    const text = `# @name server\nRUN ${python} -c '${program}'\nready: tcp 127.0.0.1:${port}\n\n###\nTCP 127.0.0.1:${port}\ntimeout: 300ms\n\n?? received text == hello\n`;
    const { outcomes } = await one.run(text);
    assert.deepEqual([outcomes[1]!.state, outcomes[1]!.error], ['failed', undefined]);
  });
});
