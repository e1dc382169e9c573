import { lookupEncoding } from '../../protocol/text/encodings.ts';
import { decode } from '../../protocol/text/decode.ts';
import { encode } from '../../protocol/text/encode.ts';
import { lineWith, quoted, sentText, textDifferences, type Difference, type Known } from './known.ts';
import type { Facts, Row } from './row.ts';

/** The first check on a text that did not hold for this reason. */
function difference(fits: (difference: Difference, known: Known) => Facts | boolean): Row['signs'] {
  return (known) => {
    for (const each of textDifferences(known)) {
      if (each.came === '' || !each.whole) continue;
      const found = fits(each, known);
      if (found === false) continue;
      return { want: quoted(each.want), came: quoted(each.came), ...(found === true ? {} : found) };
    }
    return undefined;
  };
}

const holds = ({ predicate }: Difference, came: string, want: string): boolean => {
  if (predicate === 'startsWith') return came.startsWith(want);
  if (predicate === 'endsWith') return came.endsWith(want);
  return predicate === '==' ? came === want : came.includes(want);
};
const plainEnds = (text: string): string => text.replace(/\r\n|\r|\n/g, '\n');
const withoutEnd = (text: string): string => text.replace(/[\r\n]+$/, '');

/** Encodings that are taken for UTF-8, or in its place, by mistake. */
const likely = ['utf-8', 'latin1', 'windows-1252', 'utf-16le', 'utf-16be', 'utf-16', 'cp850'].flatMap(
  (name) => lookupEncoding(name)?.name ?? [],
);

export const differenceRows: readonly Row[] = [
  {
    id: 'repr-of-bytes',
    signs: difference(
      ({ came, want }) => /\bb'(?:[^'\\]|\\.)*'|\bb"(?:[^"\\]|\\.)*"/.test(came) && !/\bb['"]/.test(want),
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
      (each) => /[\r\n]$/.test(each.want) && !/[\r\n]$/.test(each.came) && each.came === withoutEnd(each.want),
    ),
    sentence: ({ came }) =>
      `All of the answer came but the line end behind it: ${came}. A client that reads lines still waits for it.`,
    hint: 'Add "\\n" to the text before it is encoded. print() adds one, send() does not.',
  },
  {
    id: 'letter-case',
    signs: difference(
      (each) => each.came !== each.want && holds(each, each.came.toLowerCase(), each.want.toLowerCase()),
    ),
    sentence: ({ want, came }) => `Only capital and small letters differ: ${want} was expected, and ${came} came.`,
    hint: 'Compare with the text of the step letter by letter: upper(), lower() or a constant changes the case.',
  },
  {
    id: 'byte-order',
    signs: ({ differences }) => {
      for (const { subject, want, came } of differences) {
        if (!/hex$/.test(subject)) continue;
        const [a, b] = [want, came].map((hex) => hex.replace(/\s/g, '').toLowerCase());
        const width = [2, 4, 8].find((bytes) => a !== b && a!.length % (2 * bytes) === 0 && swapped(a!, bytes) === b);
        if (width !== undefined) return { want: a!, came: b!, width };
      }
      return undefined;
    },
    sentence: ({ want, came, width }) =>
      `The bytes of the number came in reverse order: ${came} in place of ${want} (${width} bytes each).`,
    hint: 'Networks send the highest byte first: struct.pack("!I", n), or n.to_bytes(4, "big"). "<" and "little" are the order of the processor.',
  },
  {
    id: 'messages-run-together',
    signs: difference((each, known) => {
      const asked = Math.max(known.sent.length, linesOf(sentText(known)));
      const [wanted, came] = [linesOf(each.want), linesOf(each.came)];
      return !known.isUdp &&
        known.conversation !== undefined &&
        asked > 1 &&
        wanted > 1 &&
        came < wanted &&
        each.predicate === '==' &&
        !each.want.startsWith(each.came)
        ? { asked, lines: came }
        : false;
    }),
    sentence: ({ asked, lines, came }) =>
      `${asked} messages were sent one after the other, and they were taken for ${lines}: ${came} came. TCP is a stream, so one recv() may return several messages at once.`,
    hint: 'Keep what was received in a buffer, and take one message after the other off its front, up to its line end or by its length.',
  },
  {
    id: 'extra-text',
    signs: difference((each) => {
      if (each.predicate === 'endsWith' || each.came === each.want || each.want.trim() === '') return false;
      // A number may be a part of another number by chance.
      const at = each.came.indexOf(each.want);
      if (at < 0 || isInWord(each.came, at, each.want.length)) return false;
      const [before, after] = [each.came.slice(0, at), each.came.slice(at + each.want.length)];
      return { extra: quoted(before === '' ? after : before), where: before === '' ? 'after' : 'before' };
    }),
    sentence: ({ extra, where, want }) =>
      `The answer ${want} is there, and ${extra} ${where} it. A program that reads the answer takes that for a part of it.`,
    hint: 'Send only the answer: a greeting, a prompt or a line for people belongs in print(), not in send().',
  },
  {
    id: 'reply-in-pieces',
    signs: ({ differences, conversation, program }) => {
      const found = differences.find(
        ({ subject, want, came }) => /received chunks$/.test(subject) && Number(came) > Number(want),
      );
      if (found === undefined || conversation === undefined) return undefined;
      const place = lineWith(program, /\.send(?:all|to)?\(|\.write\(/);
      return { want: found.want, came: found.came, ...(place && { file: place.file, line: place.line }) };
    },
    sentence: ({ want, came }) =>
      `The answer came in ${came} pieces in place of ${want}: each send() may arrive by itself, and with UDP it always does.`,
    hint: 'Put the whole answer together first, and send it with one call.',
  },
  {
    id: 'wrong-value',
    signs: difference(() => true),
    sentence: ({ want, came }) => `${came} came in place of ${want}, and no common mistake explains it.`,
    hint: 'Follow the input of the step through your program by hand, or print each value on its way.',
  },
];

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
