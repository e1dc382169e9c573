import assert from 'node:assert/strict';
import fc from 'fast-check';
import { WirebenchError } from '../../../src/base/errors.ts';
import {
  checkFraming,
  createFramer,
  encodeFrame,
  framingKind,
  framings,
  type Framing,
} from '../../../src/protocol/framing.ts';
import { delimiterBytes } from '../../../src/protocol/framing/delimiter.ts';
import type { FramingKind } from '../../../src/protocol/framing/kind.ts';

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));

type Found = [what: 'frame', whole: string, payload: string] | ['partial', string] | [code: string, offset: number];

function run(framing: Framing, chunks: readonly Uint8Array[], limit?: number): { found: Found[]; copies: number } {
  const found: Found[] = [];
  let copies = 0;
  let chunk: Uint8Array | undefined;
  const framer = createFramer(
    framing,
    {
      onFrame(bytes, start, end, payloadStart, payloadEnd) {
        if (bytes !== chunk) copies++;
        assert.ok(start <= payloadStart && payloadStart <= payloadEnd && payloadEnd <= end && end <= bytes.length);
        found.push(['frame', latin1(bytes.subarray(start, end)), latin1(bytes.subarray(payloadStart, payloadEnd))]);
      },
      onPartial: (bytes, start, end) => found.push(['partial', latin1(bytes.subarray(start, end))]),
      onProblem: ({ code, offset }) => found.push([code, offset]),
    },
    limit,
  );
  for (chunk of chunks) framer.push(chunk);
  chunk = undefined;
  framer.end();
  return { found, copies };
}

const found = (framing: Framing, text: string, limit?: number): Found[] => run(framing, [bytesOf(text)], limit).found;

function split(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const at = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return at.slice(1).map((end, index) => bytes.slice(at[index], end));
}

const anyFraming: fc.Arbitrary<Framing> = fc.oneof(
  fc.constant<Framing>({ kind: 'line' }),
  fc.record({ kind: fc.constant('fixed' as const), length: fc.integer({ min: 1, max: 8 }) }),
  fc.record({
    kind: fc.constant('length-prefix' as const),
    bytes: fc.constantFrom(1 as const, 2 as const, 4 as const),
    endian: fc.constantFrom('big' as const, 'little' as const),
    includesPrefix: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('delimiter' as const),
    delimiter: fc.constantFrom('\\x00', 'aab', 'aaa', 'ab', '\\r\\n', 'abab\\n'),
  }),
);
/** Small numbers and the delimiters' own bytes, so that frames really end and lengths really fit. */
const streams = fc
  .array(fc.constantFrom(0, 0, 1, 2, 3, 5, 9, 0x0a, 0x0d, 0x61, 0x61, 0x62, 0xff), { maxLength: 60 })
  .map((bytes) => Uint8Array.from(bytes));

describe('framing', () => {
  it('finds lines, with and without CR, and reports the last partial one', () => {
    assert.deepEqual(found({ kind: 'line' }, 'one\ntwo\r\n\n\r\nrest'), [
      ['frame', 'one\n', 'one'],
      ['frame', 'two\r\n', 'two'],
      ['frame', '\n', ''],
      ['frame', '\r\n', ''],
      ['partial', 'rest'],
    ]);
  });

  it('finds frames of a fixed length', () => {
    assert.deepEqual(found({ kind: 'fixed', length: 3 }, 'abcdefgh'), [
      ['frame', 'abc', 'abc'],
      ['frame', 'def', 'def'],
      ['partial', 'gh'],
    ]);
  });

  for (const [bytes, endian, includesPrefix, text, payload] of [
    [1, 'big', false, '\x02hi', 'hi'],
    [1, 'big', true, '\x03hi', 'hi'],
    [2, 'big', false, '\x00\x02hi', 'hi'],
    [2, 'little', true, '\x04\x00hi', 'hi'],
    [4, 'big', false, '\x00\x00\x00\x02hi', 'hi'],
    [4, 'little', false, '\x02\x00\x00\x00hi', 'hi'],
    [4, 'big', false, '\x00\x00\x00\x00', ''],
  ] as const) {
    it(`reads a prefix of ${bytes} bytes, ${endian} endian, ${includesPrefix ? '' : 'not '}counting itself`, () => {
      const framing: Framing = { kind: 'length-prefix', bytes, endian, includesPrefix };
      assert.deepEqual(found(framing, text + text), [
        ['frame', text, payload],
        ['frame', text, payload],
      ]);
      assert.equal(latin1(encodeFrame(framing, bytesOf(payload))), text);
    });
  }

  it('finds a delimiter whose beginning repeats within it', () => {
    assert.deepEqual(found({ kind: 'delimiter', delimiter: 'aab' }, 'xaaabyaab'), [
      ['frame', 'xaaab', 'xa'],
      ['frame', 'yaab', 'y'],
    ]);
  });

  it('does not copy a frame that lies within one chunk', () => {
    assert.equal(run({ kind: 'line' }, [bytesOf('a\nb\n'), bytesOf('c\n')]).copies, 0);
    assert.equal(run({ kind: 'line' }, [bytesOf('a\nb'), bytesOf('b\nc\n')]).copies, 1);
  });

  it('skips a line that is too long up to its end', () => {
    assert.deepEqual(found({ kind: 'line' }, 'abc\nabcd\nab\n', 4), [
      ['frame', 'abc\n', 'abc'],
      ['frame-too-long', 4],
      ['frame', 'ab\n', 'ab'],
    ]);
    assert.deepEqual(found({ kind: 'line' }, 'ab\nabcdefgh', 4), [
      ['frame', 'ab\n', 'ab'],
      ['frame-too-long', 3],
    ]);
  });

  it('skips as many bytes as the prefix of a frame that is too long says', () => {
    const framing: Framing = { kind: 'length-prefix', bytes: 1, endian: 'big' };
    assert.deepEqual(found(framing, '\x01a\x05abcde\x02ab', 5), [
      ['frame', '\x01a', 'a'],
      ['frame-too-long', 2],
      ['frame', '\x02ab', 'ab'],
    ]);
  });

  it('reports a length smaller than its own prefix and reads on after the prefix', () => {
    const framing: Framing = { kind: 'length-prefix', bytes: 2, endian: 'big', includesPrefix: true };
    assert.deepEqual(found(framing, '\x00\x01\x00\x03a'), [
      ['bad-frame-length', 0],
      ['frame', '\x00\x03a', 'a'],
    ]);
  });

  it('refuses a framing that cannot work', () => {
    for (const framing of [
      { kind: 'fixed', length: 0 },
      { kind: 'fixed', length: 1.5 },
      { kind: 'fixed', length: 2 ** 21 },
      { kind: 'length-prefix', bytes: 3 as 2, endian: 'big' },
      { kind: 'delimiter', delimiter: '' },
      { kind: 'delimiter', delimiter: '\\q' },
    ] as const)
      assert.throws(() => createFramer(framing, { onFrame() {}, onPartial() {}, onProblem() {} }), {
        name: 'WirebenchError',
        code: 'bad-framing',
      });
  });

  it('refuses to send what does not fit', () => {
    const code = (act: () => unknown): string | undefined => {
      try {
        act();
      } catch (error) {
        return error instanceof WirebenchError ? error.code : 'other';
      }
      return undefined;
    };
    assert.equal(
      code(() => encodeFrame({ kind: 'fixed', length: 2 }, bytesOf('abc'))),
      'frame-does-not-fit',
    );
    const short: Framing = { kind: 'length-prefix', bytes: 1, endian: 'big' };
    assert.equal(
      code(() => encodeFrame(short, new Uint8Array(256))),
      'frame-does-not-fit',
    );
    assert.equal(
      code(() => encodeFrame({ ...short, includesPrefix: true }, new Uint8Array(255))),
      'frame-does-not-fit',
    );
    assert.equal(encodeFrame(short, new Uint8Array(255)).length, 256);
  });

  it('reads escapes in a delimiter', () => {
    assert.deepEqual([...delimiterBytes('\\r\\n.\\x00\\\\\\t\\0é')], [13, 10, 46, 0, 92, 9, 0, 0xc3, 0xa9]);
  });

  it('does not add a second terminator', () => {
    assert.equal(latin1(encodeFrame({ kind: 'line' }, bytesOf('a\n'))), 'a\n');
    assert.equal(latin1(encodeFrame({ kind: 'line' }, bytesOf(''))), '\n');
    assert.equal(latin1(encodeFrame({ kind: 'delimiter', delimiter: ';;' }, bytesOf('a;'))), 'a;;;');
  });

  it('finds the same, however the stream is split', () => {
    fc.assert(
      fc.property(
        anyFraming,
        streams,
        fc.array(fc.nat(), { maxLength: 8 }),
        fc.integer({ min: 8, max: 40 }),
        (framing, stream, cuts, limit) => {
          const whole = run(framing, [stream], limit).found;
          assert.deepEqual(run(framing, split(stream, cuts), limit).found, whole);
          assert.deepEqual(
            run(
              framing,
              [...stream].map((byte) => Uint8Array.of(byte)),
              limit,
            ).found,
            whole,
          );
          const frames = whole.filter((item) => item[0] === 'frame' || item[0] === 'partial');
          if (frames.length === whole.length) assert.equal(frames.map((item) => item[1]).join(''), latin1(stream));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('finds again what encodeFrame made', () => {
    fc.assert(
      fc.property(anyFraming, fc.array(fc.uint8Array({ minLength: 1, maxLength: 20 })), (framing, messages) => {
        const payloads = messages.map((message) =>
          framing.kind === 'fixed'
            ? new Uint8Array(framing.length).fill(message[0]!)
            : message.map((byte) => (framing.kind === 'length-prefix' ? byte : byte | 0x80)),
        );
        const stream = Buffer.concat(payloads.map((payload) => encodeFrame(framing, payload)));
        assert.deepEqual(
          run(framing, [stream]).found.map((item) => item[2]),
          payloads.map(latin1),
        );
      }),
    );
  });

  it('has a text form for each kind, which is read back, and whose examples work', () => {
    const rows = Object.entries<Pick<FramingKind<never>, 'word' | 'examples' | 'read' | 'options'>>(framings);
    assert.equal(new Set(rows.map(([, { word }]) => word)).size, rows.length);
    for (const [kind, { word, examples, read, options }] of rows) {
      for (const example of examples) {
        assert.ok(example === word || example.startsWith(`${word} `), example);
        const data = { kind, ...read(example.slice(word.length).trim()) } as Framing;
        checkFraming(data);
        assert.equal(`${word} ${framingKind(data).print(data)}`.trim(), example);
        const needed = Object.entries<{ optional?: true }>(options).filter(([, { optional }]) => optional !== true);
        assert.deepEqual(
          Object.keys(data).sort(),
          ['kind', ...needed.map(([name]) => name)].sort(),
          'an example says what has to be said',
        );
      }
      if (kind !== 'delimiter') assert.equal(read('16 of something else'), undefined);
    }
  });

  it('reads back what it prints of any framing', () => {
    const any: fc.Arbitrary<Framing> = fc.oneof(
      fc.constantFrom<Framing>({ kind: 'none' }, { kind: 'line' }),
      fc.integer({ min: 1, max: 1_048_576 }).map((length): Framing => ({ kind: 'fixed', length })),
      fc.record(
        {
          kind: fc.constant('length-prefix' as const),
          bytes: fc.constantFrom(1 as const, 2 as const, 4 as const),
          endian: fc.constantFrom('big' as const, 'little' as const),
          includesPrefix: fc.constant(true),
        },
        { requiredKeys: ['kind', 'bytes', 'endian'], noNullPrototype: true },
      ),
      fc.stringMatching(/^[!-~]( ?[!-~]){0,8}$/).map((delimiter): Framing => ({ kind: 'delimiter', delimiter })),
    );
    fc.assert(
      fc.property(any, (framing) => {
        const { print, read } = framingKind(framing);
        assert.deepEqual({ kind: framing.kind, ...read(print(framing)) }, framing);
      }),
    );
  });
});
