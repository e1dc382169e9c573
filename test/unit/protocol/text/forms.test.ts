import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { python } from '../../../../scripts/python.ts';
import { WirebenchError } from '../../../../src/base/errors.ts';
import { formatBase64, parseBase64 } from '../../../../src/protocol/text/base64.ts';
import { COPY_FORMATS, copyAs, type CopyFormat } from '../../../../src/protocol/text/copyAs.ts';
import { formatHex, parseHex } from '../../../../src/protocol/text/hex.ts';
import { hexDump } from '../../../../src/protocol/text/hexDump.ts';

const lines = (dump: string): string[] => (dump === '' ? [] : dump.slice(0, -1).split('\n'));
const text = (value: string): Uint8Array => new TextEncoder().encode(value);

function failsAt(run: () => unknown, code: string, offset: number, message?: RegExp): void {
  assert.throws(run, (error: unknown) => {
    assert(error instanceof WirebenchError);
    assert.deepEqual([error.code, error.facts['offset']], [code, offset]);
    if (message) assert.match(error.message, message);
    return true;
  });
}

describe('hex', () => {
  it('is read as people have it', () => {
    for (const form of [
      '48 65 6c',
      '48656C',
      '0x48,0x65,0x6c',
      '48:65:6c',
      '48-65-6c',
      '\\x48\\x65\\x6c',
      '0x48656c',
      ' 48\n65\t6c ',
    ]) {
      assert.deepEqual([...parseHex(form)], [0x48, 0x65, 0x6c], form);
    }
    assert.equal(parseHex('').length, 0);
    assert.deepEqual([...parseHex('00 0x00 0a')], [0, 0, 10]);
  });

  it('that is wrong says where', () => {
    failsAt(() => parseHex('48 6'), 'bad-hex', 3, /digit 6 is alone/);
    failsAt(() => parseHex('4 86'), 'bad-hex', 0);
    failsAt(() => parseHex('48 6g'), 'bad-hex', 4, /“g” is not/);
    failsAt(() => parseHex('48\u202e'), 'bad-hex', 2, /\\u202e/);
    failsAt(() => parseHex('0x'), 'bad-hex', 1);
  });

  it('reads back what it writes, with any separator it knows', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), fc.constantFrom('', ' ', ':', ', ', '-'), (bytes, separator) => {
        const written = formatHex(bytes, separator);
        assert.equal(written, Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(separator));
        assert.deepEqual(parseHex(written), bytes);
      }),
    );
  });
});

describe('base64', () => {
  it('is what Node makes, both ways and in both alphabets', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        const buffer = Buffer.from(bytes);
        assert.equal(formatBase64(bytes), buffer.toString('base64'));
        assert.equal(formatBase64(bytes, true), buffer.toString('base64url'));
        assert.deepEqual(parseBase64(buffer.toString('base64')), bytes);
        assert.deepEqual(parseBase64(buffer.toString('base64url')), bytes);
      }),
    );
    assert.deepEqual([...parseBase64('SGVs\nbG8 =')], [...text('Hello')]);
  });

  it('that is wrong says where', () => {
    failsAt(() => parseBase64('SGVs*G8='), 'bad-base64', 4);
    failsAt(() => parseBase64('SGVsb'), 'bad-base64', 4);
    failsAt(() => parseBase64('SGVsbG8=='), 'bad-base64', 8);
    failsAt(() => parseBase64('SGVsbA='), 'bad-base64', 7);
    failsAt(() => parseBase64('SGVsbG8=SGVs'), 'bad-base64', 8);
    failsAt(() => parseBase64('SGVsbG9='), 'bad-base64', 6);
    failsAt(() => parseBase64('+A-A'), 'bad-base64', 2);
    failsAt(() => parseBase64('='), 'bad-base64', 0);
    failsAt(() => parseBase64('AA\u0100A'), 'bad-base64', 2);
  });

  it('throws nothing but our errors', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('A', 'g', '=', '-', '/', ' ', 'é') }), (value) => {
        try {
          parseBase64(value);
        } catch (error) {
          assert(error instanceof WirebenchError);
        }
      }),
    );
  });
});

describe('hex dump', () => {
  it('looks as hexdump -C', () => {
    assert.equal(
      hexDump(text('Hello, World! éa')),
      '00000000  48 65 6c 6c 6f 2c 20 57  6f 72 6c 64 21 20 c3 a9  |Hello, World! ..|\n' +
        '00000010  61                                                |a|\n',
    );
    assert.equal(hexDump(new Uint8Array(0)), '');
  });

  it('is the same written fast and slowly, from any offset and in any width', () => {
    const slow = (bytes: Uint8Array, offset: number, width: number): string[] => {
      const lines: string[] = [];
      for (let at = 0; at < bytes.length; at += width) {
        const part = [...bytes.subarray(at, at + width)];
        const cells = Array.from({ length: width }, (_, i) => part[i]?.toString(16).padStart(2, '0') ?? '  ');
        const half = width >> 1;
        const columns =
          width > 1 ? `${cells.slice(0, half).join(' ')}  ${cells.slice(half).join(' ')}` : cells.join(' ');
        const shown = part.map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join('');
        const digits = ((offset + at) % 0x100000000).toString(16).padStart(8, '0');
        lines.push(`${digits}  ${width === 2 || width === 3 ? columns : columns}  |${shown}|`);
      }
      return lines;
    };
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom(0, 16, 0xfffffff8, 0x1_0000_0010),
        fc.constantFrom(16, 16, 8, 4, 32),
        (bytes, offset, width) => {
          assert.deepEqual(lines(hexDump(bytes, { offset, width })), slow(bytes, offset, width));
        },
      ),
    );
    const large = Uint8Array.from({ length: 100_000 }, (_, i) => i * 7);
    assert.deepEqual(lines(hexDump(large)), slow(large, 0, 16));
  });
});

describe('copy as', () => {
  const bytes = Uint8Array.from([0x48, 0x69, 0x22, 0x3f, 0x3f, 0x00, 0x31, 0xe9, 0x5c, 0x0a]);
  const expected: Record<CopyFormat, string> = {
    text: 'Hi"??\x001\ufffd\\\n',
    escapes: 'Hi"??\\x001\\xe9\\\\\\n',
    hex: '4869223f3f0031e95c0a',
    'spaced-hex': '48 69 22 3f 3f 00 31 e9 5c 0a',
    'hex-dump': '00000000  48 69 22 3f 3f 00 31 e9  5c 0a                    |Hi"??.1.\\.|\n',
    base64: 'SGkiPz8AMelcCg==',
    'c-string': '"Hi\\"?\\?\\0001\\351\\\\\\n"',
    'c-array': '{\n  0x48, 0x69, 0x22, 0x3f, 0x3f, 0x00, 0x31, 0xe9, 0x5c, 0x0a\n}',
    'python-bytes': "b'Hi\"??\\x001\\xe9\\\\\\n'",
    json: '"Hi\\"??\\u00001\ufffd\\\\\\n"',
  };
  for (const format of Object.keys(COPY_FORMATS) as CopyFormat[]) {
    it(format, () => assert.equal(copyAs(bytes, format), expected[format]));
  }

  it('quotes as Python does', () => {
    assert.equal(copyAs(text("it's"), 'python-bytes'), 'b"it\'s"');
    assert.equal(copyAs(text('"it\'s"'), 'python-bytes'), "b'\"it\\'s\"'");
  });

  it('reads text by the encoding that is asked for', () => {
    assert.equal(copyAs(Uint8Array.of(0xe9), 'text', { encoding: 'latin-1' }), 'é');
    assert.equal(copyAs(Uint8Array.of(0xe9), 'escapes', { encoding: 'latin-1' }), 'é');
    assert.equal(copyAs(Uint8Array.of(0xff), 'json', { errors: 'backslashreplace' }), '"\\\\xff"');
    assert.equal(copyAs(text('\u202e\u{e0041}'), 'json'), '"\\u202e\\udb40\\udc41"');
  });

  it('makes JSON that reads back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        assert.equal(JSON.parse(copyAs(text(value), 'json')), value);
      }),
    );
  });

  it('makes Python literals that read back', () => {
    const samples = Array.from({ length: 256 }, (_, i) => Uint8Array.from([i, 0x31, 0x27, (i * 7) & 0xff]));
    const source = samples.map((sample) => copyAs(sample, 'python-bytes')).join('\n');
    const program = 'import sys,ast\nprint("".join(ast.literal_eval(l).hex() for l in sys.stdin.read().split("\\n")))';
    const out = execFileSync(python, ['-c', program], { input: source }).toString().trim();
    assert.equal(out, samples.map((sample) => formatHex(sample)).join(''));
  });
});
