import type { Subject, SubjectContext } from '../../run/subjectTable.ts';
import { Cancelled } from '../../run/requestError.ts';
import type { Turn } from '../../run/turn.ts';
import { Deadline, lostPause, untilWithin } from '../../run/waiting.ts';
import type { CheckItem, CheckResult } from './model.ts';

/** Milliseconds in which the checks must come true. */
const checkTimeout = 2000;
/** Asking the checks again and again takes at most this share of the time. */
const evaluationShare = 0.1;

/** CHECK: waits until all its checks hold, nothing more can come, or the time is over. That they do not hold is no error. */
export async function run(item: CheckItem, turn: Turn): Promise<CheckResult> {
  const watched = await turn.watched(item.name);
  const result = (): CheckResult => ({ kind: 'watch', name: item.name.value, seen: watched.seen(), watched });
  const deadline = new Deadline(turn.options.duration('timeout') ?? checkTimeout, turn.signal);
  try {
    while (turn.region.checks.length > 0) {
      const { version } = watched;
      const from = performance.now();
      const outlook = await turn.outlook(result());
      const pause = (performance.now() - from) * (1 / evaluationShare - 1);
      if (outlook === 'holds' || watched.over || deadline.signal.aborted) break;
      const changed = (): boolean => watched.version !== version;
      const wait = outlook === 'lost' ? lostPause : 0;
      if (!(await untilWithin(watched.onChange, changed, wait, deadline.signal))) {
        if (outlook === 'lost') break;
        continue;
      }
      if (pause > 20) await untilWithin(watched.onChange, () => watched.over, pause, deadline.signal);
    }
    if (turn.signal.aborted) throw new Cancelled(turn.label);
    return result();
  } finally {
    deadline.dispose();
  }
}

export function subject({ watched }: CheckResult, context: SubjectContext): Subject {
  return watched!.subject(context);
}
