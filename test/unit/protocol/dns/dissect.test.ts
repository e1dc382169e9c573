import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { DissectedField } from '../../../../src/protocol/dissect.ts';
import { dissectDns, dissectDnsStream } from '../../../../src/protocol/dns/dissect.ts';
import { encodeMessage } from '../../../../src/protocol/dns/encode.ts';
import { parseName } from '../../../../src/protocol/dns/name.ts';
import { formatHex } from '../../../../src/protocol/text/hex.ts';
import { arbitraryMessage } from '../../../helpers/dnsArbitraries.ts';
import { goodMessages, HOSTILE, makeRecord } from '../../../helpers/dnsHostile.ts';

const origin = parseName('wirebench.test.');

/** Fields without parts; where each has its place inside its parent is checked on the way. */
function leaves(fields: readonly DissectedField[], start: number, end: number): DissectedField[] {
  return fields.flatMap((one) => {
    assert.ok(
      one.start >= start && one.end <= end && one.start <= one.end,
      `${one.name} ${one.start}-${one.end} in ${start}-${end}`,
    );
    assert.match(one.text, /^[^\p{Cc}]*$/u, one.name);
    return one.children && one.children.length > 0 ? leaves(one.children, one.start, one.end) : [one];
  });
}

function find(fields: readonly DissectedField[], ...path: readonly string[]): DissectedField {
  const [name, ...rest] = path;
  const found = fields.find((one) => one.name === name);
  assert.ok(found, `${name} among ${fields.map((one) => one.name).join(', ')}`);
  return rest.length === 0 ? found : find(found.children ?? [], ...rest);
}

describe('a dissected DNS message', () => {
  it('has a field for every byte', () => {
    const covered = (bytes: Uint8Array) => {
      const seen = new Uint8Array(bytes.length);
      for (const { start, end } of leaves(dissectDns(bytes), 0, bytes.length)) seen.fill(1, start, end);
      assert.equal(seen.indexOf(0), -1);
    };
    goodMessages().forEach(covered);
    fc.assert(
      fc.property(arbitraryMessage, (message) => covered(encodeMessage(message))),
      { numRuns: 50 },
    );
  });

  it('names the sections of an update as RFC 2136 does', () => {
    const bytes = encodeMessage({
      opcode: 5,
      questions: [{ name: origin, type: 6, class: 1 }],
      authorities: [makeRecord('A', '192.0.2.1')],
    });
    const fields = dissectDns(bytes);
    assert.deepEqual(fields.map(({ name, text }) => [name, text]).slice(1), [
      ['zone section', '1 zone'],
      ['update section', '1 record'],
    ]);
    assert.equal(find(fields, 'zone section', 'zone').text, 'wirebench.test IN SOA');
    assert.equal(find(fields, 'header', 'prerequisite count').text, '0');
  });

  it('shows the first of very many parts, and the rest as one', () => {
    const params = Array.from({ length: 13_000 }, (_, i) => ({ key: 1000 + i, value: Uint8Array.of(1) }));
    const data = { priority: 1, target: [], params };
    const bytes = encodeMessage({ answers: [{ name: [], type: 64, class: 1, ttl: 1, data }] });
    const { children, end } = find(dissectDns(bytes), 'answer section', 'SVCB', 'parameters');
    assert.equal(children!.length, 501);
    assert.deepEqual(children!.at(-1), { name: 'more', text: '62500 more bytes', start: end - 62_500, end });
  });

  it('shows names beside numbers, and fields that say what others are', () => {
    const texts = (type: string, text: string) => {
      const { children } = find(
        dissectDns(encodeMessage({ answers: [makeRecord(type, text)] })),
        'answer section',
        type,
      );
      return children!.slice(5).map(({ name, text: value, start, end }) => `${name} ${start}-${end}: ${value}`);
    };
    assert.deepEqual(texts('IPSECKEY', '10 3 2 gw. AQID'), [
      'precedence 38-39: 10',
      'gateway type 39-40: 3',
      'algorithm 40-41: 2',
      'gateway 41-45: gw.',
      'key 45-48: AQID',
    ]);
    assert.deepEqual(texts('AMTRELAY', '10 1 1 192.0.2.1'), [
      'precedence 38-39: 10',
      'relay type 39-40: 1 1',
      'relay 40-44: 192.0.2.1',
    ]);
    assert.deepEqual(texts('CERT', 'PGP 1 ED25519 AQID'), [
      'certificate type 38-40: 3 (PGP)',
      'key tag 40-42: 1',
      'algorithm 42-43: 15 (ED25519)',
      'certificate 43-46: AQID',
    ]);
    assert.equal(texts('DNSKEY', '257 3 13 AQID')[2], 'algorithm 41-42: 13 (ECDSAP256SHA256)');
    assert.deepEqual(texts('HIP', '2 2001 AQID rvs.'), [
      'length of the tag 38-39: 2',
      'algorithm 39-40: 2',
      'length of the key 40-42: 3',
      'host identity tag 42-44: 2001',
      'key 44-47: AQID',
      'rendezvous servers 47-52: rvs.',
    ]);
  });

  it('explains a name of mixed case in a question, and no other', () => {
    const of = (name: string) =>
      dissectDns(encodeMessage({ questions: [{ name: parseName(name), type: 1, class: 1 }] }));
    const mixed = of('wWw.WireBench.test.');
    assert.equal(
      find(mixed, 'question section', 'question').text,
      'wWw.WireBench.test IN A, letters in mixed case (0x20)',
    );
    assert.match(
      find(mixed, 'question section', 'question', 'name').text,
      /^wWw\.WireBench\.test: .*mixes them at random.*\(0x20\)/,
    );
    for (const name of ['www.wirebench.test.', 'WWW.WIREBENCH.TEST.', '1.2.3.', '.'])
      assert.doesNotMatch(find(of(name), 'question section', 'question').text, /0x20/);
  });

  it('shows the items of lists, each with its bytes', () => {
    const shown = (type: string, text: string, ...path: string[]) => {
      const bytes = encodeMessage({ answers: [makeRecord(type, text)] });
      const { children } = find(dissectDns(bytes), 'answer section', type, ...path);
      return children!.map((one) => [one.text, formatHex(bytes.subarray(one.start, one.end))]);
    };
    const text = '1 . mandatory=alpn alpn=h2,h3 ipv4hint=192.0.2.1,192.0.2.2';
    assert.deepEqual(shown('HTTPS', text, 'parameters', 'mandatory', 'value'), [['1 (alpn)', '0001']]);
    assert.deepEqual(shown('HTTPS', text, 'parameters', 'alpn', 'value'), [
      ['h2', '026832'],
      ['h3', '026833'],
    ]);
    assert.deepEqual(shown('HTTPS', text, 'parameters', 'ipv4hint', 'value'), [
      ['192.0.2.1', 'c0000201'],
      ['192.0.2.2', 'c0000202'],
    ]);
    assert.deepEqual(shown('NSEC', '. A NS MX', 'types', 'window'), [
      ['0: types from 0 on', '00'],
      ['2 bytes', '02'],
      ['A (1), NS (2)', '60'],
      ['MX (15)', '01'],
    ]);
  });

  it('shows as much as can be read of a wrong one, and says what is wrong', () => {
    for (const [what, bytes] of Object.entries(HOSTILE)) {
      const fields = dissectDns(bytes);
      leaves(fields, 0, bytes.length);
      assert.ok(bytes.length === 0 || problems(fields).length > 0, what);
    }
    const record = find(dissectDns(HOSTILE['RDLENGTH too large for an address']!), 'answer section', 'A');
    assert.match(record.problem ?? '', /1 bytes are left after its last field/u);
    assert.deepEqual(
      record.children!.slice(-2).map(({ name, text }) => [name, text]),
      [
        ['address', '1.2.3.4'],
        ['unread', '05'],
      ],
    );
  });

  it('names fields, explains values and points to their bytes', () => {
    const bytes = encodeMessage({
      id: 7,
      response: true,
      truncated: true,
      rcode: 3,
      questions: [{ name: origin, type: 15, class: 1 }],
      answers: [makeRecord('MX', '10 mail')],
    });
    const fields = dissectDns(bytes);
    assert.equal(find(fields, 'header').text, 'response 7, QUERY, NXDOMAIN, qr tc');
    assert.deepEqual(find(fields, 'header', 'flags', 'tc (truncated)'), {
      name: 'tc (truncated)',
      text: '1: The message was cut to fit; ask again over TCP for all of it.',
      start: 2,
      end: 3,
    });
    assert.match(find(fields, 'header', 'flags', 'rcode').text, /^3 NXDOMAIN: The name does not exist/u);
    const mx = find(fields, 'answer section', 'MX');
    assert.equal(mx.text, 'wirebench.test 300 IN MX 10 mail.wirebench.test.');
    assert.deepEqual(find([mx], 'MX', 'preference'), { name: 'preference', text: '10', start: 44, end: 46 });
    assert.deepEqual(find([mx], 'MX', 'mail server').children, [
      { name: 'label', text: 'mail', start: 46, end: 51 },
      { name: 'pointer', text: 'to offset 12', start: 51, end: 53 },
    ]);
  });

  it('stands behind its length in a stream, whole or not', () => {
    const message = encodeMessage({ id: 7, questions: [{ name: origin, type: 1, class: 1 }] });
    const framed = Uint8Array.of(0, message.length, ...message);
    const stream = Uint8Array.of(...framed, ...framed.subarray(0, 20), 0);
    const fields = dissectDnsStream(stream.subarray(0, framed.length + 20));
    assert.deepEqual(
      fields.map(({ start, end, problem }) => [start, end, problem]),
      [
        [0, framed.length, undefined],
        [framed.length, framed.length + 20, `${framed.length - 20} bytes of this message are not here.`],
      ],
    );
    leaves(fields, 0, stream.length);
    assert.deepEqual(find(fields, 'message', 'header', 'id'), { name: 'id', text: '7 (0x0007)', start: 2, end: 4 });
    assert.equal(dissectDnsStream(Uint8Array.of(0)).at(-1)?.problem, 'The stream ends inside the length of a message.');
  });
});

function problems(fields: readonly DissectedField[]): string[] {
  return fields.flatMap((one) => [
    ...(one.problem === undefined ? [] : [one.problem]),
    ...problems(one.children ?? []),
  ]);
}
