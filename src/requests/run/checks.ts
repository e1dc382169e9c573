import { errorData } from '../../base/errors.ts';
import type { Check, Region, Template } from '../model.ts';
import type { CheckOutcome, ItemResult } from './outcome.ts';
import { evaluate } from './predicate.ts';
import { subjectOf, type Subject, type SubjectContext } from './subjects.ts';

interface Context extends SubjectContext {
  fill(template: Template): Promise<string>;
}

/** Characters of what was found that are shown. */
const mostShown = 1000;

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
  let text = check.subject.value;
  try {
    const path = check.path && (await context.fill(check.path));
    const value = check.value && (await context.fill(check.value));
    text = written(check, path, value);
    const actual = subject(check.subject.value, path);
    const verdict = evaluate(check, actual, value);
    const shown = { start, end, text, actual: shownValue(actual), ...(value === undefined ? {} : { expected: value }) };
    return verdict.holds
      ? { ...shown, state: 'passed' }
      : { ...shown, state: 'failed', message: verdict.message };
  } catch (error) {
    return { start, end, text, state: 'error', message: errorData(error).message };
  }
}

/** As it stands in the file, placeholders filled in. */
function written(check: Check, path: string | undefined, value: string | undefined): string {
  const words = [check.subject.value, path, check.negated === true ? 'not' : undefined, check.predicate.value, value];
  return words.filter((word) => word !== undefined && word !== '').join(' ');
}

function shownValue(actual: unknown): string {
  if (actual === undefined) return '(not there)';
  const text = typeof actual === 'string' ? actual : JSON.stringify(actual);
  return text.length > mostShown ? `${text.slice(0, mostShown - 1)}…` : text;
}

