import assert from 'node:assert/strict';
import {
  isResult,
  isToHost,
  isToPage,
  type PageProtocol,
  type ToHost,
  type ToPage,
} from '../../../src/base/pageMessages.ts';
import {
  hasShape,
  isAnyOf,
  isCount,
  isListOf,
  isMaybe,
  isNull,
  isOneOf,
  isString,
  looksLike,
} from '../../../src/base/shape.ts';

interface Elsewhere {
  readonly name: string;
  readonly more: Uint8Array;
}

/** A page that there is not: the table is all that its two ends need. */
const madeUp = {
  asks: {
    ready: [isNull, hasShape({ rows: isListOf(looksLike<Elsewhere>({ name: isString })) })],
    pick: [hasShape({ row: isCount, how: isMaybe(isOneOf(['once', 'always'])) }), isNull],
  },
  says: {
    changed: isAnyOf(hasShape({ to: isOneOf(['row']), row: isCount }), hasShape({ to: isOneOf(['none']) })),
  },
} as const satisfies PageProtocol;

describe('the protocol of a page', () => {
  it('gives the types of both ends', () => {
    const asked: ToHost<typeof madeUp>[] = [
      { kind: 'request', id: 1, name: 'ready', params: null },
      { kind: 'request', id: 2, name: 'pick', params: { row: 3 } },
      { kind: 'request', id: 3, name: 'pick', params: { row: 3, how: 'once' } },
      // @ts-expect-error: there is no such way to pick.
      { kind: 'request', id: 3, name: 'pick', params: { row: 3, how: 'never' } },
    ];
    assert.deepEqual(
      asked.map((one) => isToHost(madeUp, one)),
      [true, true, true, false],
    );
    const said: ToPage<typeof madeUp>[] = [
      { kind: 'changed', to: 'row', row: 1 },
      { kind: 'changed', to: 'none' },
      { kind: 'failure', id: 1, error: { code: 'timeout', message: '' } },
      // @ts-expect-error: a row has a number.
      { kind: 'changed', to: 'row' },
    ];
    assert.deepEqual(
      said.map((one) => isToPage(madeUp, one)),
      [true, true, true, false],
    );
  });

  it('checks results by the name of their request', () => {
    assert.equal(isResult(madeUp, 'ready', { rows: [{ name: 'a' }] }), true);
    assert.equal(isResult(madeUp, 'ready', { rows: [{ name: 1 }] }), false);
    assert.equal(isResult(madeUp, 'pick', { rows: [] }), false);
    assert.equal(isResult(madeUp, 'constructor', null), false);
  });
});
