import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from '../../scripts/build.mjs';
import { root } from '../../scripts/root.mjs';
import { startEngine } from '../../src/engine/client.ts';
import type { EngineClient, RegistrySnapshot, ViewSnapshot } from '../../src/engine/messages.ts';

const connections = 500;
const milliseconds = 60_000;
/** Of the engine's journal. Small, so that it spills and forgets within the minute as it would in a day. */
const limits = { memoryBytes: 4 * 2 ** 20, diskBytes: 12 * 2 ** 20 };
/** Resident bytes the process may have more after the minute than before it, when its journal was full already. */
const growth = 64 * 2 ** 20;

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

const openFiles = (): number => readdirSync('/proc/self/fd').length;
function sum(a: Counted, b: Counted): Counted {
  const keys = Object.keys(a) as (keyof Counted)[];
  return Object.fromEntries(keys.map((key) => [key, a[key] + b[key]])) as unknown as Counted;
}

describe(`${connections} connections opening and closing for ${milliseconds / 1000} s, while a filter runs`, () => {
  let folder: string;
  before(async () => {
    mkdirSync(path.join(root, '.cache'), { recursive: true });
    folder = mkdtempSync(path.join(root, '.cache', 'soak-'));
    await build({ outdir: folder });
  });
  after(() => rmSync(folder, { recursive: true }));

  it('leave exact counters, a consistent view and nothing else behind', async () => {
    const filesAtFirst = openFiles();
    const engine = startEngine({ workerPath: path.join(folder, 'engine.cjs'), limits });
    const server = await engine.request('endpoint.start', {
      spec: { role: 'server', transport: 'tcp', port: 0, behaviour: { name: 'echo' } },
    });
    const { view } = await engine.request('view.open', { filter: 'dir:in text:needle' });
    let seen: ViewSnapshot | undefined;
    let seenRows = 0;
    engine.onNotice((notice) => {
      if (notice.kind !== 'view' || notice.snapshot.view !== view) return;
      const rows = notice.snapshot.rows + notice.snapshot.forgottenRows;
      assert.ok(rows >= seenRows, 'the view lost rows');
      seenRows = rows;
      seen = notice.snapshot;
    });

    // Until the journal forgets: from there on nothing has a reason to grow.
    let counted = await load(server.local!.port, 5000);
    while ((await engine.request('registry.get', null)).journal.forgottenEvents === 0) {
      counted = sum(counted, await load(server.local!.port, 5000));
    }
    await registryWhere(engine, ({ endpoints: [one] }) => one?.connectionCount === 0);
    const [rssBefore, filesBefore] = [process.memoryUsage.rss(), openFiles()];
    counted = sum(counted, await load(server.local!.port, milliseconds));
    assert.equal(counted.wrong, 0, 'an echo was not what was sent');

    const closed = await registryWhere(engine, ({ endpoints: [one] }) => one?.connectionCount === 0);
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
      const hearing = engine.onNotice(() => {
        if (seenRows !== counted.needles) return;
        hearing.dispose();
        resolve();
      });
    });
    assert.ok(seen && seen.rows > 0);
    const page = { view, from: 0, count: 500, encoding: 'utf-8', errors: 'strict', previewChars: 6 };
    const { rows } = await engine.request('view.rows', page);
    assert.equal(rows.length, Math.min(500, seen.rows));
    for (const [index, row] of rows.entries()) {
      assert.deepEqual([row.direction, row.preview], ['in', 'needle']);
      assert.ok(index === 0 || row.seq > rows[index - 1]!.seq);
    }

    const grown = process.memoryUsage.rss() - rssBefore;
    const filesAfter = openFiles();
    console.log(
      `      ${counted.connections} connections, ${counted.messages} messages, ${events} events; resident memory ${(grown / 2 ** 20).toFixed(1)} MiB more than with a full journal before (${(rssBefore / 2 ** 20).toFixed(0)} MiB)`,
    );
    assert.ok(grown <= growth, `resident memory grew by ${grown} bytes`);
    assert.equal(filesAfter, filesBefore, 'files or sockets are left');
    await engine.stop();
    assert.ok(openFiles() <= filesAtFirst, 'files or sockets are left after the end');
  });
});
