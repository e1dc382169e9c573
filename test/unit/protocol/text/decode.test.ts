import assert from 'node:assert/strict';
import fc from 'fast-check';
import { WirebenchError } from '../../../../src/base/errors.ts';
import { createDecoder, decode, decodeWithRanges } from '../../../../src/protocol/text/decode.ts';
import { ENCODINGS } from '../../../../src/protocol/text/encodings.ts';
import { encode } from '../../../../src/protocol/text/encode.ts';
import { DECODE_HANDLERS, DecodeError, type DecodeHandler } from '../../../../src/protocol/text/errors.ts';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

/** What decoding gives, or the code of our error; anything else that is thrown ends the test. */
function outcome(run: () => string): string {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof WirebenchError)) throw error;
    return `!${error.code}`;
  }
}

const anyEncoding = fc.constantFrom(...ENCODINGS.map(({ name }) => name));
const anyHandler = fc.constantFrom(...DECODE_HANDLERS);
/** Bytes among which those that decide things are frequent. */
const anyBytes = fc
  .uint8Array({ maxLength: 24 })
  .chain((values) =>
    fc
      .array(
        fc.constantFrom(
          0x1b,
          0x24,
          0x28,
          0x42,
          0x2b,
          0x7e,
          0x7b,
          0x81,
          0x30,
          0xd8,
          0xed,
          0xa0,
          0xef,
          0xbb,
          0xbf,
          0xfe,
          0xff,
        ),
      )
      .map((notable) => Uint8Array.from([...notable, ...values])),
  );

describe('decode', function () {
  this.timeout(20_000);
  // What CPython 3.11 gives; the peer test compares thousands more.
  const cases: [number[], string, Record<DecodeHandler, string>][] = [
    [
      [0x61, 0xff, 0x62],
      'utf-8',
      { strict: '!undecodable', ignore: 'ab', replace: 'a\ufffdb', backslashreplace: 'a\\xffb' },
    ],
    [
      [0xf0, 0x9f, 0x98, 0x41],
      'utf-8',
      { strict: '!undecodable', ignore: 'A', replace: '\ufffdA', backslashreplace: '\\xf0\\x9f\\x98A' },
    ],
    [[0x81, 0x41], 'cp1252', { strict: '!undecodable', ignore: 'A', replace: '\ufffdA', backslashreplace: '\\x81A' }],
    [
      [0x81, 0x30, 0x41],
      'gb18030',
      { strict: '!undecodable', ignore: '', replace: '\ufffd', backslashreplace: '\\x81\\x30\\x41' },
    ],
    [
      [0x00, 0xd8, 0x41, 0x00],
      'utf-16-le',
      { strict: '!undecodable', ignore: 'A', replace: '\ufffdA', backslashreplace: '\\x00\\xd8A' },
    ],
    [
      [0xc8, 0x85, 0x93, 0x93, 0x96],
      'cp037',
      { strict: 'Hello', ignore: 'Hello', replace: 'Hello', backslashreplace: 'Hello' },
    ],
  ];
  for (const [input, encoding, expected] of cases) {
    it(`${encoding}: ${Buffer.from(input).toString('hex')}`, () => {
      for (const errors of DECODE_HANDLERS) {
        assert.equal(
          outcome(() => decode(Uint8Array.from(input), encoding, errors)),
          expected[errors],
          errors,
        );
      }
    });
  }

  it('says which byte is wrong, where and why, in Python’s words', () => {
    assert.throws(
      () => decode(bytes(0xff)),
      (error: unknown) => {
        assert(error instanceof DecodeError);
        assert.equal(error.message, "'utf-8' codec can't decode byte 0xff in position 0: invalid start byte");
        assert.deepEqual(
          [error.code, error.start, error.end, error.reason, error.encoding, [...error.bytes]],
          ['undecodable', 0, 1, 'invalid start byte', 'utf-8', [0xff]],
        );
        return true;
      },
    );
    assert.throws(() => decode(bytes(0x41, 0xe2, 0x82)), {
      message: "'utf-8' codec can't decode bytes in position 1-2: unexpected end of data",
    });
  });

  it('counts behind a UTF-8 mark in the message as Python does, and from the first byte in the error', () => {
    assert.throws(() => decode(bytes(0xef, 0xbb, 0xbf, 0xff), 'utf-8-sig'), {
      message: "'utf-8' codec can't decode byte 0xff in position 0: invalid start byte",
      start: 3,
      end: 4,
    });
  });

  it('makes the same of long input, where the platform helps, as of short', () => {
    const long = `${'x'.repeat(300)}é€\u{1f600}\ufeff`;
    for (const encoding of ['utf-8', 'utf-16-le', 'utf-32-be', 'gb18030', 'utf-7']) {
      assert.equal(decode(encode(long, encoding), encoding), long, encoding);
    }
    const ascii = new Uint8Array(1000).fill(0x41);
    for (const { name } of ENCODINGS) {
      const part = outcome(() => decode(ascii.subarray(0, 100), name, 'replace'));
      if (!name.startsWith('utf-16') && !name.startsWith('utf-32')) {
        assert.equal(decode(ascii, name, 'replace'), part.repeat(10), name);
      }
    }
    const bad = Uint8Array.from([...ascii, 0xff]);
    assert.equal(decode(bad, 'ascii', 'backslashreplace'), `${'A'.repeat(1000)}\\xff`);
    assert.throws(() => decode(bad), { start: 1000, end: 1001 });
    assert.equal(
      decode(
        Uint8Array.from({ length: 1000 }, (_, i) => i),
        'latin-1',
      ).charCodeAt(0x1ff),
      0xff,
    );
  });

  it('throws nothing but our errors, whatever the bytes', () => {
    fc.assert(
      fc.property(anyBytes, anyEncoding, anyHandler, (input, encoding, errors) => {
        const result = outcome(() => decode(input, encoding, errors));
        if (errors !== 'strict') assert(!result.startsWith('!undecodable'));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a stream decoder', function () {
  this.timeout(20_000);
  it('joins characters that straddle chunks', () => {
    const decoder = createDecoder('utf-8');
    assert.equal(decoder.decode(bytes(0x41, 0xe2, 0x82)), 'A');
    assert.equal(decoder.pending, 2);
    assert.equal(decoder.decode(bytes(0xac)), '€');
    assert.equal(decoder.decode(bytes(), true), '');
  });

  it('gives the same text however the stream is cut', () => {
    fc.assert(
      fc.property(
        anyBytes,
        fc.array(fc.nat(40)),
        anyEncoding,
        fc.constantFrom(...DECODE_HANDLERS.slice(1)),
        (input, cuts, encoding, errors) => {
          const run = (places: number[]): string =>
            outcome(() => {
              const decoder = createDecoder(encoding, errors);
              const ends = [...new Set(places.filter((place) => place < input.length))].sort((a, b) => a - b);
              let text = '';
              let from = 0;
              for (const end of ends) {
                text += decoder.decode(input.subarray(from, end));
                from = end;
              }
              return text + decoder.decode(input.subarray(from), true);
            });
          assert.equal(run(cuts), run([]));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('gives what decode gives, but for the marks', () => {
    const others = ENCODINGS.filter(({ name }) => !['utf-8-sig', 'utf-16', 'utf-32'].includes(name));
    fc.assert(
      fc.property(
        anyBytes,
        fc.constantFrom(...others.map(({ name }) => name)),
        anyHandler,
        (input, encoding, errors) => {
          const whole = outcome(() => decode(input, encoding, errors));
          assert.equal(
            outcome(() => createDecoder(encoding, errors).decode(input, true)),
            whole,
          );
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('takes the byte order from the mark, and asks for one', () => {
    const decoder = createDecoder('utf-16');
    assert.equal(decoder.decode(bytes(0xfe)), '');
    assert.equal(decoder.decode(bytes(0xff, 0x00, 0x41)), 'A');
    decoder.reset();
    assert.equal(decoder.decode(bytes(0xff, 0xfe, 0x41, 0x00)), 'A');
    assert.throws(() => createDecoder('utf-16', 'replace').decode(bytes(0x41, 0x00)), { code: 'no-byte-order-mark' });
  });

  it('tells where in the whole stream a byte is wrong, and is as before afterwards', () => {
    const decoder = createDecoder('utf-8');
    decoder.decode(bytes(0x41, 0x42, 0xe2));
    assert.throws(() => decoder.decode(bytes(0x82, 0xff)), {
      start: 2,
      end: 4,
      message: "'utf-8' codec can't decode bytes in position 0-1: invalid continuation byte",
    });
    assert.equal(decoder.pending, 1);
    assert.equal(decoder.decode(bytes(0x82, 0xac)), '€');
    for (const encoding of ['hz', 'iso2022_jp', 'utf-16', 'utf-8-sig', 'utf-7']) {
      const text = encoding.startsWith('utf') ? '€a' : '文字';
      const whole = encode(text, encoding);
      const stream = createDecoder(encoding);
      assert.throws(() =>
        stream.decode(Uint8Array.from([...whole.subarray(0, -1), 0xff, 0xdc, 0xff, 0xff, 0xdc]), true),
      );
      assert.equal(stream.decode(whole, true), text, encoding);
    }
  });
});

describe('ranges', function () {
  this.timeout(20_000);
  it('have the byte of every unit', () => {
    const { text, starts } = decodeWithRanges(encode('aé€\u{1f600}z'), 'utf-8');
    assert.equal(text, 'aé€\u{1f600}z');
    assert.deepEqual([...starts], [0, 1, 3, 6, 6, 10]);
    assert.deepEqual(
      [...decodeWithRanges(bytes(0x41, 0xff, 0x42), 'utf-8', 'backslashreplace').starts],
      [0, 1, 1, 1, 1, 2],
    );
    assert.deepEqual([...decodeWithRanges(bytes(0xff, 0xfe, 0x41, 0x00), 'utf-16').starts], [2]);
    assert.deepEqual([...decodeWithRanges(bytes(0xef, 0xbb, 0xbf, 0x41, 0x42), 'utf-8-sig').starts], [3, 4]);
  });

  it('go with the text of decode, never fall, and lie within the bytes', () => {
    fc.assert(
      fc.property(anyBytes, anyEncoding, fc.constantFrom(...DECODE_HANDLERS.slice(1)), (input, encoding, errors) => {
        const { text, starts } = decodeWithRanges(input, encoding, errors);
        assert.equal(text, decode(input, encoding, errors));
        assert.equal(starts.length, text.length);
        starts.forEach((start, i) => assert(start < input.length && (i === 0 || start >= starts[i - 1]!)));
      }),
      { numRuns: 2000 },
    );
  });
});
