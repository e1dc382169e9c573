import { nearest } from '../../base/nearest.ts';
import type { Check, Located, Range } from '../model.ts';
import { predicateNamed, predicates } from '../words.ts';
import { report, type RegionContext } from './context.ts';
import { located, template, trimmed } from './template.ts';

interface Word extends Range {
  readonly text: string;
}

const PLAIN_WORD = /\S+/g;
const WORD = /(?:\{\{[^{}\r\n]*\}\}|\[(?:"[^"]*"|'[^']*'|[^\]\s])*\]|\[[^\]\r\n]*\]|[^\s[]|\[)+/g;

/**
 * `?? SUBJECT [PATH] PREDICATE [VALUE]`. The predicate is the first word after the subject that is one, so a value may
 * hold anything. Before it `not` or `!` turns it round.
 */
export function readCheck(context: RegionContext, range: Range): Check | undefined {
  const { text } = context;
  const wordList: Word[] = [];
  const line = text.slice(range.start, range.end);
  for (const match of line.slice(2).matchAll(/[{[]/.test(line) ? WORD : PLAIN_WORD)) {
    const start = range.start + 2 + match.index;
    wordList.push({ start, end: start + match[0].length, text: match[0] });
  }
  if (wordList.length === 0) {
    report(context, range, 'bad-check', 'A check is written ?? SUBJECT PREDICATE VALUE, as in ?? status == 200.');
    return undefined;
  }
  const at = wordList.findIndex((word, index) => index > 0 && predicateAt(word.text) !== undefined);
  if (at === -1) {
    noPredicate(context, range, wordList);
    return undefined;
  }
  const written = wordList[at]!;
  const turned = written.text.startsWith('!') && predicateNamed(written.text) === undefined;
  const negatedBefore = at > 1 && wordList[at - 1]!.text === 'not';
  const predicate = located(text, written.start + (turned ? 1 : 0), written.end);
  const subjectEnd = wordList[at - (negatedBefore ? 2 : 1)]!.end;
  const value = trimmed(text, written.end, range.end);
  const { subject, path } = subjectAndPath(text, { start: wordList[0]!.start, end: subjectEnd });
  return {
    ...range,
    subject,
    ...(path && { path: template(text, path.start, path.end) }),
    predicate,
    ...(turned !== negatedBefore && { negated: true }),
    ...(value.start < value.end && { value: template(text, value.start, value.end) }),
  };
}

/** The predicate that a word is, with or without a `!` before it. */
function predicateAt(word: string): string | undefined {
  if (predicateNamed(word)) return word;
  return word.startsWith('!') && /^![a-zA-Z]/.test(word) && predicateNamed(word.slice(1)) ? word.slice(1) : undefined;
}

/** Subjects of more than one word; what follows them, or a subject of one word, is a path. */
const TWO_WORDS =
  /^(?:received[ \t]+(?:text|hex|base64|bytes|lines|chunks)|sent[ \t]+bytes|body[ \t]+bytes)(?=[ \t]|$)/;

function subjectAndPath(text: string, range: Range): { subject: Located; path?: Range } {
  const all = text.slice(range.start, range.end);
  const first = TWO_WORDS.exec(all)?.[0] ?? /^\S+/.exec(all)![0];
  const oneWord = first.length === all.trimEnd().length;
  const end = oneWord ? range.end : range.start + first.length;
  const value = text.slice(range.start, end).replaceAll(/[ \t]+/g, ' ');
  const subject = { start: range.start, end, value };
  const path = trimmed(text, end, range.end);
  return path.start < path.end ? { subject, path } : { subject };
}

function noPredicate(context: RegionContext, range: Range, wordList: readonly Word[]): void {
  const names = predicates.flatMap((predicate) => [predicate.name, ...predicate.aliases]);
  for (const word of wordList.slice(1)) {
    const near = word.text === '=' ? '==' : word.text.length > 3 ? nearest(word.text, names) : undefined;
    if (near === undefined) continue;
    report(context, word, 'unknown-predicate', `${word.text} is no predicate; did you mean ${near}?`, {
      replacement: near,
    });
    return;
  }
  report(
    context,
    range,
    'bad-check',
    `This check has no predicate. They are ${predicates.map((each) => each.name).join(', ')}.`,
  );
}
