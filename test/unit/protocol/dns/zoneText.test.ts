import assert from 'node:assert/strict';
import { parseName } from '../../../../src/protocol/dns/name.ts';
import { tokenBytes } from '../../../../src/protocol/dns/tokens.ts';
import { zoneText } from '../../../../src/protocol/dns/zone/bytes.ts';
import { parseZone } from '../../../../src/protocol/dns/zone/parse.ts';
import fc from 'fast-check';
import { formatRecord } from '../../../helpers/dnsText.ts';

const origin = parseName('wirebench.test.');
const apex = '$TTL 1h\n@ IN SOA ns1 hostmaster 1 1h 15m 2w 5m\n  NS ns1\nns1 A 192.0.2.1\n';

/** What is in a zone behind the apex's three records, and what is wrong. */
function read(text: string): { records: string[]; problems: string[] } {
  const { records, problems } = parseZone(apex + text, { origin });
  return {
    records: records.slice(3).map((record) => formatRecord(record).replace('.wirebench.test. ', ' ')),
    problems: problems.map(({ line, column, endColumn, message }) => `${line}:${column}-${endColumn} ${message}`),
  };
}

const bytesOf = (...parts: readonly (string | number)[]) =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part)] : [part])));

describe('the bytes of a zone file', () => {
  it('go to the wire as they are, UTF-8 or not', () => {
    const text = zoneText(bytesOf('a TXT caf', 0xe9, ' "', 0xff, '\\', 0xe9, '"\nb TXT "ü€😀"\n'));
    assert.deepEqual(read(text), {
      records: [
        'a 3600 IN TXT "caf\\233" "\\255\\233"',
        'b 3600 IN TXT "\\195\\188\\226\\130\\172\\240\\159\\152\\128"',
      ],
      problems: [],
    });
  });

  it('come back from the text, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const whole = bytes.filter((byte) => byte !== 0x5c);
        const token = { text: zoneText(whole), quoted: true, start: 0, end: 0 };
        assert.deepEqual(Buffer.from(tokenBytes(token)), Buffer.from(whole));
      }),
    );
  });

  it('are no letters of a name, with a backslash before them or without', () => {
    for (const name of [zoneText(bytesOf('caf', 0xe9)), 'café', 'caf\\é', 'a\\€'])
      assert.match(
        read(`${name} A 192.0.2.2\n`).problems.join(),
        /^5:1-\d+ .*beyond ASCII; write the name in its xn--/u,
      );
    assert.deepEqual(read('caf\\233 A 192.0.2.2\n').records, ['caf\\233 3600 IN A 192.0.2.2']);
  });
});

describe('the words of a zone file', () => {
  it('are parted by spaces and tabs, and by nothing that looks like them', () => {
    assert.deepEqual(read('a TXT x\u00a0y x\u2003y x\vy x\fy\n').records, [
      'a 3600 IN TXT "x\\194\\160y" "x\\226\\128\\131y" "x\\011y" "x\\012y"',
    ]);
  });

  it('say which character was not the space that it looks like', () => {
    assert.deepEqual(read('a\u00a0A 192.0.2.2\nb A\u2003192.0.2.2\nc A 192.0.2.2\u200b\n').problems, [
      '5:1-4 “a\u00a0A” is not a name: the letter at offset 1 is beyond ASCII; write the name in its xn-- form. There is a character U+00A0 in it, which looks like a space or is invisible. Separate words with spaces and tabs.',
      '6:3-14 “A\u2003192.0.2.2” is not a record type. There is a character U+2003 in it, which looks like a space or is invisible. Separate words with spaces and tabs.',
      '7:5-15 “192.0.2.2\u200b” is not an IPv4 address. There is a character U+200B in it, which looks like a space or is invisible. Separate words with spaces and tabs.',
    ]);
  });

  it('stand on lines that end in any of the three ways', () => {
    const lines = ['a TXT x ; one', 'b TXT ( y', ' z )', '', ' A 192.0.2.2', 'c FOO'];
    const expected = read(lines.join('\n'));
    assert.deepEqual(expected.records, ['a 3600 IN TXT "x"', 'b 3600 IN TXT "y" "z"', 'b 3600 IN A 192.0.2.2']);
    assert.match(expected.problems.join(), /^10:3-6 “FOO”/u);
    for (const end of ['\r', '\r\n']) assert.deepEqual(read(lines.join(end)), expected, JSON.stringify(end));
    assert.equal(parseZone(apex.replaceAll('\n', '\r'), { origin }).records.length, 3);
  });

  it('have @ for the origin wherever a name may stand', () => {
    assert.deepEqual(
      read('$ORIGIN @\n$GENERATE 1-2 @ TXT $\n$GENERATE 1-1 k$ CNAME @\n$ORIGIN sub\n$ORIGIN @\n@ A 192.0.2.2\n'),
      {
        records: [
          'wirebench.test. 3600 IN TXT "1"',
          'wirebench.test. 3600 IN TXT "2"',
          'k1 3600 IN CNAME wirebench.test.',
          'sub 3600 IN A 192.0.2.2',
        ],
        problems: [],
      },
    );
  });
});

describe('the records of a zone', () => {
  it('are the same where the names in them differ in case only, but for those where case counts', () => {
    const { records, problems } = read(
      'a MX 10 Mail.Example.\n  MX 10 mail.example.\n  SRV 1 1 1 H.example.\n  SRV 1 1 1 h.Example.\n  TXT x\n  TXT X\n  HIP 1 00 AA== R.example.\n  HIP 1 00 AA== r.example.\n',
    );
    assert.deepEqual(records, [
      'a 3600 IN MX 10 Mail.Example.',
      'a 3600 IN SRV 1 1 1 H.example.',
      'a 3600 IN TXT "x"',
      'a 3600 IN TXT "X"',
      'a 3600 IN HIP 1 00 AA== R.example.',
    ]);
    assert.deepEqual(
      problems.map((problem) => problem.replace(/ of .*/u, '')),
      ['6:3-5 The same MX record', '8:3-6 The same SRV record', '12:3-6 The same HIP record'],
    );
  });

  it('have one TTL in a set, that of its first', () => {
    const { records, problems } = read('a 10 A 192.0.2.2\na 20 A 192.0.2.3\na 30 TXT x\n');
    assert.deepEqual(records, ['a 10 IN A 192.0.2.2', 'a 10 IN A 192.0.2.3', 'a 30 IN TXT "x"']);
    assert.deepEqual(problems, [
      '6:6-7 The A records of a.wirebench.test have different TTLs (10 and 20); a set has one TTL, and it is served with 10.',
    ]);
  });

  it('say where a dot is missing', () => {
    const messages = (text: string) => parseZone(text, { origin }).problems.map(({ message }) => message);
    assert.deepEqual(
      messages('wirebench.test 60 IN SOA ns.wirebench.test. h 1 2 3 4 5\n@ 60 NS ns.wirebench.test.\n')[0],
      'The zone has no NS record at wirebench.test.wirebench.test; it needs one at least. Is a dot missing at the end of “wirebench.test”?',
    );
    assert.deepEqual(messages(`${apex}@ MX 10 mail.wirebench.test\n`), [
      'The MX record names mail.wirebench.test.wirebench.test, which has no address in this zone. Is a dot missing at the end of “mail.wirebench.test”?',
    ]);
    assert.deepEqual(messages(`${apex}@ MX 10 mail\n`), [
      'The MX record names mail.wirebench.test, which has no address in this zone.',
    ]);
  });
});
