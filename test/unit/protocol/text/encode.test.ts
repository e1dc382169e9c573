import assert from 'node:assert/strict';
import fc from 'fast-check';
import { WirebenchError } from '../../../../src/base/errors.ts';
import { decode } from '../../../../src/protocol/text/decode.ts';
import { encode } from '../../../../src/protocol/text/encode.ts';
import { ENCODINGS } from '../../../../src/protocol/text/encodings.ts';
import { DECODE_HANDLERS, EncodeError, type EncodeHandler } from '../../../../src/protocol/text/errors.ts';

const handlers: readonly EncodeHandler[] = [...DECODE_HANDLERS, 'xmlcharrefreplace'];

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('encode', function () {
  this.timeout(20_000);
  it('deals with what an encoding can’t hold as Python does', () => {
    assert.equal(hex(encode('a€b', 'ascii', 'ignore')), hex(Buffer.from('ab')));
    assert.equal(hex(encode('a€\u{1f600}', 'ascii', 'replace')), hex(Buffer.from('a??')));
    assert.equal(hex(encode('é€\u{1f600}', 'ascii', 'backslashreplace')), hex(Buffer.from('\\xe9\\u20ac\\U0001f600')));
    assert.equal(hex(encode('€\u{1f600}', 'shift_jis', 'xmlcharrefreplace')), hex(Buffer.from('&#8364;&#128512;')));
    assert.equal(hex(encode('€', 'cp037', 'replace')), '6f');
    assert.equal(hex(encode('\ud800', 'utf-8', 'backslashreplace')), hex(Buffer.from('\\ud800')));
    assert.equal(hex(encode('\ud800', 'utf-7')), hex(Buffer.from('+2AA-')));
  });

  it('says which character, where and why, in Python’s words; where in units too', () => {
    assert.throws(
      () => encode('\u{1f600}é€', 'latin-1'),
      (error: unknown) => {
        assert(error instanceof EncodeError);
        assert.equal(
          error.message,
          "'latin-1' codec can't encode character '\\U0001f600' in position 0: ordinal not in range(256)",
        );
        assert.deepEqual([error.code, error.start, error.end, error.characters], ['unencodable', 0, 2, '\u{1f600}']);
        return true;
      },
    );
    assert.throws(() => encode('\u{1f600}€€', 'cp932'), { start: 0, end: 2 });
    assert.throws(() => encode('é\u{1f600}x', 'shift_jis', 'strict'), { start: 0, end: 1 });
    assert.throws(() => encode('ab\udc00\ud800', 'utf-8'), {
      message: "'utf-8' codec can't encode characters in position 2-3: surrogates not allowed",
    });
  });

  it('writes marks', () => {
    assert.equal(hex(encode('A', 'utf-16')), 'fffe4100');
    assert.equal(hex(encode('A', 'utf-32')), 'fffe000041000000');
    assert.equal(hex(encode('A', 'utf-8-sig')), 'efbbbf41');
    assert.equal(hex(encode('', 'utf-16')), 'fffe');
  });

  it('reads back what it wrote, in every encoding', () => {
    const texts = ['Hello, World 123', 'Grüße, Ωμέγα, Привет', '日本語、한국어、中文', '\u{1f600}\u{20000}'];
    for (const { name } of ENCODINGS) {
      for (const text of texts) {
        const bytes = encode(text, name, 'ignore');
        const read = decode(bytes, name);
        assert.equal(hex(encode(read, name)), hex(bytes), name);
        if (name.startsWith('utf') || name === 'gb18030') assert.equal(read, text, name);
      }
    }
  });

  it('reads back any text in the encodings of Unicode', () => {
    const names = ENCODINGS.filter(({ family }) => family === 'Unicode').map(({ name }) => name);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom(...names, 'gb18030'), (text, encoding) => {
        assert.equal(decode(encode(text, encoding), encoding), text);
      }),
      { numRuns: 1000 },
    );
  });

  it('throws nothing but our errors, whatever the text', () => {
    const units = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 12 });
    const names = ENCODINGS.map(({ name }) => name);
    fc.assert(
      fc.property(units, fc.constantFrom(...names), fc.constantFrom(...handlers), (codes, encoding, errors) => {
        try {
          encode(String.fromCharCode(...codes), encoding, errors);
        } catch (error) {
          assert(error instanceof WirebenchError);
          assert(errors === 'strict');
        }
      }),
      { numRuns: 2000 },
    );
  });
});
