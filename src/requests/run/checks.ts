import { errorData, WirebenchError } from '../../base/errors.ts';
import { count } from '../../base/quantities.ts';
import { evaluateCheck } from '../checks.ts';
import type { Check, Item, Region, Template } from '../model.ts';
import type { ExpandOptions } from '../variables.ts';
import { partPath } from '../partPath.ts';
import { predicateNamed } from '../predicates.ts';
import type { CheckOutcome, ItemResult } from './outcome.ts';
import type { SubjectSpec } from '../words/spec.ts';
import { runnerOf, subjectsOf } from '../words/table.ts';
import type { Part, Subject, SubjectContext } from './subjectTable.ts';

interface Context extends SubjectContext {
  fill(template: Template, options?: ExpandOptions): Promise<string>;
  /** The result of the last request with that name. */
  earlier(name: string): { readonly item: Item; readonly result: ItemResult } | undefined;
}

/** How a check stands while its request goes on. */
export interface CheckState {
  readonly outcome: CheckOutcome;
  /** It does not hold, and cannot come true any more. */
  readonly lost: boolean;
}

/** The checks of a request against its result. Never throws: what cannot be evaluated is an outcome, too. */
export async function statesOf(region: Region, result: ItemResult, context: Context): Promise<CheckState[]> {
  const { item, checks } = region;
  if (item === undefined || checks.length === 0) return [];
  const runner = await runnerOf(item);
  const subject = await runner!.subject(result, context);
  const subjects = subjectsOf(item.kind);
  const states: CheckState[] = [];
  for (const check of checks) {
    const { lost = false, ...outcome } = await outcomeOf(check, subject, subjects, context);
    states.push({ outcome, lost });
  }
  return states;
}

type Told = CheckOutcome & { readonly lost?: boolean };
type Answer = Omit<Told, 'start' | 'end'>;

async function outcomeOf(
  check: Check,
  subject: Subject,
  subjects: readonly SubjectSpec[],
  context: Context,
): Promise<Told> {
  const { start, end } = check;
  const text = written(check, check.path?.text, check.value?.text);
  if (check.notSupported !== undefined) return { start, end, text, state: 'error', message: check.notSupported };
  try {
    const path = check.path && (await context.fill(check.path));
    const asked = askedOf(check.subject.value, path, subjects);
    const answer =
      asked.which === undefined
        ? await answerOf(check, { subject }, asked, context)
        : await answerOfParts(check, subject, asked, context);
    return { start, end, ...answer };
  } catch (error) {
    return { start, end, text, state: 'error', message: errorData(error).message, lost: true };
  }
}

/** About one part or more: the first of `every` that does not hold is the answer, and the first of `any` that holds. */
async function answerOfParts(check: Check, { parts = [] }: Subject, asked: Asked, context: Context): Promise<Answer> {
  const { which = '' } = asked;
  const word = parts[0]?.label.replace(/ \d+( .*)?$/s, '') ?? 'part';
  const number = which === 'every' || which === 'any' ? undefined : Number(which);
  const about = number === undefined ? parts : parts.slice(number - 1, number);
  if (about.length === 0) {
    const message =
      number === undefined
        ? `There is no ${word}.`
        : `There is no ${word} ${number}, only ${count(parts.length, word)}.`;
    const why = await whyOf(check, context);
    return {
      ...(why !== undefined && { why }),
      text: written(check, asked.written, check.value?.text),
      state: 'failed',
      actual: 'nothing',
      message,
    };
  }
  // One part that is lost is enough if every part has to hold; of any, all must be, and no more may come.
  let lost = which === 'any' && asked.more !== true;
  let first: Answer | undefined;
  let wrong: Answer | undefined;
  for (const part of about) {
    const next = await answerOf(check, part, asked, context);
    first ??= next;
    if (next.state === 'passed') {
      if (which === 'any') return next;
      continue;
    }
    wrong ??= next;
    lost = which === 'any' ? lost && next.lost === true : lost || next.lost === true;
  }
  return wrong === undefined ? first! : { ...wrong, lost };
}

async function answerOf(
  check: Check,
  { subject, label, values }: Omit<Part, 'label'> & Partial<Part>,
  asked: Asked,
  context: Context,
): Promise<Answer> {
  const { name, path, spec } = asked;
  const found = await subject.read(name, path);
  const about = path === undefined ? name : `${name} ${path}`;
  const fill: ExpandOptions = values === undefined ? {} : { values };
  const valueOf = async ({ predicate, value }: Condition): Promise<string | undefined> =>
    value && context.fill(value, { ...fill, keepBackslashes: predicateNamed(predicate.value)?.name === 'matches' });
  const answerTo = async (
    condition: Condition,
    value: string | undefined,
  ): Promise<ReturnType<typeof evaluateCheck>> => {
    const predicate = predicateNamed(condition.predicate.value)?.name;
    const other = predicate === 'differs from' ? await earlierValue(value ?? '', asked, context) : undefined;
    return evaluateCheck({
      predicate: condition.predicate.value,
      negated: condition.negated === true,
      value: found.value,
      ...(found.bytes === undefined ? {} : { bytes: found.bytes }),
      ...(value === undefined
        ? {}
        : { expected: spec?.written === 'hex' ? value.replace(/\s/g, '').toLowerCase() : value }),
      subject: label === undefined ? about : `${label}: ${about}`,
      escapes: spec?.written === 'escapes',
      ...(spec?.grows !== undefined && { grows: spec.grows }),
      ...(found.arrived !== undefined && { arrived: found.arrived }),
      ...(other !== undefined && { other: other.value }),
      ...(spec?.shows !== undefined && { shows: spec.shows }),
    });
  };
  const value = await valueOf(check);
  const answer = await answerTo(check, value);
  const text = written(check, asked.written, value);
  if (answer.state !== 'failed') return { text, ...answer };
  const why = await whyOf(check, context, {
    fill,
    holds: async (reason) => (await answerTo(reason, await valueOf(reason))).state === 'passed',
  });
  return { text, ...answer, ...(why !== undefined && { why }) };
}

/** A predicate and its value, of a check or of a reason below it. */
type Condition = Pick<Check, 'predicate' | 'negated' | 'value'>;

/** The sentence of the first reason that holds. One that cannot be evaluated does not. Without `found`, only those without a predicate. */
async function whyOf(
  { reasons = [] }: Check,
  context: Context,
  found?: { readonly fill: ExpandOptions; holds(reason: Condition): Promise<boolean> },
): Promise<string | undefined> {
  for (const { predicate, negated = false, value, sentence } of reasons) {
    try {
      const condition = predicate && { predicate, negated, ...(value && { value }) };
      if (condition !== undefined && (await found?.holds(condition)) !== true) continue;
      if (sentence.text !== '') return await context.fill(sentence, { ...found?.fill, keepBackslashes: true });
    } catch {
      // The check itself has failed, which is what is told.
    }
  }
  return undefined;
}

/** The same subject of an earlier request. Throws WirebenchError `no-result`: it has none. */
async function earlierValue(request: string, { name, path }: Asked, context: Context): Promise<{ value: unknown }> {
  const earlier = context.earlier(request);
  if (earlier === undefined)
    throw new WirebenchError({
      code: 'no-result',
      message: `${request} has no result, so there is nothing to differ from.`,
    });
  const subject = await (await runnerOf(earlier.item))!.subject(earlier.result, context);
  return { value: (await subject.read(name, path)).value };
}

/** The subject that a check asks for. */
interface Asked {
  readonly name: string;
  readonly path: string | undefined;
  readonly spec: SubjectSpec | undefined;
  /** Of which parts: `every`, `any` or a number. Absent: of the whole result. */
  readonly which?: string;
  /** There may be more parts later. */
  readonly more?: boolean;
  /** All between the first word of the subject and the predicate, placeholders filled in. */
  readonly written: string | undefined;
}

/** Throws WirebenchError `bad-check`. */
function askedOf(name: string, path: string | undefined, subjects: readonly SubjectSpec[]): Asked {
  const spec = subjects.find((each) => each.name === name);
  if (spec?.pathKind !== 'part') return { name, path, spec, written: path };
  const part = partPath(spec, path ?? '', subjects);
  if (part === undefined)
    throw new WirebenchError({ code: 'bad-check', message: `${name} needs a subject after it: ${spec.example}.` });
  return {
    name: part.spec.name,
    path: part.path,
    spec: part.spec,
    which: part.which,
    more: spec.grows !== undefined,
    written: path,
  };
}

/** As it stands in the file, placeholders filled in. */
function written(check: Check, path: string | undefined, value: string | undefined): string {
  const words = [check.subject.value, path, check.negated === true ? 'not' : undefined, check.predicate.value, value];
  return words.filter((word) => word !== undefined && word !== '').join(' ');
}
