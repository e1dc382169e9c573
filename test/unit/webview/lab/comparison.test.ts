import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compare } from '../../../../src/webview/lab/comparison.ts';

describe('the comparison of an expected and a found value', () => {
  it('marks the first difference, and others after it', () => {
    const compared = compare('Hello\n', 'hello');
    assert.equal(compared?.first, 0);
    assert.deepEqual(
      compared.came.map(({ hex, look }) => `${hex} ${look}`),
      ['68 first', '65 same', '6c same', '6c same', '6f same'],
    );
    assert.deepEqual(compared.expected.at(-1), { hex: '0a', text: '·', look: 'differs' });
  });

  it('begins a row before the difference in long values', () => {
    const compared = compare(`${'a'.repeat(100)}b`, `${'a'.repeat(100)}c`);
    assert.deepEqual([compared?.first, compared?.skipped], [100, 80]);
  });

  it('is none for equal values, and else has a first difference', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
        assert.equal(compare(a, a), undefined);
        const compared = compare(a, b);
        if (a === b) return;
        const marks = [...compared!.expected, ...compared!.came].filter(({ look }) => look === 'first');
        assert.ok(marks.length >= 1);
      }),
    );
  });
});
