import assert from 'node:assert/strict';
import { answerQuery } from '../../../../../src/protocol/dns/authority/answer.ts';
import { indexZone, type ZoneIndex } from '../../../../../src/protocol/dns/authority/zoneIndex.ts';
import { rcodeName } from '../../../../../src/protocol/dns/codes.ts';
import { decodeMessage } from '../../../../../src/protocol/dns/decode.ts';
import { encodeMessage } from '../../../../../src/protocol/dns/encode.ts';
import { ednsRecord, type DnsRecord, type MessageParts } from '../../../../../src/protocol/dns/message.ts';
import { formatName, parseName } from '../../../../../src/protocol/dns/name.ts';
import { formatRdata } from '../../../../../src/protocol/dns/recordText.ts';
import { typeCode, TYPES, typeName } from '../../../../../src/protocol/dns/typeCodes.ts';
import { parseZone } from '../../../../../src/protocol/dns/zone/parse.ts';

const origin = parseName('z.test');

function zoneOf(text: string, of = origin): ZoneIndex {
  const { records, problems } = parseZone(`$TTL 100\n@ SOA ns h 1 2 3 4 50\n@ NS ns\nns A 192.0.2.1\n${text}`, {
    origin: of,
  });
  assert.deepEqual(
    problems.filter(({ severity }) => severity === 'error').map(({ message }) => message),
    [],
  );
  return indexZone(of, records)!;
}

const zone = zoneOf(`
www A 192.0.2.2
one CNAME two
two CNAME www
away CNAME www.elsewhere.example.
self CNAME self
*.w TXT "wild"
*.w MX 1 www
below.ent.w A 192.0.2.3
a.b A 192.0.2.4
sub NS ns.sub
ns.sub A 192.0.2.5
sub DS 1 8 2 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff
old DNAME new
x.new A 192.0.2.6
odd TYPE65280 \\# 2 abcd
many A 192.0.2.7
many TXT "text"
srv SRV 1 2 3 www
`);

const line = (record: DnsRecord) =>
  `${formatName(record.name)} ${record.ttl} ${typeName(record.type)} ${formatRdata(record)}`.replaceAll('.z.test.', '');

/** `status flags: answers / authorities / additionals`, names of the zone without it. */
function ask(name: string, type: string, more: MessageParts = {}, zones = [zone]): string {
  const question = { name: parseName(name, origin), type: typeCode(type)!, class: 1 };
  const query = decodeMessage(encodeMessage({ id: 7, questions: [question], ...more }));
  const answer = answerQuery(zones, query, { udpSize: 1232 });
  if (answer === undefined) return 'no answer';
  const { message } = answer;
  assert.equal(message.id, query.id);
  assert.equal(message.response, true);
  const sections = [message.answers!, message.authorities!, message.additionals!].map((records) =>
    records.map(line).join(', '),
  );
  const flags = message.authoritative === true ? 'aa' : '-';
  return `${rcodeName(message.rcode!)} ${flags}: ${sections.join(' / ')}`.replace(/[\s/]+$/, '');
}

const soa = 'z.test. 50 SOA ns h 1 2 3 4 50';

describe('what an authoritative server answers', () => {
  const cases: readonly [what: string, name: string, type: string, answer: string][] = [
    ['a record', 'www', 'A', 'NOERROR aa: www 100 A 192.0.2.2'],
    ['a chain of aliases', 'one', 'A', 'NOERROR aa: one 100 CNAME two, two 100 CNAME www, www 100 A 192.0.2.2'],
    ['an alias itself', 'one', 'CNAME', 'NOERROR aa: one 100 CNAME two'],
    ['an alias that leads away', 'away', 'A', 'NOERROR aa: away 100 CNAME www.elsewhere.example.'],
    ['an alias of itself', 'self', 'A', 'NOERROR aa: self 100 CNAME self'],
    ['a wildcard', 'x.y.w', 'TXT', 'NOERROR aa: x.y.w 100 TXT "wild"'],
    ['a wildcard without that type', 'x.w', 'A', `NOERROR aa:  / ${soa}`],
    ['the addresses behind a wildcard', 'x.w', 'MX', 'NOERROR aa: x.w 100 MX 1 www /  / www 100 A 192.0.2.2'],
    ['an empty name, that a wildcard must not cover', 'ent.w', 'TXT', `NOERROR aa:  / ${soa}`],
    ['a name below an empty one, whose wildcard is not that above', 'x.ent.w', 'TXT', `NXDOMAIN aa:  / ${soa}`],
    ['a name that is empty', 'b', 'A', `NOERROR aa:  / ${soa}`],
    ['a name that is not there', 'nothing', 'A', `NXDOMAIN aa:  / ${soa}`],
    ['a type that is not there', 'www', 'AAAA', `NOERROR aa:  / ${soa}`],
    ['a delegation', 'sub', 'A', 'NOERROR -:  / sub 100 NS ns.sub / ns.sub 100 A 192.0.2.5'],
    ['a name below a delegation', 'a.b.sub', 'TXT', 'NOERROR -:  / sub 100 NS ns.sub / ns.sub 100 A 192.0.2.5'],
    ['the address of a delegated server', 'ns.sub', 'A', 'NOERROR -:  / sub 100 NS ns.sub / ns.sub 100 A 192.0.2.5'],
    [
      'DS at the cut, from above',
      'sub',
      'DS',
      'NOERROR aa: sub 100 DS 1 8 2 00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF',
    ],
    ['a renamed tree', 'x.old', 'A', 'NOERROR aa: old 100 DNAME new, x.old 100 CNAME x.new, x.new 100 A 192.0.2.6'],
    ['the name of the renaming itself', 'old', 'A', `NOERROR aa:  / ${soa}`],
    ['a type that nobody knows', 'odd', 'TYPE65280', 'NOERROR aa: odd 100 TYPE65280 \\# 2 abcd'],
    ['all types', 'many', 'ANY', 'NOERROR aa: many 100 A 192.0.2.7, many 100 TXT "text"'],
    ['a service', 'srv', 'SRV', 'NOERROR aa: srv 100 SRV 1 2 3 www /  / www 100 A 192.0.2.2'],
    ['a name of another zone', 'elsewhere.example.', 'A', 'REFUSED -:'],
    ['a transfer that came here', '@', 'AXFR', 'NOTIMP -:'],
  ];
  for (const [what, name, type, expected] of cases)
    it(`of ${what}`, () =>
      assert.equal(ask(name === '@' ? 'z.test.' : name, type).toLowerCase(), expected.toLowerCase()));

  it('says an alias as it was asked for, letters and all', () => {
    assert.equal(ask('WwW', 'A'), 'NOERROR aa: WwW 100 A 192.0.2.2');
  });

  it('follows an alias into another zone of the same server, and not further', () => {
    const other = zoneOf('www A 192.0.2.9', parseName('elsewhere.example'));
    assert.match(ask('away', 'A', {}, [zone, other]), /www\.elsewhere\.example\. 100 A 192\.0\.2\.9$/);
  });

  it('takes the deepest zone for a name, and that above for DS at its top', () => {
    const child = zoneOf('www A 192.0.2.77', parseName('sub.z.test'));
    assert.match(ask('www.sub', 'A', {}, [zone, child]), /aa: www\.sub 100 A 192\.0\.2\.77$/);
    assert.match(ask('sub', 'DS', {}, [child, zone]), /aa: sub 100 DS 1 8 2 /);
    assert.match(ask('sub', 'A', {}, [child, zone]), /aa: {2}\/ sub 50 SOA/);
  });

  it('refuses to be asked what it does not know', () => {
    const question = { name: parseName('www.z.test'), type: TYPES.A, class: 3 };
    assert.equal(ask('www', 'A', { questions: [question] }), 'REFUSED -:');
    assert.equal(ask('www', 'A', { opcode: 2 }), 'NOTIMP -:');
    assert.equal(ask('www', 'A', { questions: [] }), 'FORMERR -:');
    assert.equal(ask('www', 'A', { response: true }), 'no answer');
    assert.match(ask('www', 'A', { additionals: [ednsRecord({ version: 1 })] }), /^BADVERS -: {2}\/ {2}\/ \. 0 OPT/);
  });

  it('gives DS with a referral only in a zone that is signed, and to who asks for it', () => {
    const dnssec = { additionals: [ednsRecord({ dnssecOk: true })] };
    const signed = zoneOf('sub NS ns\nsub DS 1 8 1 0011223344556677889900112233445566778899\n@ DNSKEY 257 3 8 AAAA');
    assert.doesNotMatch(ask('sub', 'A', dnssec), / DS /);
    assert.match(ask('sub', 'A', dnssec, [signed]), / DS /);
    assert.doesNotMatch(ask('sub', 'A', {}, [signed]), / DS /);
  });

  it('ends a name that a renaming makes too long with YXDOMAIN', () => {
    const long = Array.from({ length: 3 }, () => 'x'.repeat(63)).join('.');
    assert.match(ask(`${long}.y.old`, 'A'), /^NXDOMAIN|^NOERROR/);
    const growing = zoneOf(`old DNAME ${'y'.repeat(60)}.${'y'.repeat(60)}.example.`);
    assert.match(ask(`${long}.old`, 'A', {}, [growing]), /^YXDOMAIN aa: old 100 DNAME/);
  });
});
