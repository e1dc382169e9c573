import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildSync, type BuildOptions } from 'esbuild';
import { program } from '../../../../src/net/script/scriptProcess.ts';
import { createBehaviour } from '../../../../src/net/createBehaviour.ts';
import { FakeHost } from '../../../helpers/fakeHost.ts';
import { createNet, dial } from '../../../helpers/nets.ts';

describe('script', function () {
  this.timeout(120_000);
  let folder: string;
  let host: FakeHost;

  // As it is shipped: one CommonJS file. From the sources every start would compile them anew.
  before(() => {
    const bundle = path.resolve('.cache/test/scriptWorker.cjs');
    const build: BuildOptions = {
      bundle: true,
      platform: 'node',
      format: 'cjs',
      external: ['sucrase'],
      logLevel: 'error',
    };
    buildSync({ ...build, entryPoints: ['src/net/script/scriptWorker.ts'], outfile: bundle });
    Object.assign(program, { file: bundle, execArgv: [] });
  });

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'wirebench-script-'));
  });

  afterEach(async () => {
    await host.behaviour?.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  const write = (source: string, name = 'script.mjs'): string => {
    const file = path.join(folder, name);
    writeFileSync(file, source);
    return file;
  };

  async function start(
    source: string,
    { name = 'script.mjs', transport = 'tcp' as const, ...options } = {},
  ): Promise<string> {
    const file = write(source, name);
    host = new FakeHost(transport);
    // Long, so that a busy machine is not taken for an endless loop; the tests of those say less.
    await host.start('script', { file, timeout: 30, ...options });
    return file;
  }

  const shout = 'export function onReceived(c, bytes, text) { return text.toUpperCase(); }';

  it('answers with what a handler returns', async () => {
    await start(shout);
    const a = host.connect();
    host.hear(a, 'héllo');
    await host.until(() => a.text !== '');
    assert.equal(a.text, 'HÉLLO');
  });

  it('calls every handler of a default export, keeps the order, and ends after what was sent', async () => {
    await start(`export default {
      hi: 'hi',
      onOpen(c) { c.state.count = 0; return this.hi + ' ' + c.peer.port + ';'; },
      async onReceived(c, bytes) { await null; return new Uint8Array([0x30 + ++c.state.count, ...bytes]); },
      onEnd(c) { c.send('bye'); },
    };`);
    const a = host.connect();
    for (const text of ['a', 'b', 'c']) host.hear(a, text);
    host.behaviour?.onEnd?.(a);
    await host.until(() => a.ended);
    assert.equal(a.text, 'hi 5001;1a2b3cbye');
  });

  it('runs TypeScript, also of other files', async () => {
    write('export const mark: string = "!";', 'mark.ts');
    await start(
      `import { mark } from './mark.ts';
       export function onReceived(_c: unknown, _bytes: Uint8Array, text: string): string { return (text as string) + mark; }`,
      { name: 'script.ts' },
    );
    const a = host.connect();
    host.hear(a, 'ts');
    await host.until(() => a.text !== '');
    assert.equal(a.text, 'ts!');
  });

  for (const [what, source, code, line] of [
    ['throws', `\nexport function onReceived() {\n  null.x;\n}`, 'script-threw', 3],
    ['rejects', `export async function onReceived() {\n  await null;\n  throw new Error('no');\n}`, 'script-threw', 3],
    [
      'leaves a rejection unhandled',
      `export function onReceived() {\n  Promise.reject(new Error('no'));\n}`,
      'script-threw',
      2,
    ],
    [
      'throws in a timer',
      `export function onReceived() {\n  setTimeout(() => {\n    throw 1n; });\n}`,
      'script-threw',
      undefined,
    ],
    ['never comes back', `export function onReceived() { for (;;); }`, 'script-stuck', undefined],
    [
      'never comes back from a regular expression',
      `export function onReceived() { /^(a+)+$/.test('a'.repeat(64) + 'b'); }`,
      'script-stuck',
      undefined,
    ],
    [
      'fills the heap',
      `export function onReceived() { const m = new Map(); for (let i = 0; ; i++) m.set(i, {}); }`,
      'script-memory',
      undefined,
    ],
    [
      'fills buffers',
      `export function onReceived() { const a = []; for (;;) a.push(new Uint8Array(1e7).fill(1)); }`,
      'script-memory',
      undefined,
    ],
    [
      'allocates too much at once',
      `export function onReceived() { new Array(1e8).fill(0.5); }`,
      'script-memory',
      undefined,
    ],
    ['ends its process', `export function onReceived() { process.exit(3); }`, 'script-exited', undefined],
    ['aborts', `export function onReceived() { process.abort(); }`, 'script-exited', undefined],
    ['returns a number', `export function onReceived() { return 5; }`, 'script-threw', undefined],
    ['floods', `export function onReceived(c) {\n  for (;;) c.send('x');\n}`, 'script-threw', 2],
    [
      'writes to the channel itself',
      `export function onReceived() { process.send({ kind: 'send', id: 'x' }); }`,
      'script-misspoke',
      undefined,
    ],
  ] as const) {
    it(`that ${what} is ended with an error, and comes back when it is saved`, async () => {
      const file = await start(source, { ...(code === 'script-stuck' ? { timeout: 2 } : {}), memory: 64 } as object);
      const a = host.connect();
      host.hear(a, 'x');
      await host.until(() => host.failures.length > 0);
      const [failure] = host.failures;
      assert.equal(failure?.code, code, failure?.message);
      assert.ok(failure.message.includes(file), failure.message);
      if (line !== undefined) assert.equal(failure.facts?.['line'], line, failure.message);
      host.hear(a, 'nobody answers');
      a.sent.length = 0;
      writeFileSync(file, shout);
      await host.until(() => host.notes.some((note) => note.includes('loaded again')));
      host.hear(a, 'back');
      await host.until(() => a.text !== '');
      assert.equal(a.text, 'BACK');
      assert.equal(host.failures.length, 1);
      assert.equal(host.mendings, 1);
    });
  }

  it('goes on with the version before when the new one cannot be loaded', async () => {
    const file = await start(shout);
    const a = host.connect();
    writeFileSync(file, 'export function onReceived() {\n  return 1 +;\n}\n');
    await host.until(() => host.failures.length > 0);
    assert.equal(host.failures[0]?.code, 'script-syntax');
    assert.equal(host.failures[0].facts?.['line'], 2, host.failures[0].message);
    host.hear(a, 'still here');
    await host.until(() => a.text !== '');
    assert.equal(a.text, 'STILL HERE');
  });

  for (const [what, source, code, name] of [
    ['cannot be parsed', 'export function onReceived( {\n', 'script-syntax', 'script.mjs'],
    ['cannot be parsed as TypeScript', 'export const x: = 1;\n', 'script-syntax', 'script.ts'],
    ['exports nothing', 'export const x = 1;', 'script-not-loaded', 'script.mjs'],
    ['throws while it is loaded', 'throw new Error("no");', 'script-threw', 'script.mjs'],
    ['does not come back from loading', 'for (;;);', 'script-stuck', 'script.mjs'],
  ] as const) {
    it(`that ${what} is not started`, async () => {
      await assert.rejects(start(source, { name, ...(code === 'script-stuck' ? { timeout: 0.3 } : {}) }), {
        code,
      });
    });
  }

  it('holds back what a peer does not read, and loses nothing', async () => {
    await start(
      `export async function onReceived(c) { for (let i = 0; i < 5; i++) await c.send(String(i)); c.end(); }`,
    );
    const a = host.connect();
    a.room = 2;
    host.hear(a, 'go');
    await host.until(() => a.sent.length === 2);
    a.room = 1;
    host.behaviour?.onDrain?.(a);
    await host.until(() => a.sent.length === 3);
    a.room = 100;
    host.behaviour?.onDrain?.(a);
    await host.until(() => a.ended);
    assert.equal(a.text, '01234');
  });

  it('stops reading from a peer that is faster than the script, and answers everything in order', async () => {
    await start(`let n = 0; export function onReceived() { return ' ' + n++; }`, { timeout: 10 } as object);
    const a = host.connect();
    for (let i = 0; i < 3000; i++) host.hear(a, 'x');
    assert.equal(a.paused, true);
    await host.until(() => a.sent.length === 3000 && !a.paused);
    assert.equal(a.text, Array.from({ length: 3000 }, (_, i) => ` ${i}`).join(''));
  });

  it('holds a real TCP peer that is faster than the script, in bounded memory, and answers when a better one is saved', async () => {
    host = new FakeHost();
    const never = 'export function onReceived() { return new Promise(() => {}); }';
    const file = write(never);
    const net = createNet(createBehaviour);
    net.recorder.keep = false;
    const behaviour = { name: 'script', options: { file, timeout: 600 } };
    const server = await net.registry.start({ role: 'server', transport: 'tcp', port: 0, behaviour });
    const client = await dial(server.local!.port);
    const flood = Buffer.alloc(64 * 1024 * 1024, 'x');
    let flushed = false;
    client.write(flood, () => (flushed = true));
    const bytesIn = () => net.recorder.endpointCounters(server.id).bytesIn;
    await net.recorder.until(() => bytesIn() >= 4 * 1024 * 1024);
    // Others are heard in the meantime; the one that is held is not.
    const other = await dial(server.local!.port);
    for (let round = 0; round < 20; round++) {
      const before = net.recorder.of('opened').length;
      const third = await dial(server.local!.port);
      await net.recorder.until(() => net.recorder.of('opened').length > before);
      third.destroy();
    }
    assert.ok(bytesIn() < 5 * 1024 * 1024, `${bytesIn()} bytes were read`);
    assert.equal(flushed, false);
    writeFileSync(
      file,
      `let n = 0; export function onReceived(c, bytes) { n += bytes.length; if (n > 5e7) return '!'; }`,
    );
    await net.recorder.until(() => bytesIn() === flood.length && net.recorder.endpointCounters(server.id).bytesOut > 0);
    other.destroy();
    client.destroy();
    await net.registry.stopAll();
  });

  it('is given up at once, with its process, when the start that loads it is cancelled', async () => {
    host = new FakeHost();
    const net = createNet(createBehaviour);
    const file = write('console.log(`pid ${process.pid}`); await new Promise((go) => setTimeout(go, 1e9));');
    // It may load for five times as long: the test would take its own time-out.
    const behaviour = { name: 'script', options: { file, timeout: 600 } };
    const cancel = new AbortController();
    const starting = net.registry.start({ role: 'server', transport: 'tcp', port: 0, behaviour }, cancel.signal);
    const cancelled = assert.rejects(starting, { code: 'cancelled' });
    const printed = () => net.recorder.of('note').map(({ bytes }) => Buffer.from(bytes).toString());
    await net.recorder.until(() => printed().some((text) => text.startsWith('pid')));
    cancel.abort();
    await cancelled;
    const server = net.registry.get(net.registry.all()[0]!.id);
    assert.equal(server.state, 'stopped');
    assert.throws(() => process.kill(Number(printed()[0]!.slice(4)), 0), { code: 'ESRCH' });
    // Before its process is there.
    const calledOff = assert.rejects(server.start(), { code: 'cancelled' });
    await server.stop();
    await calledOff;
  });

  it('shows what it prints, harmless as it is', async () => {
    await start(`export function onReceived(c) { console.log('one\\ntwo'); c.note('three'); return 'x'; }`);
    const a = host.connect();
    host.hear(a, 'x');
    await host.until(() => host.notes.length === 3);
    assert.deepEqual([...host.notes].sort(), ['one', 'three', 'two']);
  });
});
