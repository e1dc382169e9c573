import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Throttle } from '../../../src/engine/throttle.ts';
import type { RunQuestion, RunReport } from '../../../src/requests/run/requests.ts';
import type { RequestOutcome } from '../../../src/requests/run/outcome.ts';
import { startOf } from '../requests/run/running.ts';
import { python } from '../../../scripts/python.ts';
import { settles } from '../../helpers/becomes.ts';
import { engineInProcess, type EngineInProcess } from '../../helpers/engineInProcess.ts';

const echo = '# @name echo\nSERVE tcp://127.0.0.1:0\nbehaviour: echo\n';
const hello = 'TCP 127.0.0.1:{{echo.port}}\n\nhello\n\n?? received text == hello\n';
const bin = '# @name bin\nSERVE http://127.0.0.1:0\nbehaviour: bin\n';

describe('runs in the engine', () => {
  let the: EngineInProcess;
  beforeEach(() => (the = engineInProcess()));
  afterEach(() => the.channel.request('engine.shutdown', null));

  it('runs a file, and tells how each request goes', async () => {
    const told: RunReport[] = [];
    const end = await the.channel.request('run.start', startOf(`${echo}\n###\n${hello}`), {
      onReport: (report) => told.push(report),
    });
    // Each is told once, as its turn ends: not again at the end.
    assert.deepEqual(Object.keys(end).sort(), ['cancelled', 'duration', 'exitCode']);
    assert.deepEqual(
      told.map(({ outcome }) => outcome.state).filter((state) => state !== 'running'),
      ['passed', 'passed'],
    );
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

  it('tells the output of a program while it runs, and after its run', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'wirebench-runs-'));
    const gate = (name: string) => `while not os.path.exists("${name}"): time.sleep(0.01)`;
    const code = ['import os, time', 'print("one", flush=True)', gate('a'), 'print("two", flush=True)', gate('b')];
    code.push('print("three", flush=True)', gate('c'));
    await writeFile(path.join(folder, 'program.py'), code.join('\n'));
    const text = `RUN ${python} program.py\nready: output two\ntimeout: 60s\n`;
    const outputs = new Set<string>();
    await the.channel.request('run.start', startOf(text, { session: 'lab', path: path.join(folder, 'lab.http') }), {
      onReport: ({ outcome: { state, result } }) => {
        if (state !== 'running' || result === undefined) return;
        outputs.add((result as { readonly output: string }).output);
        void writeFile(path.join(folder, 'a'), '');
      },
    });
    assert.ok(outputs.has('one\n'), [...outputs].join());
    await writeFile(path.join(folder, 'b'), '');
    await settles(
      () => Promise.resolve(the.notices.flatMap((notice) => (notice.kind === 'grown' ? [notice.result] : []))),
      (grown) => assert.match((grown.at(-1) as { readonly output: string } | undefined)?.output ?? '', /three/),
    );
    // One that is stopped has nothing more to say.
    const before = the.notices.length;
    await the.channel.request('run.endSession', { session: 'lab' });
    assert.ok(!the.notices.slice(before).some(({ kind }) => kind === 'grown'));
    await rm(folder, { recursive: true });
  });

  it('holds the time of requests while a debugger has their program stopped', async () => {
    const text = `${echo}\n###\nTCP 127.0.0.1:{{echo.port}}\ntimeout: 50ms\n\nhello\n\n?? received text == never\n`;
    const run = the.channel.request('run.start', startOf(text, { session: 'held' }), {
      onReport: ({ outcome: { region, state } }) => {
        if (region === 1 && state === 'running') void the.channel.request('run.hold', { session: 'held', held: true });
      },
    });
    const first = await Promise.race([run.then(() => 'over'), pause(500).then(() => 'held')]);
    assert.equal(first, 'held');
    await the.channel.request('run.hold', { session: 'held', held: false });
    assert.equal((await run).exitCode, 1);
    await the.channel.request('run.endSession', { session: 'held' });
  });

  it('cancels a run, and stops what it started', async () => {
    const cancel = new AbortController();
    const text = `${echo}\n###\nTCP 127.0.0.1:{{echo.port}}\ntimeout: 60s\n\n?? received text == never\n`;
    const summary = await the.channel.request('run.start', startOf(text), {
      signal: cancel.signal,
      onReport: ({ outcome }) => {
        if (outcome.region === 1 && outcome.state === 'running') cancel.abort();
      },
    });
    assert.equal(summary.cancelled, true);
    const { endpoints } = await the.channel.request('registry.get', null);
    assert.deepEqual(endpoints, []);
  });

  it('asks for a value and goes on with the answer', async () => {
    const text = `${echo}\n###\n# @prompt password Yours\nTCP 127.0.0.1:{{echo.port}}\n\n{{password}}\n\n?? received text == hello\n`;
    const onAsk = (question: RunQuestion): Promise<string> => {
      assert.deepEqual(question, { name: 'password', description: 'Yours', secret: true });
      return Promise.resolve('hello');
    };
    const { exitCode } = await the.channel.request('run.start', startOf(text), { onAsk });
    assert.equal(exitCode, 0);
  });

  it('keeps a session until it is ended', async () => {
    await the.channel.request('run.start', startOf(`${echo}\n###\n${hello}`, { session: 's', regions: [1] }));
    const { endpoints } = await the.channel.request('registry.get', null);
    assert.deepEqual(
      endpoints.map(({ name, state }) => [name, state]),
      [['echo', 'running']],
    );
    await the.channel.request('run.endSession', { session: 's' });
    assert.deepEqual((await the.channel.request('registry.get', null)).endpoints, []);
  });

  it('sends a single HTTP request, and hands its body out by part', async () => {
    let result: RequestOutcome['result'];
    await the.channel.request('run.start', startOf(bin, { session: 's' }), {
      onReport: ({ outcome }) => (result = outcome.result),
    });
    assert.ok(result?.kind === 'serve');
    const url = `http://127.0.0.1:${result.port}/base64/aGVsbG8gd29ybGQ=`;
    const exchange = await the.channel.request('http.send', { request: { method: 'GET', url, headers: [] } });
    assert.equal(exchange.hops[0]!.response!.status, 200);
    const body = exchange.body!.id;
    const text = async (part: { offset?: number; length?: number }): Promise<string> =>
      Buffer.from(await the.channel.request('http.body', { body, ...part })).toString();
    assert.equal(await text({}), 'hello world');
    assert.equal(await text({ offset: 6, length: 3 }), 'wor');
    await the.channel.request('http.forget', { bodies: [body, 4242] });
    assert.equal(await text({}), '');
    const set = { method: 'GET', url: `http://127.0.0.1:${result.port}/cookies/set?a=b`, headers: [] };
    await the.channel.request('http.send', { request: set });
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
    const cancel = new AbortController();
    silent.once('connection', () => cancel.abort());
    const { port } = silent.address() as AddressInfo;
    const request = { method: 'GET', url: `http://127.0.0.1:${port}/`, headers: [], timeout: 0 };
    const exchange = await the.channel.request('http.send', { request }, { signal: cancel.signal });
    assert.equal(exchange.error?.code, 'cancelled');
    silent.close();
  });

  it('shuts down while it runs', async () => {
    const text = `${echo}\n###\nTCP 127.0.0.1:{{echo.port}}\ntimeout: 60s\n\n?? received text == never\n`;
    const running = the.channel.request('run.start', startOf(text));
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
