import { framings } from '../../protocol/framing.ts';
import { headers, methods } from '../httpWords.ts';
import { metaTags } from '../metaWords.ts';
import { systemVariables } from '../systemWords.ts';
import { optionLines, type Range, type Region, type RequestFile, type Variables } from '../model.ts';
import { schemeOf } from '../templates.ts';
import { environmentText } from '../jsonValues.ts';
import { definitionsFor, promptsOf } from '../variables.ts';
import { predicates } from '../predicates.ts';
import { valueKinds } from '../valueKinds.ts';
import type { BodyStep } from '../../net/behaviours/behaviour.ts';
import { behaviourLine, sameOption, stepsOf, type OptionSpec, type WordSpec } from '../words/spec.ts';
import { optionsOf, ownVariables, resultsOf, subjectsOf, wordOf, words, wordSpec } from '../words/table.ts';
import { lineRange, regionAt } from './place.ts';

export type CompletionKind =
  | 'word'
  | 'method'
  | 'header'
  | 'option'
  | 'value'
  | 'behaviour'
  | 'variable'
  | 'system'
  | 'request'
  | 'tag'
  | 'subject'
  | 'predicate'
  | 'separator';

export interface Completion {
  readonly label: string;
  readonly kind: CompletionKind;
  /** The text to put in place of `range`. */
  readonly insert: string;
  readonly range: Range;
  /** One line. */
  readonly detail?: string;
  /** A value is expected next: offer further completions at once. */
  readonly more?: boolean;
}

export interface CompletionContext {
  readonly environment?: Variables;
  /** Python's names of encodings. */
  readonly encodings?: readonly string[];
  /** Types of DNS records. */
  readonly recordTypes?: readonly string[];
}

type Offer = Omit<Completion, 'range'>;

/** `insert`: absent, the label itself. */
function offer(kind: CompletionKind, label: string, detail?: string, insert = label): Offer {
  return { label, kind, insert, ...(detail !== undefined && { detail }) };
}

function plain(values: readonly string[]): Offer[] {
  return values.map((value) => offer('value', value));
}

/** The texts that can stand at an offset. */
export function completions(file: RequestFile, offset: number, context: CompletionContext = {}): Completion[] {
  const line = lineRange(file.text, offset);
  const before = file.text.slice(line.start, offset);
  const region = regionAt(file, offset);
  const open = /\{\{\s*(%?[^{}]*)$/.exec(before);
  if (open)
    return ranged(variables(file, region, open[1]!, context), file.text, offset, offset - lastPart(open[1]!).length);
  const tag = /^\s*(?:#+|\/\/+)\s*@([\w-]*)$/.exec(before);
  if (tag) return ranged(tags(), file.text, offset, offset - tag[1]!.length);
  const ref = /^\s*(?:#|\/\/)\s*@(?:ref|forceRef|needs)\s+([\w-]*)$/.exec(before);
  if (ref) return ranged(requestNames(file, region), file.text, offset, offset - ref[1]!.length);
  if (/^\s*(?:#|\/\/)/.test(before)) return [];
  if (/^\s*\?\?/.test(before))
    return ranged(check(region, before), file.text, offset, offset - /\S*$/.exec(before)![0].length);
  if (/^\s*!!\s/.test(before) && isBelowCheck(file, region, line))
    return ranged(reason(before), file.text, offset, offset - /\S*$/.exec(before)![0].length);
  if (/^[!?]*$/.test(before) && isBelowCheck(file, region, line))
    return ranged(besideCheck, file.text, offset, line.start);
  return inRequest(file, region, line, before, offset, context);
}

const besideCheck: readonly Offer[] = [
  { ...offer('separator', '??', 'A check of the answer.', '?? '), more: true },
  { ...offer('separator', '!!', 'A likely reason if the check above does not hold.', '!! '), more: true },
];

/** Nothing but reasons stands between a check and the line. */
function isBelowCheck({ text }: RequestFile, region: Region | undefined, line: Range): boolean {
  const check = region?.checks.findLast(({ end }) => end < line.start);
  const between = check === undefined ? ['?'] : text.slice(check.end, line.start).split(/[\r\n]+/);
  return between.every((each) => /^\s*(?:!!|$)/.test(each));
}

function reason(before: string): Offer[] {
  return /^\s*!!\s+(?:not\s+)?\S*$/.test(before) ? predicateOffers() : [];
}

/** A range up to the end of the word that the offset is in. */
function ranged(offers: readonly Offer[], text: string, offset: number, start: number): Completion[] {
  let end = offset;
  while (end < text.length && /[\w$-]/.test(text[end]!)) end++;
  return offers.map((offer) => ({ ...offer, range: { start, end } }));
}

/** The part that the offset is in: after a function of variables, the word alone. */
function lastPart(expression: string): string {
  if (afterFunction(expression)) return /[^\s()+*/-]*$/.exec(expression)![0];
  return /^%?\s*/.exec(expression)![0].length === expression.length ? '' : expression.replace(/^%\s*/, '');
}

/** `$length wo`: the name of a variable comes next. */
function afterFunction(expression: string): boolean {
  const name = /^(\$[\w.]+)[ \t]/.exec(expression)?.[1];
  return systemVariables.some((each) => each.name === name && each.takesVariables === true);
}

function variables(
  file: RequestFile,
  region: Region | undefined,
  written: string,
  context: CompletionContext,
): Offer[] {
  const dot = written.indexOf('.');
  if (dot > 0 && !written.startsWith('$')) return results(file, written.slice(0, dot).replace('%', ''));
  const named = afterFunction(written) ? /([\w-]+)\.[^\s]*$/.exec(written)?.[1] : undefined;
  if (named !== undefined) return results(file, named);
  const prompts = region ? promptsOf(region).map(({ question }) => question) : [];
  return [
    ...prompts.map(({ name, description = 'asked for' }) => offer('variable', name, description)),
    ...(region ? ownVariables(region) : []).map(({ value }) =>
      offer('variable', value, 'another value for each client'),
    ),
    ...[...definitionsFor(file, region).values()].map(({ name, value }) => offer('variable', name.value, value.text)),
    ...Object.entries(context.environment ?? {}).map(([name, value]) =>
      offer('variable', name, environmentText(value)),
    ),
    ...requestNames(file, region),
    ...systemVariables
      .filter((each) => each.supported)
      .map(({ name, usage, sentence }) => offer('system', name, sentence, usage.slice(2, -2))),
  ];
}

function requestNames(file: RequestFile, region: Region | undefined): Offer[] {
  return file.seen
    .filter((each) => each.name && each !== region && each.item)
    .map((each) => offer('request', each.name!.value, each.title?.value));
}

function results(file: RequestFile, name: string): Offer[] {
  const item = file.seen.find((each) => each.name?.value === name)?.item;
  if (item === undefined) return [];
  return resultsOf(item.kind).map((each) => {
    const written = each.name.replace(/NAME$|path$|\.…$/, '');
    return offer('variable', `${name}.${each.name}`, each.sentence, `${name}.${written}`);
  });
}

function tags(): Offer[] {
  return metaTags
    .filter((tag) => tag.supported)
    .map(({ name, value, sentence }) => offer('tag', name, sentence, value === 'none' ? name : `${name} `));
}

function check(region: Region | undefined, before: string): Offer[] {
  const written = before
    .replace(/^\s*\?\?\s*/, '')
    .replace(/\S*$/, '')
    .trim()
    .replaceAll(/\s+/g, ' ');
  const subjects = subjectsOf(region?.item?.kind).filter((each) => each.alias === undefined);
  const begun = subjects.filter((each) => written !== '' && each.name.startsWith(`${written} `));
  if (written === '' || begun.length > 0) {
    const rest = (name: string): string => name.slice(written === '' ? 0 : written.length + 1);
    const offers = (begun.length > 0 ? begun : subjects).map((each): Offer => ({
      ...offer('subject', rest(each.name), each.sentence, `${rest(each.name)} `),
      more: true,
    }));
    if (begun.length === 0 || !subjects.some((each) => each.name === written)) return offers;
    return [...offers, ...predicateOffers()];
  }
  const ready = subjects.find(
    (each) => written === each.name || written.startsWith(`${each.name} `) || written.startsWith(each.name),
  );
  if (ready?.path === 'required' && written === ready.name) return ready.pathKind === 'header' ? headerNames('') : [];
  const words = written.split(' ');
  return words.slice(1).some((word) => predicates.some((each) => each.name === word || each.aliases.includes(word)))
    ? []
    : predicateOffers();
}

function predicateOffers(): Offer[] {
  return predicates.map(({ name, value, sentence }) => offer('predicate', name, sentence, value ? `${name} ` : name));
}

function headerNames(after: string): Offer[] {
  return headers.map(({ name, sentence, values }): Offer => ({
    ...offer('header', name, sentence, `${name}${after}`),
    ...(values && after !== '' && { more: true }),
  }));
}

function inRequest(
  file: RequestFile,
  region: Region | undefined,
  line: Range,
  before: string,
  offset: number,
  context: CompletionContext,
): Completion[] {
  const word = /\S*$/.exec(before)![0];
  const start = offset - word.length;
  const item = region?.item;
  const head = requestLineOf(file, region);
  if (head === undefined || line.start <= head.start) {
    if (before.trimStart() === word) return ranged(beginnings(), file.text, offset, start);
    return ranged(afterWord(before, context), file.text, offset, start);
  }
  // After the first empty line there is a body.
  if (/\n[ \t]*\r?\n/.test(file.text.slice(head.end, line.start)))
    return item && 'word' in item && /^=+[ \t]*\w*$/.test(before)
      ? steps(stepsOf(wordOf(item.kind)!.spec, item.options), line, offset)
      : [];
  const field = /^\s*([^:\s]+)\s*:\s*(.*)$/.exec(before);
  const spec = wordSpec(/^\S+/.exec(file.text.slice(head.start, head.end))![0]);
  if (spec?.supported === false) return [];
  if (spec) {
    const known = knownOptions(file, region, spec, head);
    if (field)
      return ranged(
        optionValues(known, field[1]!, spec, head, file, context),
        file.text,
        offset,
        offset - field[2]!.length,
      );
    const used = new Set(
      (item ? optionLines(item) : [])
        .filter((each) => each.start < line.start || each.start > line.end)
        .map((each) => each.name.value),
    );
    const offers = known.filter(
      (each) => each.alias === undefined && (each.repeatable === true || !used.has(each.name)),
    );
    return ranged(offers.map(optionOffer), file.text, offset, start);
  }
  if (field) {
    const values = headers.find((each) => each.name.toLowerCase() === field[1]!.toLowerCase())?.values ?? [];
    return ranged(plain(values), file.text, offset, offset - field[2]!.length);
  }
  return ranged(headerNames(': '), file.text, offset, start);
}

/** The instructions of a body, each in place of its whole line. */
function steps(rows: readonly BodyStep[] = [], { start }: Range, offset: number): Completion[] {
  return rows.map(({ name, usage, sentence }) => ({
    ...offer('value', `=== ${name}`, sentence, usage.replace(/[ \t][A-Z]+$/, '')),
    range: { start, end: offset },
  }));
}

/** The first line of the request, also of one that could not be read to its end. */
function requestLineOf(file: RequestFile, region: Region | undefined): Range | undefined {
  if (region === undefined) return undefined;
  if (region.item) return { start: region.item.start, end: lineRange(file.text, region.item.start).end };
  const text = file.text.slice(region.start, region.end);
  const pattern = new RegExp(
    `^[ \\t]*(?:${[...words().map((word) => word.word), ...methods.map((method) => method.name)].join('|')})[ \\t]+\\S.*$`,
    'm',
  );
  const match = pattern.exec(text);
  return match === null
    ? undefined
    : {
        start: region.start + match.index + /^\s*/.exec(match[0])![0].length,
        end: region.start + match.index + match[0].length,
      };
}

function beginnings(): Offer[] {
  const methodOffers = methods.map(({ name, sentence }) => offer('method', name, sentence, `${name} `));
  return [
    ...methodOffers.slice(0, 8),
    ...words().map(({ word, sentence }): Offer => ({ ...offer('word', word, sentence, `${word} `), more: true })),
    ...methodOffers.slice(8),
    offer('separator', '###', 'Separates requests; a title may follow.', '### '),
    { ...offer('separator', '??', 'A check of the answer.', '?? '), more: true },
  ];
}

function afterWord(before: string, context: CompletionContext): Offer[] {
  const [first = '', ...rest] = before.trimStart().split(/\s+/);
  const spec = wordSpec(first);
  if (spec?.supported === false) return [];
  const argument = spec?.arguments?.[rest.length - 1];
  if (argument?.choices)
    return argument.choices.map(({ name, sentence }) => offer('value', name, sentence, `${name} `));
  if (argument?.recordType) return plain(context.recordTypes ?? []);
  if (spec?.target === 'url' && !/:\/\//.test(rest.at(-1) ?? ''))
    return spec.schemes!.map((scheme) => offer('value', `${scheme}://`, undefined, `${scheme}://127.0.0.1:`));
  if (methods.some((method) => method.name === first) && rest.length > 1)
    return plain(['HTTP/1.1', 'HTTP/1.0', 'HTTP/2']);
  return [];
}

function knownOptions(
  file: RequestFile,
  region: Region | undefined,
  spec: WordSpec,
  head: Range,
): readonly OptionSpec[] {
  const target = file.text.slice(head.start + spec.word.length, head.end).trim();
  const behaviour = region?.item && behaviourLine(spec, optionLines(region.item))?.value.text;
  return optionsOf(spec, spec.target === 'url' ? schemeOf(target) : spec.kind, behaviour);
}

function optionOffer(option: OptionSpec): Offer {
  const standard = option.default === undefined ? '' : ` Default: ${option.default}.`;
  return { ...offer('option', option.name, `${option.sentence}${standard}`, `${option.name}: `), more: true };
}

function optionValues(
  known: readonly OptionSpec[],
  name: string,
  spec: WordSpec,
  head: Range,
  file: RequestFile,
  context: CompletionContext,
): Offer[] {
  const option = known.find((each) => sameOption(each.name, name));
  if (option === undefined) return [];
  switch (option.kind) {
    case 'behaviour': {
      const scheme = schemeOf(file.text.slice(head.start + spec.word.length, head.end).trim());
      const fitting = (spec.behaviours ?? []).filter((each) => scheme === undefined || each.schemes.includes(scheme));
      return fitting.map(({ name, sentence }) => offer('behaviour', name, sentence));
    }
    case 'boolean':
      return plain(['true', 'false']);
    case 'choice':
      return plain(option.choices ?? []);
    case 'encoding':
      return plain(context.encodings ?? ['utf-8', 'latin-1', 'ascii']);
    case 'framing':
      return plain(Object.values(framings).flatMap(({ examples }) => examples));
    case 'ready':
      return plain(['tcp 127.0.0.1:', 'udp 127.0.0.1:', 'output ', 'exit']);
    default:
      return [offer('value', option.example, valueKinds[option.kind].say)];
  }
}
