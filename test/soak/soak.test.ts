import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import v8 from 'node:v8';
import vm from 'node:vm';
import { BroadcastChannel } from 'node:worker_threads';
import { build } from '../../scripts/build.ts';
import { root } from '../../scripts/root.ts';
import { startEngine } from '../../src/engine/client.ts';
import type { EngineClient, RegistrySnapshot, ViewSnapshot } from '../../src/engine/messages.ts';

const connections = 500;
const milliseconds = 60_000;
/** Of the engine's journal. Small, so that it spills and forgets within the minute as it would in a day. */
const limits = { memoryBytes: 4 * 2 ** 20, diskBytes: 12 * 2 ** 20 };
/**
 * Bytes that both threads may have in use more after the minute than before it, when the journal was full already. A leak of
 * 16 bytes for each event would be more.
 */
const growth = 8 * 2 ** 20;

interface Counted {
  readonly connections: number;
  readonly resets: number;
  readonly messages: number;
  readonly bytes: number;
  readonly needles: number;
  readonly wrong: number;
}

/** Runs the client side to its end. */
async function load(port: number, duration: number): Promise<Counted> {
  const program = path.join(import.meta.dirname, 'load.mjs');
  const args = [program, port, connections, duration].map(String);
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const out: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  const [code] = (await once(child, 'close')) as [number];
  assert.equal(code, 0, 'the client side failed');
  return JSON.parse(Buffer.concat(out).toString()) as Counted;
}

/** Waits for a notice that fits, asking for the state first. */
function registryWhere(engine: EngineClient, fits: (now: RegistrySnapshot) => boolean): Promise<RegistrySnapshot> {
  return new Promise((resolve, reject) => {
    const take = (now: RegistrySnapshot) => {
      if (!fits(now)) return;
      hearing.dispose();
      resolve(now);
    };
    const hearing = engine.onNotice((notice) => {
      if (notice.kind === 'registry') take(notice.snapshot);
    });
    engine.request('registry.get', null).then(take, reject);
  });
}

/** The engine's worker, which also collects its garbage when it is told to. */
const worker = 'collecting.cjs';
const collectingWorker = `'use strict';
const channel = new (require('node:worker_threads').BroadcastChannel)('collect');
channel.onmessage = ({ data }) => {
  if (data !== 'collect') return;
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  channel.postMessage(heapUsed + external);
};
channel.unref();
require('./engine.cjs');
`;

/** Collections in a row that free nothing more: from there on the rest is in use. */
const quietCollections = 5;

/** Bytes in use in both threads, after one collection of their garbage. */
async function collect(): Promise<number> {
  const channel = new BroadcastChannel('collect');
  const collected = once(channel, 'message');
  channel.postMessage('collect');
  const [{ data: inWorker }] = (await collected) as [{ data: number }];
  channel.close();
  (vm.runInNewContext('gc') as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return inWorker + heapUsed + external;
}

/**
 * Bytes in use in both threads once they have collected their garbage: the least of as many collections as free anything. One alone
 * leaves behind whatever waits for its finalizer, and buffers are swept beside the program. Resident memory would tell of the
 * collector too: on a busy machine it comes late, and what it frees stays with the process.
 */
async function memoryInUse(): Promise<number> {
  let least = await collect();
  let quiet = 0;
  while (quiet < quietCollections) {
    const now = await collect();
    quiet = now < least ? 0 : quiet + 1;
    least = Math.min(least, now);
  }
  return least;
}

const openFiles = (): number => readdirSync('/proc/self/fd').length;
function sum(a: Counted, b: Counted): Counted {
  const keys = Object.keys(a) as (keyof Counted)[];
  return Object.fromEntries(keys.map((key) => [key, a[key] + b[key]])) as unknown as Counted;
}

describe(`${connections} connections opening and closing for ${milliseconds / 1000} s, while a filter runs`, () => {
  let folder: string;
  let engine: EngineClient | undefined;
  before(async () => {
    mkdirSync(path.join(root, '.cache'), { recursive: true });
    folder = mkdtempSync(path.join(root, '.cache', 'soak-'));
    await build({ outdir: folder });
    // A worker has `gc` only if the flag is set before it starts.
    v8.setFlagsFromString('--expose-gc');
    writeFileSync(path.join(folder, worker), collectingWorker);
  });
  // Whatever failed: a worker that lives on keeps the whole run from its end.
  after(async () => {
    await engine?.stop();
    rmSync(folder, { recursive: true });
  });

  it('leave exact counters, a consistent view and nothing else behind', async () => {
    const filesAtFirst = openFiles();
    const running = (engine = startEngine({ workerPath: path.join(folder, worker), limits }));
    const server = await running.request('endpoint.start', {
      spec: { role: 'server', transport: 'tcp', port: 0, behaviour: { name: 'echo' } },
    });
    const { view } = await running.request('view.open', { filter: 'dir:in text:needle' });
    let seen: ViewSnapshot | undefined;
    let seenRows = 0;
    running.onNotice((notice) => {
      if (notice.kind !== 'view' || notice.snapshot.view !== view) return;
      const rows = notice.snapshot.rows + notice.snapshot.forgottenRows;
      assert.ok(rows >= seenRows, 'the view lost rows');
      seenRows = rows;
      seen = notice.snapshot;
    });

    // Until the journal forgets: from there on nothing has a reason to grow.
    let counted = await load(server.local!.port, 5000);
    while ((await running.request('registry.get', null)).journal.forgottenEvents === 0) {
      counted = sum(counted, await load(server.local!.port, 5000));
    }
    await registryWhere(running, ({ endpoints: [one] }) => one?.connectionCount === 0);
    const [memoryBefore, filesBefore] = [await memoryInUse(), openFiles()];
    counted = sum(counted, await load(server.local!.port, milliseconds));
    assert.equal(counted.wrong, 0, 'an echo was not what was sent');

    const closed = await registryWhere(running, ({ endpoints: [one] }) => one?.connectionCount === 0);
    const [{ counters, connections: left }] = closed.endpoints as [RegistrySnapshot['endpoints'][number]];
    assert.deepEqual(left, []);
    assert.deepEqual(
      { ...counters },
      {
        bytesIn: counted.bytes,
        bytesOut: counted.bytes,
        // Each message waits for the echo of the one before: one write, one chunk.
        chunksIn: counted.messages,
        chunksOut: counted.messages,
        framesIn: 0,
        framesOut: 0,
        errors: counted.resets,
      },
    );
    // Listening; of each connection its opening and close, both ends or the reset; each message in and out.
    const ended = counted.connections - counted.resets;
    const events = 1 + 2 * counted.connections + 2 * ended + counted.resets + 2 * counted.messages;
    assert.equal(closed.journal.events, events);
    assert.equal(closed.journal.next - closed.journal.first + closed.journal.forgottenEvents, events);
    assert.ok(closed.journal.memoryBytes <= limits.memoryBytes, `${closed.journal.memoryBytes} bytes in memory`);
    assert.ok(closed.journal.diskBytes <= limits.diskBytes, `${closed.journal.diskBytes} bytes on disk`);

    // The view has every needle, those that the journal forgot meanwhile included.
    await new Promise<void>((resolve) => {
      if (seenRows === counted.needles) {
        resolve();
        return;
      }
      const hearing = running.onNotice(() => {
        if (seenRows !== counted.needles) return;
        hearing.dispose();
        resolve();
      });
    });
    assert.ok(seen && seen.rows > 0);
    const page = { view, from: 0, count: 500, encoding: 'utf-8', errors: 'strict', previewChars: 6 };
    const { rows } = await running.request('view.rows', page);
    assert.equal(rows.length, Math.min(500, seen.rows));
    for (const [index, row] of rows.entries()) {
      assert.deepEqual([row.direction, row.preview], ['in', 'needle']);
      assert.ok(index === 0 || row.seq > rows[index - 1]!.seq);
    }

    const grown = (await memoryInUse()) - memoryBefore;
    const filesAfter = openFiles();
    console.log(
      `      ${counted.connections} connections, ${counted.messages} messages, ${events} events; ${(grown / 2 ** 20).toFixed(1)} MiB more in use than with a full journal before (${(memoryBefore / 2 ** 20).toFixed(0)} MiB)`,
    );
    assert.ok(grown <= growth, `memory in use grew by ${grown} bytes`);
    assert.equal(filesAfter, filesBefore, 'files or sockets are left');
    await running.stop();
    assert.ok(openFiles() <= filesAtFirst, 'files or sockets are left after the end');
  });
});
