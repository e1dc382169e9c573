import { count } from '../../base/quantities.ts';
import { lookupEncoding } from '../../protocol/text/encodings.ts';
import { decode } from '../../protocol/text/decode.ts';
import { encode } from '../../protocol/text/encode.ts';
import {
  holds,
  isNothing,
  onlyLine,
  quoted,
  sentText,
  textDifferences,
  type Difference,
  type Known,
  type Facts,
} from './known.ts';
import type { Row } from './row.ts';

/** The first check on a text that did not hold for this reason. */
function difference(fits: (difference: Difference, known: Known) => Facts | boolean): Row['signs'] {
  return (known) => {
    for (const each of textDifferences(known)) {
      if (each.came === '' || !each.whole) continue;
      const found = fits(each, known);
      if (found === false) continue;
      return {
        want: quoted(each.want),
        came: quoted(each.came),
        ...sendingLine(known),
        ...(found === true ? {} : found),
      };
    }
    return undefined;
  };
}

/** The line that sends the answer, or prints it, if there is one alone. */
function sendingLine({ program, region }: Known): Facts {
  const pattern =
    region.item?.kind === 'run' ? /\bprint\(|\bconsole\.log\(/ : /\.(?:send|sendall|sendto|write|end)\(.*\S.*\)/;
  return onlyLine(program, pattern);
}

const plainEnds = (text: string): string => text.replace(/\r\n|\r|\n/g, '\n');

/** Encodings that are taken for UTF-8, or in its place, by mistake. */
const likely = ['utf-8', 'latin1', 'windows-1252', 'utf-16le', 'utf-16be', 'utf-16', 'cp850'].flatMap(
  (name) => lookupEncoding(name)?.name ?? [],
);

export const differenceRows: readonly Row[] = [
  {
    id: 'repr-of-bytes',
    signs: difference(
      // Other text of the program may have bytes in it that have nothing to do with the check.
      (each) =>
        shownBytes.test(each.came) &&
        !/\bb['"]/.test(each.want) &&
        holds(each, bare(asSent(each.came)), bare(each.want)),
    ),
    sentence: ({ came }) =>
      `${came} came: b'…' is the way in which Python shows bytes, and here that became text, quotes and all.`,
    hint: 'str() of bytes writes them down as in a program. Send the bytes as they are, or make text of them with .decode().',
  },
  {
    id: 'wrong-encoding',
    signs: difference((each, { received, conversation }) => {
      const { want } = each;
      if (!/[^\x00-\x7f]/.test(want)) return false;
      if (conversation !== undefined && conversation.clients === undefined && each.subject.startsWith('received')) {
        const encoding = likely.find(
          (name) => name !== 'utf-8' && holds(each, decode(received, name, 'replace').replace(/^\ufeff/, ''), want),
        );
        if (encoding !== undefined) return { encoding };
      }
      const seen = likely
        .filter((name) => name !== 'utf-8')
        .find((name) => holds(each, each.came, decode(encode(want, 'utf-8', 'replace'), name, 'replace')));
      return seen === undefined ? false : { encoding: `UTF-8 read as ${seen}` };
    }),
    sentence: ({ encoding, want }) =>
      `The text is right, its encoding is not: the bytes that came are ${want} in ${encoding}, and UTF-8 was expected.`,
    hint: 'Both sides need the same encoding: encode("utf-8") on one, decode("utf-8") on the other.',
  },
  {
    id: 'line-ending',
    signs: difference(
      (each) =>
        /\r|\n/.test(each.want) &&
        (plainEnds(each.came) !== each.came) !== (plainEnds(each.want) !== each.want) &&
        holds(each, plainEnds(each.came), plainEnds(each.want)),
    ),
    sentence: ({ want, came }) => `Only the line ends differ: ${want} was expected, and ${came} came.`,
    hint: 'Protocols of text end a line with \\r\\n, and many simple exercises with \\n alone: write the one that the step asks for.',
  },
  {
    id: 'missing-newline',
    signs: difference(
      ({ want, came }) => !/[\r\n]$/.test(came) && /^\r?\n/.test(want.slice(came.length)) && want.startsWith(came),
    ),
    sentence: ({ came }) => `The line end behind ${came} is missing. A program that reads lines waits for it.`,
    hint: 'Add "\\n" to the text before it is encoded. print() adds one, send() does not.',
  },
  {
    id: 'letter-case',
    signs: difference(({ came, want, ...each }) => {
      const [a, b] = [came.toLowerCase(), want.toLowerCase()];
      // "OK" is in "took" by chance.
      const isApart = !/^(?:includes|contains)$/.test(each.predicate) || !isInWord(a, a.indexOf(b), b.length);
      return came !== want && isApart && holds({ came, want, ...each }, a, b);
    }),
    sentence: ({ want, came }) => `Only capital and small letters differ: ${want} was expected, and ${came} came.`,
    hint: 'Compare with the text of the step letter by letter: upper(), lower() or a constant changes the case.',
  },
  {
    id: 'byte-order',
    signs: (known) => {
      const place = onlyLine(known.program, /["'][<>!=@][A-Za-z0-9]+["']|["']little["']|(?:read|write)\w*LE\(/);
      for (const { subject, want, came } of known.differences) {
        if (!/hex$/.test(subject)) continue;
        const [a, b] = [want, came].map((hex) => hex.replace(/\s/g, '').toLowerCase());
        const width = [2, 4, 8].find((bytes) => a !== b && a!.length % (2 * bytes) === 0 && swapped(a!, bytes) === b);
        if (width !== undefined) return { want: a!, came: b!, width, ...place };
      }
      for (const { want, came, whole } of textDifferences(known)) {
        if (whole && numbersSwapped(want, came)) return { want: quoted(want), came: quoted(came), width: 0, ...place };
      }
      return undefined;
    },
    sentence: ({ want, came, width }) =>
      width === 0
        ? `${came} came in place of ${want}: the numbers are the right ones with their bytes in reverse order.`
        : `The bytes of the number came in reverse order: ${came} in place of ${want} (${width} bytes each).`,
    hint: 'Networks send the highest byte first: struct.pack("!I", n), or n.to_bytes(4, "big"). "<" and "little" are the order of the processor.',
  },
  {
    id: 'messages-run-together',
    signs: difference((each, known) => {
      const asked = Math.max(known.sent.length, linesOf(sentText(known)));
      const [wanted, came] = [linesOf(each.want), linesOf(each.came)];
      const isOne = known.sent.length === 1 && each.want.startsWith(each.came);
      return !known.isUdp &&
        known.conversation !== undefined &&
        known.conversation.clients === undefined &&
        asked > 1 &&
        wanted === asked &&
        came < wanted &&
        each.predicate === '==' &&
        (isOne || (!each.want.startsWith(each.came) && !each.want.endsWith(each.came)))
        ? { asked, lines: came, who: known.who, begin: isOne ? 1 : 0, ...onlyLine(known.program, /\brecv\(/) }
        : false;
    }),
    sentence: ({ asked, lines, came, who, begin }) =>
      begin === 1
        ? `${asked} messages came at once, and ${who} answered only the first: ${came}. TCP is a stream, so one recv() may return several messages.`
        : `${asked} messages were sent one after the other, and ${count(Number(lines), 'answer')} came: ${came}. ${who} probably took them for one: TCP is a stream, so one recv() may return several.`,
    hint: 'Keep what was received in a buffer, and take one message after the other off its front, up to its line end or by its length.',
  },
  {
    id: 'extra-text',
    signs: difference((each, known) => {
      if (each.predicate === 'endsWith' || each.came === each.want || each.want.trim() === '') return false;
      // A number may be a part of another number by chance, and a text a part of a word.
      const at = each.came.indexOf(each.want);
      const end = at + each.want.length;
      if (at < 0 || isInWord(each.came, at, each.want.length)) return false;
      const [before, after] = [each.came.slice(0, at), each.came.slice(end)];
      const extra = before === '' ? after : before;
      // A sign or a digit makes another value of it.
      if (!/[\p{L}>$?:]/u.test(extra) && extra.trim() !== '') return false;
      if (/[-+.,\d]$/.test(before) || /^[.,\d]/.test(after)) return false;
      return {
        ...{ extra: quoted(extra), where: before === '' ? 'behind' : 'before' },
        ...{ kind: extra.trim() === '' ? 'space' : known.isClient ? 'client' : 'server' },
      };
    }),
    sentence: ({ extra, where, want, kind }) =>
      kind === 'space'
        ? `${want} came as it should, and ${extra} ${where} it, which nobody asked for.`
        : `${want} came as it should, and ${extra} ${where} it. A program that reads it takes that for a part of it.`,
    hint: ({ kind, where }) =>
      kind === 'space'
        ? `Send the text without the ${where === 'behind' ? 'line end or spaces at its end' : 'spaces before it'}: strip() takes them off.`
        : kind === 'client'
          ? 'Send only what the step asks for: words for your own program, such as a command to end it, stay in it.'
          : 'Send only the answer: a greeting, a prompt or a line for people belongs in print(), not in send().',
  },
  {
    id: 'reply-in-pieces',
    signs: ({ differences, conversation, program }) => {
      const found = differences.find(
        ({ subject, want, came }) => /received chunks$/.test(subject) && Number(came) > Number(want),
      );
      if (found === undefined || conversation === undefined) return undefined;
      return { want: found.want, came: found.came, ...onlyLine(program, /\.send(?:all|to)?\(|\.write\(/) };
    },
    sentence: ({ want, came }) =>
      `The answer came in ${came} pieces in place of ${want}: each send() may arrive by itself, and with UDP it always does.`,
    hint: 'Put the whole answer together first, and send it with one call.',
  },
];

/** The lab's own sentences, and what is told if there is nothing better. */
export const lastRows: readonly Row[] = [
  {
    id: 'misconception',
    signs: ({ outcome }) => {
      const said = outcome.checks.find(({ state, why }) => state === 'failed' && why !== undefined)?.why;
      return said === undefined ? undefined : { said };
    },
    sentence: ({ said }) => String(said),
  },
  {
    id: 'wrong-value',
    signs: (known) => {
      const { want, came } = difference(() => true)(known) ?? {};
      return want === undefined || came === undefined ? otherValue(known) : { want, came };
    },
    sentence: ({ want, came, check }) =>
      check === undefined
        ? `${came} came in place of ${want}, and no common mistake explains it.`
        : `This does not hold: ${check}. No common mistake explains it.`,
    hint: 'Follow the input of the step through your program by hand, or print each value on its way.',
  },
];

/** A check that is not about a text, or not about a value that is equal. */
function otherValue({ differences, outcome }: Known): Facts | undefined {
  const [first] = differences.filter(({ subject }) => !/\bclosed$/.test(subject));
  if (first !== undefined)
    return { want: shownValue(first.want), came: isNothing(first.came) ? 'Nothing' : shownValue(first.came) };
  const check = outcome.checks.find(
    ({ state, actual, text }) => state === 'failed' && !/\bclosed\b/.test(text) && actual !== undefined,
  );
  return check && { check: check.text.replace(/^\?\?\s*/, '') };
}

/** Numbers and words as they are, other text in quotes. */
const shownValue = (value: string): string => (/^[\w.:+-]+$/.test(value) ? value : quoted(value));

/** Bytes as Python shows them. */
const shownBytes = /\bb'((?:[^'\\]|\\.)*)'|\bb"((?:[^"\\]|\\.)*)"/;

/** The text with the bytes that it shows as the text that they are. */
function asSent(text: string): string {
  return text.replace(new RegExp(shownBytes, 'g'), (_, single?: string, double?: string) => {
    const shown = (single ?? double ?? '').replace(
      /\\([nrt'"\\])/g,
      (_escape, letter: string) => named[letter] ?? letter,
    );
    const bytes = shown.replace(/\\x([0-9a-f]{2})/g, (_escape, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
    return decode(
      Uint8Array.from(bytes, (letter) => letter.charCodeAt(0)),
      'utf-8',
      'replace',
    );
  });
}

const named: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };
const bare = (text: string): string => text.replace(/\s/g, '');

/** Each number that differs is the other one with its bytes in reverse order: as such, or as tenths or hundredths. */
function numbersSwapped(want: string, came: string): boolean {
  const number = /-?\d+(?:\.\d+)?/g;
  if (want.replace(number, '#') !== came.replace(number, '#')) return false;
  const others = came.match(number) ?? [];
  const pairs = (want.match(number) ?? []).map((each, i) => [each, others[i]!] as const).filter(([a, b]) => a !== b);
  return pairs.length > 0 && pairs.every(([a, b]) => [1, 10, 100].some((scale) => isSwapped(a, b, scale)));
}

function isSwapped(want: string, came: string, scale: number): boolean {
  const [a, b] = [want, came].map((text) => Math.round(Number(text) * scale));
  return [2, 4].some((bytes) => {
    const size = 2 ** (8 * bytes);
    const hex = (value: number): string => ((value + size) % size).toString(16).padStart(2 * bytes, '0');
    return Math.max(Math.abs(a!), Math.abs(b!)) < size && swapped(hex(a!), bytes) === hex(b!);
  });
}

function linesOf(text: string): number {
  return text.split(/\r\n|\n|\r/).filter((line) => line !== '').length;
}

function swapped(hex: string, bytes: number): string {
  const units = hex.match(new RegExp(`.{${2 * bytes}}`, 'g')) ?? [];
  return units.map((unit) => unit.match(/../g)!.reverse().join('')).join('');
}

function isInWord(text: string, at: number, length: number): boolean {
  const word = /[\p{L}\p{N}]/u;
  const [before = '', first = '', last = '', after = ''] = [
    text[at - 1],
    text[at],
    text[at + length - 1],
    text[at + length],
  ];
  return (word.test(before) && word.test(first)) || (word.test(last) && word.test(after));
}
