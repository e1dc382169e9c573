import assert from 'node:assert/strict';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { bench, brief, states, type Bench } from './running.ts';

const echo = `# @name echo
SERVE udp://127.0.0.1:0
behaviour: echo

###
`;

describe('chance', () => {
  let the: Bench;
  beforeEach(() => (the = bench()));
  afterEach(() => the.close());

  /** The texts that the requests of a file sent to the echo server, as its answers. */
  async function sent(
    text: string,
    seed?: number,
    more: { session?: string; regions?: number[] } = {},
  ): Promise<string[]> {
    const { outcomes } = await the.run(echo + text, more, { ...(seed !== undefined && { seed }) });
    return outcomes.flatMap(({ result, state, error }) => {
      assert.equal(state, 'passed', error?.message);
      return result?.kind === 'conversation' ? [Buffer.from(result.received).toString()] : [];
    });
  }

  const request = (body: string): string => `UDP 127.0.0.1:{{echo.port}}\n\n${body}\n\n###\n`;

  it('gives a variable of the file one value in a run, and another in the next', async () => {
    const text = `@a = {{$guid}}\n@b = <{{a}}>\n${request('{{a}} {{b}}')}${request('{{a}} {{b}}')}`;
    const [first, second] = await sent(text);
    assert.match(first!, /^(\S{36}) <\1>$/);
    assert.equal(second, first);
    assert.notEqual((await sent(text))[0], first);
  });

  it('draws what stands in place each time', async () => {
    const [text] = await sent(request('{{$guid}} {{$guid}}'));
    const [a, b] = text!.split(' ');
    assert.notEqual(a, b);
  });

  it('gives two variables of one definition, and two of one name, values of their own', async () => {
    const text = `@a = {{$guid}}\n@b = {{$guid}}\n${request('{{a}} {{b}}')}@a = {{$guid}}\n${request('{{a}}')}`;
    const [first, second] = await sent(text);
    assert.equal(new Set([...first!.split(' '), second]).size, 3);
  });

  it('is named by the seed in the outcome of a request that failed, in a run of its own', async () => {
    const text = `@a = {{$guid}}\n${request('{{a}}').replace('###\n', '')}?? received text == x\n\n###\n${request('fixed')}`;
    const { outcomes, seed } = await the.run(echo + text);
    assert.ok(seed !== undefined);
    assert.deepEqual(
      outcomes.map(({ state, seed: one }) => [state, one]),
      [
        ['passed', undefined],
        ['failed', seed],
        ['passed', undefined],
      ],
    );
    const kept = await the.run(echo + text, { session: 'kept' });
    assert.equal(kept.outcomes[1]!.seed, undefined);
    const fixed = await the.run(`${echo}${request('x').replace('###\n', '')}?? received text == y\n`);
    assert.equal(fixed.outcomes[1]!.seed, undefined);
  });

  it('is repeated by a seed, all of it, and also of a part of the file', async () => {
    const text = `@a = {{$guid}}\n${request('{{a}} {{$randomInt}}')}${request('{{a}} {{$random.alphanumeric(8)}} {{$random.float}}')}`;
    const first = await sent(text, 7);
    assert.deepEqual(await sent(text, 7), first);
    assert.deepEqual(await sent(text, 7, { regions: [2] }), first.slice(1));
    assert.notDeepEqual(await sent(text, 8), first);
  });

  it('is told with its seed if there was any', async () => {
    const told = await the.run(`${echo}@a = {{$guid}}\n${request('{{a}}')}`);
    assert.ok(Number.isSafeInteger(told.seed));
    assert.equal((await the.run(`${echo}@a = {{$guid}}\n${request('b')}`)).seed, undefined);
    assert.equal((await the.run(`${echo}${request('{{$uuid}}')}`, {}, { seed: 0 })).seed, 0);
  });

  it('stays from one send to the next, until the request that the variable stands above is sent again', async () => {
    const text = `${request('{{a}}')}@a = {{$guid}}\n${request('{{a}}')}`;
    const send = async (region: number): Promise<string> =>
      (await sent(text, undefined, { session: 's', regions: [region] }))[0]!;
    const first = await send(1);
    assert.equal(await send(2), first);
    const second = await send(2);
    assert.notEqual(second, first);
    assert.equal(await send(1), second);
  });

  describe('with # @times', () => {
    let socket: Socket;
    let heard: string[];
    let answers: (text: string) => string;
    beforeEach(async () => {
      heard = [];
      answers = (text) => text;
      socket = createSocket('udp4');
      socket.on('message', (bytes, { port, address }) => {
        heard.push(String(bytes));
        socket.send(answers(String(bytes)), port, address);
      });
      socket.bind(0, '127.0.0.1');
      await once(socket, 'listening');
    });
    afterEach(() => void socket.close());

    const toSocket = (body: string): string => `UDP 127.0.0.1:${socket.address().port}\ntimeout: 1s\n\n${body}\n`;

    it('gives a request new values each time, and those of the last time to what follows', async () => {
      const text = [
        `@kept = {{$guid}}\n${toSocket('{{kept}}')}`,
        `# @times 5\n@a = {{$guid}}\n${toSocket('{{kept}} {{a}}')}\n?? received text == {{kept}} {{a}}\n`,
        toSocket('{{kept}} {{a}}'),
      ].join('###\n');
      const summary = await the.run(text);
      assert.deepEqual(states(summary), ['passed', 'passed', 'passed']);
      const [kept, ...rest] = heard;
      assert.equal(rest.length, 6);
      assert.deepEqual(new Set(rest.map((each) => each.split(' ')[0])), new Set([kept]));
      assert.equal(new Set(rest.slice(0, 5)).size, 5);
      assert.equal(rest[5], rest[4]);
    });

    it('names the time that failed, and stops there', async () => {
      answers = (text) => (heard.length === 3 ? 'wrong' : text);
      const { outcomes } = await the.run(
        `# @times 5\n@a = {{$guid}}\n${toSocket('{{a}}')}\n?? received text == {{a}}\n`,
      );
      assert.equal(heard.length, 3);
      const [outcome] = outcomes;
      assert.match(
        outcome!.checks[0]!.message!,
        /^Time 3 of 5: received text has to be "[0-9a-f-]{36}", but it is "wrong"\.$/,
      );
      assert.equal(outcome!.checks[0]!.expected, heard[2]);
    });

    it('is repeated by a seed', async () => {
      const text = `# @times 3\n@a = {{$guid}}\n${toSocket('{{a}}')}`;
      await the.run(text, {}, { seed: 5 });
      await the.run(text, {}, { seed: 5 });
      assert.deepEqual(heard.slice(3), heard.slice(0, 3));
    });

    it('wants a whole number up to 1,000', async () => {
      for (const value of ['0', '1001', 'five', '-1', '2.5']) {
        const { outcomes } = await the.run(`# @times ${value}\n${toSocket('a')}`);
        assert.equal(brief(outcomes[0]!), 'error file bad-value');
        const sentence = `"${value}" is not a valid value of @times: write a whole number from 1 to 1000.`;
        assert.equal(outcomes[0]!.error!.message, sentence);
      }
      assert.deepEqual(heard, []);
    });
  });
});
