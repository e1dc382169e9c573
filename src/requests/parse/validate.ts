import { nearest } from '../../base/nearest.ts';
import { expressionProblem } from '../expressions.ts';
import { foreignHeaderProblem } from '../httpWords.ts';
import {
  optionLines,
  type Check,
  type FieldLine,
  type Item,
  type Problem,
  type Template,
  type WordItem,
} from '../model.ts';
import { placeholdersIn, schemeOf } from '../templates.ts';
import { splitAddress } from '../../endpoints/address.ts';
import { valueProblem } from '../values.ts';
import { partPath } from '../partPath.ts';
import { predicateNamed } from '../predicates.ts';
import {
  behaviourLine,
  plainName,
  sameOption,
  type ItemKind,
  type OptionSpec,
  type SubjectSpec,
  type WordSpec,
} from '../words/spec.ts';
import { bodyOf, kindOf, optionsOf, subjectsOf, wordOf } from '../words/table.ts';
import { meant, report, warn } from './context.ts';
import type { ParsedRegion } from './region.ts';

type Problems = { readonly problems: Problem[] };

/** Adds what is wrong with options, addresses and checks, by the table of words. `expressions`: there are placeholders in it. */
export function validateRegion(parsed: ParsedRegion, expressions: boolean): ParsedRegion {
  const { item, checks, variables } = parsed.region;
  const found: Problems = { problems: [] };
  if (expressions) validateExpressions(found, variables, warn);
  if (expressions) validateExpressions(found, item, report);
  if (expressions && item !== undefined) validateExpressions(found, checks, warn);
  if (item !== undefined) validateItem(found, item);
  if (item !== undefined) for (const check of checks) validateCheck(found, check, item.kind);
  if (found.problems.length === 0) return parsed;
  const problems = [...parsed.problems, ...found.problems].sort((a, b) => a.start - b.start || a.end - b.end);
  return { region: parsed.region, problems };
}

function validateItem(context: Problems, item: Item): void {
  validateHeaders(context, kindOf(item.kind).headers?.(item) ?? []);
  const kind = wordOf(item.kind);
  if (kind === undefined) return;
  const { spec } = kind;
  const targets = kind.targets?.(item as WordItem & Item) ?? [];
  const schemes = targets.map((target) => {
    if (spec.target === 'url') return validateUrl(context, target, spec);
    if (spec.target === 'address') validateAddress(context, target, spec);
    return undefined;
  });
  if (spec.behaviours !== undefined) validateBehaviour(context, item, spec, schemes[0]);
  else {
    const scheme = spec.target === 'url' ? schemeOf(targets[0]!.text) : item.kind;
    validateOptions(context, optionLines(item), spec, knownOptions(spec, scheme), () => `${spec.word} has no option`);
  }
}

/** Placeholders that can have no value. A request with one is not sent; a variable may never be used, and a check fails by itself. */
function validateExpressions(context: Problems, part: unknown, say: typeof report): void {
  for (const placeholder of placeholdersIn(part)) {
    const problem = expressionProblem(placeholder.expression);
    if (problem === undefined) continue;
    const { code, message, replacement } = problem;
    say(context, placeholder, code, message, replacement && `{{${replacement}}}`);
  }
}

function validateHeaders(context: Problems, headers: readonly FieldLine[]): void {
  for (const { name, value } of headers) {
    const problem = foreignHeaderProblem(name.value, value.text.replaceAll(/\{\{[^{}]*\}\}/g, 'x'));
    if (problem !== undefined) report(context, { start: name.start, end: value.end }, 'not-supported', problem);
  }
}

/** The options are also those of the behaviour. */
function validateBehaviour(context: Problems, item: Item, spec: WordSpec, scheme: string | undefined): void {
  const behaviours = spec.behaviours!;
  const options = optionLines(item);
  const line = behaviourLine(spec, options);
  const name = line && fixedText(line.value);
  const behaviour = name === undefined ? undefined : behaviours.find((each) => each.name === name);
  if (line && name !== undefined && behaviour === undefined) {
    const names = behaviours
      .filter((each) => scheme === undefined || each.schemes.includes(scheme))
      .map((each) => each.name);
    const near = nearest(name, names);
    const hint = meant(near, `There are: ${names.join(', ')}.`);
    report(context, line.value, 'bad-value', `There is no behaviour "${name}". ${hint}`, near);
  }
  if (line && behaviour && scheme !== undefined && !behaviour.schemes.includes(scheme)) {
    const message = `The behaviour ${behaviour.name} is one of ${behaviour.schemes.join(', ')}, not of ${scheme}.`;
    report(context, line.value, 'bad-value', message);
  }
  const known = knownOptions(spec, scheme, behaviour?.name);
  // An unknown behaviour may have any options.
  if (line && behaviour === undefined) return;
  const who = (): string =>
    behaviour
      ? `A server with the behaviour ${behaviour.name} has no option`
      : `${spec.word} ${scheme ?? ''} has no option`.replace('  ', ' ');
  validateOptions(context, options, spec, known, who);
  for (const option of behaviour?.options ?? []) {
    if (!option.required) continue;
    const given = options.some((each) => sameOption(each.name.value, option.name));
    const written = behaviour?.body !== undefined && bodyOf(item).length > 0;
    const message = `The behaviour ${behaviour!.name} needs the option ${option.name}: ${option.sentence}`;
    if (!given && !written) report(context, line!, 'missing-option', message);
  }
}

interface KnownOptions {
  readonly all: readonly OptionSpec[];
  /** The first of each name as `sameOption` compares it. */
  readonly byName: ReadonlyMap<string, OptionSpec>;
}

/** By word, scheme and behaviour. A file has thousands of requests and few kinds of them; schemes may be any text. */
const knownBefore = new Map<string, KnownOptions>();
const mostKnown = 200;

function knownOptions(spec: WordSpec, scheme?: string, behaviour?: string): KnownOptions {
  const key = `${spec.word} ${scheme ?? ''} ${behaviour ?? ''}`;
  let known = knownBefore.get(key);
  if (known === undefined) {
    const all = optionsOf(spec, scheme, behaviour);
    known = { all, byName: new Map(all.map((option) => [plainName(option.name), option] as const).reverse()) };
    if (knownBefore.size >= mostKnown) knownBefore.clear();
    knownBefore.set(key, known);
  }
  return known;
}

function validateOptions(
  context: Problems,
  lines: readonly FieldLine[],
  spec: WordSpec,
  known: KnownOptions,
  none: () => string,
): void {
  const seen: string[] = [];
  for (const line of lines) {
    const option = known.byName.get(plainName(line.name.value));
    if (option === undefined) {
      unknownOption(context, line, spec, known.all, none());
      continue;
    }
    if (seen.includes(option.name) && !option.repeatable)
      warn(context, line.name, 'repeated-option', `${option.name} is there already; the last one counts.`);
    seen.push(option.name);
    const value = fixedText(line.value);
    const problem = value === undefined ? undefined : valueProblem(option, value);
    const place = line.value.start === line.value.end ? line : line.value;
    if (problem) report(context, place, 'bad-value', problem.message, problem.replacement);
  }
}

function unknownOption(
  context: Problems,
  line: FieldLine,
  spec: WordSpec,
  known: readonly OptionSpec[],
  none: string,
): void {
  const names = known.filter((option) => option.alias === undefined).map((option) => option.name);
  const elsewhere = spec.options.find((option) => sameOption(option.name, line.name.value))?.schemes;
  const near = elsewhere ? undefined : nearest(line.name.value, names);
  const hint = meant(
    near,
    elsewhere ? `It is one of ${elsewhere.join(', ')}.` : `Its options are ${names.join(', ')}.`,
  );
  report(context, line.name, 'unknown-option', `${none} ${line.name.value}. ${hint}`, near);
}

/** The text, if no placeholder is in it. */
function fixedText(template: Template): string | undefined {
  return template.placeholders.length > 0 ? undefined : template.text;
}

/** Its scheme, if it has one that is known. */
function validateUrl(context: Problems, url: Template, spec: WordSpec): string | undefined {
  const scheme = schemeOf(url.text);
  const schemes = spec.schemes ?? [];
  if (scheme === undefined) {
    if (!url.text.startsWith('{{'))
      report(context, url, 'bad-address', `${spec.word} needs a URL with a scheme: ${spec.usage}.`);
    return undefined;
  }
  if (!schemes.includes(scheme)) {
    const near = nearest(scheme, schemes);
    const place = { start: url.start, end: url.start + scheme.length };
    const message = `${spec.word} knows ${schemes.join(', ')}, not ${scheme}. ${meant(near)}`.trimEnd();
    report(context, place, 'bad-address', message, near);
    return undefined;
  }
  const rest = url.text.slice(scheme.length + 3).replace(/\/$/, '');
  const place = { start: url.start + scheme.length + 3, end: url.end };
  if (!rest.includes('{{') && splitAddress(rest) === undefined)
    report(context, rest === '' ? url : place, 'bad-address', `"${rest}" is not host:port: write ${spec.usage}.`);
  return scheme;
}

function validateAddress(context: Problems, address: Template, spec: WordSpec): undefined {
  const text = fixedText(address);
  if (text === undefined || splitAddress(text) !== undefined) return;
  const scheme = schemeOf(address.text);
  const bare = scheme === undefined ? '' : text.slice(scheme.length + 3);
  const message = `"${text}" is not host:port: write ${spec.usage}.`;
  report(context, address, 'bad-address', message, splitAddress(bare) !== undefined ? bare : undefined);
}

function validateCheck(context: Problems, check: Check, kind: ItemKind): void {
  const subjects = subjectsOf(kind);
  const written = check.subject.value;
  const exact = subjects.find((each) => each.name === written);
  const root = exact === undefined ? /^[^.[]*/.exec(written)![0] : written;
  const subject = exact ?? subjects.find((each) => each.name === root && each.kind === 'json');
  if (check.notSupported !== undefined || written.includes('{{')) return;
  if (subject === undefined) {
    const names = subjects.filter((each) => each.alias === undefined).map((each) => each.name);
    const near = nearest(root, names);
    const hint = meant(near, `It can be about ${names.join(', ')}.`);
    report(context, check.subject, 'unknown-subject', `A check here cannot be about ${written}. ${hint}`, near);
  } else if (check.path && subject.path === undefined && subject.kind !== 'json')
    report(context, check.path, 'bad-check', `Nothing stands between ${written} and the predicate.`);
  else if (!check.path && subject.path === 'required')
    report(context, check.subject, 'bad-check', `${written} needs a name: ${subject.example}.`);
  else if (subject.pathKind === 'part' && check.path) validatePart(context, check.path, subject, subjects);
  validatePredicate(context, check);
}

function validatePart(context: Problems, path: Template, subject: SubjectSpec, subjects: readonly SubjectSpec[]): void {
  if (path.text.includes('{{') || partPath(subject, path.text, subjects) !== undefined) return;
  const names = subjects.filter(({ alias, pathKind }) => alias === undefined && pathKind !== 'part');
  const message = `"${path.text}" does not name a subject of ${subject.name}: write ${subject.example}. The subjects are ${names.map(({ name }) => name).join(', ')}.`;
  report(context, path, 'bad-check', message);
}

function validatePredicate(context: Problems, check: Check): void {
  const predicate = predicateNamed(check.predicate.value);
  if (predicate === undefined) return;
  if (!predicate.value && check.value)
    warn(context, check.value, 'bad-check', `${check.predicate.value} takes no value.`);
  // `?? body ==` is a body that is empty.
  if (predicate.value && !check.value && predicate.name !== '==' && predicate.name !== '!=')
    report(context, check.predicate, 'bad-check', `${check.predicate.value} needs a value.`);
}
