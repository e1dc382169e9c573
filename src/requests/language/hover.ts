import { codeBlock, codeSpan, plainMarkdown } from '../../protocol/text/markdown.ts';
import { metaTag } from '../metaWords.ts';
import type { Item, Range, Reason, Region, RequestFile, WordItem } from '../model.ts';
import { splitSystem, systemSpec } from '../systemVariables.ts';
import { schemeOf } from '../templates.ts';
import { definitionsFor, isSecret, promptsOf } from '../variables.ts';
import { predicateNamed } from '../predicates.ts';
import { valueKinds } from '../valueKinds.ts';
import { behaviourLine, sameOption, stepsOf, type OptionSpec } from '../words/spec.ts';
import { kindOf, optionsOf, ownVariables, subjectsOf, wordOf } from '../words/table.ts';
import type { CheckOutcome } from '../run/outcome.ts';
import { contains, lineRange, placeholderAt, regionAt, rootOf } from './place.ts';

/** Markdown, a paragraph each: what comes from the file is escaped in it. Values of variables are not among them. */
interface Hover {
  readonly range: Range;
  readonly paragraphs: readonly string[];
  /** The value of what is there, to be shown as it is. */
  readonly value?: string;
}

/** `values`: the value of an expression, as far as it is known now. */
export function hover(
  file: RequestFile,
  offset: number,
  values: (expression: string) => string | undefined = () => undefined,
): Hover | undefined {
  const region = regionAt(file, offset);
  if (region === undefined) return undefined;
  return (
    ofPlaceholder(file, region, offset, values) ??
    ofDefinition(region, offset, values) ??
    ofTag(region, offset) ??
    ofStep(file, region, offset) ??
    ofItem(region, offset) ??
    ofCheck(region, offset)
  );
}

function at(place: Range, ...paragraphs: string[]): Hover {
  return { range: { start: place.start, end: place.end }, paragraphs };
}

function withValue(name: string, value: string | undefined): { value?: string } {
  if (value === undefined) return {};
  return { value: isSecret(name) ? '••••••' : value };
}

function ofPlaceholder(
  file: RequestFile,
  region: Region,
  offset: number,
  values: (expression: string) => string | undefined,
): Hover | undefined {
  const placeholder = placeholderAt(region, offset);
  if (placeholder === undefined) return undefined;
  const { expression } = placeholder;
  const value = withValue(expression, values(expression));
  if (!expression.startsWith('$')) return { ...at(placeholder, whatIs(file, region, expression)), ...value };
  const spec = systemSpec(splitSystem(expression).name);
  return spec && { ...at(placeholder, codeSpan(spec.usage), spec.sentence), ...value };
}

function whatIs(file: RequestFile, region: Region, expression: string): string {
  const name = expression.replace(/^%\s*/, '');
  const root = rootOf(expression);
  const question = promptsOf(region).find((each) => each.question.name === name)?.question;
  if (question) return `${codeSpan(name)} is asked for before the request is sent.`;
  if (ownVariables(region).some(({ value }) => value === name))
    return `${codeSpan(name)} has another value for each client.`;
  if (definitionsFor(file, region).has(name)) return `${codeSpan(name)} is defined in this file.`;
  const request = file.seen.find((each) => each.name?.value === root);
  if (request?.item === undefined) return `${codeSpan(name)} comes from the environment, or is not defined.`;
  const { spec } = kindOf(request.item.kind);
  const what = spec.results.find((each) => each.name === name.slice(root.length + 1))?.sentence;
  const { title } = request;
  const called = title && title.value !== root ? ` (${plainMarkdown(title.value)})` : '';
  return `A result of the request ${codeSpan(root)}${called}.${what ? ` ${what}` : ''}`;
}

function ofDefinition(
  region: Region,
  offset: number,
  values: (expression: string) => string | undefined,
): Hover | undefined {
  const name = region.variables.find((each) => contains(each.name, offset))?.name;
  if (name === undefined) return undefined;
  const use = `every request of this file can use it, as ${codeSpan(`{{${name.value}}}`)}.`;
  return { ...at(name, `${codeSpan(name.value)}: ${use}`), ...withValue(name.value, values(name.value)) };
}

function ofTag(region: Region, offset: number): Hover | undefined {
  const line = region.meta.find((each) => contains(each.name, offset));
  const tag = line && metaTag(line.name.value);
  return tag && at(line.name, codeSpan(tag.usage), tag.sentence);
}

function ofItem({ item }: Region, offset: number): Hover | undefined {
  if (item === undefined) return undefined;
  const explained = kindOf(item.kind).explain?.(item, offset);
  if (explained) return at(explained.place, codeSpan(explained.name), explained.sentence);
  return 'word' in item ? ofWord(item, offset) : undefined;
}

/** An instruction in a body, such as `=== wait`. */
function ofStep({ text }: RequestFile, { item }: Region, offset: number): Hover | undefined {
  if (item === undefined || !('word' in item) || !contains(item, offset)) return undefined;
  const line = lineRange(text, offset);
  const name = /^===[ \t]*(\w+)/.exec(text.slice(line.start, line.end))?.[1];
  const step = name && stepsOf(wordOf(item.kind)!.spec, item.options)?.find((each) => each.name === name);
  return step ? at(line, codeSpan(step.usage), step.sentence) : undefined;
}

function ofWord(item: WordItem & Item, offset: number): Hover | undefined {
  const kind = wordOf(item.kind)!;
  const { spec } = kind;
  if (contains(item.word, offset)) return at(item.word, codeSpan(spec.usage), spec.sentence, ...bodyText(spec));
  const line = item.options.find((each) => contains(each, offset));
  if (line === undefined) return undefined;
  const behaviour = behaviourLine(spec, item.options)?.value.text;
  const target = kind.targets?.(item)[0];
  const scheme = spec.target === 'url' && target ? schemeOf(target.text) : item.kind;
  const option = optionsOf(spec, scheme, behaviour).find((each) => sameOption(each.name, line.name.value));
  if (option === undefined) return undefined;
  if (contains(line.name, offset)) return at(line.name, ...optionText(option));
  const chosen =
    option.kind === 'behaviour' ? spec.behaviours?.find(({ name }) => name === line.value.text) : undefined;
  return chosen && at(line.value, codeSpan(chosen.name), chosen.sentence, ...bodyText(chosen));
}

function bodyText({ body }: { readonly body?: string }): string[] {
  return body === undefined ? [] : [`Body: ${body}`];
}

function optionText(option: OptionSpec): string[] {
  const standard = option.default === undefined ? '' : ` Without it: ${option.default}.`;
  const value = option.choices
    ? option.choices.map((choice) => codeSpan(choice)).join(', ')
    : valueKinds[option.kind].say;
  return [codeSpan(`${option.name}: ${option.example}`), `${option.sentence}${standard}`, `Value: ${value}.`];
}

function ofReason({ start, predicate, negated }: Reason, offset: number): Hover | undefined {
  if (offset <= start + 2) {
    const sentence =
      'A likely reason: told if the check above does not hold, and the value that was found is this one.';
    return at({ start, end: start + 2 }, codeSpan('!! == 5 k  The line end was counted.'), sentence);
  }
  const spec = predicate && contains(predicate, offset) ? predicateNamed(predicate.value) : undefined;
  return spec && at(predicate!, `${codeSpan(spec.name)}: ${negated ? 'not: ' : ''}${spec.sentence}.`);
}

function ofCheck({ checks, item }: Region, offset: number): Hover | undefined {
  const reason = checks.flatMap(({ reasons = [] }) => reasons).find((each) => contains(each, offset));
  if (reason !== undefined) return ofReason(reason, offset);
  const check = checks.find((each) => contains(each, offset));
  if (check === undefined || item === undefined) return undefined;
  if (contains(check.predicate, offset)) {
    const spec = predicateNamed(check.predicate.value);
    return spec && at(check.predicate, `${codeSpan(spec.name)}: ${check.negated ? 'not: ' : ''}${spec.sentence}.`);
  }
  if (!contains(check.subject, offset)) return undefined;
  const root = /^[^.[]*/.exec(check.subject.value)![0];
  const subjects = subjectsOf(item.kind);
  const spec =
    subjects.find((each) => each.name === check.subject.value) ?? subjects.find((each) => each.name === root);
  return spec && at(check.subject, codeSpan(spec.example), spec.sentence);
}

/** How a check ended, as Markdown: what was received stands in it as code. */
export function checkHover({ state, message, why, expected, actual }: CheckOutcome): string {
  const said = message ?? (state === 'passed' ? 'This check holds.' : 'This check does not hold.');
  const wanted = state === 'passed' || expected === undefined ? '' : `\n\nExpected${codeBlock(expected)}`;
  const reason = why === undefined ? '' : `\n\n${plainMarkdown(why)}`;
  return `${plainMarkdown(said)}${reason}${wanted}${actual === undefined ? '' : `\n\nFound${codeBlock(actual)}`}`;
}
