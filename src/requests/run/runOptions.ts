import type { HttpProgress } from '../../net/http/exchange.ts';
import type { PromptQuestion } from '../model.ts';
import type { Debuggee } from './debuggee.ts';
import type { RequestOutcome } from './outcome.ts';

export interface RunOptions {
  readonly signal?: AbortSignal;
  /** The chance of a run that keeps nothing: a whole number from 0. Absent: another one for each run. */
  readonly seed?: number;
  /** Collects the facts about each request that fails. */
  readonly evidence?: boolean;
  /** Each request as its turn begins, as it goes on, and when it is over: the whole state each time. */
  readonly onOutcome?: (outcome: RequestOutcome, progress?: HttpProgress) => void;
  /** The outcome again, each time that what the request started has told more. It may come after the run. */
  readonly onGrown?: (outcome: RequestOutcome) => void;
  /** Attaches a debugger to a program that waits for one; false: there is none. */
  readonly onDebug?: (to: Debuggee) => Promise<boolean>;
  /** Asks the person; null: they gave up. Absent: there is nobody to ask. */
  readonly onPrompt?: (question: PromptQuestion) => Promise<string | null>;
}
