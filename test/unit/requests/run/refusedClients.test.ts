import assert from 'node:assert/strict';
import { python } from '../../../../scripts/python.ts';
import { bench, states, type Bench } from './running.ts';

/** A client that sends a text over TCP and prints what comes back, or how it failed. */
const plain = (name: string, text: string): string =>
  `RUN ${python} -c 'import socket; s = socket.create_connection(("127.0.0.1", {{${name}.port}})); s.settimeout(0.5); s.sendall(b"${text}"); print("got", s.recv(100))'\n`;

const secure = (name: string): string =>
  `RUN ${python} -c 'import socket, ssl; c = ssl._create_unverified_context(); s = c.wrap_socket(socket.create_connection(("127.0.0.1", {{${name}.port}}))); s.sendall(b"hi"); print("got", s.recv(100))'\n`;

describe('a client that a server cannot take', () => {
  let one: Bench;
  before(() => {
    one = bench();
  });
  after(() => one.close());

  const servers: [string, string][] = [
    ['tls', '# @name box\nSERVE tls://127.0.0.1:0\nbehaviour: echo\n'],
    ['https', '# @name box\nSERVE https://127.0.0.1:0\nbehaviour: bin\n'],
  ];
  for (const [kind, serve] of servers) {
    it(`is told of plain text sent to ${kind}, once, in the outcome of what failed`, async () => {
      const check = kind === 'tls' ? '?? received text == apple' : '?? requests == 1';
      const text = `${serve}\n###\n# @name client\n${plain('box', 'apple')}ready: exit\n\n?? output contains got\n\n###\nCHECK box\ntimeout: 100\n\n${check}\n`;
      const summary = await one.run(text);
      assert.deepEqual(states(summary), ['passed', 'failed', 'skipped']);
      const [, client, check2] = summary.outcomes;
      // The client crashes because of it.
      assert.equal(client!.error?.code, 'program-ended');
      assert.match(
        client!.error.message,
        /ConnectionResetError.* box: 127\.0\.0\.1:\d+ sent plain text where TLS was expected\. Connect with TLS, or start a server without TLS\.$/,
      );
      assert.equal(check2!.error?.message, 'Not checked, because box could not take its client: see client.');
    });
  }

  it('is told of a text shorter than the head of a TLS record, which waits for the rest', async () => {
    const text = `${servers[0]![1]}\n###\nTCP 127.0.0.1:{{box.port}}\ntimeout: 200\n\nhi\n\n?? received text == hi\n`;
    const { outcomes } = await one.run(text);
    assert.equal(outcomes[1]!.error?.code, 'tls-plain-text');
  });

  it('is told by a CHECK alone, if the client itself is content', async () => {
    const text = `${servers[0]![1]}\n###\n${plain('box', 'apple').replace('recv(100)', 'fileno()')}ready: exit\n\n?? output contains got\n\n###\nCHECK box\ntimeout: 100\n\n?? received text == apple\n`;
    const { outcomes } = await one.run(text);
    assert.deepEqual(
      outcomes.map(({ state, error }) => [state, error?.code]),
      [
        ['passed', undefined],
        ['passed', undefined],
        ['failed', 'tls-plain-text'],
      ],
    );
  });

  it('is no reason any more once a client with TLS came', async () => {
    const text = `${servers[0]![1]}\n###\n# @name client\n${plain('box', 'apple')}ready: exit\n\n?? output contains got\n\n###\n${secure('box')}ready: exit\n\n?? output contains hi\n\n###\nCHECK box\ntimeout: 100\n\n?? received text == apple\n`;
    const { outcomes } = await one.run(text);
    assert.deepEqual(
      outcomes.map(({ state, error }) => [state, error?.code]),
      [
        ['passed', undefined],
        ['failed', 'program-ended'],
        ['passed', undefined],
        ['failed', undefined],
      ],
    );
  });
});
