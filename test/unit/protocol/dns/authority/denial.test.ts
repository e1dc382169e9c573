import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { answerQuery } from '../../../../../src/protocol/dns/authority/answer.ts';
import { hashName } from '../../../../../src/protocol/dns/authority/hashedDenial.ts';
import { sha1 } from '../../../../../src/protocol/dns/authority/sha1.ts';
import { indexZone } from '../../../../../src/protocol/dns/authority/zoneIndex.ts';
import { decodeMessage } from '../../../../../src/protocol/dns/decode.ts';
import { encodeMessage } from '../../../../../src/protocol/dns/encode.ts';
import { ednsRecord } from '../../../../../src/protocol/dns/message.ts';
import { parseName } from '../../../../../src/protocol/dns/name.ts';
import { parseZone } from '../../../../../src/protocol/dns/zone/parse.ts';
import { typeCode, TYPES, typeName } from '../../../../../src/protocol/dns/typeCodes.ts';
import { relativeName } from '../../../../helpers/dnsText.ts';

const origin = parseName('z.test');

function zoneOf(text: string) {
  const { records, problems } = parseZone(`$TTL 100\n@ SOA ns h 1 2 3 4 50\n@ NS ns\n${text}`, { origin });
  assert.deepEqual(
    problems.filter(({ severity }) => severity === 'error').map(({ message }) => message),
    [],
  );
  return indexZone(origin, records)!;
}

const signature = (type: string, ttl: number) =>
  `${ttl} RRSIG ${type} 13 2 ${ttl} 20800101000000 20200101000000 1 @ AAAA`;

const plain = zoneOf(`
@ 50 NSEC a.b A NS SOA NSEC
@ ${signature('NSEC', 50)}
@ ${signature('SOA', 100)}
a.b 700 A 192.0.2.2
a.b 50 NSEC ns A NSEC
a.b ${signature('A', 700)}
a.b ${signature('NSEC', 50)}
ns A 192.0.2.1
ns 50 NSEC sub A NSEC
sub NS ns
sub 50 NSEC *.w NS NSEC
*.w TXT "wild"
*.w 50 NSEC zz TXT NSEC
zz CNAME x.w
zz 50 NSEC @ CNAME NSEC
`);

/** The owners and types of what proves it. */
function proofs(zone: typeof plain, name: string, type: string, dnssecOk = true): string {
  const question = { name: parseName(name, origin), type: typeCode(type)!, class: 1 };
  const query = decodeMessage(encodeMessage({ questions: [question], additionals: [ednsRecord({ dnssecOk })] }));
  const { message } = answerQuery([zone], query, { udpSize: 1232 })!;
  return message
    .authorities!.filter((record) => record.type === TYPES.NSEC || record.type === TYPES.NSEC3)
    .map((record) => `${relativeName(record.name, origin)} ${typeName(record.type)}`)
    .join(', ');
}

describe('what shows that something is not there', () => {
  const cases: readonly [what: string, name: string, type: string, proof: string][] = [
    ['a type', 'ns', 'TXT', 'ns NSEC'],
    ['a name and the wildcard that would make it', 'no.rest', 'A', 'ns NSEC, @ NSEC'],
    ['a name before the first and after the last', 'zzz', 'A', 'zz NSEC, @ NSEC'],
    ['anything at a name without records of its own', 'b', 'A', '@ NSEC'],
    ['what is nearer than a wildcard', 'x.y.w', 'TXT', '*.w NSEC'],
    ['a type at a wildcard', 'x.y.w', 'A', '*.w NSEC'],
    ['the DS record of a delegation', 'x.sub', 'A', 'sub NSEC'],
    ['the DS record of a delegation, asked for', 'sub', 'DS', 'sub NSEC'],
    ['a type behind an alias that a wildcard makes', 'zz', 'A', '*.w NSEC'],
    ['nothing: it is there', 'a.b', 'A', ''],
  ];
  for (const [what, name, type, proof] of cases) {
    it(`in a zone with NSEC records: ${what}`, () => {
      assert.equal(proofs(plain, name, type), proof);
      assert.equal(proofs(plain, name, type, false), '', 'only for who asks');
    });
  }

  it('keeps the TTL of each signature, which is that of what it signs', () => {
    const ttls = plain.records.filter(({ type }) => type === TYPES.RRSIG).map(({ ttl }) => ttl);
    assert.deepEqual(ttls, [50, 100, 700, 50]);
  });

  const salt = Uint8Array.of(0xaa, 0xbb, 0xcc, 0xdd);
  it('is hashed as the example of RFC 5155 has it', () => {
    const hashes = {
      example: '0p9mhaveqvm6t7vbl5lop2u3t2rp3tom',
      'a.example': '35mthgpgcu1qg68fab165klnsnk3dpvl',
      'X.Y.w.Example': '2vptu5timamqttgl4luu9kg21e0aor3s',
      '*.w.example': 'r53bq7cc2uvmubfu5ocmm6pers9tk9en',
    };
    for (const [name, hash] of Object.entries(hashes))
      assert.equal(hashName(parseName(name), { iterations: 12, salt }), hash, name);
  });

  it('is hashed with SHA-1 as others compute it, whatever the length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        assert.deepEqual(Buffer.from(sha1(bytes)), createHash('sha1').update(bytes).digest());
      }),
    );
    for (let length = 0; length < 200; length++) {
      const bytes = new Uint8Array(length).fill(0xe7);
      assert.equal(Buffer.from(sha1(bytes)).toString('hex'), createHash('sha1').update(bytes).digest('hex'));
    }
  });

  describe('in a zone with NSEC3 records', () => {
    const hashed = (name: string) => hashName(name === '@' ? origin : parseName(name, origin), { iterations: 1, salt });
    const names = ['@', 'b', 'a.b', 'ns', 'w', '*.w'];
    const order = names.map(hashed).sort();
    const links = order.map((hash, i) => `${hash} 50 NSEC3 1 0 1 aabbccdd ${order[(i + 1) % order.length]!} A`);
    const zone = zoneOf(
      `@ 0 NSEC3PARAM 1 0 1 aabbccdd\na.b A 192.0.2.2\nns A 192.0.2.1\n*.w TXT "wild"\n${links.join('\n')}`,
    );
    const around = (name: string) => `${order.findLast((hash) => hash <= hashed(name)) ?? order.at(-1)!} NSEC3`;
    const at = (name: string) => `${hashed(name)} NSEC3`;
    const once = (...all: string[]) => [...new Set(all)].join(', ');

    it('has the proofs of RFC 5155, section 7.2', () => {
      assert.equal(proofs(zone, 'ns', 'TXT'), at('ns'));
      assert.equal(proofs(zone, 'b', 'A'), at('b'));
      assert.equal(proofs(zone, 'x.y.b', 'A'), once(at('b'), around('y.b'), around('*.b')));
      assert.equal(proofs(zone, 'x.y.w', 'TXT'), around('y.w'));
      assert.equal(proofs(zone, 'x.y.w', 'A'), once(at('w'), around('y.w'), at('*.w')));
    });

    it('takes a hash for no name, and gives the records to who transfers the zone', () => {
      assert.equal(proofs(zone, order[0]!, 'NSEC3'), once(at('@'), around(order[0]!), around('*')));
      assert.equal(zone.records.filter(({ type }) => type === TYPES.NSEC3).length, names.length);
    });

    it('proves nothing where the records at its top hash in another way', () => {
      const other = zoneOf(`@ 0 NSEC3PARAM 1 0 2 aabbccdd\n${links.join('\n')}\n@ 0 NSEC3PARAM 1 0 2501 -`);
      assert.equal(other.denial, undefined);
    });
  });
});
