import assert from 'node:assert/strict';
import fc from 'fast-check';
import { latin1 } from '../../../../src/protocol/http/lineBuffer.ts';
import { MessageParser, type MessageOptions } from '../../../../src/protocol/http/message.ts';
import type { HeaderPair, MessageHead } from '../../../../src/protocol/http/messageLines.ts';

interface Seen {
  heads: MessageHead[];
  body: string;
  trailers: readonly HeaderPair[];
  notes: readonly string[];
  problem: string | undefined;
  surplus: number;
}

function bytes(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

/** Parses the text, cut at these places. */
function read(text: string | Uint8Array, options: Partial<MessageOptions> = {}, cuts: readonly number[] = []): Seen {
  const all = typeof text === 'string' ? bytes(text) : text;
  const seen: Seen = { heads: [], body: '', trailers: [], notes: [], problem: undefined, surplus: 0 };
  const parser = new MessageParser(
    { kind: 'response', ...options },
    {
      head: (head) => seen.heads.push(head),
      body: (chunk) => (seen.body += latin1(chunk)),
      trailers: (trailers) => (seen.trailers = trailers),
    },
  );
  const places = [0, ...[...cuts].sort((a, b) => a - b), all.length];
  for (let i = 1; i < places.length; i++) parser.push(all.subarray(places[i - 1], places[i]));
  parser.finish();
  assert.ok(parser.done);
  return { ...seen, notes: parser.notes, problem: parser.problem?.code, surplus: parser.surplus };
}

const crlf = (...lines: string[]): string => lines.join('\r\n');

describe('the tolerant parser of HTTP messages', () => {
  it('reads a plain answer, its headers as they came', () => {
    const seen = read(crlf('HTTP/1.1 200 Very Fine', 'X-a: 1', 'x-A:  two ', 'Content-Length: 5', '', 'hello'));
    assert.deepEqual(seen.heads, [
      {
        version: '1.1',
        status: 200,
        reason: 'Very Fine',
        method: '',
        target: '',
        headers: [
          ['X-a', '1'],
          ['x-A', 'two'],
          ['Content-Length', '5'],
        ],
      },
    ]);
    assert.deepEqual([seen.body, seen.notes, seen.problem, seen.surplus], ['hello', [], undefined, 0]);
  });

  it('reads chunks, extensions and trailers', () => {
    const seen = read(
      crlf(
        'HTTP/1.1 200 OK',
        'Transfer-Encoding: chunked',
        '',
        '5;x=1',
        'hello',
        'A ',
        ' and more.',
        '0',
        'X-Sum: 7',
        '',
        '',
      ),
    );
    assert.deepEqual([seen.body, seen.trailers, seen.problem], ['hello and more.', [['X-Sum', '7']], undefined]);
  });

  it('gives interim answers before the one that counts', () => {
    const seen = read(crlf('HTTP/1.1 103 Early Hints', 'Link: </a>', '', 'HTTP/1.1 204 No Content', '', ''));
    assert.deepEqual(
      seen.heads.map(({ status }) => status),
      [103, 204],
    );
    assert.equal(seen.problem, undefined);
  });

  const broken: readonly [
    name: string,
    text: string,
    want: Partial<Omit<Seen, 'notes'>> & { note?: RegExp; status?: number },
  ][] = [
    ['LF alone', 'HTTP/1.1 200 OK\nContent-Length: 2\n\nok', { body: 'ok', note: /LF alone/, status: 200 }],
    [
      'a damaged status line',
      crlf('HTTP 200 OK', '', 'ok'),
      { body: 'ok', note: /status line is damaged/, status: 200 },
    ],
    ['a status line with no reason', crlf('HTTP/1.1 404', 'Content-Length: 0', '', ''), { status: 404 }],
    ['no status line at all', 'hello there\nyou', { body: 'hello there\nyou', note: /HTTP\/0\.9/, status: 0 }],
    ['markup that begins with h', 'html is this\nok', { body: 'html is this\nok', note: /HTTP\/0\.9/, status: 0 }],
    [
      'both lengths',
      crlf('HTTP/1.1 200 OK', 'Content-Length: 99', 'Transfer-Encoding: chunked', '', '2', 'ok', '0', '', ''),
      { body: 'ok', note: /Both Transfer-Encoding and Content-Length/ },
    ],
    [
      'a size that is no number',
      crlf('HTTP/1.1 200 OK', 'Transfer-Encoding: chunked', '', '2', 'ok', 'xyz', 'more', ''),
      { body: 'ok', problem: 'chunk-broken' },
    ],
    [
      'a chunk longer than its size',
      crlf('HTTP/1.1 200 OK', 'Transfer-Encoding: chunked', '', '2', 'okay', '0', '', ''),
      { body: 'ok', problem: 'chunk-broken' },
    ],
    [
      'a body cut short',
      crlf('HTTP/1.1 200 OK', 'Content-Length: 10', '', 'four'),
      { body: 'four', problem: 'body-cut-short' },
    ],
    [
      'chunks that break off',
      crlf('HTTP/1.1 200 OK', 'Transfer-Encoding: chunked', '', '5', 'hello', ''),
      { body: 'hello', problem: 'body-cut-short' },
    ],
    ['headers that break off', crlf('HTTP/1.1 200 OK', 'X-One: 1', 'X-Tw'), { problem: 'head-cut-short', status: 200 }],
    ['nothing', '', { problem: 'no-answer' }],
    ['a header with no colon', crlf('HTTP/1.1 200 OK', 'oops', 'A: b', '', ''), { note: /no colon/, status: 200 }],
    ['a space before the colon', crlf('HTTP/1.1 200 OK', 'A : b', '', ''), { note: /space is between/ }],
    ['a folded header', crlf('HTTP/1.1 200 OK', 'A: b', '  c', '', ''), { note: /several lines/ }],
    [
      'a length that is none',
      crlf('HTTP/1.1 200 OK', 'Content-Length: ten', '', 'ok'),
      { body: 'ok', note: /no length/ },
    ],
    [
      'lengths that differ',
      crlf('HTTP/1.1 200 OK', 'Content-Length: 2', 'Content-Length: 3', '', 'ok'),
      { body: 'ok', note: /different lengths/ },
    ],
    ['bytes after the end', crlf('HTTP/1.1 200 OK', 'Content-Length: 2', '', 'okay'), { body: 'ok', surplus: 2 }],
  ];
  for (const [name, text, { note, status, ...want }] of broken) {
    it(`reads ${name}`, () => {
      const seen = read(text);
      for (const [key, value] of Object.entries(want)) assert.deepEqual(seen[key as keyof Seen], value, key);
      if (want.problem === undefined) assert.equal(seen.problem, undefined);
      if (status !== undefined) assert.equal(seen.heads.at(-1)!.status, status);
      if (note !== undefined) assert.match(seen.notes.join('\n'), note);
    });
  }

  it('stops at floods of headers, and shows those before', () => {
    const many = Array.from({ length: 30_000 }, (_, i) => `X-${i}: ${'y'.repeat(20)}`);
    const seen = read(crlf('HTTP/1.1 200 OK', ...many, '', 'body'));
    assert.equal(seen.problem, 'header-flood');
    assert.ok(seen.heads[0]!.headers.length > 5000);
    const long = read(crlf('HTTP/1.1 200 OK', `X: ${'y'.repeat(300_000)}`, '', ''));
    assert.equal(long.problem, 'header-flood');
    const counted = read(crlf('HTTP/1.1 200 OK', 'A: 1', 'B: 2', 'C: 3', '', ''), { maxHeaders: 2 });
    assert.deepEqual([counted.problem, counted.heads[0]!.headers.length], ['header-flood', 2]);
  });

  it('reads a long line byte by byte in time that grows with its length only', () => {
    const text = crlf('HTTP/1.1 200 OK', `X: ${'y'.repeat(200_000)}`, 'Content-Length: 0', '', '');
    const cuts = Array.from({ length: text.length - 1 }, (_, i) => i + 1);
    assert.equal(read(text, {}, cuts).heads[0]!.headers[0]![1].length, 200_000);
  });

  it('knows that an answer to HEAD has no body', () => {
    const seen = read(crlf('HTTP/1.1 200 OK', 'Content-Length: 5', '', ''), { method: 'HEAD' });
    assert.deepEqual([seen.body, seen.problem], ['', undefined]);
  });

  it('reads requests, damaged ones too', () => {
    const options = { kind: 'request' } as const;
    const whole = read(crlf('POST /a HTTP/1.1', 'Content-Length: 2', '', 'ok'), options);
    assert.deepEqual([whole.heads[0]!.method, whole.heads[0]!.target, whole.body], ['POST', '/a', 'ok']);
    const spaced = read(crlf('GET /a b HTTP/1.1', '', ''), options);
    assert.deepEqual([spaced.heads[0]!.target, spaced.notes.length], ['/a b', 1]);
    assert.match(read('nonsense\r\n\r\n', options).notes.join(), /not a request line/);
  });

  /** Answers that are nearly right: pieces of right ones, in any order. */
  const pieces = fc.constantFrom(
    'HTTP/1.1 200 OK\r\n', 'HTTP/1.1 100 Continue\r\n\r\n', 'HTTP/1.0 404\n', 'http 200\r\n', 'HTTP/1.1 204 No\r\n',
    'Content-Length: 5\r\n', 'Content-Length: x\r\n', 'Transfer-Encoding: chunked\r\n', 'A: b\r\n', ' folded\r\n', 'bad\r\n',
    '\r\n', '\n', '\r', '5\r\n', '0\r\n', 'hello', 'hello\r\n', 'ff;x\n', ':', ' ', 'H', '\x00\xff',
  ); // prettier-ignore
  const nearly = fc.array(pieces, { maxLength: 20 }).map((list) => list.join(''));
  const likely = fc.tuple(
    fc.constantFrom('HTTP/1.1 200 OK\r\n', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n', ''),
    nearly,
  );

  it('reads the same however the bytes are split', () => {
    fc.assert(
      fc.property(likely, fc.array(fc.nat(300), { maxLength: 30 }), ([start, rest], cuts) => {
        const text = start + rest;
        const places = cuts.map((cut) => Math.min(cut, text.length));
        assert.deepEqual(read(text, {}, places), read(text));
        const single = Array.from({ length: Math.max(0, text.length - 1) }, (_, i) => i + 1);
        assert.deepEqual(read(text, {}, single), read(text));
      }),
      { numRuns: 500 },
    );
  });

  it('takes any bytes without a throw, and loses none of the body', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.constantFrom('response', 'request'), (random, kind) => {
        const seen = read(random, { kind });
        assert.ok(seen.body.length + seen.surplus <= random.length);
      }),
      { numRuns: 500 },
    );
  });
});
