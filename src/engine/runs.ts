import type { RequestOutcome } from '../requests/run/outcome.ts';
import { crossingOf } from '../requests/words/table.ts';
import type { RunEngineRequests, RunReport } from '../requests/run/requests.ts';
import type { Runner } from '../requests/run/runner.ts';
import type { EngineHandlers, GrownNotice } from './messages.ts';
import { Throttle } from './throttle.ts';

/** Received bytes that cross to the shell with an outcome. The journal has all of them. */
const mostReceived = 1024 * 1024;

/** The handlers of runs of request files. */
export class Runs {
  readonly #runner: Runner;
  readonly #notify: (notice: GrownNotice) => void;

  constructor(runner: Runner, notify: (notice: GrownNotice) => void) {
    this.#runner = runner;
    this.#notify = notify;
  }

  readonly handlers: EngineHandlers<keyof RunEngineRequests> = {
    'run.start': async (start, { signal, report, ask }) => {
      const reports = new Throttle<number, RunReport>(report);
      try {
        const { exitCode, duration, cancelled } = await this.#runner.run(start, {
          signal,
          ...(start.evidence === true && { evidence: true }),
          onOutcome: (outcome, progress) => {
            const told = { outcome: crossing(outcome), ...(progress && { progress }) };
            // Final outcomes are reported at once, and never merged.
            if (outcome.state === 'running') reports.offer(outcome.region, told);
            else reports.last(outcome.region, told);
          },
          onGrown: ({ part: source = start.source.id, region, result }) => {
            if (result) this.#notify({ kind: 'grown', source, region, result: cut(crossingOf(result)) });
          },
          onDebug: async (debug) => (await ask({ debug })) !== null,
          onPrompt: (question) =>
            ask(question).catch((error: unknown) => {
              if (signal.aborted) return null;
              throw error;
            }),
        });
        return { exitCode, duration, cancelled };
      } finally {
        reports.dispose();
      }
    },
    'run.hold': ({ session, held }) => {
      this.#runner.hold(session, held);
      return null;
    },
    'run.endSession': async ({ session }) => {
      await this.#runner.endSession(session);
      return null;
    },
  };

  /** Whether a request of a run uses that client at the moment. */
  owns(endpoint: number): boolean {
    return this.#runner.isTalking(endpoint);
  }

  close(): Promise<void> {
    return this.#runner.close();
  }
}

/** An outcome as it crosses threads: without what stays in the thread of the run, and with only the first part of the received bytes. */
function crossing(outcome: RequestOutcome): RequestOutcome {
  const { result } = outcome;
  return result === undefined ? outcome : { ...outcome, result: cut(crossingOf(result)) };
}

/** Bytes that are too many are cut. */
function cut<T extends object>(result: T): T {
  const parts = Object.entries(result) as [string, unknown][];
  const long = parts.flatMap(([name, value]) =>
    value instanceof Uint8Array && value.length > mostReceived ? [[name, value.slice(0, mostReceived)] as const] : [],
  );
  return long.length === 0 ? result : { ...result, ...Object.fromEntries(long) };
}
