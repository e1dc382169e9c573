import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ViewRow as MessageRow, ViewSnapshot } from '../../../src/engine/messages.ts';
import { FilterError } from '../../../src/traffic/filter.ts';
import { endings } from '../../../src/traffic/endings.ts';
import { Journal } from '../../../src/traffic/journal.ts';
import type { PreviewOptions } from '../../../src/traffic/preview.ts';
import { SeqList } from '../../../src/traffic/seqList.ts';
import { TrafficView } from '../../../src/traffic/view.ts';
import type { ViewRow, ViewState } from '../../../src/traffic/viewState.ts';
import { FakeFile, turn } from './fakeFile.ts';

const local = { host: '127.0.0.1', port: 9000 };
const options: PreviewOptions = {
  decode: (bytes) => Buffer.from(bytes).toString('latin1'),
  visible: (text) => text.replaceAll('\x1b', '\\x1b'),
  previewChars: 20,
};

/** The view's rows and state as the engine's messages have them: checked by the compiler. */
const asMessage = (state: ViewState): ViewSnapshot => ({ view: 1, ...state });
const asMessageRow = (row: ViewRow): MessageRow => row;

async function settle(view: TrafficView): Promise<void> {
  while (await view.update(1000));
}

const filters: Readonly<Record<string, (event: { text: string; out: boolean }) => boolean>> = {
  '': () => true,
  'dir:out': ({ out }) => out,
  'text:ab': ({ text }) => text.toLowerCase().includes('ab'),
  'len:>9 -dir:out': ({ text, out }) => text.length > 9 && !out,
  'text:zz': () => false,
};

const stepOf = fc.oneof(
  {
    weight: 30,
    arbitrary: fc.record({
      do: fc.constant('append' as const),
      out: fc.boolean(),
      text: fc.string({ unit: fc.constantFrom('a', 'b', 'A', 'c'), maxLength: 40 }),
    }),
  },
  { weight: 30, arbitrary: fc.record({ do: fc.constant('turn' as const) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('update' as const) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('pause' as const), paused: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('clear' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('filter' as const), filter: fc.constantFrom(...Object.keys(filters)) }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('check' as const) }) },
);

describe('a traffic view', () => {
  it('lists what a naive filter lists, whatever is forgotten, cleared, paused or read from disk', async function () {
    this.timeout(60_000);
    let fromDisk = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(stepOf, { maxLength: 200, size: 'max' }),
        fc.constantFrom(0, 20),
        async (steps, slots) => {
          const file = new FakeFile();
          let clock = 0;
          const journal = new Journal({
            memoryBytes: 256,
            blockBytes: 64,
            memoryEvents: 16,
            blockEvents: 4,
            diskBytes: slots * 116,
            diskBytesPerSecond: 1e12,
            monotonic: () => (clock += 60),
            openFile: () => Promise.resolve(file),
          });
          const view = new TrafficView(journal);
          const all: { text: string; out: boolean }[] = [];
          let filter = '';
          let pausedAt = -1;
          const check = async () => {
            await turn();
            await settle(view);
            const matching = all.flatMap((event, seq) =>
              seq >= journal.first && filters[filter]!(event) ? [seq] : [],
            );
            const shown = pausedAt < 0 ? matching : matching.filter((seq) => seq < pausedAt);
            const { rows, pending, progress, paused } = asMessage(view.snapshot());
            assert.deepEqual(
              { rows, pending, progress, paused },
              { rows: shown.length, pending: matching.length - shown.length, progress: 1, paused: pausedAt >= 0 },
            );
            const given = await view.rows(0, rows + 5, options);
            assert.equal(given.from, 0);
            assert.deepEqual(
              given.rows.map((row) => row.seq),
              shown,
            );
            for (const [index, row] of given.rows.map(asMessageRow).entries()) {
              assert.equal(view.indexOf(row.seq), index);
              assert.equal(row.preview, all[row.seq]!.text.slice(0, 20));
              assert.equal(row.previewTruncated, all[row.seq]!.text.length > 20);
              if (!journal.isInMemory(row.seq)) fromDisk++;
            }
            assert.equal(view.indexOf(all.length), -1);
          };
          for (const step of steps) {
            const before = {
              first: view.seqAt(0),
              last: view.seqAt(view.rowCount - 1),
              rows: view.rowCount,
              forgotten: view.forgottenRows,
            };
            if (step.do === 'append') {
              journal.append('data', step.out ? 'out' : 'in', { endpoint: 1, id: 0 }, Buffer.from(step.text));
              all.push(step);
            } else if (step.do === 'turn') await turn();
            else if (step.do === 'update') await view.update(0);
            else if (step.do === 'pause') {
              view.setPaused(step.paused);
              if (!step.paused) pausedAt = -1;
              else if (pausedAt < 0) pausedAt = journal.next;
            } else if (step.do === 'clear') journal.clear();
            else if (step.do === 'filter') {
              filter = step.filter;
              view.setFilter(filter);
            } else await check();
            if (step.do === 'filter' || before.rows === 0) continue;
            // A row that is still held has moved down by the growth of forgottenRows.
            const index = view.indexOf(before.last);
            if (index >= 0) assert.equal(index, before.rows - 1 - (view.forgottenRows - before.forgotten));
            else if (before.last >= journal.first) assert.fail('a row that is held has left the list');
          }
          await check();
        },
      ),
      { numRuns: 100 },
    );
    assert.ok(fromDisk > 20, `${fromDisk} rows came from disk`);
  });

  it('scans in slices, says how far it is, and starts over with a new filter', async () => {
    const journal = new Journal();
    for (let i = 0; i < 5000; i++)
      journal.append('data', i % 2 ? 'out' : 'in', { endpoint: 1, id: 0 }, Buffer.from(`number ${i}`));
    const view = new TrafficView(journal, 'dir:in');
    assert.equal(view.snapshot().progress, 0);
    assert.equal(await view.update(0), true);
    const { progress, rows } = view.snapshot();
    assert.ok(progress > 0 && progress < 1);
    assert.ok(rows > 0 && rows < 2500);
    view.setFilter('number 4999');
    await settle(view);
    assert.deepEqual([view.rowCount, view.seqAt(0)], [1, 4999]);
  });

  it('keeps the filter it had when the new one is wrong', () => {
    const view = new TrafficView(new Journal(), 'dir:in');
    assert.throws(() => view.setFilter('knd:data'), FilterError);
    assert.equal(view.filter, 'dir:in');
  });

  it('shows events that carry no data in words', async () => {
    const journal = new Journal();
    const endpoint = journal.addEndpoint('echo');
    const connection = journal.addConnection(endpoint, 'tcp', local, { host: '::1', port: 5555 }).id;
    journal.append('opened', 'none', { endpoint, id: 0 }, Buffer.from('listening on 127.0.0.1:9000'));
    journal.append('opened', 'in', { endpoint, id: connection });
    journal.append('half-closed', 'in', { endpoint, id: connection });
    journal.append(
      'error',
      'none',
      { endpoint, id: 0 },
      Buffer.from(JSON.stringify({ code: 'x', message: 'no \x1b way' })),
    );
    journal.append('note', 'none', { endpoint, id: 0 }, Buffer.from('script reloaded'));
    journal.append('closed', 'none', { endpoint, id: connection }, Buffer.from(endings['reset-by-peer'].text));
    const datagrams = journal.addConnection(endpoint, 'udp', local, { host: '::1', port: 5556 }).id;
    journal.append('closed', 'none', { endpoint, id: datagrams });
    journal.append('closed', 'none', { endpoint, id: 0 });
    const { rows } = await new TrafficView(journal).rows(0, 10, { ...options, previewChars: 100 });
    assert.deepEqual(
      rows.map((row) => row.preview),
      [
        'listening on 127.0.0.1:9000',
        'connected',
        'peer ended its direction',
        'no \\x1b way',
        'script reloaded',
        'reset by the peer',
        'peer forgotten',
        'stopped',
      ],
    );
    assert.deepEqual([rows[1]!.endpointName, rows[1]!.peer, rows[0]!.peer], ['echo', '[::1]:5555', '']);
  });
});

describe('a list of sequence numbers', () => {
  it('is an array that shrinks at the front', () => {
    const list = new SeqList();
    let model: number[] = [];
    let next = 0;
    for (let round = 0; round < 40; round++) {
      for (let i = 0; i < 3000; i++) {
        next += 1 + (i % 3);
        list.push(next);
        model.push(next);
      }
      const gone = (round * 617) % Math.min(5000, model.length + 1);
      list.drop(gone);
      model = model.slice(gone);
      assert.equal(list.length, model.length);
      for (const index of [0, 1, model.length >> 1, model.length - 1])
        if (index >= 0 && index < model.length) {
          assert.equal(list.at(index), model[index]);
          assert.equal(list.lowerBound(model[index]!), index);
        }
      assert.equal(list.lowerBound(next + 1), model.length);
    }
    list.drop(list.length);
    list.push(5);
    assert.deepEqual([list.length, list.at(0)], [1, 5]);
  });
});
