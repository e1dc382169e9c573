import assert from 'node:assert/strict';
import fc from 'fast-check';
import { clipFields, type DissectedField } from '../../../../src/protocol/dissect.ts';
import { chooseDissector } from '../../../../src/protocol/dissectors.ts';
import { dissectHttp, startsHttp } from '../../../../src/protocol/http/dissect.ts';

const bytes = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));
/** `name=text` of the leaves and the branches, indented. */
const shown = (fields: readonly DissectedField[], depth = 0): string[] =>
  fields.flatMap(({ name, text, children = [] }) => [
    `${' '.repeat(depth)}${name}=${text}`,
    ...shown(children, depth + 1),
  ]);
const flat = (fields: readonly DissectedField[]): DissectedField[] =>
  fields.flatMap((field) => [field, ...flat(field.children ?? [])]);
const problems = (text: string) => flat(dissectHttp(bytes(text))).flatMap(({ problem }) => problem ?? []);

const post = 'POST /a?b HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3;q=1\r\nabc\r\n0\r\nT: u\r\n\r\n';
const get = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';
const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello';

describe('HTTP as fields', () => {
  it('has the parts of a request with their bytes, chunks and trailers', () => {
    const fields = dissectHttp(bytes(post));
    assert.deepEqual(shown(fields), [
      'request=POST /a?b HTTP/1.1',
      ' request line=POST /a?b HTTP/1.1',
      '  method=POST',
      '  target=/a?b',
      '  version=HTTP/1.1',
      ' Host=x',
      '  name=Host',
      '  value=x',
      ' Transfer-Encoding=chunked',
      '  name=Transfer-Encoding',
      '  value=chunked',
      ' end of head=',
      ' chunk=3 bytes',
      '  chunk size=3 (3 bytes)',
      '  chunk extension=;q=1',
      '  chunk data=3 bytes',
      ' last chunk=',
      '  chunk size=0 (0 bytes)',
      ' trailers=1',
      '  T=u',
      '   name=T',
      '   value=u',
      '  end of body=',
    ]);
    const data = flat(fields).find(({ name }) => name === 'chunk data')!;
    assert.equal(post.slice(data.start, data.end), 'abc');
  });

  it('has one message after the other, of both kinds', () => {
    assert.deepEqual(
      dissectHttp(bytes(get + post + get)).map(({ text }) => text),
      ['GET / HTTP/1.1', 'POST /a?b HTTP/1.1', 'GET / HTTP/1.1'],
    );
    assert.deepEqual(dissectHttp(bytes(`${ok}${ok}HTTP/1.1 304 Not Modified\r\n\r\n${ok}`)).length, 4);
    // To HEAD: a length, and no body.
    assert.equal(dissectHttp(bytes(`HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n${ok}`)).length, 2);
  });

  const wrong: readonly (readonly [string, RegExp])[] = [
    ['GET / HTTP/1.1\nHost: x\r\n\r\n', /LF alone/],
    ['GET / HTTP/1.1\r\nHost : x\r\n\r\n', /must not have a space/],
    ['GET / HTTP/1.1\r\nHost\r\n\r\n', /colon/],
    ['GET / HTTP/1.1\r\nA: b\r\n c\r\n\r\n', /obsolete/],
    ['GET /a b HTTP/1.1\r\n\r\n', /no spaces/],
    ['GET /\r\n\r\n', /no version/],
    ['hello\r\n\r\n', /neither/],
    ['POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n', /whole number/],
    ['POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab', /twice/],
    ['POST / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', /smuggle/],
    ['POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n', /hexadecimal/],
    ['POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n', /size says/],
    ['HTTP/1.1 2xx Hm\r\n\r\n', /three digits/],
  ];
  for (const [text, sentence] of wrong) {
    it(`says what is wrong with ${JSON.stringify(text)}`, () => {
      assert.match(problems(text).join(' '), sentence);
    });
  }

  it('says nothing against what may still come', () => {
    for (const whole of [post, get, ok]) {
      for (let length = 0; length <= whole.length; length++) {
        const found = problems(whole.slice(0, length)).filter((problem) => !/LF alone/.test(problem));
        assert.deepEqual(found, [], whole.slice(0, length));
      }
    }
  });

  it('covers every byte, in order, whatever the bytes are', () => {
    const text = fc.stringMatching(
      /^(GET|HTTP\/1\.1|[ \r\n:]|Content-Length: 3|Transfer-Encoding: chunked|[0-9a-f]|x)*$/,
    );
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), text.map(bytes)), (given) => {
        let at = 0;
        for (const { start, end } of dissectHttp(given)) {
          assert.equal(start, at);
          assert.ok(end > start);
          at = end;
        }
        assert.equal(at, given.length);
        for (const field of flat(dissectHttp(given))) {
          assert.ok(field.start <= field.end && field.end <= given.length);
          for (const child of field.children ?? []) assert.ok(child.start >= field.start && child.end <= field.end);
        }
      }),
    );
  });

  it('finds the same fields in an event wherever the stream is split', () => {
    const stream = get + post + get;
    const whole = flat(dissectHttp(bytes(stream)));
    fc.assert(
      fc.property(fc.nat(stream.length), fc.nat(stream.length), (a, b) => {
        const [start, end] = [Math.min(a, b), Math.max(a, b)];
        const clipped = flat(clipFields(dissectHttp(bytes(stream)), start, end));
        const inside = whole.filter(
          (field) => field.start >= start && field.end <= end && field.end > start && field.start < end,
        );
        for (const { name, text, start: from, end: to } of inside) {
          assert.ok(
            clipped.some(
              (field) =>
                field.name === name && field.text === text && field.start === from - start && field.end === to - start,
            ),
          );
        }
      }),
    );
  });

  it('is recognised by its beginning, on any port', () => {
    const place = { transport: 'tcp', localPort: 9, peerPort: 9 } as const;
    for (const text of [get, post, ok, 'PROPFIND /x HTTP/1.1\r\n', 'GET /very'])
      assert.ok(startsHttp(bytes(text)), text);
    for (const text of ['', 'hello world\r\n', 'GET\r\n', '\u0016\u0003\u0001', 'EHLO example.org\r\n'])
      assert.ok(!startsHttp(bytes(text)), text);
    assert.equal(chooseDissector('auto', bytes(get), place)?.name, 'http');
    assert.equal(chooseDissector('none', bytes(get), place), undefined);
    assert.equal(chooseDissector('http', bytes('x'), place)?.name, 'http');
    assert.equal(chooseDissector('auto', bytes(get), { ...place, transport: 'udp' }), undefined);
  });
});
