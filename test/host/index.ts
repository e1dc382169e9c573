import fs from 'node:fs';
import { format } from 'node:util';

/** What a run writes for whoever started it, to the file named by WIREBENCH_RESULTS. */
interface Results {
  passed: number;
  failed: number;
  pending: number;
  failures: { file: string | undefined; text: string }[];
}

/**
 * Runs the host tests with mocha inside the extension host. Both runners call it through dist/test/host.cjs: desktop VS
 * Code by test-electron, and the VS Code server by the smoke-test driver.
 *
 * @param suites loads a test file, by its path below test/host
 */
export async function runSuites(suites: Record<string, () => unknown>): Promise<void> {
  const { default: Mocha } = await import('mocha');
  const only = process.env['WIREBENCH_GREP'];
  // The run's own lines are marked, so that whoever started it can tell them from what the editor logs.
  const { Base } = Mocha.reporters;
  Base.useColors = false;
  Object.assign(Base.symbols, { ok: '✔', err: '✖' });
  const mark = process.env['WIREBENCH_MARK'] ?? '';
  Base.consoleLog = (...args: unknown[]) => {
    const text = format(...args);
    console.log(text.replace(/^/gm, mark));
  };
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: 60_000,
    forbidOnly: true,
    color: false,
    ...(only ? { grep: only } : {}),
  });
  // What ends the extension comes last.
  const isLast = ([file]: [string, unknown]) => Number(file === 'deactivation.test.ts');
  // What wants another extension beside ours has a run of its own.
  const wanted = ([file]: [string, unknown]) =>
    (file === 'beside.test.ts') === (process.env['WIREBENCH_BESIDE'] === '1');
  // Those that failed in the run before, if these are to run alone.
  const chosen = (process.env['WIREBENCH_FILES'] ?? '').split(',').filter((name) => name !== '');
  const isChosen = ([file]: [string, unknown]) => chosen.length === 0 || chosen.includes(file);
  for (const [file, load] of Object.entries(suites)
    .filter((suite) => wanted(suite) && isChosen(suite))
    .sort((a, b) => isLast(a) - isLast(b))) {
    mocha.suite.emit('pre-require', globalThis, file, mocha);
    mocha.suite.emit('require', load(), file, mocha);
    mocha.suite.emit('post-require', globalThis, file, mocha);
  }
  const failures: Results['failures'] = [];
  const results = await new Promise<Results>((resolve) => {
    const runner = mocha.run((failed) => {
      const { passes = 0, pending = 0 } = runner.stats ?? {};
      resolve({ passed: passes, failed, pending, failures });
    });
    runner.on('fail', (test, error: unknown) => {
      const said = error instanceof Error ? error.message : String(error);
      failures.push({ file: test.file, text: `${test.fullTitle()}: ${said.split('\n', 1)[0]!.slice(0, 300)}` });
    });
  });
  const file = process.env['WIREBENCH_RESULTS'];
  if (file) fs.writeFileSync(file, JSON.stringify(results));
  if (results.failed > 0) throw new Error(`${results.failed} of the host tests failed.`);
}
