import assert from 'node:assert/strict';
import fc from 'fast-check';
import { WirebenchError } from '../../../../src/base/errors.ts';
import type { MacroContext } from '../../../../src/protocol/text/macros.ts';
import { encodePayload, type Payload, type TextPayload } from '../../../../src/protocol/text/payload.ts';

const context: MacroContext = {
  counter: 7,
  now: () => new Date('2024-03-31T12:00:00.900Z'),
  uuid: () => '01234567-89ab-4cde-8f01-23456789abcd',
  randomInt: (min, max) => max - 1 - min + min,
};

const sent = (payload: Payload): string => Buffer.from(encodePayload(payload, context)).toString('latin1');
const text = (value: string, more: Partial<TextPayload> = {}): string => sent({ kind: 'text', text: value, ...more });

function fails(payload: Payload, code: string, offset?: number, message?: RegExp): void {
  assert.throws(
    () => encodePayload(payload, context),
    (error: unknown) => {
      assert(error instanceof WirebenchError);
      assert.equal(error.code, code);
      if (offset !== undefined) assert.equal(error.facts['offset'], offset);
      if (message) assert.match(error.message, message);
      return true;
    },
  );
}

describe('a payload', () => {
  it('is text in an encoding, and no more', () => {
    assert.equal(text('a\\n{{$uuid}}\r\nb\n'), 'a\\n{{$uuid}}\r\nb\n');
    assert.equal(text('é', { encoding: 'latin-1' }), '\xe9');
    assert.equal(text('é'), '\xc3\xa9');
  });

  it('is text with escapes, hex or Base64', () => {
    assert.equal(sent({ kind: 'escapes', text: 'a\\n\\xff\\u00e9' }), 'a\n\xff\xc3\xa9');
    assert.equal(sent({ kind: 'hex', text: '00 ff' }), '\x00\xff');
    assert.equal(sent({ kind: 'base64', text: 'AP8=' }), '\x00\xff');
    fails({ kind: 'file', path: '/x' }, 'file-payload');
  });

  it('ends its lines as asked, whatever was typed, and the last one too', () => {
    assert.equal(text('a\nb\r\nc\rd', { lineEnding: 'crlf' }), 'a\r\nb\r\nc\r\nd\r\n');
    assert.equal(text('a\r\nb', { lineEnding: 'lf' }), 'a\nb\n');
    assert.equal(text('a\nb', { lineEnding: 'cr' }), 'a\rb\r');
    assert.equal(text('a\nb', { lineEnding: 'none' }), 'a\nb');
    assert.equal(text('GET / HTTP/1.1\n\n', { lineEnding: 'crlf' }), 'GET / HTTP/1.1\r\n\r\n');
    assert.equal(text('', { lineEnding: 'crlf' }), '\r\n');
    assert.equal(text('a\n\nb', { lineEnding: 'crlf' }), 'a\r\n\r\nb\r\n');
    assert.equal(text('a', { lineEnding: 'lf', encoding: 'utf-16-be' }), '\0a\0\n');
    assert.equal(text('a', { lineEnding: 'lf', encoding: 'utf-16' }), '\xff\xfea\0\n\0');
  });

  it('leaves escaped line breaks as they are, and adds none behind one', () => {
    const escapes = (value: string): string => sent({ kind: 'escapes', text: value, lineEnding: 'crlf' });
    assert.equal(escapes('a\\nb\nc'), 'a\nb\r\nc\r\n');
    assert.equal(escapes('a\\n'), 'a\n');
    assert.equal(escapes('a\\x0a'), 'a\x0a');
    assert.equal(escapes('a\\x00'), 'a\0\r\n');
  });

  it('has macros where they are switched on', () => {
    const macros = (value: string): string => text(value, { macros: true });
    assert.equal(macros('{{$counter}}/{{ $counter }}'), '7/7');
    assert.equal(macros('{{$uuid}} {{$guid}}'), `${context.uuid()} ${context.uuid()}`);
    assert.equal(macros('{{$timestamp}}'), '1711886400');
    assert.equal(macros('{{$timestamp -1 d}} {{$timestamp 2 h}}'), `${1711886400 - 86400} ${1711886400 + 7200}`);
    assert.equal(macros('{{$timestamp 1 y}}'), String(Date.UTC(2025, 2, 31, 12) / 1000));
    assert.equal(macros('{{$randomInt}} {{$randomInt -5 10}}'), '999 9');
    assert.equal(macros('{{host}} {{}} {$uuid}'), '{{host}} {{}} {$uuid}');
    assert.equal(sent({ kind: 'escapes', text: '\\x00{{$counter}}\\n', macros: true }), '\x007\n');
  });

  it('says where it is wrong', () => {
    fails(
      { kind: 'text', text: 'ab {{$nope}}', macros: true },
      'unknown-macro',
      3,
      /macro \{\{\$nope\}\} does not exist.*\{\{\$uuid\}\}/,
    );
    fails({ kind: 'text', text: '{{$constructor}}', macros: true }, 'unknown-macro', 0);
    fails({ kind: 'text', text: 'a{{$randomInt 5 5}}', macros: true }, 'bad-macro', 1, /first below the second/);
    fails({ kind: 'text', text: 'a{{$timestamp x d}}', macros: true }, 'bad-macro', 1);
    fails({ kind: 'text', text: '{{$uuid 4}}', macros: true }, 'bad-macro', 0);
    fails({ kind: 'escapes', text: '{{$counter}}\\q', macros: true }, 'bad-escape', 12, /At offset 12/);
    fails({ kind: 'escapes', text: '\\n€', encoding: 'ascii' }, 'unencodable', 2);
    fails({ kind: 'text', text: '{{$counter}}€', encoding: 'ascii', macros: true }, 'unencodable', 12);
    fails({ kind: 'text', text: 'x', encoding: 'nope' }, 'unknown-encoding');
    fails({ kind: 'hex', text: '0' }, 'bad-hex', 0);
    fails({ kind: 'base64', text: '*' }, 'bad-base64', 0);
  });

  it('throws nothing but our errors', () => {
    const pieces = fc.array(
      fc.constantFrom('{{', '}}', '$', 'uuid', 'timestamp', ' ', '-1', 'd', '\\', 'x', '\n', '\ud800', '€'),
    );
    fc.assert(
      fc.property(
        pieces,
        fc.constantFrom('text', 'escapes'),
        fc.constantFrom('lf', 'crlf', 'none'),
        (parts, kind, lineEnding) => {
          try {
            encodePayload({ kind, text: parts.join(''), macros: true, lineEnding }, context);
          } catch (error) {
            assert(error instanceof WirebenchError);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});
