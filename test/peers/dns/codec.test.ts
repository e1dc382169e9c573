import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { decodeMessage } from '../../../src/protocol/dns/decode.ts';
import { encodeMessage, encodeRdata } from '../../../src/protocol/dns/encode.ts';
import { optionJson, optionName } from '../../../src/protocol/dns/ednsOptions.ts';
import { DnsError } from '../../../src/protocol/dns/error.ts';
import type { DecodedMessage, DecodedRecord } from '../../../src/protocol/dns/message.ts';
import { formatName, parseName } from '../../../src/protocol/dns/name.ts';
import { decodeRdata } from '../../../src/protocol/dns/rdata.ts';
import { isKnownType } from '../../../src/protocol/dns/recordTypes.ts';
import { formatRdata } from '../../../src/protocol/dns/recordText.ts';
import { MAX_TTL } from '../../../src/protocol/dns/ttl.ts';
import { NOT_IN_ZONES, typeCode, TYPES, type TypeName } from '../../../src/protocol/dns/typeCodes.ts';
import { originOfFile, parseZone } from '../../../src/protocol/dns/zone/parse.ts';
import { formatHex } from '../../../src/protocol/text/hex.ts';
import {
  goodMessages,
  HOSTILE,
  HOSTILE_UPDATES,
  LONG_CHAIN,
  ODD_BUT_RIGHT,
  ONLY_WE_REFUSE,
} from '../../helpers/dnsHostile.ts';
import { RDATA_VECTORS } from '../../helpers/dnsVectors.ts';
import { askDnspython, type Answer } from '../../helpers/dnspython.ts';
import { decodeStrict, formatZone, parseRdata } from '../../helpers/dnsText.ts';
import { ecsOption, edeOption } from '../../helpers/ednsOptions.ts';

interface Rdata {
  readonly wire: string;
  readonly text: string;
}

const origin = parseName('wirebench.test.');
const vectors = Object.entries(RDATA_VECTORS).flatMap(([type, texts]) =>
  texts.map((text) => ({ type, code: typeCode(type)!, text })),
);
const wireOf = ({ code, text }: { code: number; text: string }) =>
  formatHex(encodeRdata({ type: code, class: 1, data: parseRdata(code, text, origin) }));
const unhex = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));

/** Types that the oldest dnspython of today's systems has as bytes only: bind9 judges those (bindRecords.test.ts). */
const BYTES_TO_THEM = new Set(
  `MD MF MB MG MR MINFO SIG KEY NXT EID NIMLOC ATMA A6 SINK RKEY TALINK DSYNC HHIT BRID DOA RESINFO WALLET CLA IPN TA TKEY TSIG`
    .split(' ')
    .map((name) => TYPES[name as TypeName] as number),
);
/** Parameters of SVCB that are younger than it is. */
const NEW_PARAMETERS = /dohpath|ohttp|tls-supported-groups|docpath/;
const known = vectors.filter(({ code, text }) => !BYTES_TO_THEM.has(code) && !NEW_PARAMETERS.test(text));

/** Record types of dnspython that Wirebench has no fields for: what they must hold is not its business. */
const NOT_OURS = new Set(Object.values(TYPES).filter((code) => !isKnownType(code)));

describe('the DNS codec and dnspython', () => {
  it('has vectors for every record type it knows but OPT', () => {
    assert.deepEqual(
      Object.keys(TYPES).filter((type) => isKnownType(typeCode(type)!) && !(type in RDATA_VECTORS)),
      ['OPT'],
    );
  });

  it('has every type that a course or an engineer asks for', () => {
    const wanted = `A AAAA CNAME DNAME NS PTR MX SOA SRV TXT SPF HINFO RP CAA NAPTR SSHFP TLSA SMIMEA OPENPGPKEY LOC URI SVCB HTTPS DS
      DNSKEY CDS CDNSKEY RRSIG NSEC NSEC3 NSEC3PARAM ZONEMD CSYNC EUI48 EUI64`;
    for (const type of wanted.split(/\s+/))
      assert.ok(RDATA_VECTORS[type] !== undefined && isKnownType(typeCode(type)!), type);
    assert.ok(isKnownType(TYPES.OPT));
    assert.deepEqual([3, 8, 10, 11, 12, 15].map(optionName), ['NSID', 'ECS', 'COOKIE', 'KEEPALIVE', 'PADDING', 'EDE']);
  });

  it('make the same bytes of the text of every record type', () => {
    const answers = askDnspython(known.map(({ type, text }) => ['rdata_text', type, text]));
    known.forEach((vector, i) => {
      assert.equal(answers[i]!.error, undefined, `${vector.type} ${vector.text}`);
      assert.equal(wireOf(vector), (answers[i]!.ok as Rdata).wire, `${vector.type} ${vector.text}`);
    });
  });

  it('make the same text of the bytes of every record type', () => {
    const wires = known.map(wireOf);
    const answers = askDnspython(known.map(({ type }, i) => ['rdata_wire', type, wires[i]!]));
    known.forEach(({ type, code, text }, i) => {
      const data = decodeRdata(code, 1, unhex(wires[i]!));
      assert.equal(
        formatRdata({ type: code, class: 1, data }),
        (answers[i]!.ok as Rdata | undefined)?.text,
        `${type} ${text} ${answers[i]!.error ?? ''}`,
      );
    });
  });

  it('read each other’s messages to the same fields', () => {
    const messages = [...goodMessages(), ...Object.values(ODD_BUT_RIGHT)];
    const answers = askDnspython(messages.map((bytes) => ['message', formatHex(bytes)]));
    messages.forEach((bytes, i) => sameMessage(decodeStrict(bytes), answers[i]!));
  });

  it('both take no hostile message, or Wirebench is the stricter', () => {
    const names = Object.keys(HOSTILE);
    const answers = askDnspython(names.map((name) => ['message', formatHex(HOSTILE[name]!)]));
    const stricter = names.filter((name, i) => {
      assert.throws(() => decodeStrict(HOSTILE[name]!), DnsError, name);
      return answers[i]!.error === undefined;
    });
    assert.deepEqual(stricter, ['no string at all', 'a cookie of 5 bytes', 'a SvcParam twice']);
    assert.throws(() => decodeStrict(LONG_CHAIN), { code: 'dns-pointer-chain' });
  });

  it('both take the updates that RFC 2136 has, and read them to the same fields', () => {
    const steps: readonly (readonly (readonly (string | number)[])[])[] = [
      [['add', 'www', 300, 'A', '192.0.2.1']],
      [['add', 'www', 300, 'MX', '10 mail']],
      [['delete', 'www']],
      [['delete', 'www', 'A']],
      [['delete', 'www', 'A', '192.0.2.1']],
      [['delete', 'www', 'MX', '10 mail']],
      [['replace', 'www', 60, 'TXT', 'text']],
      [['present', 'www']],
      [['present', 'www', 'A']],
      [['present', 'www', 'A', '192.0.2.1']],
      [['absent', 'www']],
      [['absent', 'www', 'A']],
      [
        ['present', '@', 'SOA'],
        ['absent', 'new'],
        ['delete', 'old', 'AAAA', '2001:db8::1'],
        ['delete', 'old', 'SRV'],
        ['add', 'new', 60, 'SRV', '0 1 2 target'],
      ],
    ];
    const written = askDnspython(steps.map((one) => ['update', 'wirebench.test.', one]));
    const hexes = written.map(({ ok }) => ok as string);
    const answers = askDnspython(hexes.map((hex) => ['message', hex]));
    hexes.forEach((hex, i) => {
      const ours = decodeStrict(unhex(hex));
      sameMessage(ours, answers[i]!);
      // What we write of it says the same: dnspython compresses a name of SRV, and we do not.
      sameMessage(decodeStrict(encodeMessage(ours)), answers[i]!);
    });
  });

  it('both take no update that RFC 2136 does not have, or Wirebench is the stricter', () => {
    const names = Object.keys(HOSTILE_UPDATES);
    const answers = askDnspython(names.map((name) => ['message', formatHex(HOSTILE_UPDATES[name]!)]));
    const stricter = names.filter((name, i) => {
      assert.throws(() => decodeStrict(HOSTILE_UPDATES[name]!), DnsError, name);
      return answers[i]!.error === undefined;
    });
    assert.deepEqual(stricter, ONLY_WE_REFUSE);
  });

  it('agree on thousands of updates with random faults, or Wirebench is the stricter', () => {
    const good = askDnspython(
      [
        [['delete', 'www', 'MX', '10 mail'] as const, ['absent', 'www', 'A'] as const],
        [['present', 'www', 'A', '192.0.2.1'] as const, ['add', 'www', 300, 'A', '192.0.2.1'] as const],
        [['delete', 'www'] as const, ['present', 'x'] as const],
      ].map((one) => ['update', 'wirebench.test.', one] as const),
    ).map(({ ok }) => unhex(ok as string));
    const mutated = fc
      .tuple(
        fc.nat(2),
        fc.nat(1000),
        fc.oneof(fc.nat(255), fc.constantFrom(0, 1, 3, 4, 6, 250, 251, 252, 253, 254, 255)),
      )
      .map(([index, at, value]) => {
        const bytes = good[index]!.slice();
        bytes[4 + (at % (bytes.length - 4))] = value;
        return bytes;
      });
    const messages = fc.sample(mutated, { numRuns: 2000, seed: 20261121 });
    const answers = askDnspython(messages.map((bytes) => ['message', formatHex(bytes)]));
    let taken = 0;
    messages.forEach((bytes, i) => {
      const ours = decodeMessage(bytes);
      if (ours.problem !== undefined) return;
      if (records(ours).some((record) => NOT_OURS.has(record.type as never) || record.type > 258)) return;
      assert.equal(answers[i]!.error, undefined, `dnspython does not take ${formatHex(bytes)}`);
      sameMessage(ours, answers[i]!);
      taken++;
    });
    assert.ok(taken > 300, `only ${taken} were right`);
  });

  it('read and write the options of EDNS alike', () => {
    const subnets = [
      ['192.0.2.129', 25, 0],
      ['192.0.2.129', 32, 24],
      ['0.0.0.0', 0, 0],
      ['2001:db8::1', 56, 48],
      ['2001:db8::ffff', 128, 0],
      ['::', 0, 0],
    ] as const;
    const errors = [
      [0, ''],
      [18, 'not today'],
      [24, 'ünï'],
    ] as const;
    const written = askDnspython([
      ...subnets.map(([address, source, scope]) => ['ecs', address, source, scope] as const),
      ...errors.map(([code, text]) => ['ede', code, text] as const),
    ]).map(({ ok }) => ok as string);
    const ours = [
      ...subnets.map(([address, source, scope]) => ecsOption(address, source, scope)),
      ...errors.map(([code, text]) => edeOption(code, text)),
    ];
    assert.deepEqual(
      ours.map(({ data }) => formatHex(data)),
      written,
    );
    const read = askDnspython(ours.map(({ code, data }) => ['option', code, formatHex(data)]));
    for (const [i, one] of ours.entries()) {
      const mine = optionJson(one) as Record<string, string | number>;
      const theirs = read[i]!.ok as Record<string, string>;
      if (mine['name'] === 'ECS')
        assert.deepEqual([mine['family'], mine['sourcePrefix'], mine['scopePrefix'], mine['address']].map(String), [
          theirs['family'],
          theirs['srclen'],
          theirs['scopelen'],
          theirs['address'],
        ]);
      else {
        assert.ok(mine['name'] === 'EDE');
        assert.deepEqual(
          [mine['infoCode'], mine['text']],
          [Number(theirs['code']), theirs['text'] === 'None' ? '' : theirs['text']],
        );
      }
    }
  });

  it('agree on thousands of messages with random faults, or Wirebench is the stricter', function () {
    this.timeout(60_000);
    const good = goodMessages();
    const mutated = fc
      .tuple(
        fc.nat(good.length - 1),
        fc.array(fc.tuple(fc.nat(1000), fc.nat(255)), { minLength: 1, maxLength: 3 }),
        fc.nat(8),
      )
      .map(([index, changes, cut]) => {
        const bytes = good[index]!.slice();
        for (const [at, value] of changes) bytes[4 + (at % (bytes.length - 4))] = value;
        return cut === 0 ? bytes.slice(0, bytes.length - 3) : bytes;
      });
    const messages = fc.sample(mutated, { numRuns: 4000, seed: 20261121 });
    const answers = askDnspython(messages.map((bytes) => ['message', formatHex(bytes)]));
    const stricter = new Map<string, number>();
    let taken = 0;
    messages.forEach((bytes, i) => {
      const ours = decodeMessage(bytes);
      const hex = formatHex(bytes);
      if (records(ours).some(({ type }) => NOT_OURS.has(type as never) || BYTES_TO_THEM.has(type))) return;
      if (ours.problem) {
        if (answers[i]!.error === undefined) stricter.set(reason(ours), (stricter.get(reason(ours)) ?? 0) + 1);
        return;
      }
      assert.equal(answers[i]!.error, undefined, `dnspython does not take ${hex}`);
      sameMessage(ours, answers[i]!);
      taken++;
    });
    assert.ok(taken > 800, `only ${taken} were right`);
    assert.deepEqual(
      [...stricter.keys()].filter((why) => !STRICTER.some((pattern) => pattern.test(why))),
      [],
    );
  });

  it('read the sample zones to the same records', () => {
    for (const file of ['wirebench.test.zone', '2.0.192.in-addr.arpa.zone'])
      sameZone(fs.readFileSync(path.join('samples', file), 'utf8'), file);
  });

  it('read master files with every construct to the same records', () => {
    for (const [name, text] of Object.entries(ZONES)) sameZone(text, 'wirebench.test.zone', name);
  });

  it('read a zone that Wirebench wrote', () => {
    const alone = new Set<number>([TYPES.CNAME, TYPES.DNAME, TYPES.SOA]);
    const others = known.filter(({ code }) => !alone.has(code) && !NOT_IN_ZONES.has(code));
    const soa = { type: 'SOA', code: TYPES.SOA, text: RDATA_VECTORS['SOA']![0]! };
    const records = [soa, ...others].map(({ code, text }, i) => ({
      name: i === 0 ? origin : parseName(`n${i}`, origin),
      type: code,
      class: 1,
      ttl: 300 + (i % 3),
      data: parseRdata(code, text, origin),
    }));
    const [answer] = askDnspython([['zone', formatZone(records, origin), 'wirebench.test.']]);
    const expected = records.map((record) => [
      formatName(record.name),
      record.ttl,
      1,
      record.type,
      formatHex(encodeRdata(record)),
    ]);
    assert.deepEqual(answer, { ok: sorted(expected) });
  });
});

/** Why a message that dnspython takes is not for us. */
const STRICTER = [
  /goes into the header/,
  /follows more than/,
  /has no string/,
  /1 bytes were expected at offset \d+, and 0 are left/,
  /is not an address of four digits/,
  /appears twice/,
  /bits set beyond its prefix/,
  /a cookie has 8/,
  /it has none or 2/,
  /is not a list of/,
  /is not a path with/,
  /ends in a zero byte/,
  /has one of its groups twice/,
  /lists itself/,
  /not the last of the message/,
  /ends too soon/,
];

function reason(message: DecodedMessage): string {
  return message.problem!.message;
}

function records(message: DecodedMessage): DecodedRecord[] {
  return [...message.answers, ...message.authorities, ...message.additionals];
}

/** Everything that dnspython says about a message; of what are bytes to it, the bytes as they stand there. */
function sameMessage(ours: DecodedMessage, answer: Answer): void {
  const list = (section: readonly DecodedRecord[]) =>
    section
      .filter((record) => record.type !== TYPES.OPT)
      .map((record) => [
        formatName(record.name),
        record.ttl > MAX_TTL ? 0 : record.ttl,
        record.class,
        record.type,
        formatHex(BYTES_TO_THEM.has(record.type) ? record.rdata : encodeRdata(record)),
      ]);
  const edns = ours.edns;
  assert.deepEqual(
    {
      ok: {
        id: ours.id,
        flags: (ours.bytes[2]! << 8) | ours.bytes[3]!,
        rcode: ours.rcode,
        opcode: ours.opcode,
        edns: edns ? edns.version : -1,
        payload: edns ? edns.udpSize : 0,
        options: edns ? edns.options.map(({ code, data }) => [code, formatHex(data)]) : [],
        question: ours.questions.map((question) => [formatName(question.name), question.class, question.type]),
        answer: list(ours.answers),
        authority: list(ours.authorities),
        additional: list(ours.additionals),
      },
    },
    answer,
    formatHex(ours.bytes),
  );
}

function sorted(rows: readonly (readonly (string | number)[])[]): unknown[] {
  return [...rows].sort((a, b) => {
    const at = a.findIndex((value, i) => value !== b[i]);
    return at < 0 ? 0 : a[at]! < b[at]! ? -1 : 1;
  });
}

function sameZone(text: string, file: string, what = file): void {
  const zone = parseZone(text, { origin: originOfFile(file) });
  assert.deepEqual(
    zone.problems.filter(({ severity }) => severity === 'error'),
    [],
    what,
  );
  const ours = zone.records.map((record) => [
    formatName(record.name),
    record.ttl,
    record.class,
    record.type,
    formatHex(encodeRdata(record)),
  ]);
  const [answer] = askDnspython([['zone', text, formatName(originOfFile(file))]]);
  assert.deepEqual({ ok: sorted(ours) }, answer, what);
}

const SOA = '@ 3600 IN SOA ns1 hostmaster 1 1h 15m 2w 5m\n@ 3600 IN NS ns1\nns1 3600 IN A 192.0.2.1\n';

const ZONES: Readonly<Record<string, string>> = {
  'times with units, in any order with the class': `$TTL 1h30m\n${SOA}a 2d IN A 192.0.2.2\nb 1w IN A 192.0.2.3\nc A 192.0.2.4\nd 90 A 192.0.2.5\n`,
  'owners left out, comments, blank lines, tabs': `; a comment\n\n${SOA}a\t60\tIN\tA\t192.0.2.2 ; one\n\t60 IN A 192.0.2.3\n   ; nothing\n\t60 IN TXT ";" "a;b" \\; ; text\n`,
  parentheses: `$TTL 60\n@ IN SOA ( ns1 hostmaster\n 1 ; serial\n1h 15m\n( 2w ) 5m )\n@ NS ns1\nns1 A (\n192.0.2.1\n)\nt TXT ( "a"\n "b" )\n`,
  'origins that change': `$TTL 60\n${SOA}$ORIGIN sub.wirebench.test.\na A 192.0.2.2\n$ORIGIN deep.sub.wirebench.test.\na A 192.0.2.3\n@ A 192.0.2.4\n$ORIGIN wirebench.test.\nb A 192.0.2.5\n`,
  'a default that changes': `$TTL 60\n${SOA}a A 192.0.2.2\n$TTL 5\nb A 192.0.2.3\n`,
  'the TTL of the record before': `$ORIGIN wirebench.test.\na 77 IN A 192.0.2.2\nb IN A 192.0.2.3\n@ 3600 IN SOA ns1 hostmaster 1 1h 15m 2w 5m\n@ 3600 IN NS ns1\nns1 3600 IN A 192.0.2.1\n`,
  'a SOA without a TTL': `@ IN SOA ns1 hostmaster 1 1h 15m 2w 5m\n@ IN NS ns1\nns1 IN A 192.0.2.1\n`,
  'lines that end in CR LF': `$TTL 60\r\n${SOA.replaceAll('\n', '\r\n')}a TXT "x" ; y\r\nb TXT ( z\r\n )\r\n`,
  'escapes in names and strings': `$TTL 60\n${SOA}a\\.b A 192.0.2.2\n\\097bc A 192.0.2.3\n\\@ A 192.0.2.4\n* A 192.0.2.5\nt TXT "\\065\\"\\\\" \\"\n`,
  generate: `$TTL 60\n${SOA}$GENERATE 1-3 host$ A 192.0.2.$\n$GENERATE 0-8/4 h-\${10,3,d} 120 IN CNAME host\${0,4,x}.\n$GENERATE 10-12 x\${0,2,X} IN TXT h$\n`,
  'unknown types and classes by number': `$TTL 60\n${SOA}a TYPE65280 \\# 3 abcdef\nb CLASS1 TYPE1 \\# 4 c0000205\nc IN A \\# 4 c0000206\n`,
  'a record twice': `$TTL 60\n${SOA}a A 192.0.2.2\na A 192.0.2.2\n`,
};
