import assert from 'node:assert/strict';
import fc from 'fast-check';
import { labelText, messageText, plainText, shorten } from '../../../src/vscode/uiText.ts';

const hostile = '\x1b[31m$(bug) [click](command:wirebench.stopAll) \u202egnp\u200b<b>';

describe('text for the editor', () => {
  it('shows control, bidirectional and invisible characters', () => {
    for (const made of [plainText(hostile), labelText(hostile), messageText(hostile)]) {
      assert.doesNotMatch(made, /[\x00-\x1f\u202e\u200b]/);
      assert.match(made, /\\x1b\[31m/);
    }
  });

  it('leaves no icon in a label and no link in a message', () => {
    assert.match(labelText(hostile), /\\\$\(bug\)/);
    assert.doesNotMatch(messageText(hostile), /\]\(/);
    fc.assert(fc.property(fc.string(), (text) => !messageText(`${text}](x)`).includes('](')));
    fc.assert(fc.property(fc.string(), (text) => !/(^|[^\\])\$\(/.test(labelText(`${text}$(bug)`))));
  });

  it('shortens without cutting a pair in two', () => {
    assert.equal(shorten('abc', 3), 'abc');
    assert.equal(shorten('abcd', 3), 'ab…');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 20 }), (text, length) => {
        const short = shorten(text, length);
        return short.length <= length && !/\p{Cs}/u.test(short);
      }),
    );
  });
});
