import assert from 'node:assert/strict';
import fc from 'fast-check';
import { chooseDissector, type DissectPlace } from '../../../src/protocol/dissectors.ts';
import { encodeMessage } from '../../../src/protocol/dns/encode.ts';
import { parseName } from '../../../src/protocol/dns/name.ts';
import { frame, indexed, join, literal, preface } from '../../helpers/http2Frames.ts';

const query = encodeMessage({ id: 1, questions: [{ name: parseName('wirebench.test.'), type: 15, class: 1 }] });
const framed = Uint8Array.of(0, query.length, ...query);
const at = (transport: DissectPlace['transport'], peerPort = 40_000): DissectPlace => ({
  transport,
  localPort: 40_001,
  peerPort,
});

describe('which dissector reads bytes', () => {
  it('is DNS where the bytes are a whole message, on any port', () => {
    assert.equal(chooseDissector('auto', query, at('udp'))?.name, 'dns');
    assert.equal(chooseDissector('auto', framed, at('tcp'))?.name, 'dns');
    assert.equal(chooseDissector('auto', framed, at('tls'))?.name, 'dns');
    const fields = chooseDissector('auto', framed, at('tcp'))?.dissect(framed, at('tcp'));
    assert.equal(fields?.[0]?.children?.[0]?.name, 'length');
  });

  it('is DNS on its ports whatever the bytes are, and where a person says so', () => {
    const wrong = query.subarray(0, 14);
    assert.equal(chooseDissector('auto', wrong, at('udp', 53))?.name, 'dns');
    assert.equal(chooseDissector('auto', wrong, at('udp'))?.name, undefined);
    assert.equal(chooseDissector('dns', wrong, at('udp'))?.name, 'dns');
  });

  it('is DNS within HTTP, where a body is a message: each field over its own bytes', () => {
    const head = `POST /dns-query HTTP/1.1\r\nContent-Type: application/dns-message\r\nContent-Length: ${query.length}\r\n\r\n`;
    const post = Uint8Array.of(...new TextEncoder().encode(head), ...query);
    const fields = chooseDissector('auto', post, at('tls'))!.dissect(post, at('tls'));
    const body = fields[0]!.children!.find(({ name }) => name === 'body')!;
    const question = body.children!.find(({ name }) => name === 'question section')!;
    assert.equal(question.children![0]!.text, 'wirebench.test IN MX');
    assert.deepEqual([question.start, question.end], [head.length + 12, post.length]);
    // Half of a message is no message.
    const half = post.subarray(0, post.length - 1);
    const begun = chooseDissector('auto', half, at('tls'))!.dissect(half, at('tls'));
    assert.equal(begun[0]!.children!.find(({ name }) => name === 'body')!.children, undefined);
  });

  it('is HTTP/2 by the preface of a client and the settings of a server, with DNS in its content', () => {
    const headers = frame(1, 4, 1, [...indexed(3), ...literal('content-type', 'application/dns-message')]);
    const post = join(preface, frame(4, 0, 0), headers, frame(0, 1, 1, query));
    const kind = chooseDissector('auto', post, at('tls'));
    assert.equal(kind?.name, 'http2');
    const data = kind.dissect(post, at('tls')).at(-1)!;
    const question = data.children!.find(({ name }) => name === 'data')!.children!.at(-1)!;
    assert.deepEqual([question.name, question.end], ['question section', post.length]);
    assert.equal(chooseDissector('auto', frame(4, 0, 0), at('tcp'))?.name, 'http2');
    assert.equal(chooseDissector('auto', post, at('udp'))?.name, undefined);
    assert.equal(chooseDissector('http', post, at('tcp'))?.name, 'http');
  });

  it('is not DNS for text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', maxLength: 200 }), (text) => {
        const bytes = Uint8Array.from(text, (one) => one.charCodeAt(0));
        assert.notEqual(chooseDissector('auto', bytes, at('udp'))?.name, 'dns');
      }),
    );
  });
});
