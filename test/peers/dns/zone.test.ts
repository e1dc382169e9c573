import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { encodeRdata } from '../../../src/protocol/dns/encode.ts';
import { formatName, parseName } from '../../../src/protocol/dns/name.ts';
import { formatHex } from '../../../src/protocol/text/hex.ts';
import { zoneText } from '../../../src/protocol/dns/zone/bytes.ts';
import { parseZone } from '../../../src/protocol/dns/zone/parse.ts';
import { formatRecord } from '../../helpers/dnsText.ts';

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

const env = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` };

/** Programs that print a zone in full. bind9 leaves the checks of names to us. */
const PRINTERS = {
  bind9: (file: string, zone = 'z.test') =>
    execFileSync('named-checkzone', ['-D', '-k', 'ignore', '-n', 'ignore', '-i', 'none', '-r', 'ignore', zone, file], {
      encoding: 'latin1',
      timeout: 20_000,
      stdio: ['ignore', 'pipe', 'pipe'],
      env,
    }),
  nsd: (file: string) =>
    execFileSync('nsd-checkzone', ['-p', 'z.test', file], {
      encoding: 'latin1',
      timeout: 20_000,
      stdio: ['ignore', 'pipe', 'pipe'],
      env,
    }),
};

function rowsOf(text: string, files: Readonly<Record<string, string>> = {}): string[] {
  const { records, problems } = parseZone(text, { origin: parseName('z.test.'), include: (name) => files[name] });
  assert.deepEqual(
    problems.filter(({ severity }) => severity === 'error'),
    [],
  );
  return records.map((record) => formatRecord(record).toLowerCase()).sort();
}

/** The zone as we read it, and as each program prints it. */
async function sameZone(
  bytes: Uint8Array,
  programs: readonly (keyof typeof PRINTERS)[],
  files: Readonly<Record<string, string>> = {},
): Promise<string[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'wirebench-zone-'));
  try {
    const named = Object.entries(files).map(([name, text]) => [path.join(folder, name), text] as const);
    for (const [file, text] of named) await writeFile(file, text);
    const file = path.join(folder, 'z.test.zone');
    const text = named.reduce((all, [whole]) => all.replaceAll(path.basename(whole), whole), zoneText(bytes));
    await writeFile(file, named.length > 0 ? text : bytes);
    const ours = rowsOf(text, Object.fromEntries(named));
    for (const program of programs) assert.deepEqual(rowsOf(PRINTERS[program](file)), ours, program);
    return ours;
  } finally {
    await rm(folder, { recursive: true });
  }
}

const apex = '$TTL 1h\n@ IN SOA ns h 1 2 3 4 5\n@ NS ns\nns A 192.0.2.1\n';
const both = ['bind9', 'nsd'] as const;

describe('a master file', () => {
  it('means to us what it means to bind9', async () => {
    const ours = await sameZone(Buffer.from(zone), ['bind9']);
    assert.ok(ours.length > 50);
  });

  it('of bind9 with records of every type means to us what it means to bind9, but for two records', () => {
    const file = path.join('test', 'fixtures', 'zones', 'bind9-example');
    const read = (text: string) => parseZone(text, { origin: parseName('example.') });
    const bytesOf = ({ records }: ReturnType<typeof read>) =>
      records
        .map((record) => `${formatName(record.name)} ${record.ttl} ${record.type} ${formatHex(encodeRdata(record))}`)
        .sort();
    const ours = read(zoneText(readFileSync(file)));
    assert.deepEqual(
      ours.problems.filter(({ severity }) => severity === 'error').map(({ message }) => message),
      [
        // GPOS of three empty strings, and URI without a target (RFC 7553, section 4.4).
        'The longitude “” is not a decimal number, as in -32.6882.',
        'The target is empty.',
      ],
    );
    const theirs = read(PRINTERS.bind9(file, 'example'));
    assert.deepEqual(bytesOf(ours), bytesOf(theirs));
    assert.equal(ours.records.length, 183);
  });

  it('is bytes to us, bind9 and nsd, and its words are parted by the same characters', async () => {
    const latin1 = Buffer.from(`${apex}a TXT café x\xa0y x\x0by x\x0cy "\xff\\\xe9"\nb TXT \\233\n`, 'latin1');
    assert.ok((await sameZone(latin1, both)).some((row) => row.includes('caf\\233')));
    await sameZone(Buffer.from(`${apex}a TXT café x\u00a0y x\u2003y "€😀"\n`), both);
  });

  it('has lines that end in any of three ways to us, bind9 and nsd', async () => {
    // A comment goes on behind a lone carriage return to bind9; to us and to editors it ends with its line.
    for (const end of ['\r', '\r\n', '\n'])
      await sameZone(Buffer.from(`${apex}a TXT x\nb TXT ( y\n z )\n\n A 192.0.2.2\n`.replaceAll('\n', end)), both);
  });

  it('has the $TTL of a file that it includes behind that to us, bind9 and nsd', async () => {
    const text = `${apex}$TTL 100\na A 192.0.2.2\n$INCLUDE inc.part\nb A 192.0.2.3\n`;
    const ours = await sameZone(Buffer.from(text), both, {
      'inc.part': '$ORIGIN sub.z.test.\n$TTL 7\ni A 192.0.2.4\n',
    });
    assert.ok(ours.includes('b.z.test. 7 in a 192.0.2.3'));
  });

  it('has @ for the origin, one record of two whose names differ in case, and one TTL in a set, as with bind9', async () => {
    const text = `${apex}$ORIGIN @\n$GENERATE 1-2 @ 5 TXT $\n$GENERATE 1-2 k$ 5 CNAME @\na 10 A 192.0.2.2\na 20 A 192.0.2.3\nm MX 1 Mail\nm MX 1 mail\n`;
    const ours = await sameZone(Buffer.from(text), ['bind9']);
    assert.equal(ours.filter((row) => row.startsWith('m.')).length, 1);
  });
});
