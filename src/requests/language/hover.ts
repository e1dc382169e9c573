import { codeBlock, codeSpan, plainMarkdown } from '../../protocol/text/markdown.ts';
import { headers, methods } from '../httpWords.ts';
import { metaTag } from '../metaWords.ts';
import type { Range, Region, RequestFile } from '../model.ts';
import { sameOption } from '../parse/validate.ts';
import { splitSystem, systemSpec } from '../systemVariables.ts';
import { definitionsFor, isSecret, promptsOf } from '../variables.ts';
import { predicateNamed } from '../predicates.ts';
import { valueKinds, type OptionSpec } from '../words/spec.ts';
import { kindOf, optionsOf, subjectsOf, wordOf } from '../words/table.ts';
import type { CheckOutcome } from '../run/outcome.ts';
import { contains, placeholderAt, regionAt, rootOf, schemeOf } from './place.ts';

/** Markdown, a paragraph each: what comes from the file is escaped in it. Values of variables are not among them. */
export interface Hover {
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
    ofItem(region, offset) ??
    ofCheck(region, offset)
  );
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
  const range = { start: placeholder.start, end: placeholder.end };
  if (expression.startsWith('$')) {
    const spec = systemSpec(splitSystem(expression).name);
    return (
      spec && { range, paragraphs: [codeSpan(spec.usage), spec.sentence], ...withValue(expression, values(expression)) }
    );
  }
  return { range, paragraphs: [whatIs(file, region, expression)], ...withValue(expression, values(expression)) };
}

function whatIs(file: RequestFile, region: Region, expression: string): string {
  const name = expression.replace(/^%\s*/, '');
  const root = rootOf(expression);
  const question = promptsOf(region).find((each) => each.question.name === name)?.question;
  if (question) return `${codeSpan(name)} is asked for before the request is sent.`;
  if (definitionsFor(file, region).has(name)) return `${codeSpan(name)} is defined in this file.`;
  const request = file.seen.find((each) => each.name?.value === root);
  if (request?.item === undefined) return `${codeSpan(name)} is of the environment, or is not known.`;
  const { spec } = kindOf(request.item.kind);
  const what = spec.results.find((each) => each.name === name.slice(root.length + 1))?.sentence;
  const { title } = request;
  const called = title && title.value !== root ? ` (${plainMarkdown(title.value)})` : '';
  return `Of the request ${codeSpan(root)}${called}.${what ? ` ${what}` : ''}`;
}

function ofDefinition(
  region: Region,
  offset: number,
  values: (expression: string) => string | undefined,
): Hover | undefined {
  const definition = region.variables.find((each) => contains(each.name, offset));
  if (definition === undefined) return undefined;
  const { start, end, value } = definition.name;
  return {
    range: { start, end },
    paragraphs: [`${codeSpan(value)}: every request of this file can use it, as ${codeSpan(`{{${value}}}`)}.`],
    ...withValue(value, values(value)),
  };
}

function ofTag(region: Region, offset: number): Hover | undefined {
  const line = region.meta.find((each) => contains(each.name, offset));
  const tag = line && metaTag(line.name.value);
  return (
    tag && { range: { start: line.name.start, end: line.name.end }, paragraphs: [codeSpan(tag.usage), tag.sentence] }
  );
}

function ofItem(region: Region, offset: number): Hover | undefined {
  const { item } = region;
  if (item === undefined) return undefined;
  if (!('word' in item)) {
    const { method } = item;
    if (method && contains(method, offset) && !item.curl) {
      const spec = methods.find((each) => each.name === method.value);
      return (
        spec && { range: { start: method.start, end: method.end }, paragraphs: [codeSpan(spec.name), spec.sentence] }
      );
    }
    const header = item.curl ? undefined : item.headers.find((each) => contains(each.name, offset));
    const known = header && headers.find((each) => each.name.toLowerCase() === header.name.value.toLowerCase());
    return (
      known && {
        range: { start: header.name.start, end: header.name.end },
        paragraphs: [codeSpan(known.name), known.sentence],
      }
    );
  }
  const kind = wordOf(item.kind)!;
  const { spec } = kind;
  if (contains(item.word, offset))
    return {
      range: { start: item.word.start, end: item.word.end },
      paragraphs: [codeSpan(spec.usage), spec.sentence, ...(spec.body ? [`Body: ${spec.body}`] : [])],
    };
  const line = item.options.find((each) => contains(each, offset));
  if (line === undefined) return undefined;
  const behaviour = item.options.find((each) => sameOption(each.name.value, 'behaviour'))?.value.text;
  const target = kind.targets?.(item)[0];
  const scheme = spec.target === 'url' && target ? schemeOf(target.text) : item.kind;
  const option = optionsOf(spec, scheme, behaviour).find((each) => sameOption(each.name, line.name.value));
  if (option === undefined) return undefined;
  if (contains(line.name, offset))
    return { range: { start: line.name.start, end: line.name.end }, paragraphs: optionText(option) };
  const chosen =
    option.kind === 'behaviour' ? spec.behaviours?.find(({ name }) => name === line.value.text) : undefined;
  return (
    chosen && {
      range: { start: line.value.start, end: line.value.end },
      paragraphs: [codeSpan(chosen.name), chosen.sentence, ...(chosen.body ? [`Body: ${chosen.body}`] : [])],
    }
  );
}

function optionText(option: OptionSpec): string[] {
  const standard = option.default === undefined ? '' : ` Without it: ${option.default}.`;
  const value = option.choices ? option.choices.map((choice) => codeSpan(choice)).join(', ') : valueKinds[option.kind];
  return [codeSpan(`${option.name}: ${option.example}`), `${option.sentence}${standard}`, `Value: ${value}.`];
}

function ofCheck(region: Region, offset: number): Hover | undefined {
  const check = region.checks.find((each) => contains(each, offset));
  if (check === undefined || region.item === undefined) return undefined;
  if (contains(check.predicate, offset)) {
    const spec = predicateNamed(check.predicate.value);
    return (
      spec && {
        range: { start: check.predicate.start, end: check.predicate.end },
        paragraphs: [`${codeSpan(spec.name)}: ${check.negated ? 'not: ' : ''}${spec.sentence}.`],
      }
    );
  }
  if (!contains(check.subject, offset)) return undefined;
  const root = /^[^.[]*/.exec(check.subject.value)![0];
  const subjects = subjectsOf(region.item.kind);
  const spec =
    subjects.find((each) => each.name === check.subject.value) ?? subjects.find((each) => each.name === root);
  return (
    spec && {
      range: { start: check.subject.start, end: check.subject.end },
      paragraphs: [codeSpan(spec.example), spec.sentence],
    }
  );
}

/** How a check ended, as Markdown: what was received stands in it as code. */
export function checkHover({ state, message, expected, actual }: CheckOutcome): string {
  const said = message ?? (state === 'passed' ? 'This check holds.' : 'This check does not hold.');
  const wanted = state === 'passed' || expected === undefined ? '' : `\n\nExpected${codeBlock(expected)}`;
  return `${plainMarkdown(said)}${wanted}${actual === undefined ? '' : `\n\nFound${codeBlock(actual)}`}`;
}
