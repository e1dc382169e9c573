import assert from 'node:assert/strict';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { bench, brief, type Bench } from './running.ts';

const twoDigits = (value: number): string => String(value).padStart(2, '0');
function clock(time: number): string {
  const date = new Date(time);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(':');
}

describe('predicates of a run', () => {
  let the: Bench;
  let socket: Socket;
  let answer: (text: string) => string;
  beforeEach(async () => {
    the = bench();
    socket = createSocket('udp4');
    socket.on('message', (bytes, { port, address }) => socket.send(answer(String(bytes)), port, address));
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
  });
  afterEach(async () => {
    socket.close();
    await the.close();
  });

  const request = (checks: string, body = 'a'): string =>
    `UDP 127.0.0.1:${socket.address().port}\ntimeout: 1s\n\n${body}\n\n${checks}\n`;

  it('compare a time with when the answer arrived', async () => {
    answer = () => clock(Date.now());
    // The second check keeps the request waiting for a second, after which the time would be a wrong one.
    const { outcomes } = await the.run(
      request('?? received text isTime HH:mm:ss within 0s\n?? received text == never'),
    );
    assert.deepEqual(
      outcomes[0]!.checks.map(({ state }) => state),
      ['passed', 'failed'],
    );
    answer = () => clock(Date.now() - 10_000);
    const late = await the.run(request('?? received text isTime %H:%M:%S within 2s'));
    assert.match(
      late.outcomes[0]!.checks[0]!.message!,
      /^received text has to be the time of its arrival, .* before that\.$/,
    );
  });

  it('compare with what an earlier request got, and run it first', async () => {
    let asked = 0;
    answer = () => String(++asked);
    const text = (checks: string): string => `# @name first\n${request('')}###\n${request(checks)}`;
    const { outcomes } = await the.run(text('?? received text differs from first'), { regions: [1] });
    assert.deepEqual(outcomes.map(brief), ['passed', 'passed']);
    answer = () => 'same';
    const failed = await the.run(text('?? received text differs from first'));
    assert.equal(
      failed.outcomes[1]!.checks[0]!.message,
      'received text has to differ from that of first, but both are "same".',
    );
    const same = await the.run(text('?? received text not differs from first'));
    assert.deepEqual(same.outcomes.map(brief), ['passed', 'passed']);
    const none = await the.run(request('?? received text differs from nobody'));
    assert.equal(none.outcomes[0]!.checks[0]!.message, 'nobody has no result, so there is nothing to differ from.');
  });

  it('take an expression of output and received text as it is written', async () => {
    answer = () => '5 kiwi';
    const { outcomes } = await the.run(
      request('?? received text matches ^\\d+\\s\\S+$\n?? received matches \\bkiwi\\b'),
    );
    assert.equal(brief(outcomes[0]!), 'passed');
  });

  it('compare with values that are computed here, and say which cannot be', async () => {
    answer = (text) => String(text.split(' ').reduce((sum, each) => sum + Number(each), 0));
    const text = '@a = {{$randomInt 1 100}}\n@b = {{$randomInt 1 100}}\n@op = {{$pick + +}}\n';
    const right = await the.run(
      `# @times 3\n${text}${request('?? received text == {{$calculate a op b}}', '{{a}} {{b}}')}`,
    );
    assert.equal(brief(right.outcomes[0]!), 'passed');
    const wrong = await the.run(`@a = 1\n@b = 0\n${request('?? received text == {{$calculate a / b}}')}`);
    assert.equal(wrong.outcomes[0]!.checks[0]!.message, '$calculate a / b has no value: 1 / 0: division by zero.');
  });

  it('name one of several values', async () => {
    answer = () => 'b\n';
    const { outcomes } = await the.run(request('?? received text in a\\n, b\\n\n?? closed in no, closed'));
    assert.equal(brief(outcomes[0]!), 'passed');
  });
});
