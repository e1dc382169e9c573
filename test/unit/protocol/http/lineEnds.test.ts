import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LineEnds } from '../../../../src/protocol/http/lineEnds.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');

/** What comes out of `text`, cut at these places. */
function given(text: string, cuts: readonly number[] = []): string {
  const ends = new LineEnds();
  const places = [0, ...[...cuts].sort((a, b) => a - b), text.length];
  const out = places.slice(1).map((end, i) => Buffer.from(ends.push(bytes(text).subarray(places[i], end))));
  assert.equal(Buffer.concat(out).length, text.length + ends.mended);
  return Buffer.concat(out).toString('latin1');
}

/** A request: its head (`|` for a line end, which may be LF alone), and what follows just as it is. */
type Request = readonly [head: string, body: string];

const requests: readonly Request[] = [
  ['GET / HTTP/1.1|Host: x||', ''],
  ['GET /a HTTP/1.0||', ''],
  ['|GET / HTTP/1.1|Host: x|Connection: keep-alive||', ''],
  ['POST / HTTP/1.1|Host: x|Content-Length: 7||', 'a\nb\n\r\nc'],
  ['POST / HTTP/1.1|content-length : 0|TE: trailers||', ''],
  ['POST / HTTP/1.1|Transfer-Encoding: gzip, Chunked||', '3\r\na\nb\r\nA;x=1\r\n\n\n\n\n\n\n\n\n\n\n\r\n0\r\n\r\n'],
];

describe('heads whose lines end with LF alone', () => {
  it('get CR LF, whatever else is in them', () => {
    for (const [head, body] of requests) {
      assert.equal(given(head.replaceAll('|', '\n') + body), head.replaceAll('|', '\r\n') + body);
    }
    assert.equal(
      given('POST / HTTP/1.1\nTransfer-Encoding: chunked\n\n1\r\nx\r\n0\r\nA: b\n\nGET / HTTP/1.0\n\n'),
      'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\nA: b\r\n\r\nGET / HTTP/1.0\r\n\r\n',
    );
  });

  it('are the same however they are split, mixed, and one after the other', () => {
    const some = fc.array(fc.tuple(fc.constantFrom(...requests), fc.infiniteStream(fc.boolean())), { maxLength: 5 });
    fc.assert(
      fc.property(some, fc.array(fc.nat(800), { maxLength: 40 }), (list, cuts) => {
        const sent = list.map(([[head, body], lone]) => {
          return head.replace(/\|/g, () => (lone.next().value === true ? '\n' : '\r\n')) + body;
        });
        const text = sent.join('');
        const want = list.map(([[head, body]]) => head.replaceAll('|', '\r\n') + body).join('');
        const places = cuts.map((cut) => Math.min(cut, text.length));
        assert.equal(given(text, places), want);
      }),
      { numRuns: 500 },
    );
  });

  it('end where the body cannot be found: what follows stays as it came', () => {
    const odd = [
      'POST / HTTP/1.1\r\nContent-Length: -1\r\n',
      'POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n',
      'POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
      'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
      'POST / HTTP/1.1\r\nTransfer-Encoding:\r\n chunked\r\n',
      `GET / HTTP/1.1\r\nA: ${'b'.repeat(70_000)}\r\n`,
    ];
    for (const start of odd) assert.equal(given(`${start}a\nb\n`), `${start}a\nb\n`);
    // The line of a chunk is no line of a head; it stays for the reader to refuse.
    const chunk = 'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\nab\n';
    assert.equal(given(chunk), chunk);
  });

  it('take any bytes, and change none but by a CR', () => {
    const likely = fc.array(fc.constantFrom('\n', '\r\n', '\r', 'GET / HTTP/1.1', 'content-length: 3', 'a', '0'));
    fc.assert(
      fc.property(
        fc.oneof(
          likely.map((list) => list.join('')),
          fc.string({ unit: 'binary-ascii' }),
        ),
        (text) => {
          assert.equal(given(text).replaceAll('\r', ''), text.replaceAll('\r', ''));
        },
      ),
    );
  });
});
