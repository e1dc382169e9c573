import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseName } from '../../../src/protocol/dns/name.ts';
import { formatRecord } from '../../../src/protocol/dns/recordText.ts';
import { parseZone } from '../../../src/protocol/dns/zone/parse.ts';

/** What of a master file programs read differently; bind9 alone has $GENERATE. */
const zone = String.raw`$ORIGIN z.test.
$TTL 1h
@ IN SOA ns h ( 1 1h 15m 2w ; a comment with ( and "
   5m )
@ NS ns
ns A 192.0.2.1
$GENERATE 0-20/5 a$ A 192.0.2.$
$GENERATE 1-3 b${'$'}{10,4,d} A 192.0.2.${'$'}{100}
$GENERATE 9-11 c${'$'}{0,3,x} 5 IN A 192.0.2.$
$GENERATE 9-11 d${'$'}{0,3,X} TXT "n=$ h=${'$'}{0,2,x} o=${'$'}{0,4,o}"
$GENERATE 1-2 ${'$'}{0,3,n}.odd PTR host$.
$GENERATE 10-40/15 ${'$'}{0,8,N}even PTR host$
$GENERATE 10-40/15 ${'$'}{0,0,n}.none PTR host$
$GENERATE 1-2 e\$$ 60 IN CNAME t-$.other.test.
$GENERATE 1-2 f$ 60 CNAME $$
$GENERATE 1-2 g${'$'}{-1,2} A 10.0.0.$
$GENERATE 1-2 *.i$ MX "10 m$"
$GENERATE 5-5 k$ AAAA 2001:db8::${'$'}{0,4,x}
$GENERATE 1-2 l$ SRV "0 0 $ ns"
$GENERATE 1-1 m$ TXT "\"one string $\" two"
$GENERATE 1-1 o$ TXT a\ b
x\.y A 192.0.2.2
x\032y A 192.0.2.3
q TXT unq "two words" "semi;colon" es\"c a\;b
t1 TXT ( "over"
   "lines" ) ; the end
t2 TXT "tab	in" \065\066
t3 TXT ""
2 IN A 192.0.2.4
in.a IN A 192.0.2.5
mx MX 10 .
mx2 0 MX 10 @
  	 A 192.0.2.6
u TYPE65280 \# 3 ab cd ef
u2 CLASS1 TYPE1 \# 4 01020304
lo LOC 52 22 23.000 N 4 53 32.000 E -2.00m 0.00m 10000m 10m
lo2 LOC 42 21 54 N 71 06 18 W -24m 30m
lo3 LOC 0 N 0 E 0
ds DS 12345 8 2 ( 0123456789abcdef 0123456789abcdef0123456789abcdef
 0123456789abcdef )
key DNSKEY 257 3 RSASHA256 AQAB AQAB
sv SVCB 1 foo.example. mandatory=alpn,ipv4hint alpn="h2,h3" ipv4hint=192.0.2.1,192.0.2.2 key65000=ab\001c
sv3 HTTPS 1 . alpn="f\\\\oo\\,bar,h2" port=443 no-default-alpn ech=AEX+DQ== ipv6hint=::1
eui EUI48 00-00-5E-00-53-2a
n3p NSEC3PARAM 1 0 0 -
$ORIGIN sub
@ A 192.0.2.7
w 1h30m IN A 192.0.2.8
$TTL 5
w2 A 192.0.2.9
`;

describe('a master file', () => {
  it('means to us what it means to bind9', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'wirebench-zone-'));
    const file = path.join(folder, 'z.test.zone');
    await writeFile(file, zone);
    try {
      // It leaves the checks of names to us, and prints every record in full.
      const theirs = execFileSync(
        'named-checkzone',
        ['-D', '-k', 'ignore', '-n', 'ignore', '-i', 'none', '-r', 'ignore', 'z.test', file],
        {
          encoding: 'utf8',
          timeout: 20_000,
          stdio: ['ignore', 'pipe', 'pipe'],
          env: { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` },
        },
      );
      const read = (text: string): string[] => {
        const { records, problems } = parseZone(text, { origin: parseName('z.test.') });
        assert.deepEqual(
          problems.filter(({ severity }) => severity === 'error'),
          [],
        );
        return records.map((record) => formatRecord(record)).sort();
      };
      const ours = read(zone);
      assert.ok(ours.length > 50);
      assert.deepEqual(ours, read(theirs));
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
