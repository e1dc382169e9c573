// Mocha's spec reporter, or with WIREBENCH_REPORT=brief only the failures. Also writes the counts and the failures to
// the file WIREBENCH_RESULTS.
import fs from 'node:fs';
import Mocha from 'mocha';

const { Base, Spec } = Mocha.reporters;
const { EVENT_RUN_END } = Mocha.Runner.constants;
const brief = process.env['WIREBENCH_REPORT'] === 'brief';

// Plain marks: mocha colours its marks even if the output is not a terminal.
Object.assign(Base.symbols, { ok: '✔', err: '✖' });

/** The results of a run for the program that started it. `file`: the file of the failed test. */
export interface Results {
  readonly passed: number;
  readonly failed: number;
  readonly pending: number;
  readonly failures: readonly { readonly file?: string | undefined; readonly text: string }[];
}

export default class Reporter extends (brief ? Base : Spec) {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    runner.once(EVENT_RUN_END, () => {
      const { passes: passed, failures: failed, pending } = this.stats;
      const failures = this.failures.map((test) => ({
        file: test.file,
        text: `${test.fullTitle()}: ${said(test.err)}`,
      }));
      const file = process.env['WIREBENCH_RESULTS'];
      if (file) fs.writeFileSync(file, JSON.stringify({ passed, failed, pending, failures } satisfies Results));
      if (brief) this.epilogue();
      endSoon();
    });
  }
}

/** Milliseconds that a run has after its last test. Then the handles that hold it open are named, and it is ended. */
const patience = 10_000;

/**
 * A run ends by itself if nothing is left behind. A run that does not end has failed, and must not wait for the suite's
 * limit.
 */
function endSoon(): void {
  const timer = setTimeout(() => {
    const handles = (process as unknown as { _getActiveHandles(): Handle[] })._getActiveHandles();
    const ours: unknown[] = [process.stdout, process.stderr];
    const held = handles.filter((handle) => !ours.includes(handle));
    const names = [...held.map(describe), ...process.getActiveResourcesInfo().filter((name) => name !== 'Timeout')];
    const why = `All tests have ended, and the run has not: it is held by ${[...new Set(names)].join(', ') || 'a worker thread or a timer'}.`;
    // Mocha's own listener, which exists by now, sets the number of failed tests.
    process.once('exit', () => (process.exitCode ||= 1));
    process.stderr.write(`${why}\n`, () => process.exit());
  }, patience);
  timer.unref();
}

/** Possible properties of an open handle of Node: a program, a server, a socket. */
interface Handle {
  readonly spawnargs?: readonly string[];
  readonly pid?: number;
  readonly remoteAddress?: string;
  readonly remotePort?: number;
  address?(): { readonly address?: string; readonly port?: number } | null;
}

/** An open handle of Node, described so that a person finds its origin. */
function describe(handle: Handle): string {
  const name = handle.constructor.name;
  if (handle.spawnargs) return `the program ${handle.spawnargs.join(' ')} (pid ${handle.pid ?? 'none'})`;
  const { address, port } = addressOf(handle);
  if (address === undefined || port === undefined) return name;
  const { remoteAddress, remotePort } = handle;
  const peer =
    remoteAddress === undefined || remotePort === undefined ? '' : ` connected to ${remoteAddress}:${remotePort}`;
  return `a ${name} at ${address}:${port}${peer}`;
}

/** An unbound UDP socket throws here, while a TCP socket returns nothing. */
function addressOf(handle: Handle): { readonly address?: string; readonly port?: number } {
  try {
    return handle.address?.() ?? {};
  } catch {
    return {};
  }
}

/** The first line of what an error says. */
function said(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n', 1)[0]!.slice(0, 300);
}
