import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { COPY_FORMATS } from '../../src/protocol/text/copyAs.ts';
import { createDecoder, decode, type StreamDecoder } from '../../src/protocol/text/decode.ts';
import { encode } from '../../src/protocol/text/encode.ts';
import { ENCODINGS, findEncoding } from '../../src/protocol/text/encodings.ts';
import {
  DECODE_HANDLERS,
  DecodeError,
  type DecodeHandler,
  type EncodeHandler,
} from '../../src/protocol/text/errors.ts';
import { WirebenchError } from '../../src/base/errors.ts';
import { SEED } from '../helpers/seed.ts';
import { Oracle } from './text/oracle.ts';
import { byteStrings, damaged, eastAsianText, randomBytes, randomText, seeded } from './text/samples.ts';

const EAST_ASIAN = ['Japanese', 'Chinese', 'Korean'];

type Operation<T> = (item: T, encoding: string, errors: string) => string;

function guarded(run: () => string): string {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof WirebenchError)) throw error;
    return `\x01${error.message}`;
  }
}

const whole: Operation<Uint8Array> = (bytes, encoding, errors) =>
  guarded(() => decode(bytes, encoding, errors as DecodeHandler));

const decoders = new Map<string, StreamDecoder>();

/** Byte by byte. */
const fed: Operation<Uint8Array> = (bytes, encoding, errors) => {
  const key = `${encoding} ${errors}`;
  const decoder = decoders.get(key) ?? createDecoder(encoding, errors as DecodeHandler);
  decoders.set(key, decoder);
  decoder.reset();
  let text = '';
  const failure = guarded(() => {
    for (let i = 0; i < bytes.length; i++) text += decoder.decode(bytes.subarray(i, i + 1));
    text += decoder.decode(new Uint8Array(0), true);
    return '';
  });
  return text + failure;
};

const encoded: Operation<string> = (text, encoding, errors) =>
  guarded(() => Buffer.from(encode(text, encoding, errors as EncodeHandler)).toString('hex'));

const positions: Operation<Uint8Array> = (bytes, encoding) => {
  try {
    decode(bytes, encoding);
    return '';
  } catch (error) {
    assert(error instanceof DecodeError);
    return `${error.start} ${error.end} ${error.reason}`;
  }
};

/**
 * A difference on purpose: CPython's incremental decoders of ISO-2022 fail, whatever the handler, when more than eight
 * bytes wait for the end of an escape sequence. Ours wait on, and give what `bytes.decode` gives.
 */
const overflowed = (theirs: string): boolean => theirs.endsWith('\x01pending buffer overflow');

function digest(results: readonly string[]): string {
  const hash = createHash('sha256');
  for (const result of results) hash.update(Buffer.from(result, 'utf16le')).update('\n\0');
  return hash.digest('hex');
}

describe(`text, against CPython (WIREBENCH_SEED=${SEED})`, function () {
  this.timeout(120_000);
  const random = seeded(SEED);
  let oracle: Oracle;
  const kept = new Map<string, readonly (Uint8Array | string)[]>();

  before(() => {
    oracle = new Oracle();
  });
  after(() => oracle.close());

  async function keepBytes(name: string, items: readonly Uint8Array[]): Promise<void> {
    kept.set(name, items);
    await oracle.keepBytes(name, items);
  }

  async function keepText(name: string, items: readonly string[]): Promise<void> {
    kept.set(name, items);
    await oracle.keepText(name, items);
  }

  /** The same results for all kept items; says the first that differs. Both sides work at once. */
  async function same<T extends Uint8Array | string>(
    operation: string,
    ours: Operation<T>,
    items: string,
    encoding: string,
    errors: string,
    allowed: (theirs: string) => boolean = () => false,
  ): Promise<void> {
    const question = { operation, items, encoding, errors };
    const answer = oracle.ask(question);
    const inputs = kept.get(items) as readonly T[];
    const results = inputs.map((item) => ours(item, encoding, errors));
    if ((await answer).digest === digest(results)) return;
    const theirs = (await oracle.ask({ ...question, show: true })).results!;
    const differing = results.flatMap((result, i) => (result === theirs[i] || allowed(theirs[i]!) ? [] : [i]));
    if (differing.length === 0) return;
    const first = differing[0]!;
    const input = inputs[first]!;
    const shown = typeof input === 'string' ? JSON.stringify(input) : Buffer.from(input).toString('hex');
    assert.equal(
      results[first],
      theirs[first],
      `${operation} ${encoding} ${errors}: ${differing.length} of ${inputs.length} differ, the first is ${shown.slice(0, 400)} (WIREBENCH_SEED=${SEED})`,
    );
  }

  it('knows every encoding by every name that Python has for it', async () => {
    const names = ENCODINGS.flatMap(({ name, module, aliases }) => [name, module, ...aliases]);
    const theirs = (await oracle.ask({ operation: 'aliases', names })).names!;
    const byTheirs = new Map(ENCODINGS.map(({ name }) => [theirs[name], name]));
    assert.equal(byTheirs.size, ENCODINGS.length);
    for (const name of names) assert.equal(findEncoding(name).name, byTheirs.get(theirs[name]), name);
  });

  describe('Unicode and single-byte encodings', () => {
    const encodings = ENCODINGS.filter(({ family }) => !EAST_ASIAN.includes(family));
    before(() => keepBytes('strings', byteStrings(random, 2100)));

    it(`${encodings.length} encodings decode 2,100 byte strings alike, in every handler`, async () => {
      await Promise.all(
        encodings.flatMap(({ name }) =>
          DECODE_HANDLERS.map((errors) => same('decode', whole, 'strings', name, errors)),
        ),
      );
    });

    it('and fed byte by byte', async () => {
      await Promise.all(
        encodings.flatMap(({ name }) => DECODE_HANDLERS.map((errors) => same('feed', fed, 'strings', name, errors))),
      );
    });

    it('and fail at the same place, for the same reason', async () => {
      for (const { name } of encodings.filter((each) => each.name !== 'utf-8-sig')) {
        await same('positions', positions, 'strings', name, 'strict');
      }
    });
  });

  describe('encoding', () => {
    // A block of characters at a time; what an encoding does not hold is left out.
    const blocks = Array.from({ length: 0x30000 / 0x800 }, (_, block) =>
      String.fromCodePoint(
        ...Array.from({ length: 0x800 }, (_, i) => block * 0x800 + i).filter((c) => c < 0xd800 || c > 0xdfff),
      ),
    );

    it('every character up to U+2FFFF, in every encoding', async () => {
      await keepText('blocks', blocks);
      await keepText('basic plane', blocks.slice(0, 0x10000 / 0x800));
      const many = [...EAST_ASIAN, 'Unicode'];
      await Promise.all(
        ENCODINGS.map(({ name, family }) =>
          // An encoding of one byte has nothing beyond the basic plane; its decoding says so.
          same('encode', encoded, many.includes(family) ? 'blocks' : 'basic plane', name, 'ignore'),
        ),
      );
    });

    it('random text, in every handler', async () => {
      const texts = Array.from({ length: 150 }, (_, i) => {
        const text = i % 2 === 0 ? randomText(random, 8) : eastAsianText(random, 8);
        // A lone surrogate here and there, never next to another.
        return i % 9 === 0 ? `${text}\ud800x\udfff` : text;
      });
      await keepText('texts', texts);
      // A difference on purpose: where its output buffer has to grow between the two, CPython's hz loses the second of
      // the tildes that stand for one.
      const withoutTilde = texts.map((text) => text.replaceAll('~', ''));
      await keepText('texts without tilde', withoutTilde);
      for (const { name } of ENCODINGS) {
        const items = name === 'hz' ? 'texts without tilde' : 'texts';
        for (const errors of [...DECODE_HANDLERS, 'xmlcharrefreplace'] as const)
          await same('encode', encoded, items, name, errors);
      }
    });
  });

  describe('East Asian encodings', () => {
    const encodings = ENCODINGS.filter(({ family }) => EAST_ASIAN.includes(family));

    it('every pair, alone and after 0x8F', async () => {
      // All sequences of a lead, each followed by a line feed, in one string.
      const leads = Array.from({ length: 256 }, (_, lead) =>
        Uint8Array.from(Array.from({ length: 256 }, (_, trail) => [lead, trail, 0x0a]).flat()),
      );
      const behind8f = Array.from({ length: 256 }, (_, lead) =>
        Uint8Array.from(Array.from({ length: 256 }, (_, trail) => [0x8f, lead, trail, 0x0a]).flat()),
      );
      await keepBytes('pairs', [...leads, ...behind8f]);
      await Promise.all(encodings.map(({ name }) => same('decode', whole, 'pairs', name, 'backslashreplace')));
    });

    it('every four-byte sequence of the basic plane in GB 18030, and some beyond', async () => {
      const fours = Array.from({ length: 40 }, (_, block) =>
        Uint8Array.from(
          Array.from({ length: 1000 }, (_, i) => {
            const n = block < 40 ? block * 1000 + i : 0;
            const linear = n < 39500 ? n : 189000 + random(1_048_576);
            return [
              0x81 + Math.floor(linear / 12600),
              0x30 + (Math.floor(linear / 1260) % 10),
              0x81 + (Math.floor(linear / 10) % 126),
              0x30 + (linear % 10),
            ];
          }).flat(),
        ),
      );
      await keepBytes('fours', fours);
      await same('decode', whole, 'fours', 'gb18030', 'backslashreplace');
    });

    it('every sequence of four bytes at the ends of their ranges', async () => {
      const ends = [0x00, 0x2f, 0x30, 0x39, 0x3a, 0x7f, 0x80, 0x81, 0x84, 0x8f, 0x90, 0xa4, 0xd4, 0xe3, 0xfe, 0xff];
      const pairs = ends.flatMap((third) => ends.map((fourth) => [third, fourth]));
      const items = ends.flatMap((first) =>
        ends.map((second) => Uint8Array.from(pairs.flatMap((pair) => [first, second, ...pair, 0x0a]))),
      );
      await keepBytes('ends', items);
      for (const { name } of encodings) await same('decode', whole, 'ends', name, 'backslashreplace');
    });

    for (const { name } of encodings) {
      it(`${name}: valid and damaged text, whole and byte by byte, in every handler`, async () => {
        const items = Array.from({ length: 300 }, (_, i) => {
          if (i % 10 === 0) return randomBytes(random, 14);
          const valid = encode(eastAsianText(random, 6), name, 'ignore');
          return i % 3 === 0 ? valid : damaged(random, valid);
        });
        await keepBytes(name, items);
        for (const errors of DECODE_HANDLERS) {
          await same('decode', whole, name, name, errors);
          await same('feed', fed, name, name, errors, overflowed);
        }
        await same('positions', positions, name, name, 'strict');
      });
    }
  });

  it('writes bytes as Python does', async () => {
    const items = byteStrings(random, 500);
    await keepBytes('repr', items);
    const theirs = (await oracle.ask({ operation: 'repr', items: 'repr' })).results!;
    assert.deepEqual(
      items.map((bytes) => COPY_FORMATS['python-bytes'].format(bytes)),
      theirs,
    );
  });
});
