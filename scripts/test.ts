// npm test [suite...]: runs the suites, each to its end, and adds them up in the last line of the output.
import { existsSync } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { run, temporaryFolder, type RunResult } from './processes.ts';
import type { Results } from './reporter.ts';
import { root } from './root.ts';
import { ensureTools, needs, type ToolName } from './tools.ts';

const node = process.execPath;
const bin = (name: string) => path.join(root, 'node_modules', name);
const minutes = (count: number) => count * 60_000;
/**
 * So few failures of a suite with `again` may come from a busy machine. More failures come from the change, so no
 * further run follows.
 */
const FEW = 3;
/** A test that failed once passes only if it passes this often in a row, in separate runs. */
const TIMES = 5;

/** One run of Node. */
interface Run {
  readonly name: string;
  readonly args: readonly string[];
  /** The files of its tests, as further arguments. */
  readonly files?: readonly string[];
  /** It writes counts to WIREBENCH_RESULTS; otherwise it is one check that holds or fails. */
  readonly counts: boolean;
  /** A few failures are tried again: see `suites`. */
  readonly again?: boolean;
  readonly limitMs: number;
  readonly env?: NodeJS.ProcessEnv;
}

interface Suite {
  readonly built?: boolean;
  readonly runs: readonly Run[];
}

interface Result {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly ms: number;
  readonly told?: readonly string[];
}

/** A command that holds or fails: one check. */
const check = (name: string, ...args: string[]): Run => ({ name, args, counts: false, limitMs: minutes(20) });
/** A mocha run in plain Node, counted by scripts/reporter.ts. */
const mocha = (
  name: string,
  folder: string,
  options: Pick<Run, 'again' | 'env'> & { limitMs?: number; timeoutMs?: number } = {},
): Run => ({
  name,
  args: [
    ...['--import', 'tsx', bin('mocha/bin/mocha.js'), '--forbid-only'],
    ...['--reporter', path.join(root, 'scripts', 'reporter.ts')],
    ...['--require', path.join(root, 'test', 'helpers', 'seed.ts')],
    ...['--timeout', String(options.timeoutMs ?? 30_000)],
    ...(process.env['WIREBENCH_GREP'] ? ['--grep', process.env['WIREBENCH_GREP']] : []),
  ],
  files: [`test/${folder}/**/*.test.ts`],
  counts: true,
  ...options,
  limitMs: options.limitMs ?? minutes(20),
});
/** The host tests in one editor. `beside`: those that need another extension for request files. */
const host = (version: string, ...beside: string[]): Run => ({
  name: ['host', version, ...beside].join(' '),
  args: ['--import', 'tsx', 'test/host/run.ts', version, ...beside],
  counts: true,
  again: true,
  limitMs: minutes(10),
});

/**
 * The suites, in the order of the report; tools.ts lists the tools that they need. `built`: needs the bundles in dist.
 * `again`: drives a browser and a whole editor on a machine that may be busy, so after a few failures the failed files
 * run alone, five more times in new workbenches, and the summary names the first failures.
 */
const suites = {
  types: {
    runs: ['tsconfig.json', 'tsconfig.pure.json', 'tsconfig.webview.json'].map((project) =>
      check(`types ${project}`, bin('typescript/bin/tsc'), '-p', project),
    ),
  },
  lint: { runs: [check('lint', bin('eslint/bin/eslint.js'), '.')] },
  format: { runs: [check('format', bin('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.')] },
  unit: { runs: [mocha('unit', 'unit', { env: { WIREBENCH_REPORT: 'brief' } })] },
  package: { runs: [check('package', '--import', 'tsx', 'scripts/checkPackage.ts')] },
  peers: {
    runs: [mocha('peers', 'peers', { timeoutMs: 60_000 })],
  },
  soak: { runs: [mocha('soak', 'soak', { timeoutMs: 300_000 })] },
  host: { built: true, runs: [host('floor'), host('latest'), host('floor', 'beside')] },
  ui: {
    built: true,
    runs: [mocha('ui', 'ui', { timeoutMs: 120_000, limitMs: minutes(25), again: true })],
  },
} satisfies Readonly<Record<string, Suite>>;
type SuiteName = keyof typeof suites;
const suiteOf = (name: SuiteName): Suite => suites[name];
const needsOf = (name: SuiteName): readonly ToolName[] => (name in needs ? needs[name as keyof typeof needs] : []);

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { serial: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
});
const unknown = positionals.filter((name) => !(name in suites));
if (values.help || unknown.length > 0) {
  if (unknown.length > 0) console.error(`There is no suite ${unknown.join(', ')}.`);
  console.log(`npm test [suite...]   all suites, or those named: ${Object.keys(suites).join(', ')}`);
  console.log('  WIREBENCH_GREP=text      only the tests whose name has the text');
  console.log('  WIREBENCH_SEED=n         what is random in the tests from this seed; random: from another each time');
  console.log('  WIREBENCH_VERBOSE=1      what the editor logs around the host tests');
  process.exit(unknown.length > 0 ? 2 : 0);
}
const chosen = (positionals.length > 0 ? positionals : Object.keys(suites)) as SuiteName[];

const started = Date.now();
const results = await runAll().catch((error: unknown) => {
  console.log(error instanceof Error ? error.message : error);
  return chosen.map((name): Result => ({ name, passed: 0, failed: 1, ms: 0 }));
});
summary();

async function runAll(): Promise<Result[]> {
  const missing = await ensureTools([...new Set(chosen.flatMap(needsOf))]);
  const blocked = new Map<SuiteName, string>();
  for (const name of chosen) {
    const why = needsOf(name).flatMap((tool) => missing.get(tool) ?? []);
    if (why.length > 0) blocked.set(name, why.join('\n'));
  }
  const wantsBuild = chosen.some((name) => suiteOf(name).built);
  // The editors are installed while the suites without an editor run.
  const ready = wantsBuild ? prepare(chosen.includes('host')) : Promise.resolve('');
  const queue = chosen.flatMap((name) => suiteOf(name).runs.map((one) => ({ one, suite: name })));
  const all: Result[] = [];
  let next = 0;
  const lane = async () => {
    while (next < queue.length) {
      const index = next++;
      const { one, suite } = queue[index]!;
      const why = blocked.get(suite) ?? (suiteOf(suite).built ? await ready : '');
      all[index] = why ? fail(one, why) : await execute(one, queue.length === 1);
    }
  };
  await Promise.all(values.serial || queue.length === 1 ? [lane()] : [lane(), lane()]);
  return all;
}

/** Builds the bundles of the editor and its tests. Returns the reason of a failure, or undefined. */
async function prepare(withHostTests: boolean): Promise<string> {
  try {
    const { build, buildHostTests } = await import('./build.ts');
    await build();
    if (withHostTests) await buildHostTests();
    const { installEditor } = await import('./editors.ts');
    if (process.platform === 'linux') {
      await installEditor('latest', console.log);
      await installEditor('floor', console.log);
    }
    return '';
  } catch (error) {
    return `The extension or its editor could not be prepared: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function fail(one: Run, why: string): Result {
  print(one.name, 'failed', `${why}\n`);
  return { name: one.name, passed: 0, failed: 1, ms: 0 };
}

async function execute(one: Run, live: boolean): Promise<Result> {
  const begun = Date.now();
  const first = await runOnce(one, one.files ?? [], live);
  const told = [...first.failures.map(({ text }) => text), ...(first.why ? [first.why] : [])];
  // The files that failed, or the whole run of the host tests if the failure is not in a test: all UI tests would take
  // too long.
  const canRunAlone = first.failures.length > 0 || !one.files;
  const few = one.again === true && first.failed > 0 && first.failed <= FEW && !first.timedOut && canRunAlone;
  const passedAgain = few ? await again(one, first, live) : 0;
  const steady = passedAgain === TIMES;
  const { passed, failed } = steady ? { passed: first.passed + first.failed, failed: 0 } : first;
  const note = few
    ? ` (alone, it then passed ${passedAgain} of ${TIMES} times${steady ? ', so it counts as passed' : ''})`
    : '';
  return { name: one.name, passed, failed, ms: Date.now() - begun, told: told.map((text) => `failed: ${text}${note}`) };
}

/** Runs the failed files alone. Returns the number of passes in a row, up to TIMES; the first failure ends it. */
async function again(one: Run, first: Outcome, live: boolean): Promise<number> {
  const files = [...new Set(first.failures.flatMap(({ file }) => file ?? []))];
  // Mocha takes files as arguments; the host tests take names.
  const run = { ...one, env: { ...one.env, ...(one.files ? {} : { WIREBENCH_FILES: files.join(',') }) } };
  const args = one.files ? files : [];
  for (let time = 1; time <= TIMES; time++) {
    const { failed } = await runOnce({ ...run, name: `${one.name}, again ${time}` }, args, live);
    if (failed > 0) return time - 1;
  }
  return TIMES;
}

interface Outcome extends Pick<Result, 'passed' | 'failed'> {
  /** The reason of a failure outside the tests. */
  readonly why?: string | undefined;
  readonly timedOut: boolean;
  readonly failures: Results['failures'];
}

async function runOnce(one: Run, files: readonly string[], live: boolean): Promise<Outcome> {
  const folder = await temporaryFolder('results');
  const file = path.join(folder.path, 'results.json');
  try {
    if (!live) console.log(`  ${one.name} ...`);
    const ended = await run(node, [...one.args, ...files], {
      cwd: root,
      env: { ...process.env, ...one.env, WIREBENCH_RESULTS: file, NO_COLOR: '1' },
      output: live ? 'inherit' : 'collect',
      timeoutMs: one.limitMs,
    });
    const counted = existsSync(file) ? (JSON.parse(await fs.readFile(file, 'utf8')) as Results) : undefined;
    const { passed, failed, why } = outcome(one, ended, counted);
    if (live) {
      if (why) console.log(why);
    } else {
      print(one.name, failed > 0 ? 'failed' : 'passed', `${ended.output.trimEnd()}\n${why ? `${why}\n` : ''}`);
    }
    return { passed, failed, why, timedOut: ended.timedOut, failures: counted?.failures ?? [] };
  } finally {
    await folder.remove();
  }
}

/** The result of a run: tests that never ran are a failure, and so is a pending one. */
function outcome(
  one: Run,
  { code, signal, timedOut }: RunResult,
  counted: Results | undefined,
): Pick<Outcome, 'passed' | 'failed' | 'why'> {
  if (timedOut)
    return {
      passed: counted?.passed ?? 0,
      failed: 1,
      why: `${one.name} took longer than ${one.limitMs / 60_000} minutes and was ended.`,
    };
  if (!one.counts) return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
  if (!counted)
    return {
      passed: 0,
      failed: 1,
      why: `${one.name} ended with ${signal ?? `exit code ${code ?? 'none'}`} before its tests were counted.`,
    };
  const { passed, failed, pending } = counted;
  if (pending > 0)
    return {
      passed,
      failed: failed + pending,
      why: `${pending} of the tests in ${one.name} did not run (skipped or pending).`,
    };
  if (passed + failed === 0) return { passed: 0, failed: 1, why: `${one.name} has no tests.` };
  if (failed === 0 && code !== 0)
    return {
      passed,
      failed: 1,
      why: `${one.name} ended with ${signal ?? `exit code ${code ?? 'none'}`} though its tests passed.`,
    };
  return { passed, failed };
}

function print(name: string, state: string, text: string): void {
  const title = `── ${name}: ${state} `;
  console.log(`\n${title}${'─'.repeat(Math.max(0, 80 - title.length))}`);
  if (text.trim()) console.log(text.trimEnd());
}

function summary(): void {
  const width = Math.max(...results.map(({ name }) => name.length));
  console.log(`\n── summary ${'─'.repeat(69)}`);
  for (const { name, passed, failed, ms } of results) {
    const counts = `${String(passed).padStart(6)} passed, ${String(failed).padStart(3)} failed`;
    console.log(`${name.padEnd(width)} ${counts}  ${(ms / 1000).toFixed(1).padStart(7)} s`);
  }
  // Printed again at the end, where people read a long log first.
  for (const { name, told = [] } of results) {
    for (const line of told) console.log(`${name}: ${line}`);
  }
  console.log(`in ${((Date.now() - started) / 1000).toFixed(0)} s`);
  const total = (key: 'passed' | 'failed') => results.reduce((sum, result) => sum + result[key], 0);
  process.exitCode = total('failed') > 0 ? 1 : 0;
  console.log(`${total('passed')} passed, ${total('failed')} failed`);
}
