import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isVisible, visible } from '../../../../src/protocol/text/visible.ts';

describe('visible', () => {
  const cases: [string, string][] = [
    ['plain text, Grüße, 日本語 \u{1f600}', 'plain text, Grüße, 日本語 \u{1f600}'],
    ['a\nb\r\tc\0', 'a\\nb\\r\\tc\\0'],
    ['\x1b[31mred\x07\x7f\x9b', '\\x1b[31mred\\x07\\x7f\\x9b'],
    ['user\u202egnp.exe', 'user\\u202egnp.exe'],
    [
      '\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u2066\u2067\u2068\u2069',
      '\\u061c\\u200e\\u200f\\u202a\\u202b\\u202c\\u202d\\u2066\\u2067\\u2068\\u2069',
    ],
    ['\u200b\u200c\u200d\u2060\ufeff\u00ad', '\\u200b\\u200c\\u200d\\u2060\\ufeff\\xad'],
    ['\u2028\u2029\u0085', '\\u2028\\u2029\\x85'],
    ['\ud800x\udfff', '\\ud800x\\udfff'],
    ['\u{e0041}\u{e0001}\ufe0f\u{e0100}', '\\u{e0041}\\u{e0001}\\ufe0f\\u{e0100}'],
    ['\u115f\u3164\u034f\uffff\ufffe', '\\u115f\\u3164\\u034f\\uffff\\ufffe'],
    ['<b>[x](command:y)</b>', '<b>[x](command:y)</b>'],
    ['C:\\new', 'C:\\new'],
  ];
  for (const [text, shown] of cases) {
    it(JSON.stringify(text), () => assert.equal(visible(text), shown));
  }

  it('can be told from text that holds escapes, if asked', () => {
    assert.equal(visible('C:\\n\n', { escapeBackslash: true }), 'C:\\\\n\\n');
  });

  it('cuts what is long, and no character in two', () => {
    assert.equal(visible('abcdef', { limit: 3 }), 'abc…');
    assert.equal(visible('abc', { limit: 3 }), 'abc');
    assert.equal(visible('ab\u{1f600}c', { limit: 3 }), 'ab…');
    assert.equal(visible('ab\u{1f600}c', { limit: 4 }), 'ab\u{1f600}…');
    assert.equal(visible('\ud800'.repeat(3), { limit: 2 }), '\\ud800\\ud800…');
  });

  it('shows all of any text on one line, and changes nothing that shows', () => {
    const units = fc.array(fc.integer({ min: 0, max: 0x10ffff }).map((c) => String.fromCodePoint(c)));
    fc.assert(
      fc.property(units, (characters) => {
        const text = characters.join('');
        const shown = visible(text);
        assert(isVisible(shown));
        assert.equal(visible(shown), shown);
        if (isVisible(text)) assert.equal(shown, text);
      }),
    );
  });
});
