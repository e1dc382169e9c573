import { framings } from '../../protocol/framing.ts';
import { headers, methods } from '../httpWords.ts';
import { metaTags } from '../metaWords.ts';
import { systemVariables } from '../systemWords.ts';
import type { Range, Region, RequestFile, Variables } from '../model.ts';
import { asText, definitionsFor, promptsOf } from '../variables.ts';
import { predicates } from '../predicates.ts';
import { valueKinds, type OptionSpec, type WordSpec } from '../words/spec.ts';
import { kindOf, optionsOf, subjectsOf, words, wordSpec } from '../words/table.ts';
import { sameOption } from '../parse/validate.ts';
import { lineRange, regionAt, schemeOf } from './place.ts';

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
  /** What to put in place of `range`. */
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

/** What can stand at an offset. */
export function completions(file: RequestFile, offset: number, context: CompletionContext = {}): Completion[] {
  const line = lineRange(file.text, offset);
  const before = file.text.slice(line.start, offset);
  const region = regionAt(file, offset);
  const open = /\{\{\s*(%?[^{}]*)$/.exec(before);
  if (open)
    return ranged(variables(file, region, open[1]!, context), file.text, offset, offset - lastPart(open[1]!).length);
  const tag = /^\s*(?:#+|\/\/+)\s*@([\w-]*)$/.exec(before);
  if (tag) return ranged(tags(), file.text, offset, offset - tag[1]!.length);
  const ref = /^\s*(?:#|\/\/)\s*@(?:ref|forceRef)\s+([\w-]*)$/.exec(before);
  if (ref) return ranged(requestNames(file, region), file.text, offset, offset - ref[1]!.length);
  if (/^\s*(?:#|\/\/)/.test(before)) return [];
  if (/^\s*\?\?/.test(before))
    return ranged(check(region, before), file.text, offset, offset - /\S*$/.exec(before)![0].length);
  return inRequest(file, region, line, before, offset, context);
}

/** A range up to the end of the word that the offset is in. */
function ranged(offers: readonly Offer[], text: string, offset: number, start: number): Completion[] {
  let end = offset;
  while (end < text.length && /[\w$-]/.test(text[end]!)) end++;
  return offers.map((offer) => ({ ...offer, range: { start, end } }));
}

function lastPart(expression: string): string {
  return /^%?\s*/.exec(expression)![0].length === expression.length ? '' : expression.replace(/^%\s*/, '');
}

function variables(
  file: RequestFile,
  region: Region | undefined,
  written: string,
  context: CompletionContext,
): Offer[] {
  const dot = written.indexOf('.');
  if (dot > 0 && !written.startsWith('$')) return results(file, written.slice(0, dot).replace('%', ''));
  const prompts = region ? promptsOf(region).map(({ question }) => question) : [];
  return [
    ...prompts.map(({ name, description }): Offer => ({
      label: name,
      kind: 'variable',
      insert: name,
      detail: description ?? 'asked for',
    })),
    ...[...definitionsFor(file, region).values()].map(({ name, value }): Offer => ({
      label: name.value,
      kind: 'variable',
      insert: name.value,
      detail: value.text,
    })),
    ...Object.entries(context.environment ?? {}).map(([name, value]): Offer => ({
      label: name,
      kind: 'variable',
      insert: name,
      detail: asText(value),
    })),
    ...requestNames(file, region),
    ...systemVariables
      .filter((each) => each.supported)
      .map(({ name, usage, sentence }): Offer => ({
        label: name,
        kind: 'system',
        insert: usage.slice(2, -2),
        detail: sentence,
      })),
  ];
}

function requestNames(file: RequestFile, region: Region | undefined): Offer[] {
  return file.seen
    .filter((each) => each.name && each !== region && each.item)
    .map((each): Offer => ({
      label: each.name!.value,
      kind: 'request',
      insert: each.name!.value,
      ...(each.title && { detail: each.title.value }),
    }));
}

function results(file: RequestFile, name: string): Offer[] {
  const item = file.seen.find((each) => each.name?.value === name)?.item;
  if (item === undefined) return [];
  return kindOf(item.kind).spec.results.map((each): Offer => ({
    label: `${name}.${each.name}`,
    kind: 'variable',
    insert: `${name}.${each.name.replace(/NAME$|path$|\.…$/, '')}`,
    detail: each.sentence,
  }));
}

function tags(): Offer[] {
  return metaTags
    .filter((tag) => tag.supported)
    .map((tag): Offer => ({
      label: tag.name,
      kind: 'tag',
      insert: tag.value === 'none' ? tag.name : `${tag.name} `,
      detail: tag.sentence,
    }));
}

function check(region: Region | undefined, before: string): Offer[] {
  const item = region?.item;
  const written = before
    .replace(/^\s*\?\?\s*/, '')
    .replace(/\S*$/, '')
    .trim()
    .replaceAll(/\s+/g, ' ');
  const subjects = subjectsOf(item?.kind ?? 'http').filter((each) => each.alias === undefined);
  const begun = subjects.filter((each) => written !== '' && each.name.startsWith(`${written} `));
  if (written === '' || begun.length > 0) {
    const rest = (name: string): string => name.slice(written === '' ? 0 : written.length + 1);
    const offers = (begun.length > 0 ? begun : subjects).map((each): Offer => ({
      label: rest(each.name),
      kind: 'subject',
      insert: `${rest(each.name)} `,
      detail: each.sentence,
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
  return predicates.map((each): Offer => ({
    label: each.name,
    kind: 'predicate',
    insert: each.value ? `${each.name} ` : each.name,
    detail: each.sentence,
  }));
}

function headerNames(after: string): Offer[] {
  return headers.map(({ name, sentence, values }): Offer => ({
    label: name,
    kind: 'header',
    insert: `${name}${after}`,
    detail: sentence,
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
  if (/\n[ \t]*\r?\n/.test(file.text.slice(head.end, line.start))) return [];
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
      (item && 'options' in item ? item.options : [])
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
    return ranged(
      values.map((value): Offer => ({ label: value, kind: 'value', insert: value })),
      file.text,
      offset,
      offset - field[2]!.length,
    );
  }
  return ranged(headerNames(': '), file.text, offset, start);
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
  return [
    ...methods
      .slice(0, 8)
      .map(({ name, sentence }): Offer => ({ label: name, kind: 'method', insert: `${name} `, detail: sentence })),
    ...words().map(({ word, sentence }): Offer => ({
      label: word,
      kind: 'word',
      insert: `${word} `,
      detail: sentence,
      more: true,
    })),
    ...methods
      .slice(8)
      .map(({ name, sentence }): Offer => ({ label: name, kind: 'method', insert: `${name} `, detail: sentence })),
    { label: '###', kind: 'separator', insert: '### ', detail: 'Separates requests; a title may follow.' },
    { label: '??', kind: 'separator', insert: '?? ', detail: 'A check of what comes back.', more: true },
  ];
}

function afterWord(before: string, context: CompletionContext): Offer[] {
  const [first = '', ...rest] = before.trimStart().split(/\s+/);
  const spec = wordSpec(first);
  if (spec?.supported === false) return [];
  const argument = spec?.arguments?.[rest.length - 1];
  if (argument?.choices)
    return argument.choices.map(({ name, sentence }): Offer => ({
      label: name,
      kind: 'value',
      insert: `${name} `,
      detail: sentence,
    }));
  if (argument?.recordType)
    return (context.recordTypes ?? []).map((name): Offer => ({ label: name, kind: 'value', insert: name }));
  if (spec?.target === 'url' && !/:\/\//.test(rest.at(-1) ?? ''))
    return spec.schemes!.map((scheme): Offer => ({
      label: `${scheme}://`,
      kind: 'value',
      insert: `${scheme}://127.0.0.1:`,
    }));
  if (methods.some((method) => method.name === first) && rest.length > 1)
    return ['HTTP/1.1', 'HTTP/1.0', 'HTTP/2'].map((name): Offer => ({ label: name, kind: 'value', insert: name }));
  return [];
}

function knownOptions(
  file: RequestFile,
  region: Region | undefined,
  spec: WordSpec,
  head: Range,
): readonly OptionSpec[] {
  const target = file.text.slice(head.start + spec.word.length, head.end).trim();
  const item = region?.item;
  const behaviour =
    item && 'options' in item
      ? item.options.find((each) => sameOption(each.name.value, 'behaviour'))?.value.text
      : undefined;
  return optionsOf(spec, spec.target === 'url' ? schemeOf(target) : spec.kind, behaviour);
}

function optionOffer(option: OptionSpec): Offer {
  const standard = option.default === undefined ? '' : ` Default: ${option.default}.`;
  return {
    label: option.name,
    kind: 'option',
    insert: `${option.name}: `,
    detail: `${option.sentence}${standard}`,
    more: true,
  };
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
  const plain = (values: readonly string[]): Offer[] =>
    values.map((value): Offer => ({ label: value, kind: 'value', insert: value }));
  if (option === undefined) return [];
  switch (option.kind) {
    case 'behaviour': {
      const scheme = schemeOf(file.text.slice(head.start + spec.word.length, head.end).trim());
      const fitting = (spec.behaviours ?? []).filter((each) => scheme === undefined || each.schemes.includes(scheme));
      return fitting.map((each): Offer => ({
        label: each.name,
        kind: 'behaviour',
        insert: each.name,
        detail: each.sentence,
      }));
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
      return [{ label: option.example, kind: 'value', insert: option.example, detail: valueKinds[option.kind] }];
  }
}
