/**
 * Costs of the journal by itself: `npx tsx bench/journal.ts [diskMiB]`. Nanoseconds per event appended, milliseconds of a
 * filter over a million events, and resident memory after 1 and 10 million events.
 */
import { Journal } from '../src/traffic/journal.ts';
import { TrafficView } from '../src/traffic/view.ts';

const diskBytes = Number(process.argv[2] ?? 256) * 1024 * 1024;
const local = { host: '127.0.0.1', port: 9000 };

function setUp() {
  const journal = new Journal({ diskBytes });
  const endpoint = journal.addEndpoint('echo');
  const connections = Array.from({ length: 50 }, (_, i) =>
    journal.addConnection(endpoint, 'tcp', local, { host: '127.0.0.1', port: 5000 + i }),
  );
  return { journal, connections };
}

/** Ten milliseconds of events, then a turn of the event loop, as sockets do: the disk gets its say. */
async function measure(name: string, rounds: number, perTurn: number, one: (i: number) => void): Promise<void> {
  let spent = 0n;
  for (let i = 0; i < rounds;) {
    const start = process.hrtime.bigint();
    for (const end = Math.min(rounds, i + perTurn); i < end; i++) one(i);
    spent += process.hrtime.bigint() - start;
    await new Promise((resolve) => setImmediate(resolve));
  }
  console.log(`${name.padEnd(34)} ${(Number(spent) / rounds).toFixed(0).padStart(7)} ns each`);
}

async function appends(): Promise<void> {
  const { journal, connections } = setUp();
  const small = Buffer.alloc(64, 7);
  const large = Buffer.alloc(65_536, 7);
  for (let round = 0; round < 3; round++) {
    await measure('append 64 bytes', 1e6, 1000, (i) => journal.append('data', 'in', connections[i % 50]!, small));
    await measure('appendShared 64 bytes', 1e6, 1000, (i) =>
      journal.appendShared('data', 'out', connections[i % 50]!, journal.next - 1, 0, small),
    );
    await measure('append 64 KiB', 20_000, 100, (i) => journal.append('data', 'in', connections[i % 50]!, large));
  }
  const copy = Buffer.alloc(64 * 1024 * 1024);
  let at = 0;
  await measure('bare copy of 64 KiB', 20_000, 100, () => copy.set(large, (at = (at + 65_536) % copy.length)));
  await journal.close();
}

async function filters(): Promise<void> {
  const { journal, connections } = setUp();
  for (let i = 0; i < 1e6; i++) {
    const bytes = Buffer.from(`GET /index${i} hello world`.padEnd(60, 'x'));
    if (i % 2) journal.appendShared('data', 'out', connections[i % 50]!, journal.next - 1, 0, bytes.subarray(0, 60));
    else journal.append('data', 'in', connections[i % 50]!, bytes);
  }
  const texts = [
    'text:nothere',
    'text:NotHere',
    'index999',
    'hello',
    'hex:"6f20 776?"',
    '-x',
    'text:y or text:Zz',
    'dir:in len:10..70 peer:*:5006',
    'endpoint:ec*',
  ];
  for (const filter of texts) {
    const view = new TrafficView(journal, filter);
    const start = performance.now();
    let worst = 0;
    for (let more = true; more;) {
      const from = performance.now();
      more = await view.update();
      worst = Math.max(worst, performance.now() - from);
    }
    console.log(
      `${filter.padEnd(34)} ${(performance.now() - start).toFixed(0).padStart(7)} ms, longest slice ${worst.toFixed(1)} ms, ${view.rowCount} rows`,
    );
  }
  await journal.close();
}

async function memory(): Promise<void> {
  const { journal, connections } = setUp();
  const bytes = Buffer.alloc(64, 7);
  const view = new TrafficView(journal, 'dir:in');
  let done = 0;
  for (const target of [1e6, 2e6, 10e6]) {
    for (; done < target; done++) {
      journal.append('data', done % 2 ? 'in' : 'out', connections[done % 50]!, bytes);
      if (done % 1000 !== 0) continue;
      await view.update();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await journal.settled();
    globalThis.gc?.();
    const { first, next, diskBytes: onDisk } = journal.state();
    const rss = process.memoryUsage.rss() / 2 ** 20;
    console.log(
      `${(target / 1e6).toFixed(0).padStart(3)} million events: rss ${rss.toFixed(0)} MiB, held ${next - first}, on disk ${(onDisk / 2 ** 20).toFixed(0)} MiB, view ${view.rowCount}`,
    );
  }
  await journal.close();
}

if (process.argv[3] !== 'filters') await memory();
if (process.argv[3] !== 'filters') await appends();
await filters();
