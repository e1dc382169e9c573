import { errorData } from '../../base/errors.ts';
import { evaluateCheck } from '../checks.ts';
import type { Check, Region, Template } from '../model.ts';
import type { ExpandOptions } from '../variables.ts';
import { predicateNamed } from '../predicates.ts';
import type { CheckOutcome, ItemResult } from './outcome.ts';
import { subjectOf, type Subject, type SubjectContext } from './subjects.ts';

interface Context extends SubjectContext {
  fill(template: Template, options?: ExpandOptions): Promise<string>;
}

/** The checks of a request against its result. Never throws: what cannot be evaluated is an outcome, too. */
export async function outcomesOf(region: Region, result: ItemResult, context: Context): Promise<CheckOutcome[]> {
  if (region.checks.length === 0) return [];
  const subject = await subjectOf(result, context);
  const outcomes: CheckOutcome[] = [];
  for (const check of region.checks) outcomes.push(await outcomeOf(check, subject, context));
  return outcomes;
}

async function outcomeOf(check: Check, subject: Subject, context: Context): Promise<CheckOutcome> {
  const { start, end } = check;
  const name = check.subject.value;
  let text = written(check, check.path?.text, check.value?.text);
  if (check.notSupported !== undefined) return { start, end, text, state: 'error', message: check.notSupported };
  try {
    const path = check.path && (await context.fill(check.path));
    const keepBackslashes = predicateNamed(check.predicate.value)?.name === 'matches';
    const value = check.value && (await context.fill(check.value, { keepBackslashes }));
    text = written(check, path, value);
    const found = await subject(name, path);
    const answer = evaluateCheck({
      predicate: check.predicate.value,
      negated: check.negated === true,
      value: found.value,
      ...(found.bytes === undefined ? {} : { bytes: found.bytes }),
      ...(value === undefined ? {} : { expected: plainHex.has(name) ? value.replace(/\s/g, '').toLowerCase() : value }),
      subject: path === undefined ? name : `${name} ${path}`,
      escapes: withEscapes.has(name),
    });
    return { start, end, text, ...answer };
  } catch (error) {
    return { start, end, text, state: 'error', message: errorData(error).message };
  }
}

/** Subjects whose value may be written with escapes, and one that may be written with spaces. */
const withEscapes: ReadonlySet<string> = new Set(['received', 'received text', 'output']);
const plainHex: ReadonlySet<string> = new Set(['received hex']);

/** As it stands in the file, placeholders filled in. */
function written(check: Check, path: string | undefined, value: string | undefined): string {
  const words = [check.subject.value, path, check.negated === true ? 'not' : undefined, check.predicate.value, value];
  return words.filter((word) => word !== undefined && word !== '').join(' ');
}
