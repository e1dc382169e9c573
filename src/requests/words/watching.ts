import { Cancelled } from '../run/requestError.ts';
import type { ItemResult } from '../run/outcome.ts';
import type { Turn } from '../run/turn.ts';
import { Deadline, lostPause, untilWithin } from '../run/waiting.ts';
import type { Watched } from './watched.ts';

/** Asking the checks again and again takes at most this share of the time. */
const evaluationShare = 0.1;
/** Milliseconds: a shorter pause for that is not worth a timer. */
const longestEvaluation = 20;

/** What of a thing is waited for. */
type Changing = Pick<Watched, 'onChange' | 'version' | 'over'>;

/** As `untilHeld`, for at most so many milliseconds. */
export async function untilChecked(
  watched: Changing,
  result: () => ItemResult,
  timeout: number,
  turn: Turn,
): Promise<void> {
  const deadline = new Deadline(timeout, turn.signal);
  try {
    await untilHeld(watched, result, deadline.signal, turn);
    if (turn.signal.aborted) throw new Cancelled(turn.label);
  } finally {
    deadline.dispose();
  }
}

/** Waits until all checks of a request hold, nothing more can come, or the signal is aborted. That they do not hold is no error. */
export async function untilHeld(
  watched: Changing,
  result: () => ItemResult,
  signal: AbortSignal,
  turn: Turn,
): Promise<void> {
  while (turn.region.checks.length > 0) {
    const { version } = watched;
    const from = performance.now();
    const outlook = await turn.outlook(result());
    if (outlook === 'holds' || watched.over || signal.aborted) return;
    const pause = (performance.now() - from) * (1 / evaluationShare - 1);
    const changed = (): boolean => watched.version !== version;
    const more = await untilWithin(watched.onChange, changed, outlook === 'lost' ? lostPause : 0, signal);
    if (!more && outlook === 'lost') return;
    // One that changes without end is not asked about each change.
    if (more && pause > longestEvaluation) await untilWithin(watched.onChange, () => watched.over, pause, signal);
  }
}
