import { randomFillSync } from 'node:crypto';
import { decode } from '../src/protocol/text/decode.ts';
import { hexDump } from '../src/protocol/text/hexDump.ts';
import { visible } from '../src/protocol/text/visible.ts';
import { Journal } from '../src/traffic/journal.ts';
import { TrafficView } from '../src/traffic/view.ts';
import type { Aim, Judged, Section } from './report.ts';
import { repeated } from './timing.ts';

const events = 1_000_000;

/** A journal with a million events of 64 bytes in memory. One in a thousand has the searched words. */
function full(): Journal {
  const journal = new Journal({ diskBytes: 0 });
  const endpoint = journal.addEndpoint('bench');
  const connections = Array.from({ length: 50 }, (_, i) =>
    journal.addConnection(endpoint, 'tcp', { host: '127.0.0.1', port: 1 }, { host: '127.0.0.1', port: 1000 + i }),
  );
  const plain = Buffer.alloc(60, 'the quick brown fox jumps over the lazy dog. ');
  const marked = Buffer.from(`needle ${plain.toString('latin1').slice(7)}`);
  for (let i = 0; i < events; i++) {
    const connection = connections[i % connections.length]!;
    journal.append('data', i % 2 === 0 ? 'in' : 'out', connection, i % 1000 === 0 ? marked : plain);
  }
  return journal;
}

const filterAim: Aim = { figure: 'filter', atMost: 500, unit: 'ms' };

export const traffic: Section = {
  name: 'traffic',
  title: 'Journal, filters and text',
  note: 'In one process, no sockets. Filters and rows over a journal of 1,000,000 events of 60 bytes in memory. A filter is timed from the words to the last match.',
  async run({ rounds }) {
    const journal = full();
    const view = new TrafficView(journal);
    const rows: (string | number)[][] = [];
    const judged: Judged[] = [];
    for (const text of [
      'text:needle',
      'x',
      'hex:"6e 65 65 64 6c 65"',
      'dir:in len:>10',
      'peer:127.0.0.1:1007',
      'dir:out -text:fox',
    ]) {
      const took = await repeated(rounds, async () => {
        view.setFilter(text);
        while (await view.update());
      });
      rows.push([`\`${text}\``, Math.round(took), view.rowCount]);
      judged.push({ aim: { ...filterAim, figure: `filter \`${text}\`` }, value: took });
    }
    view.setFilter('');
    const previews = await repeated(rounds, () =>
      view.rows(500_000, 100, { decode: (bytes) => decode(bytes, 'utf-8', 'replace'), visible, previewChars: 200 }),
    );
    await journal.close();

    const appends = await appendCost(rounds);
    const block = randomFillSync(new Uint8Array(1 << 20));
    const dump = await repeated(rounds, () => hexDump(block));
    const bareHex = await repeated(rounds, () => Buffer.from(block.buffer).toString('hex'));
    const perSecond = (ms: number): string => `${(1000 / ms).toFixed(0)} MB/s`;
    return [
      { title: 'A filter over 1,000,000 events', columns: ['filter', 'ms', 'matches'], rows, judged },
      {
        title: 'Small things',
        columns: ['', 'figure'],
        rows: [
          ['100 rows of the middle, decoded', `${previews.toFixed(2)} ms`],
          ['one event of 64 bytes appended', `${appends.toFixed(0)} ns`],
          ['hex dump of 1 MiB', perSecond(dump)],
          ["`buffer.toString('hex')` of the same", perSecond(bareHex)],
        ],
      },
    ];
  },
};

async function appendCost(rounds: number): Promise<number> {
  const journal = new Journal({ diskBytes: 0 });
  const endpoint = journal.addEndpoint('bench');
  const connection = journal.addConnection(endpoint, 'tcp', { host: '::1', port: 1 }, { host: '::1', port: 2 });
  const bytes = new Uint8Array(64);
  const count = 500_000;
  const took = await repeated(rounds, () => {
    for (let i = 0; i < count; i++) journal.append('data', 'in', connection, bytes);
  });
  await journal.close();
  return (took / count) * 1e6;
}
