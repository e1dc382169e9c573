import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { WirebenchError } from '../../../src/base/errors.ts';
import { EngineChannel, startEngine } from '../../../src/engine/client.ts';
import type { ToEngine } from '../../../src/engine/messages.ts';

const withCode = (code: string) => (error: unknown) => error instanceof WirebenchError && error.code === code;

describe('engine client', () => {
  let folder: string;
  let workerPath: string;

  before(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'wirebench-test-'));
    workerPath = path.join(folder, 'engine.cjs');
    await build({
      entryPoints: [path.resolve(import.meta.dirname, '../../../src/engine/worker.ts')],
      outfile: workerPath,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      external: ['sucrase'],
      logLevel: 'error',
    });
  });
  after(() => rmSync(folder, { recursive: true }));

  it('runs the engine in a thread of its own and ends it, twice if asked', async () => {
    const engine = startEngine({ workerPath, limits: { diskBytes: 0 } });
    const server = await engine.request('endpoint.start', {
      spec: { role: 'server', transport: 'udp', port: 0, behaviour: { name: 'echo' } },
    });
    assert.equal(server.local?.host, '127.0.0.1');
    await Promise.all([engine.stop(), engine.stop()]);
    await assert.rejects(engine.request('registry.get', null), withCode('engine-stopped'));
  }).timeout(20_000);

  it('brings an error over as it was raised: code, sentence, remedies', async () => {
    const engine = startEngine({ workerPath, limits: { diskBytes: 0 } });
    try {
      await assert.rejects(
        engine.request('endpoint.start', { spec: { role: 'server', transport: 'tcp', port: 70_000 } }),
        (error: unknown) =>
          error instanceof WirebenchError && error.code === 'bad-port' && error.message.includes('70000'),
      );
    } finally {
      await engine.stop();
    }
  }).timeout(20_000);

  it('tells of a crash, and rejects what was under way', async () => {
    const broken = path.join(folder, 'broken.cjs');
    writeFileSync(
      broken,
      `require('worker_threads').parentPort.once('message', () => { throw new Error('out of order'); });`,
    );
    const crashed: string[] = [];
    const engine = startEngine({ workerPath: broken, onCrash: (error) => crashed.push(error.message) });
    await assert.rejects(engine.request('registry.get', null), withCode('engine-stopped'));
    assert.equal(crashed.length, 1);
    assert.match(crashed[0]!, /out of order/);
    await engine.stop();
  });

  it('rejects a request whose answer never comes, and ignores the answer that comes too late', async () => {
    const sent: ToEngine[] = [];
    const channel = new EngineChannel((message) => sent.push(message));
    await assert.rejects(channel.request('registry.get', null, { timeout: 1 }), withCode('engine-timeout'));
    const { id } = sent[0] as Extract<ToEngine, { kind: 'request' }>;
    assert.deepEqual(sent[1], { kind: 'cancel', id });
    channel.receive({ kind: 'result', id, result: null });
    channel.close(new WirebenchError({ code: 'engine-stopped', message: 'Stopped.' }));
    await assert.rejects(channel.request('registry.get', null), withCode('engine-stopped'));
  });
});
