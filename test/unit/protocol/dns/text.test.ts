import assert from 'node:assert/strict';
import fs from 'node:fs';
import fc from 'fast-check';
import { decodeRdata } from '../../../../src/protocol/dns/rdata.ts';
import { encodeMessage, encodeRdata } from '../../../../src/protocol/dns/encode.ts';
import { optionJson } from '../../../../src/protocol/dns/ednsOptions.ts';
import { ednsRecord } from '../../../../src/protocol/dns/message.ts';
import { parseName } from '../../../../src/protocol/dns/name.ts';
import { isKnownType, recordType } from '../../../../src/protocol/dns/recordTypes.ts';
import { formatRdata, messageJson, recordJson } from '../../../../src/protocol/dns/recordText.ts';
import { formatTtl, parseTtl } from '../../../../src/protocol/dns/ttl.ts';
import { NOT_IN_ZONES, QUESTION_ONLY, typeCode, typeName, TYPES } from '../../../../src/protocol/dns/typeCodes.ts';
import { arbitraryData, KNOWN_TYPES } from '../../../helpers/dnsArbitraries.ts';
import { makeRecord } from '../../../helpers/dnsHostile.ts';
import { RDATA_VECTORS } from '../../../helpers/dnsVectors.ts';
import { decodeStrict, formatRecord, genericRdata, parseRdata } from '../../../helpers/dnsText.ts';
import {
  cookieOption,
  ecsOption,
  edeOption,
  keepaliveOption,
  nsidOption,
  paddingOption,
} from '../../../helpers/ednsOptions.ts';

const origin = parseName('wirebench.test.');

describe('the text of DNS records', () => {
  for (const [type, texts] of Object.entries(RDATA_VECTORS)) {
    it(`of ${type} goes to bytes and back`, () => {
      const code = typeCode(type)!;
      for (const text of texts) {
        const data = parseRdata(code, text, origin);
        const rdata = encodeRdata({ type: code, class: 1, data });
        const again = formatRdata({ type: code, class: 1, data: decodeRdata(code, 1, rdata) });
        assert.deepEqual(encodeRdata({ type: code, class: 1, data: parseRdata(code, again) }), rdata, text);
        const generic = genericRdata({ type: code, class: 1, data });
        assert.deepEqual(encodeRdata({ type: code, class: 1, data: parseRdata(code, generic) }), rdata, generic);
      }
    });
  }

  it('of any data goes to bytes and back, in ASCII on one line', () => {
    for (const type of KNOWN_TYPES) {
      fc.assert(
        fc.property(arbitraryData(type), (data) => {
          const text = formatRdata({ type: TYPES[type], class: 1, data });
          assert.match(text, /^[ -~]*$/u);
          assert.deepEqual({ ...parseRdata(TYPES[type], text) }, { ...data }, text);
        }),
        { numRuns: 40 },
      );
    }
  });

  it('is refused with the place of what is wrong', () => {
    const cases: [string, string, number, number, RegExp][] = [
      ['A', '192.0.2', 0, 7, /IPv4/u],
      ['A', '192.0.2.01', 0, 10, /IPv4/u],
      ['A', '192.0.2.1 x', 10, 1, /one word too many/u],
      ['AAAA', '1::2::3', 0, 7, /IPv6/u],
      ['MX', 'mail', 0, 4, /preference/u],
      ['MX', '10', 2, 0, /mail server is missing/u],
      ['MX', '65536 mail', 0, 5, /65535/u],
      ['MX', '10 "mail"', 3, 6, /quoted/u],
      ['MX', '10 a..b', 3, 4, /empty label/u],
      ['TXT', '', 0, 0, /missing/u],
      ['TXT', `x ${'y'.repeat(256)}`, 2, 256, /256 bytes/u],
      ['TXT', '"open', 0, 5, /not closed/u],
      ['DS', '1 8 2 abcd', 0, 10, /has 2 bytes/u],
      ['DNSKEY', '257 3 8 A=B=', 8, 4, /Base64/u],
      ['CAA', '0 is-sue "x"', 2, 6, /letters and digits/u],
      ['SVCB', '1 . port=99999', 4, 10, /65535/u],
      ['SVCB', '1 . alpn=h2 alpn=h3', 12, 7, /twice/u],
      ['SVCB', '0 . port=1', 0, 10, /alias/u],
      ['HTTPS', '1 . color=blue', 4, 10, /not the key/u],
      ['RRSIG', 'FOO 5 3 1 2 3 4 a. AA==', 0, 3, /record type/u],
      ['RRSIG', 'A 5 3 1 20201301000000 3 4 a. AA==', 8, 14, /YYYY/u],
      ['LOC', '91 N 0 E 0', 0, 2, /latitude/u],
      ['EUI48', '00-00-5e-00-53', 0, 14, /6 pairs/u],
      ['TYPE65280', 'abc', 0, 3, /no fields for TYPE65280: write the data as bytes/u],
      ['UINFO', '"x"', 0, 3, /no fields for UINFO:/u],
      ['KEY', '256 3 8', 0, 7, /key is missing/u],
      ['KEY', '49152 3 8 AQID', 0, 14, /key is missing/u],
      ['IPSECKEY', '1 4 2 . AQID', 6, 1, /types are 0 to 3/u],
      ['AMTRELAY', '1 0 1 relay', 6, 5, /IPv4/u],
      ['APL', '1:192.0.2.0/33', 0, 14, /prefix/u],
      ['HIP', '2 20 AQID a b..c', 12, 4, /empty label/u],
      ['WKS', '192.0.2.1 tcp gopher', 14, 6, /port/u],
      ['IPN', '18446744073709551616', 0, 20, /64 bits/u],
      ['DHCID', 'AQI=', 0, 4, /shorter/u],
      ['TYPE65280', '\\# 2 abc', 5, 3, /hexadecimal/u],
      ['TYPE65280', '\\# 3 abcd', 5, 4, /2 bytes, and 3/u],
      ['A', '\\# 3 010203', 0, 11, /not the bytes/u],
      ['MX', '\\# 4 000ac000', 0, 13, /not the bytes/u],
    ];
    for (const [type, text, offset, length, message] of cases) {
      assert.throws(
        () => parseRdata(typeCode(type)!, text, origin),
        (error: { code: string; offset: number; facts: Record<string, unknown>; message: string }) => {
          assert.match(error.message, message, `${type} ${text}`);
          assert.deepEqual([type, text, error.offset, error.facts['length'] ?? 0], [type, text, offset, length]);
          return true;
        },
      );
    }
  });

  it('is bytes where a type to come has no other', () => {
    const data = parseRdata(TYPES.AMTRELAY, '\\# 5 0a84010203');
    assert.deepEqual(data['relayType'], { discoveryOptional: true, type: 4 });
    assert.equal(formatRdata({ type: TYPES.AMTRELAY, class: 1, data }), '\\# 5 0a84010203');
    assert.throws(() => parseRdata(TYPES.AMTRELAY, '10 1 4 010203'), /the types are 0 to 3/u);
    assert.throws(() => parseRdata(TYPES.IPSECKEY, '\\# 6 0a8302000102'), /the types are 0 to 3/u);
  });

  it('has no parameters that RFC 9460, 9461 and 9953 forbid', () => {
    const forbidden = [
      'alpn=h2 alpn=h3',
      'mandatory=alpn',
      'mandatory=mandatory alpn=h2',
      'mandatory=alpn,alpn alpn=h2',
      'mandatory= alpn=h2',
      'mandatory alpn=h2',
      'alpn',
      'alpn=""',
      'alpn=h2,,h3',
      'alpn=h2,',
      'no-default-alpn',
      'no-default-alpn=x alpn=h2',
      'port=',
      'port=65536',
      'port=+80',
      'ipv4hint',
      'ipv4hint=192.0.2.1,',
      'ipv6hint=192.0.2.1',
      'ech=',
      'ech=AAA',
      'ALPN=h2',
      'KEY1=\\002h2',
      'key1=h2',
      'key01=\\002h2',
      'key65536=x',
      'alpn="h2"port=1',
      'alpn= h2',
      'dohpath',
      'dohpath=/dns-query',
      'dohpath=dns-query{?dns}',
      'dohpath=/q{?dnsx}',
      'dohpath=/q{?dns',
      'dohpath="/q{?dns}\\255"',
      'key7=/dns-query',
      'ohttp=x',
      'tls-supported-groups',
      'tls-supported-groups=29,29',
      'tls-supported-groups=65536',
      'key9=\\000',
      'docpath=a,,b',
      'key10=\\002a',
    ];
    for (const params of forbidden)
      assert.throws(() => parseRdata(TYPES.SVCB, `1 . ${params}`, origin), { code: 'dns-text' }, params);
    const allowed = [
      'dohpath=/q{?x,dns}',
      'dohpath=/{dns}',
      'docpath=',
      'docpath=a,b',
      'key65535=x',
      'mandatory=key1 alpn=h2',
    ];
    for (const params of allowed) assert.doesNotThrow(() => parseRdata(TYPES.SVCB, `1 . ${params}`, origin), params);
  });

  it('of types and classes is by name or by number', () => {
    assert.deepEqual(['mx', 'TYPE15', '*', 'type65535', 'TYPE65536', 'nope', 'constructor'].map(typeCode), [
      15,
      15,
      255,
      65535,
      undefined,
      undefined,
      undefined,
    ]);
    assert.deepEqual([typeName(257), typeName(65280)], ['CAA', 'TYPE65280']);
    assert.equal(
      formatRecord({ ...makeRecord('A', '192.0.2.1'), class: 12, data: { data: Uint8Array.of(1, 2) } }),
      'wirebench.test. 300 CLASS12 A \\# 2 0102',
    );
  });

  it('has every type that a zone may have in the grammar of zone files', () => {
    const grammar = JSON.stringify(JSON.parse(fs.readFileSync('syntaxes/zone.tmLanguage.json', 'utf8')));
    const [, pattern = ''] = /"storage\.type\.record\.zone","match":"([^"]*)"/.exec(grammar) ?? [];
    const types = new RegExp(JSON.parse(`"${pattern}"`) as string);
    const missing = Object.entries(TYPES).filter(([name, code]) => NOT_IN_ZONES.has(code) === types.test(` ${name} `));
    assert.deepEqual(missing, []);
  });

  it('has fields for every registered type but those that no document describes', () => {
    const without = Object.entries(TYPES).filter(([, code]) => !isKnownType(code) && !QUESTION_ONLY.has(code));
    // NULL is any bytes, and NXNAME stands in bitmaps only.
    assert.deepEqual(
      without.map(([name]) => name),
      ['NULL', 'UINFO', 'UID', 'GID', 'UNSPEC', 'NXNAME'],
    );
    assert.equal(Object.keys(TYPES).length, 97);
  });

  it('of times has units', () => {
    assert.deepEqual(['0', '90', '1h30m', '1W2d3H4m5S', '1x', '', 'h', '4294967296', '9999999999w'].map(parseTtl), [
      0,
      90,
      5400,
      788_645,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    assert.deepEqual([0, 59, 5400, 788_645].map(formatTtl), ['0s', '59s', '1h 30m', '1w 2d 3h 4m 5s']);
  });
});

describe('DNS records for checks', () => {
  it('have the fields that completion offers', () => {
    for (const [type, texts] of Object.entries(RDATA_VECTORS)) {
      const json = recordJson(makeRecord(type, texts[0]!));
      for (const { name } of recordType(typeCode(type)!).fields) assert.ok(name in json, `${type} ${name}`);
      if ('strings' in json) assert.ok('text' in json, type);
    }
  });

  it('have names without the dot at the end, and text that is joined', () => {
    const mx = recordJson(makeRecord('MX', '10 mail'));
    assert.deepEqual(mx, {
      name: 'wirebench.test',
      type: 'MX',
      class: 'IN',
      ttl: 300,
      preference: 10,
      exchange: 'mail.wirebench.test',
      data: '10 mail.wirebench.test.',
    });
    const txt = recordJson(makeRecord('TXT', '"a \\"b\\"" c'));
    assert.deepEqual([txt['strings'], txt['text']], [['a "b"', 'c'], 'a "b"c']);
    const https = recordJson(makeRecord('HTTPS', '1 . alpn=h2,h3 port=8443 ipv4hint=192.0.2.1'));
    assert.deepEqual(https['params'], { alpn: ['h2', 'h3'], port: 8443, ipv4hint: ['192.0.2.1'] });
    assert.deepEqual(recordJson(makeRecord('NSEC', 'a. A TYPE1234'))['types'], ['A', 'TYPE1234']);
    assert.equal(recordJson(makeRecord('TYPE65280', '\\# 2 abcd'))['data'], 'abcd');
  });

  it('have a status, flags and EDNS', () => {
    const options = [
      ecsOption('192.0.2.1'),
      edeOption(18, 'no'),
      keepaliveOption(100),
      nsidOption(),
      paddingOption(3),
      cookieOption(new Uint8Array(8)),
    ];
    const bytes = encodeMessage({
      id: 7,
      response: true,
      authoritative: true,
      rcode: 3,
      additionals: [ednsRecord({ udpSize: 512, dnssecOk: true, options })],
    });
    const json = messageJson(decodeStrict(bytes));
    assert.deepEqual(
      [json['status'], json['flags'], json['aa'], json['tc'], json['additionals']],
      ['NXDOMAIN', ['qr', 'aa'], true, false, []],
    );
    assert.deepEqual(json['edns'], {
      udpSize: 512,
      version: 0,
      do: true,
      options: [
        { name: 'ECS', code: 8, family: 1, address: '192.0.2.0', sourcePrefix: 24, scopePrefix: 0 },
        { name: 'EDE', code: 15, infoCode: 18, purpose: 'Prohibited', text: 'no' },
        { name: 'KEEPALIVE', code: 11, timeout: 10 },
        { name: 'NSID', code: 3, identifier: '' },
        { name: 'PADDING', code: 12, length: 3 },
        { name: 'COOKIE', code: 10, client: '0000000000000000', server: '' },
      ],
    });
    assert.deepEqual(optionJson(ecsOption('2001:db8:ffff::', 33)), {
      name: 'ECS',
      code: 8,
      family: 2,
      sourcePrefix: 33,
      scopePrefix: 0,
      address: '2001:db8:8000::',
    });
    assert.deepEqual(optionJson({ code: 8, data: Uint8Array.of(1) }), { name: 'ECS', code: 8, data: '01' });
  });
});
