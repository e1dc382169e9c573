import assert from 'node:assert/strict';
import fc from 'fast-check';
import { encode } from '../../../../src/protocol/text/encode.ts';
import { notUtf8, notUtf8Sentence } from '../../../../src/protocol/text/notUtf8.ts';

describe('bytes that are not UTF-8', () => {
  it('are named by the first byte, its offset and its line', () => {
    assert.deepEqual(notUtf8(Buffer.from('one\r\ntwo\rGr\xfc\xdfe\n', 'latin1')), {
      ...{ byte: 0xfc, offset: 11, line: 3 },
      fits: ['cp1252', 'iso8859-15', 'cp1250', 'cp1251'],
    });
    assert.equal(
      notUtf8Sentence('a.http', notUtf8(Buffer.from('a\xe9', 'latin1'))!),
      'a.http is not UTF-8: its byte e9 at offset 1 (line 1) is part of no character. It would be text in cp1252, iso8859-15, cp1250 or cp1251.',
    );
  });

  for (const [encoding, text] of [
    ['shift_jis', 'こんにちは世界'],
    ['gb18030', '你好，世界'],
    ['euc_kr', '안녕하세요'],
    ['cp1252', 'déjà – “vu”'],
  ] as const)
    it(`are recognised as ${encoding}`, () => {
      const fits = notUtf8(encode(`{"a": "${text}"}`, encoding))!.fits;
      assert.ok(fits.includes(encoding), fits.join());
    });

  it('have no encoding that fits where they are no text', () => {
    assert.deepEqual(notUtf8(Uint8Array.of(0x80, 0x00, 0xff, 0x81, 0x01))!.fits, []);
  });

  it('are none of those that UTF-8 writes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => assert.equal(notUtf8(Buffer.from(text)), undefined)),
    );
    assert.equal(notUtf8(Buffer.from('\ufeffa\ufffd')), undefined);
  });
});
