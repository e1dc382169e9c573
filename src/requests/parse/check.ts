import { nearest } from '../../base/nearest.ts';
import type { Check, Located, Range, Reason } from '../model.ts';
import { foreignSubjects, predicateNamed, predicates } from '../predicates.ts';
import { type RegionContext, report, warn } from './context.ts';
import { located, template, trimmed } from './template.ts';

const WORD = /(?:\{\{[^{}\r\n]*\}\}|\[(?:"[^"]*"|'[^']*'|[^\]\s])*\]|\[[^\]\r\n]*\]|[^\s[]|\[)+/;

/**
 * `?? SUBJECT [PATH] PREDICATE [VALUE]`. The predicate is the first word after the subject that is one, so a value may
 * hold anything. Before it `not` or `!` turns it round.
 */
export function readCheck(context: RegionContext, range: Range): Check | undefined {
  const { text } = context;
  const words = new Words(text, range.start + 2, range.end);
  const first = words.next();
  if (first === undefined) {
    report(context, range, 'bad-check', 'A check is written ?? SUBJECT PREDICATE VALUE, as in ?? status == 200.');
    return undefined;
  }
  if (Object.hasOwn(foreignSubjects, first.value)) return foreignCheck(context, range, first);
  let earlier: Located | undefined;
  let before: Located | undefined;
  let last = first;
  let written = words.next();
  while (written !== undefined && predicateAt(written.value) === undefined) {
    const both: Located = { start: last.start, end: written.end, value: `${last.value} ${written.value}` };
    if (before !== undefined && predicateNamed(both.value) !== undefined) {
      written = both;
      last = before;
      before = earlier;
      break;
    }
    earlier = before;
    before = last;
    last = written;
    written = words.next();
  }
  if (written === undefined) {
    noPredicate(context, range);
    return undefined;
  }
  const turned = written.value.startsWith('!') && predicateNamed(written.value) === undefined;
  const negatedBefore = before !== undefined && last.value === 'not';
  const predicate = turned ? located(text, written.start + 1, written.end) : written;
  const value = trimmed(text, written.end, range.end);
  const { subject, path } = subjectAndPath(context, first, negatedBefore ? before!.end : last.end);
  // Assigned one by one: there may be thousands, and an object spread into another is slow.
  const check: { -readonly [K in keyof Check]: Check[K] } = { start: range.start, end: range.end, subject, predicate };
  if (path) check.path = template(text, path.start, path.end);
  if (turned !== negatedBefore) check.negated = true;
  if (value.start < value.end) check.value = template(text, value.start, value.end);
  return check;
}

/**
 * `!! [PREDICATE [VALUE]]  SENTENCE`, below a check: two spaces or more, or a tab, stand before the sentence. Undefined: it is not a
 * line below a check, but of a body.
 */
export function readReason(context: RegionContext, range: Range): Reason | undefined {
  const { text, checks } = context;
  const check = checks.at(-1);
  const after = check?.reasons?.at(-1)?.end ?? check?.end;
  if (after === undefined || /^[ \t]*(?!#|\/\/)\S/m.test(text.slice(after, range.start))) return undefined;
  const words = new Words(text, range.start + 2, range.end);
  let word = words.next();
  const start = word?.start ?? range.end;
  const isNot = word?.value === 'not';
  if (isNot) word = words.next();
  const two = word && words.next();
  const both = word && two && { start: word.start, end: two.end, value: `${word.value} ${two.value}` };
  const found = [both, word].find((each) => each !== undefined && predicateAt(each.value) !== undefined);
  if (found === undefined) {
    if (word !== undefined && /^[^\p{L}\p{N}"'({]+$/u.test(word.value) && word.value.length < 4)
      report(context, word, 'unknown-predicate', `${word.value} is not a predicate. Did you mean ==?`, '==');
    else if (word === undefined) report(context, range, 'bad-check', `The sentence is missing: write ${REASON}`);
    return { ...range, sentence: template(text, start, range.end) };
  }
  const turned = predicateNamed(found.value) === undefined;
  const predicate = turned ? located(text, found.start + 1, found.end) : found;
  const rest = text.slice(found.end, range.end);
  const takes = predicateNamed(predicate.value)!.value;
  const gap = (takes ? /\S(?:[ \t]*\t|[ ]{2,})[ \t]*(?=\S)/ : /^[ \t]+(?=\S)/).exec(rest);
  if (gap === null)
    report(context, range, 'bad-check', `The sentence is missing: write two spaces before it, as in ${REASON}`);
  const end = gap === null ? range.end : found.end + gap.index + gap[0].length;
  const value = trimmed(text, found.end, gap === null ? range.end : found.end + gap.index + (takes ? 1 : 0));
  return {
    ...range,
    predicate,
    ...(turned !== isNot && { negated: true }),
    ...(value.start < value.end && { value: template(text, value.start, value.end) }),
    sentence: template(text, end, range.end),
  };
}

const REASON = '!! == 5 k  The line end was counted.';

/** It is kept, so that a run does not pass it over in silence. */
function foreignCheck(context: RegionContext, range: Range, subject: Located): Check {
  const notSupported = foreignSubjects[subject.value]!;
  const more = 'The request is sent all the same, and the check counts as one that does not hold.';
  warn(context, range, 'not-supported', `${notSupported} ${more}`);
  const rest = trimmed(context.text, subject.end, range.end);
  const predicate = located(context.text, range.end, range.end);
  return { ...range, subject, predicate, path: template(context.text, rest.start, rest.end), notSupported };
}

/** The words of a check, one after the other: separated by white space, which placeholders and brackets may have within. */
class Words {
  readonly #text: string;
  readonly #end: number;
  /** White space alone separates. */
  readonly #plain: boolean;
  #at: number;

  constructor(text: string, start: number, end: number) {
    this.#text = text;
    this.#at = start;
    this.#end = end;
    this.#plain = !holds(text, start, end, 123) && !holds(text, start, end, 91);
  }

  next(): Located | undefined {
    return this.#plain ? this.#nextPlain() : this.#nextBracketed();
  }

  #nextPlain(): Located | undefined {
    const text = this.#text;
    let start = this.#at;
    while (start < this.#end && isWhite(text.charCodeAt(start))) start++;
    if (start >= this.#end) return undefined;
    let end = start + 1;
    while (end < this.#end && !isWhite(text.charCodeAt(end))) end++;
    this.#at = end;
    return located(text, start, end);
  }

  #nextBracketed(): Located | undefined {
    const match = WORD.exec(this.#text.slice(this.#at, this.#end));
    if (match === null) return undefined;
    const start = this.#at + match.index;
    this.#at = start + match[0].length;
    return { start, end: this.#at, value: match[0] };
  }
}

function holds(text: string, start: number, end: number, code: number): boolean {
  for (let at = start; at < end; at++) if (text.charCodeAt(at) === code) return true;
  return false;
}

/** The units that `\s` matches. */
function isWhite(code: number): boolean {
  return code <= 32 ? code === 32 || (code >= 9 && code <= 13) : code >= 0xa0 && /\s/.test(String.fromCharCode(code));
}

/** The predicate that a word is, with or without a `!` before it. */
function predicateAt(word: string): string | undefined {
  if (predicateNamed(word)) return word;
  return word.startsWith('!') && /^![a-zA-Z]/.test(word) && predicateNamed(word.slice(1)) ? word.slice(1) : undefined;
}

/** Subjects of more than one word, the longest first. */
const WORDS = [/^\S+[ \t]+\S+[ \t]+\S+/, /^\S+[ \t]+\S+/];

/** `first`: the first word; `end`: the end of subject and path. The text after a subject of one word or more is a path. */
function subjectAndPath(
  { text, subjects }: RegionContext,
  first: Located,
  end: number,
): { subject: Located; path?: Range } {
  if (first.end === end) return { subject: first };
  const subject = spaced(text.slice(first.start, end), first.start, subjects) ?? firstOf(text, first);
  const path = trimmed(text, subject.end, end);
  return path.start < path.end ? { subject, path } : { subject };
}

function spaced(written: string, start: number, subjects: ReadonlySet<string>): Located | undefined {
  for (const form of WORDS) {
    const words = form.exec(written)?.[0];
    const value = words?.replaceAll(/[ \t]+/g, ' ');
    if (value !== undefined && subjects.has(value)) return { start, end: start + words!.length, value };
  }
  return undefined;
}

/** Up to the first white space, which may be within brackets. */
function firstOf(text: string, { start, value }: Located): Located {
  return located(text, start, start + /^\S+/.exec(value)![0].length);
}

function noPredicate(context: RegionContext, range: Range): void {
  const names = predicates.flatMap((predicate) => [predicate.name, ...predicate.aliases]);
  const words = new Words(context.text, range.start + 2, range.end);
  words.next();
  for (let word = words.next(); word !== undefined; word = words.next()) {
    const near = word.value === '=' ? '==' : word.value.length > 3 ? nearest(word.value, names) : undefined;
    if (near === undefined) continue;
    report(context, word, 'unknown-predicate', `${word.value} is not a predicate. Did you mean ${near}?`, near);
    return;
  }
  const message = `This check has no predicate. They are ${predicates.map((each) => each.name).join(', ')}.`;
  report(context, range, 'bad-check', message);
}
