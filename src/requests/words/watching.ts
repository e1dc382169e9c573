import { Cancelled } from '../run/requestError.ts';
import type { ItemResult } from '../run/outcome.ts';
import type { Turn } from '../run/turn.ts';
import { Deadline, lostPause, untilWithin } from '../run/waiting.ts';
import type { Watched } from './watched.ts';

/** Asking the checks again and again takes at most this share of the time. */
const evaluationShare = 0.1;

/** What of a thing is waited for. */
type Changing = Pick<Watched, 'onChange' | 'version' | 'over'>;

/** Waits until all checks of a request hold, nothing more can come, or the time is over. That they do not hold is no error. */
export async function untilChecked(
  watched: Changing,
  result: () => ItemResult,
  timeout: number,
  turn: Turn,
): Promise<void> {
  const deadline = new Deadline(timeout, turn.signal);
  try {
    while (turn.region.checks.length > 0) {
      const { version } = watched;
      const from = performance.now();
      const outlook = await turn.outlook(result());
      if (outlook === 'holds' || watched.over || deadline.signal.aborted) break;
      const pause = (performance.now() - from) * (1 / evaluationShare - 1);
      const changed = (): boolean => watched.version !== version;
      const wait = outlook === 'lost' ? lostPause : 0;
      const more = await untilWithin(watched.onChange, changed, wait, deadline.signal);
      if (!more && outlook === 'lost') break;
      if (more && pause > 20) await untilWithin(watched.onChange, () => watched.over, pause, deadline.signal);
    }
    if (turn.signal.aborted) throw new Cancelled(turn.label, 'The checks did not hold by then.');
  } finally {
    deadline.dispose();
  }
}
