import { WirebenchError } from '../../base/errors.ts';
import { ALIASES } from './tables/names.ts';

type EncodingFamily =
  | 'Unicode'
  | 'Western'
  | 'Central European'
  | 'Baltic'
  | 'Nordic'
  | 'Cyrillic'
  | 'Greek'
  | 'Turkish'
  | 'Hebrew'
  | 'Arabic'
  | 'Thai'
  | 'Vietnamese'
  | 'Japanese'
  | 'Chinese'
  | 'Korean';

interface Encoding {
  /** Python's name, in its common spelling: `utf-8`, `cp1252`, `shift_jis`. */
  readonly name: string;
  /** For people: `Western (Windows 1252)`. */
  readonly label: string;
  readonly family: EncodingFamily;
  /** The name of Python's module: `utf_8`, `mac_roman`. */
  readonly module: string;
  /** Python's other names, normalised. */
  readonly aliases: readonly string[];
}

/** name | label, by family. Modules are the names with `_` for `-`. */
const LIST: Readonly<Record<EncodingFamily, string>> = {
  Unicode: `utf-8|UTF-8
utf-8-sig|UTF-8 with mark
utf-16|UTF-16 with mark
utf-16-le|UTF-16 little-endian
utf-16-be|UTF-16 big-endian
utf-32|UTF-32 with mark
utf-32-le|UTF-32 little-endian
utf-32-be|UTF-32 big-endian
utf-7|UTF-7`,
  Western: `ascii|ASCII
latin-1|ISO 8859-1
cp1252|Windows 1252
iso8859-15|ISO 8859-15
mac-roman|Mac Roman
cp437|DOS 437
cp850|DOS 850
cp858|DOS 858 with euro
cp860|DOS 860, Portuguese
cp863|DOS 863, Canadian French
cp037|EBCDIC 037, US
cp273|EBCDIC 273, German
cp500|EBCDIC 500, international
cp1140|EBCDIC 1140, US with euro
hp-roman8|HP Roman-8
palmos|Palm OS 3.5
iso8859-14|ISO 8859-14, Celtic`,
  'Central European': `cp1250|Windows 1250
iso8859-2|ISO 8859-2
cp852|DOS 852
mac-latin2|Mac Central European
mac-croatian|Mac Croatian
mac-romanian|Mac Romanian
iso8859-3|ISO 8859-3, South European
iso8859-16|ISO 8859-16, South-Eastern European`,
  Baltic: `cp1257|Windows 1257
iso8859-13|ISO 8859-13
iso8859-4|ISO 8859-4
cp775|DOS 775`,
  Nordic: `iso8859-10|ISO 8859-10
cp861|DOS 861, Icelandic
cp865|DOS 865
mac-iceland|Mac Icelandic`,
  Cyrillic: `cp1251|Windows 1251
koi8-r|KOI8-R
koi8-u|KOI8-U, Ukrainian
koi8-t|KOI8-T, Tajik
iso8859-5|ISO 8859-5
cp866|DOS 866
cp855|DOS 855
cp1125|DOS 1125, Ukrainian
mac-cyrillic|Mac Cyrillic
kz1048|KZ-1048, Kazakh
ptcp154|PTCP154, Kazakh`,
  Greek: `cp1253|Windows 1253
iso8859-7|ISO 8859-7
cp737|DOS 737
cp869|DOS 869
cp875|EBCDIC 875
mac-greek|Mac Greek`,
  Turkish: `cp1254|Windows 1254
iso8859-9|ISO 8859-9
cp857|DOS 857
cp1026|EBCDIC 1026
mac-turkish|Mac Turkish`,
  Hebrew: `cp1255|Windows 1255
iso8859-8|ISO 8859-8
cp856|DOS 856
cp862|DOS 862
cp424|EBCDIC 424`,
  Arabic: `cp1256|Windows 1256
iso8859-6|ISO 8859-6
cp720|DOS 720
cp864|DOS 864
cp1006|IBM 1006, Urdu
mac-arabic|Mac Arabic
mac-farsi|Mac Farsi`,
  Thai: `cp874|Windows 874
iso8859-11|ISO 8859-11
tis-620|TIS-620`,
  Vietnamese: `cp1258|Windows 1258`,
  Japanese: `shift_jis|Shift JIS
cp932|Windows 932
euc_jp|EUC-JP
iso2022_jp|ISO-2022-JP
iso2022_jp_1|ISO-2022-JP-1
iso2022_jp_2|ISO-2022-JP-2
iso2022_jp_3|ISO-2022-JP-3
iso2022_jp_2004|ISO-2022-JP-2004
iso2022_jp_ext|ISO-2022-JP-EXT
shift_jis_2004|Shift JIS-2004
shift_jisx0213|Shift JISX0213
euc_jis_2004|EUC-JIS-2004
euc_jisx0213|EUC-JISX0213`,
  Chinese: `gb18030|GB 18030
gbk|GBK
gb2312|GB 2312
hz|HZ
big5|Big5
cp950|Windows 950
big5hkscs|Big5-HKSCS`,
  Korean: `euc_kr|EUC-KR
cp949|Windows 949
johab|Johab
iso2022_kr|ISO-2022-KR`,
};

function encodingsOf([family, lines]: [string, string]): Encoding[] {
  return lines.split('\n').map((line) => {
    const [name = '', detail = ''] = line.split('|');
    const module = name.replaceAll('-', '_');
    return {
      name,
      label: family === 'Unicode' ? detail : `${family} (${detail})`,
      family: family as EncodingFamily,
      module,
      aliases: ALIASES[module] ? ALIASES[module].split(' ') : [],
    };
  });
}

/** Every encoding, the common ones of each family first. */
export const ENCODINGS: readonly Encoding[] = Object.entries(LIST).flatMap(encodingsOf);

const byModule = new Map(ENCODINGS.map((encoding) => [encoding.module, encoding]));
const byAlias = new Map(ENCODINGS.flatMap((encoding) => encoding.aliases.map((alias) => [alias, encoding] as const)));

/**
 * A name as Python compares it (lower-cased, then `encodings.normalize_encoding`): a run of other characters than
 * letters, digits and dots becomes one `_`, and characters beyond ASCII are left out.
 */
export function normalizeEncoding(name: string): string {
  const lower = name.toLowerCase();
  // The classes of Unicode take ten milliseconds to load, and nearly every name does without them.
  const others = /^[\x00-\x7f]*$/.test(lower) ? /[^a-z0-9.]+/g : /[^\p{L}\p{N}.]+/gu;
  return lower
    .replace(others, '_')
    .replace(/^_|_$/g, '')
    .replace(/[^\x00-\x7f]/g, '');
}

/** The encoding with one of Python's names, or undefined. */
export function lookupEncoding(name: string): Encoding | undefined {
  const normal = normalizeEncoding(name);
  return byAlias.get(normal) ?? byAlias.get(normal.replaceAll('.', '_')) ?? byModule.get(normal);
}

/** As `lookupEncoding`; throws code `unknown-encoding` and names similar encodings. */
export function findEncoding(name: string): Encoding {
  const found = lookupEncoding(name);
  if (found) return found;
  const near = nearEncodings(name);
  const hint =
    near.length === 0 ? 'Use one of Python’s names, such as utf-8 or cp1252.' : `Did you mean ${orList(near)}?`;
  throw new WirebenchError({
    code: 'unknown-encoding',
    message: `There is no encoding named ${JSON.stringify(name.slice(0, 60))}. ${hint}`,
    remedies: ['chooseEncoding'],
    facts: { name, near: near.join(' ') },
  });
}

function orList(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}`;
}

/** Up to three similar names of encodings, the nearest first. */
export function nearEncodings(name: string): string[] {
  const wanted = plain(name).slice(0, 40);
  if (wanted === '') return [];
  const scored = ENCODINGS.map((encoding) => {
    const names = [encoding.name, encoding.label, ...encoding.aliases];
    return { name: encoding.name, score: Math.min(...names.map((other) => difference(wanted, plain(other)))) };
  });
  const limit = Math.max(1, Math.floor(wanted.length / 3));
  return scored
    .filter(({ score }) => score <= limit)
    .sort((a, b) => a.score - b.score)
    .slice(0, 3)
    .map((found) => found.name);
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** Edit distance. A name that contains the other counts as near. */
function difference(a: string, b: string): number {
  if (a.length > 2 && b.includes(a)) return 1;
  let above = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const line = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = above[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      line.push(Math.min(above[j]! + 1, line[j - 1]! + 1, change));
    }
    above = line;
  }
  return above[b.length]!;
}
