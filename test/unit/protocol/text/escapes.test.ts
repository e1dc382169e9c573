import assert from 'node:assert/strict';
import fc from 'fast-check';
import { WirebenchError } from '../../../../src/base/errors.ts';
import { ENCODINGS } from '../../../../src/protocol/text/encodings.ts';
import { escapeBytes, parseEscapes } from '../../../../src/protocol/text/escapes.ts';
import { isVisible } from '../../../../src/protocol/text/visible.ts';

const read = (text: string, encoding?: string): string => Buffer.from(parseEscapes(text, encoding)).toString('hex');

describe('escapes', function () {
  this.timeout(20_000);

  it('are read: characters by the encoding, \\x and octal as bytes', () => {
    assert.equal(read('\\n\\r\\t\\a\\b\\f\\v\\\\\\"\\\''), '0a0d0907080c0b5c2227');
    assert.equal(read('\\xff\\x00é\\xe9'), 'ff00c3a9e9');
    assert.equal(read('\\0\\12\\377\\0111'), '000aff0931');
    assert.equal(read('\\u00e9\\u{1f600}\\U0001f600\\ud83d\\ude00'), 'c3a9f09f9880f09f9880f09f9880');
    assert.equal(read('\\u00e9\\xe9\\n', 'utf-16-be'), '00e9e9000a');
    assert.equal(read('日\\x93\\xfa', 'shift_jis'), '93fa93fa');
    assert.equal(read('A\\x00B', 'utf-16'), 'fffe4100004200');
    assert.equal(read(''), '');
  });

  const wrong: [string, number, RegExp][] = [
    ['ab\\', 2, /lone backslash/],
    ['ab\\q', 2, /\\q is not an escape; write \\\\ for a backslash/],
    ['\\xg0', 0, /two hexadecimal digits/],
    ['é\\x4', 1, /At offset 1/],
    ['\\u12', 0, /four hexadecimal digits/],
    ['\\u{110000}', 0, /up to 10ffff/],
    ['\\U00110000', 0, /up to 0010ffff/],
    ['\\8', 0, /not an escape/],
    ['\\\u202e', 0, /^At offset 0: a backslash there is not an escape/],
  ];
  for (const [text, offset, message] of wrong) {
    it(`say where ${JSON.stringify(text)} is wrong, and what to write`, () => {
      assert.throws(
        () => parseEscapes(text),
        (error: unknown) => {
          assert(error instanceof WirebenchError);
          assert.equal(error.code, 'bad-escape');
          assert.equal(error.facts['offset'], offset);
          assert.match(error.message, message);
          return true;
        },
      );
    });
  }

  it('say where a character stands that the encoding can’t hold', () => {
    assert.throws(
      () => parseEscapes('ab\\n\\x00é\\u20ac', 'latin-1'),
      (error: unknown) =>
        error instanceof WirebenchError && error.code === 'unencodable' && error.facts['offset'] === 9,
    );
  });

  it('are written so that they read back as the same bytes, in any encoding, and show', () => {
    const names = [undefined, ...ENCODINGS.map(({ name }) => name)];
    const notable = fc.array(
      fc.constantFrom(0x1b, 0x24, 0x42, 0x2b, 0x41, 0x7e, 0x7b, 0x5c, 0x0a, 0xff, 0xfe, 0xef, 0xbb, 0xbf),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 16 }), notable, fc.constantFrom(...names), (random, more, encoding) => {
        const bytes = Uint8Array.from([...more, ...random]);
        const text = escapeBytes(bytes, encoding);
        assert.deepEqual(parseEscapes(text, encoding), bytes);
        assert(isVisible(text), text);
      }),
      { numRuns: 2000 },
    );
  });

  it('leave what shows as it is', () => {
    assert.equal(
      escapeBytes(new TextEncoder().encode('Grüße\n\0\u202e\\'), 'utf-8'),
      'Grüße\\n\\x00\\xe2\\x80\\xae\\\\',
    );
    assert.equal(escapeBytes(new TextEncoder().encode('ü\n')), '\\xc3\\xbc\\n');
  });

  it('throw nothing but our errors, whatever the text', () => {
    const pieces = fc.array(
      fc.constantFrom('\\', 'x', 'u', 'U', '{', '}', '0', '7', 'f', 'n', '\u202e', '\ud800', 'é'),
    );
    fc.assert(
      fc.property(pieces, (parts) => {
        try {
          parseEscapes(parts.join(''));
        } catch (error) {
          assert(error instanceof WirebenchError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
