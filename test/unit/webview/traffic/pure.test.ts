import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeWithRanges } from '../../../../src/protocol/text/decode.ts';
import { characterAt, charactersIn, movedHead, rangeOf } from '../../../../src/webview/common/byteText.ts';
import type { WirebenchError } from '../../../../src/base/errors.ts';
import { requestTimeout } from '../../../../src/webview/common/hostLink.ts';
import { HostLink } from '../../../../src/webview/traffic/hostLink.ts';
import { RowCache } from '../../../../src/webview/traffic/rowCache.ts';
import {
  clampTop,
  contentHeight,
  maxContentHeight,
  maxTop,
  physicalTop,
  rowsInView,
  topShowing,
  virtualTop,
} from '../../../../src/webview/common/scroll.ts';
import { isToHost, isToPage, type ToHost } from '../../../../src/base/pageMessages.ts';
import { trafficProtocol, type TrafficProtocol } from '../../../../src/webview/traffic/protocol.ts';

const spaces = fc.record({
  rows: fc.integer({ min: 0, max: 50_000_000 }),
  rowHeight: fc.constant(22),
  viewport: fc.integer({ min: 22, max: 3000 }),
});

describe('scrolling over many rows', () => {
  it('goes from a virtual offset to the scroll bar and back within a row or a pixel of the bar', () => {
    fc.assert(
      fc.property(spaces, fc.double({ min: 0, max: 1, noNaN: true }), (space, share) => {
        const top = clampTop(space, share * maxTop(space));
        const back = virtualTop(space, physicalTop(space, top));
        const pixel = Math.max(1, maxTop(space) / (maxContentHeight - space.viewport));
        assert.ok(Math.abs(back - top) <= pixel + space.rowHeight);
      }),
    );
  });

  it('reaches both ends, and is never taller than a browser can lay out', () => {
    fc.assert(
      fc.property(spaces, (space) => {
        assert.ok(contentHeight(space) <= maxContentHeight);
        assert.equal(virtualTop(space, 0), 0);
        const end = Math.max(0, contentHeight(space) - space.viewport);
        assert.equal(virtualTop(space, end), maxTop(space));
      }),
    );
  });

  it('shows the row that is asked for, wholly', () => {
    fc.assert(
      fc.property(spaces, fc.nat(), fc.nat(), (space, at, wanted) => {
        fc.pre(space.rows > 0);
        const row = wanted % space.rows;
        const top = topShowing(space, clampTop(space, at), row);
        const [first, last] = rowsInView(space, top, 0);
        assert.ok(row >= first && row < last);
        assert.ok(row * space.rowHeight >= top);
        assert.ok((row + 1) * space.rowHeight <= top + space.viewport);
      }),
    );
  });
});

describe('the cache of rows', () => {
  it('asks for what is missing once, and again after a failure', () => {
    const cache = new RowCache<number>(10, 4);
    assert.deepEqual(cache.missing(5, 25), [
      { from: 5, to: 10 },
      { from: 10, to: 20 },
      { from: 20, to: 25 },
    ]);
    assert.deepEqual(cache.missing(5, 25), []);
    cache.arrived(0, 5, 5, [5, 6, 7, 8, 9]);
    cache.failed(0, 10);
    assert.deepEqual(cache.missing(5, 20), [{ from: 10, to: 20 }]);
    assert.equal(cache.get(7), 7);
  });

  it('takes no answers of an earlier list', () => {
    const cache = new RowCache<number>(10, 4);
    cache.missing(0, 10);
    cache.clear();
    assert.equal(cache.arrived(0, 0, 0, [1]), false);
    assert.equal(cache.get(0), undefined);
  });

  it('keeps the pages that were used last, and no more than its bound', () => {
    const cache = new RowCache<number>(1, 3);
    for (const row of [0, 1, 2]) cache.arrived(0, row, row, [row]);
    cache.missing(0, 1);
    cache.arrived(0, 3, 3, [3]);
    assert.deepEqual(
      [0, 1, 2, 3].map((row) => cache.get(row)),
      [0, undefined, 2, 3],
    );
  });
});

describe('one selection over bytes and characters', () => {
  const encodings = fc.constantFrom('utf-8', 'utf-16-le', 'shift_jis', 'latin-1');

  it('gives every byte to exactly one character, in order', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 80 }), encodings, (bytes, encoding) => {
        const decoded = decodeWithRanges(bytes, encoding, 'backslashreplace');
        const characters = charactersIn(decoded, bytes.length, 0, bytes.length);
        let at = characters[0]?.start ?? bytes.length;
        for (const { start, end } of characters) {
          assert.equal(start, at);
          assert.ok(end > start);
          for (let byte = start; byte < end; byte++)
            assert.deepEqual(characterAt(decoded.starts, bytes.length, byte), { start, end });
          at = end;
        }
        assert.equal(at, bytes.length);
      }),
    );
  });

  it('selects both bytes of a two-byte character from the text, one from the hex', () => {
    const bytes = new TextEncoder().encode('aüb');
    const { starts } = decodeWithRanges(bytes, 'utf-8', 'strict');
    const first = { start: 0, end: 1 };
    assert.deepEqual(movedHead(first, 1, 'character', starts, bytes.length), { start: 1, end: 3 });
    assert.deepEqual(movedHead(first, 1, 'byte', starts, bytes.length), { start: 1, end: 2 });
    assert.deepEqual(rangeOf({ anchor: { start: 3, end: 4 }, head: { start: 1, end: 3 } }), { start: 1, end: 4 });
  });

  it('shows what would not show, or would move its neighbours, as an escape', () => {
    const bytes = new TextEncoder().encode('a\u202e\u001b\n');
    const shown = charactersIn(decodeWithRanges(bytes, 'utf-8', 'strict'), bytes.length, 0, bytes.length);
    assert.deepEqual(
      shown.map((one) => [one.shown, one.kind]),
      [
        ['a', 'plain'],
        ['\\u202e', 'escape'],
        ['\\x1b', 'escape'],
        ['\\n', 'escape'],
      ],
    );
  });
});

describe('messages between page and host', () => {
  it('takes nothing that is not a message', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        assert.equal(isToHost(trafficProtocol, value), false);
        assert.equal(isToPage(trafficProtocol, value), false);
      }),
    );
  });

  it('takes requests whose parameters fit, and those alone', () => {
    const request = (name: unknown, params: unknown) => ({ kind: 'request', id: 1, name, params });
    assert.equal(isToHost(trafficProtocol, request('bytes', { seq: 4 })), true);
    assert.equal(isToHost(trafficProtocol, request('bytes', { seq: -4 })), false);
    assert.equal(isToHost(trafficProtocol, request('bytes', { seq: '4' })), false);
    assert.equal(isToHost(trafficProtocol, request('toString', {})), false);
    assert.equal(isToHost(trafficProtocol, request('run', { command: 'workbench.action.quit' })), false);
    assert.equal(
      isToHost(trafficProtocol, request('rows', { from: 0, count: 1e9, encoding: 'utf-8', errors: 'strict' })),
      false,
    );
  });

  const linked = () => {
    const sent: ToHost<TrafficProtocol>[] = [];
    const timers: { run: () => void; milliseconds: number }[] = [];
    const link = new HostLink((message) => sent.push(message), {
      set: (run, milliseconds) => timers.push({ run, milliseconds }),
      clear: () => undefined,
    });
    const listener = { snapshot: () => undefined, action: () => undefined };
    return { sent, timers, link, say: (message: unknown) => link.receive(message, listener) };
  };
  const code = (expected: string) => (error: WirebenchError) => error.code === expected;

  it('answers requests by their id, and rejects with the host’s error', async () => {
    const { sent, link, say } = linked();
    const one = link.request('indexOf', { seq: 1 });
    const two = link.request('indexOf', { seq: 2 });
    say({ kind: 'failure', id: sent[1]!.id, error: { code: 'event-forgotten', message: 'It is gone.' } });
    say({ kind: 'result', id: sent[0]!.id, result: 7 });
    assert.equal(await one, 7);
    await assert.rejects(two, code('event-forgotten'));
  });

  it('rejects an answer of the wrong shape, and what is not answered in time', async () => {
    const { sent, timers, link, say } = linked();
    const wrong = link.request('bytes', { seq: 1 });
    say({ kind: 'result', id: sent[0]!.id, result: { bytes: 'text' } });
    await assert.rejects(wrong, code('bad-answer'));
    const late = link.request('bytes', { seq: 1 });
    assert.equal(timers[1]?.milliseconds, requestTimeout);
    timers[1].run();
    await assert.rejects(late, code('no-answer'));
  });
});
