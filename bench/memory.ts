import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { defaultDiskBytes, Journal } from '../src/traffic/journal.ts';
import type { Aim, Section } from './report.ts';

/** Garbage that waits for collection is not growth: it is collected before memory is read. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

const growthAim: Aim = { figure: 'resident memory after 10 million events, to that after 1 million,', atMost: 1.1 };

/** A row per milestone; the process is this one, so the journal is the only thing that grows. */
export const memory: Section = {
  name: 'memory',
  title: 'Memory',
  note: 'Resident memory of a process that records 64-byte events into one journal with its spill on, after so many events, garbage collected.',
  async run() {
    const journal = new Journal({ diskBytes: defaultDiskBytes });
    const endpoint = journal.addEndpoint('bench');
    const connection = journal.addConnection(
      endpoint,
      'tcp',
      { host: '127.0.0.1', port: 1 },
      { host: '127.0.0.1', port: 2 },
    );
    const bytes = new Uint8Array(64).fill(120);
    const rows: (string | number)[][] = [];
    let first = 0;
    let growth = NaN;
    for (let i = 1; i <= 10_000_000; i++) {
      journal.append('data', i % 2 === 0 ? 'in' : 'out', connection, bytes);
      // The loop turns as under traffic, so that the spill can write.
      if (i % 4096 === 0) await new Promise((resolve) => setImmediate(resolve));
      if (i === 1_000_000 || i === 10_000_000) {
        await journal.settled();
        collectGarbage();
        const { rss } = process.memoryUsage();
        first ||= rss;
        growth = rss / first;
        const state = journal.state();
        rows.push([
          i.toLocaleString('en'),
          Math.round(rss / 1e6),
          growth.toFixed(2),
          state.next - state.first,
          state.forgottenEvents,
        ]);
      }
    }
    await journal.close();
    return [
      {
        title: 'Resident memory',
        columns: ['events', 'RSS MB', 'to 1 million', 'held', 'forgotten'],
        rows,
        judged: [{ aim: growthAim, value: growth }],
      },
    ];
  },
};
