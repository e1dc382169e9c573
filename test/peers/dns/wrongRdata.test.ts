import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DnsError } from '../../../src/protocol/dns/error.ts';
import { parseName } from '../../../src/protocol/dns/name.ts';
import { tokenize } from '../../../src/protocol/dns/tokens.ts';
import { NOT_IN_ZONES, typeCode } from '../../../src/protocol/dns/typeCodes.ts';
import { RDATA_VECTORS } from '../../helpers/dnsVectors.ts';
import { askDnspython } from '../../helpers/dnspython.ts';
import { parseRdata } from '../../helpers/dnsText.ts';

const origin = parseName('wirebench.test.');
/** Registered since 2023: of the four, not every version knows them, and none the last two. */
const YOUNG = ['RESINFO', 'WALLET', 'DSYNC', 'HHIT', 'BRID', 'CLA', 'IPN'];

const HEAD = ['@ 300 IN SOA ns hostmaster 1 2 3 4 5', '@ 300 IN NS ns', 'ns 300 IN A 192.0.2.1'];
const env = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` };

interface Candidate {
  readonly type: string;
  readonly code: number;
  readonly text: string;
  /** As it should be: who does not take it does not know the type. */
  readonly right: boolean;
}

/** Data with words left out from the right, one too many, the last cut short or spoilt: most of it is wrong. */
function spoilt(text: string): string[] {
  const words = tokenize(text).map(({ start, end }) => text.slice(start, end));
  const last = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const short = Array.from({ length: words.length }, (_, count) => words.slice(0, count));
  return [
    ...short,
    [...words, 'more'],
    ...(last.length > 1 && !last.startsWith('"')
      ? [
          [...before, last.slice(0, -1)],
          [...before, `${last}!`],
        ]
      : []),
  ].map((list) => list.join(' '));
}

/** Parameters, most of which RFC 9460 forbids; the youngest are not known to all four. Digests, keys and other bytes of wrong lengths. */
const MORE: Readonly<Record<string, readonly string[]>> = {
  SVCB: [
    String.raw`1 . alpn=h2 alpn=h3`,
    String.raw`0 a. alpn=h2`,
    String.raw`0 a. key65280=x`,
    String.raw`1 . mandatory=alpn`,
    String.raw`1 . mandatory=mandatory alpn=h2`,
    String.raw`1 . mandatory=alpn,alpn alpn=h2`,
    String.raw`1 . mandatory= alpn=h2`,
    String.raw`1 . mandatory alpn=h2`,
    String.raw`1 . mandatory=key1 alpn=h2`,
    String.raw`1 . mandatory=foo alpn=h2`,
    String.raw`1 . mandatory=key65535 key65535=x`,
    String.raw`1 . alpn=`,
    String.raw`1 . alpn`,
    String.raw`1 . alpn=""`,
    String.raw`1 . alpn=h2,,h3`,
    String.raw`1 . alpn=h2,`,
    String.raw`1 . no-default-alpn`,
    String.raw`1 . no-default-alpn=x alpn=h2`,
    String.raw`1 . no-default-alpn= alpn=h2`,
    String.raw`1 . no-default-alpn="" alpn=h2`,
    String.raw`1 . port`,
    String.raw`1 . port=`,
    String.raw`1 . port=65536`,
    String.raw`1 . port=08`,
    String.raw`1 . port=00080`,
    String.raw`1 . port="80"`,
    String.raw`1 . port=80,81`,
    String.raw`1 . port=+80`,
    String.raw`1 . ipv4hint`,
    String.raw`1 . ipv4hint=`,
    String.raw`1 . ipv4hint=1.2.3`,
    String.raw`1 . ipv4hint=1.2.3.4,`,
    String.raw`1 . ipv4hint="1.2.3.4, 1.2.3.5"`,
    String.raw`1 . ipv6hint=1.2.3.4`,
    String.raw`1 . ipv6hint=::ffff:1.2.3.4`,
    String.raw`1 . ech`,
    String.raw`1 . ech=`,
    String.raw`1 . ech=!`,
    String.raw`1 . ech=AAA`,
    String.raw`1 . ALPN=h2`,
    String.raw`1 . Alpn=h2`,
    String.raw`1 . key1=\002h2`,
    String.raw`1 . KEY1=\002h2`,
    String.raw`1 . key1=h2`,
    String.raw`1 . key01=\002h2`,
    String.raw`1 . key00001=\002h2`,
    String.raw`1 . key0=\000\001 alpn=h2`,
    String.raw`1 . key3=80`,
    String.raw`1 . key3=\000\080`,
    String.raw`1 . key65535=x`,
    String.raw`1 . key65536=x`,
    String.raw`1 . key65534=x`,
    String.raw`1 . key9999`,
    String.raw`1 . key9999=`,
    String.raw`1 . key9999=""`,
    String.raw`1 . foo=bar`,
    String.raw`1 . =x`,
    String.raw`1 . "alpn=h2"`,
    String.raw`1 . alpn = h2`,
    String.raw`1 . alpn= h2`,
    String.raw`1 . alpn="h2"port=1`,
    String.raw`1 . alpn="h2,h3"`,
    String.raw`1 . al\112n=h2`,
    String.raw`1 . dohpath`,
    String.raw`1 . dohpath=`,
    String.raw`1 . dohpath=/dns-query`,
    String.raw`1 . dohpath=/dns-query{?dns}`,
    String.raw`1 . dohpath=dns-query{?dns}`,
    String.raw`1 . dohpath=/q{?x,dns}`,
    String.raw`1 . dohpath=/q{?dnsx}`,
    String.raw`1 . dohpath=/q{&dns}`,
    String.raw`1 . dohpath=/{dns}`,
    String.raw`1 . dohpath="/q{?dns}\255"`,
    String.raw`1 . dohpath=/q{?dns`,
    String.raw`1 . key7=/dns-query`,
    String.raw`1 . ohttp=x`,
    String.raw`0 .`,
  ],
  DS: [
    '1 13 1 ff',
    '1 13 2 ff',
    '1 13 4 ff',
    '1 13 2 0',
    '1 13 2 gg',
    '1 13 99',
    '1 13 2 "ff"',
    `1 13 2 ${'ab'.repeat(33)}`,
  ],
  CDS: ['0 0 0', '0 0 0 00', '1 13 2 0'],
  DLV: ['1 13 2', '1 13 99 0'],
  TA: ['1 13 99'],
  DNSKEY: [
    '257 3 13',
    '257 3 13 A',
    '257 3 13 AA',
    '257 3 13 AAA',
    '257 3 13 A===',
    '257 3 13 AA=A',
    '257 3 NOPE AQID',
    '65536 3 13 AQID',
  ],
  CDNSKEY: ['0 3 0', '0 3 0 AA=='],
  RRSIG: [
    'A 5 3 86400 20300322173103 20030220173103 2642 wirebench.test.',
    'A 5 3 86400 20301322173103 20030220173103 2642 wirebench.test. AQID',
    'A 5 3 86400 20300322173103 20030220173103 2642 wirebench.test. AQI',
  ],
  SSHFP: ['1 1', '1 1 0', '1 2 xyz', '256 1 00'],
  TLSA: ['3 1 1', '3 1 1 0', '3 1 256 00'],
  SMIMEA: ['3 1 1', '3 1 1 g0'],
  ZONEMD: ['1 1 1', '1 1 1 0', '1 1 240', '1 1 240 0'],
  OPENPGPKEY: ['AQI', 'A', '!!!!'],
  CERT: ['PKIX 0 0', 'NOPE 0 0 AQID', 'PKIX 0 0 AQI'],
  NSEC3: ['1 0 0 - ', '1 0 0 a 2t7b4g4vsa5smi47k61mv5bv1a22bojr', '1 0 0 - !! A'],
  NSEC3PARAM: ['1 0 0 abc', '1 0 65536 -'],
  IPSECKEY: ['10 4 0 . AQID', '10 1 2 2001:db8::1 AQID', '10 2 2 192.0.2.1 AQID', '10 0 2 x AQID', '10 3 2 gw AQI'],
  HIP: ['2 2 AQID', '2 20 AQI', '2 xx AQID'],
  APL: ['1:192.0.2.0/33', '2:2001:db8::/129', '1:192.0.2.0', '192.0.2.0/24', '1:/24', '!!1:192.0.2.0/24'],
  WKS: ['192.0.2.1 6 65536', '192.0.2 6 25', '192.0.2.1 256 25'],
  EUI48: ['00-00-5e-00-53-2', '0000.5e00.532a', '00:00:5e:00:53:2a'],
  NID: ['10 0014:4fff:ff20', '10 0014:4fff:ff20:ee64:0', '10 0014:4fff:ff20:zzzz'],
  L32: ['10 10.1.2', '10 2001:db8::1'],
  CAA: ['0 issue', '256 issue "x"', '0 "" "x"', '0 is_sue "x"'],
  LOC: ['91 N 0 E 0', '52 60 N 4 E 0', '52 N 181 E 0', '52 N 4 X 0'],
  TXT: [`"${'x'.repeat(256)}"`],
  CSYNC: ['4294967296 0 A', '1 65536 A', '1 0 NOPE'],
};

const candidates = Object.entries(RDATA_VECTORS)
  .map(([type, texts]) => ({ type, code: typeCode(type)!, texts }))
  .filter(({ code }) => !NOT_IN_ZONES.has(code) && code < 65280)
  .flatMap(({ type, code, texts }): Candidate[] => [
    ...texts.slice(0, 2).map((text) => ({ type, code, text, right: true })),
    ...[...new Set(texts.slice(0, 2).flatMap(spoilt)), ...(MORE[type] ?? [])].map((text) => ({
      type,
      code,
      text,
      right: false,
    })),
  ]);

const wePass = ({ code, text }: Candidate): boolean => {
  try {
    parseRdata(code, text, origin);
    return true;
  } catch (error) {
    if (error instanceof DnsError) return false;
    throw error;
  }
};

const said = (program: string, args: readonly string[]): Promise<string> =>
  new Promise((resolve) => {
    execFile(program, args, { env, timeout: 30_000, maxBuffer: 2 ** 26 }, (_error, stdout, stderr) => {
      resolve(stdout + stderr);
    });
  });

/** Which lines of a zone with these records the program complains of. */
async function complaints(
  folder: string,
  all: readonly Candidate[],
  program: string,
  args: readonly string[],
  line: RegExp,
): Promise<boolean[]> {
  const file = path.join(folder, 'wirebench.test.zone');
  await writeFile(file, [...HEAD, ...all.map(({ type, text }, i) => `n${i} 300 IN ${type} ${text}`), ''].join('\n'));
  const text = await said(program, [...args, file]);
  const lines = new Set([...text.matchAll(line)].map(([, number]) => Number(number) - HEAD.length - 1));
  return all.map((_, i) => !lines.has(i));
}

/** In portions: nsd gives up after fifty errors, ldns after the first. */
async function inPortions(
  size: number,
  judge: (portion: readonly Candidate[]) => Promise<boolean[]>,
): Promise<boolean[]> {
  const passed: boolean[] = [];
  for (let at = 0; at < candidates.length; at += size) passed.push(...(await judge(candidates.slice(at, at + size))));
  return passed;
}

/** The judges that know the type, and whether each takes the data. */
function verdicts(judges: Readonly<Record<string, readonly boolean[]>>, index: number): boolean[] {
  const { type } = candidates[index]!;
  return Object.values(judges)
    .filter((passed) => candidates.some((one, i) => one.type === type && one.right && passed[i]))
    .map((passed) => passed[index]!);
}

describe('data that is wrong, beside bind9, nsd, ldns and dnspython', function () {
  this.timeout(300_000);

  it('is refused where they agree, and nothing is that they agree to take', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'wirebench-wrong-'));
    try {
      const bind = (all: readonly Candidate[]) =>
        complaints(
          folder,
          all,
          'named-checkzone',
          ['-k', 'ignore', '-n', 'ignore', '-i', 'none', '-r', 'ignore', 'wirebench.test'],
          /\.zone:(\d+): /g,
        );
      const nsd = (all: readonly Candidate[]) =>
        complaints(folder, all, 'nsd-checkzone', ['wirebench.test'], /error: \S+\.zone:(\d+): /g);
      const ldns = (all: readonly Candidate[]) => complaints(folder, all, 'ldns-read-zone', [], /at line (\d+)/g);
      const judges = {
        bind: await inPortions(candidates.length, bind),
        nsd: await inPortions(25, nsd),
        ldns: await inPortions(1, ldns),
        dnspython: askDnspython(candidates.map(({ type, text }) => ['rdata_text', type, text])).map(
          ({ error }) => error === undefined,
        ),
      };
      const wrong = candidates.flatMap((one, i) => {
        const [first, ...others] = verdicts(judges, i);
        const agreed = first !== undefined && others.every((taken) => taken === first);
        return agreed && wePass(one) !== first
          ? [`${one.type} ${one.text} is ${first ? 'right' : 'wrong'} to all`]
          : [];
      });
      assert.deepEqual(wrong, []);
      const refused = candidates.filter((one) => !wePass(one));
      assert.ok(refused.length > 400, `${refused.length} were refused`);
      const unjudged = candidates.filter((one, i) => verdicts(judges, i).length === 0 && !YOUNG.includes(one.type));
      assert.deepEqual(unjudged, []);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
