import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { displayName, parseName } from '../../../../src/protocol/dns/name.ts';
import { formatRdata } from '../../../../src/protocol/dns/recordText.ts';
import { typeName, TYPES } from '../../../../src/protocol/dns/typeCodes.ts';
import { originOfFile, parseZone, type Zone, type ZoneOptions } from '../../../../src/protocol/dns/zone/parse.ts';
import { arbitraryRecord } from '../../../helpers/dnsArbitraries.ts';
import { formatRecord, formatZone } from '../../../helpers/dnsText.ts';

const origin = parseName('wirebench.test.');
const apex = '$TTL 1h\n@ IN SOA ns1 hostmaster 1 1h 15m 2w 5m\n  NS ns1\nns1 A 192.0.2.1\n';

function read(text: string, options: Partial<ZoneOptions> = {}): Zone {
  return parseZone(text, { origin, ...options });
}

/** The records behind the apex's three. */
function rows(zone: Zone): string[] {
  return zone.records
    .slice(3)
    .map((record) => `${displayName(record.name)} ${record.ttl} ${typeName(record.type)} ${formatRdata(record)}`);
}

function problems(zone: Zone): string[] {
  return zone.problems.map(
    ({ severity, code, file, line, column, endColumn }) =>
      `${file === undefined ? '' : `${file}:`}${line}:${column}-${endColumn} ${severity} ${code}`,
  );
}

describe('zone files', () => {
  it('have relative names, owners and TTLs that are left out, units, and any order of TTL and class', () => {
    const zone = read(
      `${apex}a 60 IN A 192.0.2.2\n\tIN 1h30m AAAA 2001:db8::3\n  TXT 4\nb.wirebench.test. CNAME @\n$ORIGIN sub\nc MX 10 d\n`,
    );
    assert.deepEqual(rows(zone), [
      'a.wirebench.test 60 A 192.0.2.2',
      'a.wirebench.test 5400 AAAA 2001:db8::3',
      'a.wirebench.test 3600 TXT "4"',
      'b.wirebench.test 3600 CNAME wirebench.test.',
      'c.sub.wirebench.test 3600 MX 10 d.sub.wirebench.test.',
    ]);
    assert.deepEqual(displayName(zone.origin), 'wirebench.test');
  });

  it('say where each record stands', () => {
    const zone = read(`${apex}a TXT (\n "x"\n )\nb A 192.0.2.2\n`);
    assert.deepEqual(
      zone.records.slice(3).map(({ file, line, column, endColumn }) => [file, line, column, endColumn]),
      [
        [undefined, 5, 3, 6],
        [undefined, 8, 3, 4],
      ],
    );
  });

  it('have problems at line and column, and go on at the next line', () => {
    const cases: [string, string[]][] = [
      ['a A 192.0.2\nb A 192.0.2.2\n', ['5:5-12 error zone-data']],
      ['a FOO 1\n', ['5:3-6 error zone-type']],
      ['a AXFR x\n', ['5:3-7 error zone-type']],
      ['a..b A 192.0.2.2\n', ['5:1-5 error zone-name']],
      [`${'x'.repeat(64)} A 192.0.2.2\n`, ['5:1-65 error zone-name']],
      ['a A\n', ['5:3-4 error zone-data']],
      ['a 3000000000 A 192.0.2.2\n', ['5:3-13 error zone-ttl']],
      ['a TXT "open\nb A 192.0.2.2\n', ['5:7-12 error zone-syntax']],
      ['a TXT )\nb A 192.0.2.2\n', ['5:7-8 error zone-syntax']],
      ['a TXT ( x\nb A 192.0.2.2\n', ['5:7-8 error zone-syntax']],
      ['$TTL x\n', ['5:6-7 error zone-ttl']],
      ['$ORIGIN a..b\n', ['5:9-13 error zone-name']],
      ['$ORIGIN\n', ['5:1-8 error zone-directive']],
      ['$ORIGIN a b\n', ['5:11-12 error zone-directive']],
      ['$FOO\n', ['5:1-5 error zone-directive']],
      ['$INCLUDE x\n', ['5:10-11 error zone-include']],
      ['$GENERATE 1-x a$ A 192.0.2.$\n', ['5:11-14 error zone-generate']],
      ['$GENERATE 1-99999999 a$ A 192.0.2.$\n', ['5:11-21 error zone-generate']],
      ['$GENERATE 1-2 a$ A\n', ['5:1-10 error zone-generate']],
      ['$GENERATE 1-2 a${x} A 192.0.2.$\n', ['5:15-20 error zone-generate']],
      ['$GENERATE 254-256 a$ A 192.0.2.$\n', ['5:24-33 error zone-generate']],
    ];
    for (const [text, expected] of cases) {
      const zone = read(apex + text);
      assert.deepEqual(problems(zone), expected, text);
      for (const { message } of zone.problems) assert.match(message, /[.…]$/u, text);
      const last = text.includes('b A 192.0.2.2');
      if (last && !text.startsWith('a..'))
        assert.equal(displayName(zone.records.at(-1)!.name), 'b.wirebench.test', text);
    }
  });

  it('have one class', () => {
    assert.deepEqual(problems(read(`${apex}a IN A 192.0.2.2\nb CH TXT x\nc NONE A 192.0.2.3\n`)), [
      '6:3-5 error zone-class',
      '7:3-7 error zone-class',
    ]);
  });

  it('need a TTL, and take it from the SOA where there is none', () => {
    assert.deepEqual(problems(read('a A 192.0.2.1\n', { part: true })), ['1:3-4 error zone-ttl']);
    assert.equal(read('a A 192.0.2.1\n', { part: true, defaultTtl: 7 }).records[0]!.ttl, 7);
    const zone = read('@ IN SOA ns1 h 1 2 3 4 5\n  NS ns1\nns1 A 192.0.2.1\n');
    assert.deepEqual([zone.ok, zone.records.map(({ ttl }) => ttl)], [true, [5, 5, 5]]);
  });

  it('refuse a first entry without an owner', () => {
    assert.deepEqual(problems(read('  A 192.0.2.1\n', { part: true, defaultTtl: 1 })), ['1:3-4 error zone-data']);
    // An owner that can't be read is no owner for the entries below it.
    assert.deepEqual(problems(read('$TTL 1\na A 192.0.2.1\nb..c A 192.0.2.2\n  A 192.0.2.3\n', { part: true })), [
      '3:1-5 error zone-name',
      '4:3-4 error zone-data',
    ]);
  });

  it('include others, which have their own origin and leave ours, and whose $TTL holds behind them', () => {
    const files: Record<string, string> = {
      'a.zone': '$ORIGIN deep\nx A 192.0.2.2\n$TTL 5\n',
      'b.zone': 'y A 192.0.2.3\n$INCLUDE c.zone\nz FOO\n',
      'c.zone': '@ TXT c\n',
    };
    const asked: [string, string | undefined][] = [];
    const zone = read(
      `${apex}$INCLUDE a.zone\nq A 192.0.2.4\n$INCLUDE "b.zone" sub\n  TXT mine\n$INCLUDE none.zone\n`,
      {
        include(file, from) {
          asked.push([file, from]);
          return files[file];
        },
      },
    );
    assert.deepEqual(asked, [
      ['a.zone', undefined],
      ['b.zone', undefined],
      ['c.zone', 'b.zone'],
      ['none.zone', undefined],
    ]);
    assert.deepEqual(rows(zone), [
      'x.deep.wirebench.test 3600 A 192.0.2.2',
      'q.wirebench.test 5 A 192.0.2.4',
      'y.sub.wirebench.test 5 A 192.0.2.3',
      'sub.wirebench.test 5 TXT "c"',
      'q.wirebench.test 5 TXT "mine"',
    ]);
    assert.deepEqual(problems(zone), ['9:10-19 error zone-include', 'b.zone:3:3-6 error zone-type']);
  });

  it('include no deeper and no more than they may', () => {
    const deep = read(`${apex}$INCLUDE self\n`, { include: () => '$INCLUDE self\n' });
    assert.deepEqual(problems(deep), ['self:1:10-14 error zone-limit']);
    const wide = read(`${apex}$INCLUDE self\n`, { include: () => '$INCLUDE self\n'.repeat(20) });
    assert.deepEqual(problems(wide), ['self:1:10-14 error zone-limit']);
    let asked = 0;
    const many = read(`${apex}${'$INCLUDE x\n'.repeat(500)}`, { include: () => `; ${asked++}` });
    assert.deepEqual([problems(many), asked], [['205:10-11 error zone-limit'], 200]);
  });

  it('generate records', () => {
    const zone = read(
      `${apex}$GENERATE 1-3/2 h\${10,3,d}-\${0,2,x} 5 IN MX "$ m$"\n$GENERATE 1-2 \\$$ TXT "v $ \\$ $$"\n$GENERATE 1-1 t$ TXT "\\"one string $\\" two"\n$GENERATE 18-18 \${0,7,n} PTR x.\n$GENERATE 26-26 \${0,4,N}\${0,1,n} PTR x.\n`,
    );
    assert.deepEqual(rows(zone), [
      'h011-01.wirebench.test 5 MX 1 m1.wirebench.test.',
      'h013-03.wirebench.test 5 MX 3 m3.wirebench.test.',
      '\\$1.wirebench.test 3600 TXT "v" "1" "$" "$"',
      '\\$2.wirebench.test 3600 TXT "v" "2" "$" "$"',
      't1.wirebench.test 3600 TXT "one string 1" "two"',
      '2.1.0.0.wirebench.test 3600 PTR x.',
      'A.1.a.1.wirebench.test 3600 PTR x.',
    ]);
    assert.equal(read(`${apex}$GENERATE 0-65535 h$ A 192.0.2.1\n`).records.length, 3 + 65536);
  });

  it('are checked as a whole', () => {
    const cases: [string, string[]][] = [
      ['a A 192.0.2.1\n', ['1:1-1 error zone-no-soa']],
      ['$TTL 1\n@ SOA a b 1 2 3 4 5\n', ['2:3-6 error zone-no-ns']],
      [`${apex}@ SOA ns1 x 2 3 4 5 6\n`, ['5:3-6 error zone-two-soas']],
      [`${apex}x.example.net. A 192.0.2.2\n`, ['5:16-17 error zone-out-of-zone']],
      [`${apex}a CNAME ns1\na A 192.0.2.2\n`, ['6:3-4 error zone-cname']],
      [`${apex}a CNAME ns1\na CNAME ns1\n`, ['6:3-8 warning zone-duplicate']],
      [`${apex}a CNAME ns1\na CNAME b\n`, ['6:3-8 error zone-cname']],
      [`${apex}a DNAME b\nx.a A 192.0.2.2\n`, ['6:5-6 error zone-dname']],
      [`${apex}a 5 A 192.0.2.2\na 6 A 192.0.2.3\n`, ['6:5-6 warning zone-ttl-differs']],
      [`${apex}a MX 10 none\n`, ['5:3-5 warning zone-target']],
      [`${apex}a MX 10 b\nb CNAME ns1\n`, ['5:3-5 warning zone-target']],
      [`${apex}sub NS ns.sub\n`, ['5:5-7 warning zone-target']],
      [`${apex}sub NS ns.sub\nns.sub A 192.0.2.2\nx.sub TXT y\n`, ['7:7-10 warning zone-occluded']],
      [`${apex}a MX 10 b.any\n*.any A 192.0.2.2\nc MX 10 m.sub\nsub NS ns1\n`, []],
    ];
    for (const [text, expected] of cases) assert.deepEqual(problems(read(text, { defaultTtl: 1 })), expected, text);
  });

  it('are written so that they are read the same', () => {
    fc.assert(
      fc.property(fc.array(arbitraryRecord, { maxLength: 8 }), (made) => {
        const records = made
          .filter(({ type }) => type !== TYPES.OPT)
          .map((record) => ({ ...record, ttl: record.ttl >>> 1, class: 1 }));
        const again = parseZone(formatZone(records, origin), { origin, part: true });
        assert.deepEqual(again.problems, []);
        assert.deepEqual(again.records.map(formatRecord).sort(), records.map(formatRecord).sort());
      }),
      { numRuns: 80 },
    );
  });

  it('never throw, whatever the text', () => {
    const word = fc.constantFrom(
      '@',
      'a',
      'IN',
      'A',
      'SOA',
      'TXT',
      '192.0.2.1',
      '"',
      '(',
      ')',
      ';',
      '\n',
      ' ',
      '\t',
      '\r\n',
      '\\',
      '\\0',
      '$ORIGIN',
      '$TTL',
      '$INCLUDE',
      '$GENERATE',
      '1-3',
      '$',
      '${',
      '60',
      '1h',
      '\0',
      '\u{1f600}',
      'ü',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 60 }), fc.boolean(), (words, spaced) => {
        const text = words.join(spaced ? ' ' : '');
        const zone = parseZone(text, { origin, include: () => 'x A 192.0.2.1\n$INCLUDE y\n' });
        const lines = text.split('\n').length;
        for (const problem of zone.problems)
          if (problem.file === undefined)
            assert.ok(problem.line <= lines && problem.column >= 1 && problem.endColumn >= problem.column);
      }),
      { numRuns: 800 },
    );
  });

  it('read a thousand unclosed parentheses once or twice, not a thousand times', () => {
    const zone = read('( x\n'.repeat(50_000), { part: true });
    assert.ok(zone.problems.length < 10, `${zone.problems.length} problems`);
  });

  it('that ship are right', () => {
    for (const file of ['wirebench.test.zone', '2.0.192.in-addr.arpa.zone']) {
      const zone = parseZone(fs.readFileSync(path.join('samples', file), 'utf8'), { origin: originOfFile(file) });
      assert.deepEqual([zone.problems, formatZone([], zone.origin)], [[], `$ORIGIN ${file.replace(/zone$/u, '')}\n`]);
    }
    const types = new Set(
      parseZone(fs.readFileSync('samples/wirebench.test.zone', 'utf8'), { origin }).records.map(({ type }) =>
        typeName(type),
      ),
    );
    for (const type of ['A', 'AAAA', 'CNAME', 'MX', 'SOA', 'SRV', 'PTR', 'TXT', 'NS']) assert.ok(types.has(type), type);
  });
});
