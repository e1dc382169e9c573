import type { Subject, SubjectContext } from '../../run/subjectTable.ts';
import type { Turn } from '../../run/turn.ts';
import { untilChecked } from '../watching.ts';
import type { CheckItem, CheckResult } from './model.ts';

/** Milliseconds in which the checks must come true. */
const checkTimeout = 2000;

/** CHECK: waits for the checks on a thing that another request started. */
export async function run(item: CheckItem, turn: Turn): Promise<CheckResult> {
  const watched = await turn.watched(item.name);
  const result = (): CheckResult => ({ kind: 'watch', name: item.name.value, seen: watched.seen(), watched });
  await untilChecked(watched, result, turn.options.duration('timeout') ?? checkTimeout, turn);
  return result();
}

export function subject({ watched }: CheckResult, context: SubjectContext): Subject {
  return watched!.subject(context);
}
