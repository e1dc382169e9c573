import assert from 'node:assert/strict';
import fc from 'fast-check';
import { clipFields, moved, type DissectedField } from '../../../../src/protocol/dissect.ts';
import { encodeMessage } from '../../../../src/protocol/dns/encode.ts';
import { dissectDns } from '../../../../src/protocol/dns/dissect.ts';
import { parseName } from '../../../../src/protocol/dns/name.ts';
import { dissectHttp2 } from '../../../../src/protocol/http2/dissect.ts';
import { findFrames, startsHttp2 } from '../../../../src/protocol/http2/frames.ts';
import { frame, hex, incremental, indexed, join, latin1, literal, preface } from '../../../helpers/http2Frames.ts';

const flat = (fields: readonly DissectedField[]): DissectedField[] =>
  fields.flatMap((field) => [field, ...flat(field.children ?? [])]);
/** `NAME: text` of the fields at the top. */
const lines = (fields: readonly DissectedField[]) => fields.map(({ name, text }) => `${name}: ${text}`);
const problems = (bytes: Uint8Array) => flat(dissectHttp2(bytes)).flatMap(({ problem }) => problem ?? []);
/** `name=text` of what is below, without the head. */
const inside = (field: DissectedField | undefined) =>
  (field?.children ?? []).filter(({ name }) => name !== 'frame head').map(({ name, text }) => `${name}=${text}`);

const settings = frame(4, 0, 0, hex('0003 00000064 0004 0000ffff'));
const request = join(indexed(2), indexed(7), literal(':path', '/a?b'), incremental(':authority', 'example.org'));
const get = frame(1, 0x5, 1, request);
const again = frame(1, 0x5, 3, [...indexed(2), ...indexed(62)]);
const opening = join(preface, settings);
const json = '{"a": 1}';
const answer = join(
  frame(4, 0, 0),
  frame(4, 1, 0),
  frame(1, 0x4, 1, [...indexed(8), ...incremental('content-type', 'application/json')]),
  frame(0, 0, 1, latin1(json.slice(0, 3))),
  frame(0, 1, 1, latin1(json.slice(3))),
);
/** Header fields over three frames, cut within a field, with padding and a priority. */
const split = join(
  frame(1, 0x29, 5, [2, 0x80, 0, 0, 3, 15, ...request.slice(0, 6), 0, 0]),
  frame(9, 0, 5, request.slice(6, 12)),
  frame(9, 4, 5, request.slice(12)),
);
const client = join(
  opening,
  get,
  again,
  split,
  frame(8, 0, 0, hex('00010000')),
  frame(2, 0, 7, hex('0000000310')),
  frame(3, 0, 1, hex('00000008')),
  frame(6, 0, 0, hex('0102030405060708')),
  frame(7, 0, 0, join(hex('0000000500000002'), latin1('bye'))),
  frame(5, 0x4, 1, [0, 0, 0, 8, ...request]),
  frame(10, 0, 0, join([0, 1], latin1('ah3=":1"'))),
  frame(12, 0, 0, join([0, 3], latin1('a:b'))),
  frame(16, 0, 0, join([0, 0, 0, 1], latin1('u=2'))),
  frame(0xbb, 0x81, 9, [1, 2, 3]),
);

describe('HTTP/2 as fields', () => {
  it('has a line for each frame', () => {
    assert.deepEqual(lines(dissectHttp2(client)), [
      'client preface: HTTP/2',
      'SETTINGS: MAX_CONCURRENT_STREAMS 100, INITIAL_WINDOW_SIZE 65,535',
      'HEADERS: stream 1: GET /a?b, end of stream',
      'HEADERS: stream 3: GET example.org, end of stream',
      'HEADERS: stream 5: GET /a?b, end of stream',
      'CONTINUATION: stream 5: goes on',
      'CONTINUATION: stream 5: goes on',
      'WINDOW_UPDATE: 65,536 bytes more',
      'PRIORITY: stream 7: after stream 3, weight 17',
      'RST_STREAM: stream 1: CANCEL',
      'PING: 0x0102030405060708, to be sent back',
      'GOAWAY: INTERNAL_ERROR, last stream 5, “bye”',
      'PUSH_PROMISE: stream 1: promises stream 8, GET /a?b',
      'ALTSVC: h3=":1"',
      'ORIGIN: a:b',
      'PRIORITY_UPDATE: stream 1: u=2',
      'frame of type 0xbb: stream 9: 3 bytes',
    ]);
    assert.deepEqual(problems(client), []);
    assert.deepEqual(lines(dissectHttp2(answer)), [
      'SETTINGS: no settings',
      'SETTINGS: acknowledged',
      'HEADERS: stream 1: 200',
      'DATA: stream 1: 3 bytes (application/json)',
      'DATA: stream 1: 5 bytes (application/json), end of stream',
    ]);
  });

  it('has every header field with its bytes, and what it is made of', () => {
    const headers = dissectHttp2(join(opening, get))[2];
    assert.deepEqual(inside(headers), [':method=GET', ':scheme=https', ':path=/a?b', ':authority=example.org']);
    const [head, , , path] = headers!.children!;
    assert.deepEqual(
      head!.children!.map(({ name, text, start, end }) => [name, text, start - head!.start, end - head!.start]),
      [
        ['length', `${request.length} bytes of payload`, 0, 3],
        ['type', 'HEADERS (1): header fields, which open a stream or end it', 3, 4],
        ['flags', '0x05 (END_STREAM, END_HEADERS)', 4, 5],
        ['stream', '1', 5, 9],
      ],
    );
    const bytes = join(opening, get);
    assert.deepEqual(
      path!.children!.map(({ name, text, start, end }) => [
        name,
        text,
        Buffer.from(bytes.slice(start, end)).toString(),
      ]),
      [
        ['representation', 'literal, which is not entered in the table', '\0'],
        ['name length', '5 bytes', '\x05'],
        ['name', ':path', ':path'],
        ['value length', '4 bytes', '\x04'],
        ['value', '/a?b', '/a?b'],
      ],
    );
  });

  it('has a field that goes on in the next frame in both', () => {
    const [, , first, second, third] = dissectHttp2(join(opening, split));
    assert.deepEqual(inside(first), [
      'padding length=2 bytes',
      'dependency=after stream 3, which only it depends on',
      'weight=16',
      ':method=GET',
      ':scheme=https',
      ':path=/a?b',
      'padding=2 bytes',
    ]);
    assert.deepEqual(inside(second), [':path=/a?b']);
    assert.deepEqual(inside(third), [':path=/a?b', ':authority=example.org']);
    assert.deepEqual(
      second!.children![1]!.children!.map(({ name, text }) => `${name}=${text}`),
      ['name=:path (in part)', 'value length=4 bytes', 'value=/a?b (in part)'],
    );
  });

  it('has DNS in the content of a stream, where a frame has all of it', () => {
    const query = encodeMessage({ id: 1, questions: [{ name: parseName('wirebench.test.'), type: 15, class: 1 }] });
    const bodies = new Map([['application/dns-message', dissectDns]]);
    const question = (...frames: readonly Uint8Array[]) => {
      const fields = dissectHttp2(join(opening, ...frames), bodies);
      return flat(fields).find(({ name }) => name === 'question section');
    };
    const post = (...more: readonly number[]) =>
      frame(1, 4, 1, [...indexed(3), ...literal('content-type', 'application/dns-message; q=1'), ...more]);
    const ended = question(post(), frame(0, 0x9, 1, [1, ...query, 0]))!;
    assert.equal(ended.children![0]!.text, 'wirebench.test IN MX');
    assert.equal(ended.start, opening.length + post().length + 9 + 1 + 12);
    const length = literal('content-length', String(query.length));
    assert.ok(question(post(...length), frame(0, 0, 1, query)));
    assert.ok(question(post(), frame(0, 0, 1, query), frame(8, 0, 0, hex('00000001')), frame(0, 1, 1)));
    // Parts of a message, and what is compressed, are no messages.
    assert.equal(question(post(), frame(0, 0, 1, query)), undefined);
    assert.equal(question(post(), frame(0, 0, 1, query.slice(0, 20)), frame(0, 1, 1, query.slice(20))), undefined);
    assert.equal(question(post(...literal('content-encoding', 'br')), frame(0, 1, 1, query)), undefined);
    assert.equal(question(frame(1, 4, 1, indexed(3)), frame(0, 1, 1, query)), undefined);
  });

  const wrong: readonly (readonly [what: string, bytes: Uint8Array, sentence: RegExp])[] = [
    ['no SETTINGS first', join(preface, get), /begins with SETTINGS/],
    ['a length that does not fit', frame(4, 0, 0, [1, 2, 3, 4, 5]), /made of settings of 6 bytes/],
    ['a PING of 7 bytes', join(opening, frame(6, 0, 0, new Uint8Array(7))), /has 8 bytes/],
    ['DATA of the connection', join(opening, frame(0, 0, 0)), /which 0 is not/],
    ['SETTINGS of a stream', join(opening, frame(4, 0, 1)), /which is stream 0/],
    ['a setting that cannot be', frame(4, 0, 0, hex('0002 00000002')), /0 or 1/],
    ['a window that does not grow', join(opening, frame(8, 0, 0, hex('00000000'))), /1 at least/],
    ['padding longer than its frame', join(opening, frame(0, 8, 1, [9, 1, 2])), /shorter than its padding/],
    ['a CONTINUATION alone', join(opening, frame(9, 4, 1, indexed(2))), /No HEADERS frame precedes/],
    ['header fields without an end', join(opening, frame(1, 0, 1, indexed(2)), frame(6, 0, 0)), /no CONTINUATION/],
    ['a name in capitals', join(opening, frame(1, 4, 1, literal('Host', 'x'))), /no upper-case/],
    ['a pseudo-header too late', join(opening, frame(1, 4, 1, [...literal('a', 'b'), ...indexed(2)])), /before/],
    ['a pseudo-header of nobody', join(opening, frame(1, 4, 1, literal(':a', 'b'))), /no such pseudo/],
    ['Connection', join(opening, frame(1, 4, 1, literal('connection', 'close'))), /about the connection/],
    ['an index too far', join(opening, frame(1, 4, 1, indexed(99))), /no entry 99/],
    ['a string beyond the block', join(opening, frame(1, 4, 1, [0, 99, 97])), /header block ends/],
  ];
  for (const [what, bytes, sentence] of wrong)
    it(`says what is wrong with ${what}`, () => assert.match(problems(bytes).join(' '), sentence));

  it('says nothing against what may still come', () => {
    for (const whole of [client, answer])
      for (let length = 0; length <= whole.length; length++) assert.deepEqual(problems(whole.slice(0, length)), []);
  });

  /** The frames that end in `start` to `end`, with those that go on with their header fields. */
  const whole = (fields: readonly DissectedField[], start: number, end: number) =>
    fields.filter((one, at) => {
      const next = fields.slice(at + 1).find(({ name }) => name !== 'CONTINUATION');
      const last = next === undefined ? fields.at(-1)!.end : next.start;
      const first = fields.slice(0, at + 1).findLast(({ name }) => name !== 'CONTINUATION')!.start;
      return first >= start && (/^(HEADERS|CONTINUATION)$/.test(one.name) ? last : one.end) <= end;
    });

  it('finds the same fields in an event wherever the stream is split', () => {
    for (const stream of [client, answer]) {
      const all = dissectHttp2(stream);
      fc.assert(
        fc.property(fc.nat(stream.length), fc.nat(stream.length), (a, b) => {
          const [start, end] = [Math.min(a, b), Math.max(a, b)];
          const part = { isBeginning: true, from: start };
          const fields = clipFields(dissectHttp2(stream.slice(0, end), undefined, part), start, end);
          const expected = moved(whole(all, start, end), -start);
          // Before them and behind them is what was cut.
          const at = expected.length === 0 ? 0 : fields.findIndex((one) => one.start === expected[0]!.start);
          assert.deepEqual(fields.slice(at, at + expected.length), expected);
        }),
        { numRuns: 100 },
      );
    }
  });

  it('covers every byte, in order, whatever the bytes are', () => {
    const piece = fc.oneof(
      fc.constantFrom(settings, get, again, split, answer, frame(9, 0, 5), frame(1, 0, 1, [0x40]), preface),
      fc.uint8Array({ maxLength: 30 }),
      fc
        .tuple(fc.nat(17), fc.nat(255), fc.nat(5), fc.uint8Array({ maxLength: 40 }), fc.nat(3))
        .map(([type, flags, stream, payload, off]) => frame(type, flags, stream, payload, payload.length + off)),
    );
    const mutated = fc
      .tuple(fc.constantFrom(client, answer), fc.array(fc.tuple(fc.nat(600), fc.nat(255)), { maxLength: 6 }))
      .map(([bytes, changes]) => {
        const copy = Uint8Array.from(bytes);
        for (const [at, value] of changes) copy[at % copy.length] = value;
        return copy;
      });
    const anything = fc.oneof(
      fc.array(piece, { maxLength: 10 }).map((pieces) => join(...pieces)),
      mutated,
    );
    fc.assert(
      fc.property(anything, fc.boolean(), fc.nat(200), (given, isBeginning, from) => {
        const fields = dissectHttp2(given, undefined, { isBeginning, from: 0 });
        let at = 0;
        for (const { start, end } of fields) {
          assert.equal(start, at);
          assert.ok(end > start);
          at = end;
        }
        assert.equal(at, given.length);
        for (const field of flat(fields)) {
          assert.match(field.name + field.text, /^[^\p{Cc}]*$/u);
          for (const child of field.children ?? []) {
            assert.ok(child.start >= field.start && child.end <= field.end, `${field.name}: ${child.name}`);
            assert.ok(child.end > child.start);
          }
        }
        // What is not wanted is left away, and nothing else is.
        const later = dissectHttp2(given, undefined, { isBeginning, from });
        assert.deepEqual(
          later,
          fields.filter(({ end }) => end > from),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('is found in the middle of a connection, and says which header fields are not known', () => {
    const stream = join(client.slice(opening.length), again);
    const cut = stream.slice(5);
    assert.equal(findFrames(cut), get.length - 5);
    const fields = dissectHttp2(cut, undefined, { isBeginning: false, from: 0 });
    assert.equal(lines(fields)[0], `unread: ${get.length - 5} bytes before the first recognizable frame`);
    assert.deepEqual(inside(fields[1]), [
      ':method=GET',
      'entry 62=unknown: it was entered before the bytes shown here',
    ]);
    // `again` refers to what `split` entered: that is known.
    assert.deepEqual(inside(fields.at(-1)), [':method=GET', ':authority=example.org']);
    assert.deepEqual(
      flat(fields).flatMap(({ problem }) => problem ?? []),
      [],
    );
    for (const text of ['', 'hello', 'GET / HTTP/1.1\r\n\r\n', '\0'.repeat(1000), 'x'.repeat(1000)])
      assert.equal(findFrames(latin1(text)), undefined, text);
    // Small numbers of four bytes look like heads in many places.
    for (const order of [true, false])
      for (const value of [...Array(20).keys(), 256, 65_536]) {
        const numbers = new DataView(new ArrayBuffer(40_000));
        for (let at = 0; at < numbers.byteLength; at += 4) numbers.setUint32(at, value, order);
        assert.equal(findFrames(new Uint8Array(numbers.buffer)), undefined, `${value}`);
      }
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 3000, size: 'max' }), (bytes) => {
        assert.equal(findFrames(bytes), undefined);
      }),
      { numRuns: 30 },
    );
  });

  it('is recognised by its beginning', () => {
    for (const bytes of [opening, preface, preface.slice(0, 5), settings, answer, frame(4, 0, 0), settings.slice(0, 9)])
      assert.ok(startsHttp2(bytes));
    for (const bytes of [
      latin1('PRINT x HTTP/1.1\r\n'),
      latin1('GET / HTTP/1.1\r\n'),
      latin1('PRI'),
      get,
      frame(4, 1, 0),
      frame(4, 0, 1),
      frame(4, 0, 0, hex('7777 00000001')),
      // Messages behind a length of four bytes.
      hex('00000004 00000000 00000004 00000000'),
      new Uint8Array(100),
    ])
      assert.ok(!startsHttp2(bytes), Buffer.from(bytes).toString('hex'));
  });

  it('takes little time for much', () => {
    const much = 4 * 1024 * 1024;
    const many = new Uint8Array(much);
    const empty = frame(0, 0, 1);
    for (let at = 0; at + 9 <= much; at += 9) many.set(empty, at);
    const part = { isBeginning: true, from: much - 100 };
    assert.ok(dissectHttp2(many, undefined, part).length < 15);
    assert.equal(dissectHttp2(many).at(-1)!.name, 'more');
    const zeros = dissectHttp2(new Uint8Array(much), undefined, { isBeginning: false, from: 0 });
    assert.ok(flat(zeros).length <= 60_000);
  });
});
