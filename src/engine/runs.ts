import type { RequestOutcome } from '../requests/run/outcome.ts';
import type { RunEngineRequests, RunNotice } from '../requests/run/requests.ts';
import type { PromptQuestion } from '../requests/variables.ts';
import type { Runner } from '../requests/run/runner.ts';
import type { EngineHandlers } from './messages.ts';
import { Throttle } from './throttle.ts';

/** Bytes received that cross to the shell with an outcome; all of them are in the journal. */
const mostReceived = 1024 * 1024;

interface Under {
  readonly abort: AbortController;
  readonly prompts: Map<number, (value: string | null) => void>;
}

/** Runs of request files: the handlers, and the notices of how they go. */
export class Runs {
  readonly #runner: Runner;
  readonly #notify: (notice: RunNotice) => void;
  readonly #outcomes: Throttle<string, RunNotice>;
  readonly #under = new Map<number, Under>();
  #nextPrompt = 1;

  constructor(runner: Runner, notify: (notice: RunNotice) => void) {
    this.#runner = runner;
    this.#notify = notify;
    this.#outcomes = new Throttle(notify);
  }

  readonly handlers: EngineHandlers<keyof RunEngineRequests> = {
    'run.start': async (start) => {
      const { run } = start;
      const under: Under = { abort: new AbortController(), prompts: new Map() };
      this.#under.set(run, under);
      try {
        const summary = await this.#runner.run(start, {
          signal: under.abort.signal,
          onOutcome: (outcome, progress) => {
            const key = `${run} ${outcome.region}`;
            const notice: RunNotice = {
              kind: 'runOutcome',
              run,
              outcome: crossing(outcome),
              ...(progress && { progress }),
            };
            // What is final is told at once, and is never merged.
            if (outcome.state === 'running') this.#outcomes.offer(key, notice);
            else this.#outcomes.last(key, notice);
          },
          onPrompt: (prompt) => this.#ask(run, under, prompt),
        });
        return { ...summary, outcomes: summary.outcomes.map(crossing) };
      } finally {
        this.#under.delete(run);
      }
    },
    'run.cancel': ({ run }) => {
      this.#cancel(run);
      return null;
    },
    'run.answer': ({ run, prompt, value }) => {
      this.#under.get(run)?.prompts.get(prompt)?.(value);
      return null;
    },
    'run.endSession': async ({ session }) => {
      await this.#runner.endSession(session);
      return null;
    },
  };

  /** Whether a request of a run talks through that client now. */
  owns(endpoint: number): boolean {
    return this.#runner.isTalking(endpoint);
  }

  async close(): Promise<void> {
    for (const run of this.#under.keys()) this.#cancel(run);
    await this.#runner.close();
    this.#outcomes.dispose();
  }

  #cancel(run: number): void {
    const under = this.#under.get(run);
    under?.abort.abort();
    for (const answer of under?.prompts.values() ?? []) answer(null);
  }

  async #ask(run: number, under: Under, question: PromptQuestion): Promise<string | null> {
    const prompt = this.#nextPrompt++;
    const answer = new Promise<string | null>((resolve) => under.prompts.set(prompt, resolve));
    this.#notify({ ...question, kind: 'runPrompt', run, prompt });
    try {
      return await answer;
    } finally {
      under.prompts.delete(prompt);
    }
  }
}

/** An outcome as it crosses threads: what was received in its first part only. */
function crossing(outcome: RequestOutcome): RequestOutcome {
  const { result } = outcome;
  const parts = Object.entries(result ?? {}) as [string, unknown][];
  const cut = parts.flatMap(([name, value]) =>
    value instanceof Uint8Array && value.length > mostReceived ? [[name, value.slice(0, mostReceived)] as const] : [],
  );
  if (result === undefined || cut.length === 0) return outcome;
  return { ...outcome, result: { ...result, ...Object.fromEntries(cut) } };
}
