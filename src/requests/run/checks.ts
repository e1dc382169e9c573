import { errorData } from '../../base/errors.ts';
import { evaluateCheck } from '../checks.ts';
import type { Check, Region, Template } from '../model.ts';
import type { ExpandOptions } from '../variables.ts';
import { predicateNamed } from '../predicates.ts';
import type { CheckOutcome, ItemResult } from './outcome.ts';
import type { SubjectSpec } from '../words/spec.ts';
import { runnerOf, subjectsOf } from '../words/table.ts';
import type { Subject, SubjectContext } from './subjectTable.ts';

interface Context extends SubjectContext {
  fill(template: Template, options?: ExpandOptions): Promise<string>;
}

/** The checks of a request against its result. Never throws: what cannot be evaluated is an outcome, too. */
export async function outcomesOf(region: Region, result: ItemResult, context: Context): Promise<CheckOutcome[]> {
  const { item, checks } = region;
  if (item === undefined || checks.length === 0) return [];
  const runner = await runnerOf(item);
  const subject = await runner!.subject(result, context);
  const subjects = subjectsOf(item.kind);
  const outcomes: CheckOutcome[] = [];
  for (const check of checks) {
    const written = subjects.find(({ name }) => name === check.subject.value)?.written;
    outcomes.push(await outcomeOf(check, subject, written, context));
  }
  return outcomes;
}

async function outcomeOf(
  check: Check,
  subject: Subject,
  valueWritten: SubjectSpec['written'],
  context: Context,
): Promise<CheckOutcome> {
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
      ...(value === undefined
        ? {}
        : { expected: valueWritten === 'hex' ? value.replace(/\s/g, '').toLowerCase() : value }),
      subject: path === undefined ? name : `${name} ${path}`,
      escapes: valueWritten === 'escapes',
    });
    return { start, end, text, ...answer };
  } catch (error) {
    return { start, end, text, state: 'error', message: errorData(error).message };
  }
}

/** As it stands in the file, placeholders filled in. */
function written(check: Check, path: string | undefined, value: string | undefined): string {
  const words = [check.subject.value, path, check.negated === true ? 'not' : undefined, check.predicate.value, value];
  return words.filter((word) => word !== undefined && word !== '').join(' ');
}
