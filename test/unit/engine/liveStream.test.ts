import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LiveStream, type StreamOf } from '../../../src/engine/liveStream.ts';
import type { StreamNotice } from '../../../src/engine/messages.ts';
import { Journal, type JournalOptions } from '../../../src/traffic/journal.ts';

const local = { host: '127.0.0.1', port: 9000 };
const peer = { host: '127.0.0.1', port: 5555 };

type Said = Pick<StreamNotice, 'direction' | 'closed' | 'skipped' | 'ends'> & { readonly text: string };

/** A stream over a journal with one endpoint and two connections, and what it says. */
function streaming(of: Partial<StreamOf> = {}, options: JournalOptions = {}) {
  const journal = new Journal({ memoryBytes: 1 << 16, blockBytes: 1 << 12, ...options });
  const endpoint = journal.addEndpoint('test');
  const [first, second] = [1, 2].map(() => journal.addConnection(endpoint, 'tcp', local, peer).id) as [number, number];
  const stream = new LiveStream(1, journal, {
    endpoint,
    connection: 0,
    from: 0,
    datagrams: false,
    endsWithAny: false,
    ...of,
  });
  const pump = (): Said[] => {
    const said: Said[] = [];
    stream.pump(({ bytes, direction, ends, skipped, closed }) =>
      said.push({ direction, text: Buffer.from(bytes).toString('latin1'), ...(ends && { ends }), skipped, closed }),
    );
    return said;
  };
  const data = (direction: 'in' | 'out', text: string, connection = first): number =>
    journal.append('data', direction, { endpoint, id: connection }, Buffer.from(text, 'latin1'));
  return { journal, stream, endpoint, first, second, pump, data };
}

describe('a live stream', () => {
  it('joins single bytes of one direction, and says no more often than it must that the direction changed', () => {
    const { data, pump } = streaming();
    const text = Array.from({ length: 3000 }, (_, i) => String.fromCharCode(97 + (i % 26)));
    for (const one of text) data('in', one);
    data('out', 'x');
    data('out', 'y');
    data('in', 'z');
    assert.deepEqual(pump(), [
      { direction: 'in', text: text.join(''), skipped: 0, closed: false },
      { direction: 'out', text: 'xy', skipped: 0, closed: false },
      { direction: 'in', text: 'z', skipped: 0, closed: false },
    ]);
    assert.deepEqual(pump(), []);
  });

  it('says where each datagram ends, empty ones too', () => {
    const { data, pump } = streaming({ datagrams: true });
    for (const text of ['ab', '', 'c']) data('in', text);
    assert.deepEqual(pump(), [{ direction: 'in', text: 'abc', ends: [2, 2, 3], skipped: 0, closed: false }]);
  });

  it('loses nothing and keeps the order, however it is cut, read and acknowledged', () => {
    const step = fc.oneof(
      {
        weight: 8,
        arbitrary: fc.record({ write: fc.constantFrom('in', 'out'), length: fc.nat(3), mine: fc.boolean() }),
      },
      {
        weight: 1,
        arbitrary: fc.record({ write: fc.constantFrom('in', 'out'), length: fc.nat(40_000), mine: fc.boolean() }),
      },
      { weight: 2, arbitrary: fc.constant('pump' as const) },
      { weight: 1, arbitrary: fc.record({ ack: fc.nat(300_000) }) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const { journal, stream, first, second, data, pump } = streaming(
          { connection: 1 },
          { memoryBytes: 1 << 24, blockBytes: 1 << 20 },
        );
        const written: { direction: string; text: string }[] = [];
        const heard: { direction: string; text: string }[] = [];
        const join = (list: typeof written, direction: string, text: string): void => {
          const last = list.at(-1);
          if (last?.direction === direction) last.text += text;
          else if (text !== '') list.push({ direction, text });
        };
        const take = (): void => {
          for (const { direction, text } of pump()) join(heard, direction, text);
        };
        for (const [i, one] of steps.entries()) {
          if (one === 'pump') take();
          else if ('ack' in one) stream.acknowledge(one.ack);
          else {
            const text = String.fromCharCode(97 + (i % 26)).repeat(one.length);
            data(one.write, text, one.mine ? first : second);
            if (one.mine) join(written, one.write, text);
          }
        }
        journal.append('closed', 'none', { endpoint: 1, id: first });
        while (!stream.ended) {
          stream.acknowledge(1 << 18);
          take();
        }
        assert.deepEqual(heard, written);
      }),
    );
  });

  it('ends with its connection, after the last bytes', () => {
    const { journal, endpoint, first, second, data, pump, stream } = streaming({ connection: 1 });
    journal.append('closed', 'none', { endpoint, id: second });
    data('out', 'bye');
    journal.append('closed', 'none', { endpoint, id: first });
    data('in', 'too late');
    assert.deepEqual(pump(), [
      { direction: 'out', text: 'bye', skipped: 0, closed: false },
      { direction: 'in', text: '', skipped: 0, closed: true },
    ]);
    assert.equal(stream.ended, true);
  });

  it('says how many bytes its reader was too slow for, once', () => {
    const { data, pump } = streaming({}, { memoryBytes: 1 << 14, blockBytes: 1 << 12 });
    const written = 100 * 1000;
    for (let i = 0; i < 100; i++) data(i % 2 ? 'in' : 'out', 'x'.repeat(1000));
    const said = pump();
    const heard = said.reduce((sum, { text }) => sum + text.length, 0);
    assert.equal(said.at(-1)!.skipped, written - heard);
    assert.equal(said.filter(({ skipped }) => skipped > 0).length, 1);
    data('in', 'again');
    assert.deepEqual(pump(), [{ direction: 'in', text: 'again', skipped: 0, closed: false }]);
  });

  it('ends where the end of its connection is among what was forgotten', () => {
    const { journal, endpoint, first, second, data, pump } = streaming(
      { connection: 1 },
      { memoryBytes: 1 << 14, blockBytes: 1 << 12 },
    );
    data('in', 'hello');
    journal.append('closed', 'none', { endpoint, id: first });
    journal.closeConnection(first);
    for (let i = 0; i < 100; i++) data('in', 'x'.repeat(1000), second);
    assert.deepEqual(pump().at(-1)?.closed, true);
  });
});
