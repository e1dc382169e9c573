import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { errorData } from '../../../src/base/errors.ts';
import { RequestChannel } from '../../../src/engine/client.ts';
import { Engine } from '../../../src/engine/engine.ts';
import type { EngineNotice } from '../../../src/engine/messages.ts';
import { Throttle } from '../../../src/engine/throttle.ts';

interface Bench {
  readonly channel: RequestChannel;
  readonly notices: EngineNotice[];
  onNotice(listener: (notice: EngineNotice) => void): void;
}

function inProcess(): Bench {
  const notices: EngineNotice[] = [];
  const engine = new Engine({ diskBytes: 0 }, (notice) => channel.receive({ kind: 'notice', notice }));
  const channel = new RequestChannel((message) => {
    engine.handle(message).then(
      (result) => channel.receive({ kind: 'result', id: message.id, result: structuredClone(result) }),
      (error: unknown) => channel.receive({ kind: 'failure', id: message.id, error: errorData(error) }),
    );
  });
  channel.onNotice((notice) => notices.push(structuredClone(notice)));
  return { channel, notices, onNotice: (listener) => void channel.onNotice(listener) };
}

const echo = '# @name echo\nSERVE tcp://127.0.0.1:0\nbehaviour: echo\n';
const hello = 'TCP 127.0.0.1:{{echo.port}}\n\nhello\n\n?? received text == hello\n';
const bin = '# @name bin\nSERVE http://127.0.0.1:0\nbehaviour: bin\n';

describe('runs in the engine', () => {
  let the: Bench;
  beforeEach(() => (the = inProcess()));
  afterEach(() => the.channel.request('engine.shutdown', null));

  it('runs a file, and tells how each request goes', async () => {
    const summary = await the.channel.request('run.start', { run: 1, text: `${echo}\n###\n${hello}`, trusted: true });
    assert.deepEqual(
      summary.outcomes.map(({ state }) => state),
      ['passed', 'passed'],
    );
    const told = the.notices.flatMap((notice) => (notice.kind === 'runOutcome' ? [notice] : []));
    assert.ok(told.every(({ run }) => run === 1));
    const last = new Map(told.map(({ outcome }) => [outcome.region, outcome.state]));
    assert.deepEqual(
      [...last],
      [
        [0, 'passed'],
        [1, 'passed'],
      ],
    );
    // The refusals and ends of its own connections are not told as problems.
    assert.ok(!the.notices.some(({ kind }) => kind === 'problem'));
  });

  it('cancels a run, and stops what it started', async () => {
    the.onNotice((notice) => {
      const waits = notice.kind === 'runOutcome' && notice.outcome.region === 1 && notice.outcome.state === 'running';
      if (waits) void the.channel.request('run.cancel', { run: 7 });
    });
    const text = `${echo}\n###\nTCP 127.0.0.1:{{echo.port}}\ntimeout: 60s\n\n?? received text == never\n`;
    const summary = await the.channel.request('run.start', { run: 7, text, trusted: true });
    assert.equal(summary.cancelled, true);
    const { endpoints } = await the.channel.request('registry.get', null);
    assert.deepEqual(endpoints, []);
  });

  it('asks for a value and goes on with the answer', async () => {
    the.onNotice((notice) => {
      if (notice.kind !== 'runPrompt') return;
      assert.deepEqual([notice.name, notice.description, notice.secret], ['password', 'Yours', true]);
      void the.channel.request('run.answer', { run: notice.run, prompt: notice.prompt, value: 'hello' });
    });
    const text = `${echo}\n###\n# @prompt password Yours\nTCP 127.0.0.1:{{echo.port}}\n\n{{password}}\n\n?? received text == hello\n`;
    const { exitCode } = await the.channel.request('run.start', { run: 2, text, trusted: true });
    assert.equal(exitCode, 0);
  });

  it('keeps a session until it is ended', async () => {
    const start = { text: `${echo}\n###\n${hello}`, trusted: true, session: 's', regions: [1] };
    await the.channel.request('run.start', { run: 3, ...start });
    const { endpoints } = await the.channel.request('registry.get', null);
    assert.deepEqual(
      endpoints.map(({ name, state }) => [name, state]),
      [['echo', 'running']],
    );
    await the.channel.request('run.endSession', { session: 's' });
    assert.deepEqual((await the.channel.request('registry.get', null)).endpoints, []);
  });

  it('sends a single HTTP request, and hands its body out by part', async () => {
    const started = await the.channel.request('run.start', { run: 4, text: bin, trusted: true, session: 's' });
    const { result } = started.outcomes[0]!;
    assert.ok(result?.kind === 'serve');
    const url = `http://127.0.0.1:${result.port}/base64/aGVsbG8gd29ybGQ=`;
    const exchange = await the.channel.request('http.send', {
      exchange: 1,
      request: { method: 'GET', url, headers: [] },
    });
    assert.equal(exchange.hops[0]!.response!.status, 200);
    const body = exchange.body!.id;
    const text = async (part: { offset?: number; length?: number }): Promise<string> =>
      Buffer.from(await the.channel.request('http.body', { body, ...part })).toString();
    assert.equal(await text({}), 'hello world');
    assert.equal(await text({ offset: 6, length: 3 }), 'wor');
    await the.channel.request('http.forget', { bodies: [body, 4242] });
    assert.equal(await text({}), '');
    const set = { method: 'GET', url: `http://127.0.0.1:${result.port}/cookies/set?a=b`, headers: [] };
    await the.channel.request('http.send', { exchange: 2, request: set });
    const cookies = await the.channel.request('http.cookies', {});
    assert.deepEqual(
      cookies.map(({ name, value }) => [name, value]),
      [['a', 'b']],
    );
    await the.channel.request('http.clearCookies', {});
    assert.deepEqual(await the.channel.request('http.cookies', {}), []);
  });

  it('cancels a single HTTP request', async () => {
    const silent = createServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    silent.once('connection', () => void the.channel.request('http.cancel', { exchange: 9 }));
    const { port } = silent.address() as AddressInfo;
    const request = { method: 'GET', url: `http://127.0.0.1:${port}/`, headers: [], timeout: 0 };
    const exchange = await the.channel.request('http.send', { exchange: 9, request });
    assert.equal(exchange.error?.code, 'cancelled');
    silent.close();
  });

  it('shuts down while it runs', async () => {
    const running = the.channel.request('run.start', {
      run: 5,
      text: `${echo}\n###\nTCP 127.0.0.1:{{echo.port}}\ntimeout: 60s\n\n?? received text == never\n`,
      trusted: true,
    });
    await the.channel.request('engine.shutdown', null);
    assert.equal((await running).cancelled, true);
  });
}).timeout(20_000);

describe('a throttle', () => {
  it('sends the first at once, merges what comes meanwhile, and never holds back the last', async () => {
    const sent: number[] = [];
    let wake = (): void => undefined;
    const throttle = new Throttle<string, number>((value) => {
      sent.push(value);
      wake();
    });
    throttle.offer('a', 1);
    throttle.offer('a', 2);
    throttle.offer('a', 3);
    assert.deepEqual(sent, [1]);
    await new Promise<void>((resolve) => (wake = resolve));
    assert.deepEqual(sent, [1, 3]);
    throttle.offer('a', 4);
    throttle.last('a', 5);
    assert.deepEqual(sent, [1, 3, 5]);
    throttle.dispose();
  });
});
