import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { python } from '../../../../scripts/python.ts';
import type { FromEngine } from '../../../../src/engine/messages.ts';
import { Guard } from '../../../../src/requests/run/guard.ts';
import { processesOf, psRows, type Processes } from '../../../../src/requests/run/processes.ts';
import type { RequestOutcome } from '../../../../src/requests/run/outcome.ts';
import type { RunReport } from '../../../../src/requests/run/requests.ts';
import { Program } from '../../../../src/requests/run/program.ts';
import { until } from '../../../../src/requests/run/waiting.ts';
import { processesWith } from '../../../helpers/leftovers.ts';
import { allGone, isRunning } from '../../../helpers/processes.ts';
import { bench, startOf, type Bench } from './running.ts';

const root = path.resolve(import.meta.dirname, '../../../..');
const folder = path.join(root, 'test/fixtures/programs');
const never = new AbortController().signal;

/** What `daemon.py` said: the daemon's pid. */
async function daemonOf(program: Program): Promise<number> {
  await until(program.onChange, () => / of \d+\n/.test(program.state.output), never);
  return Number(/^daemon (\d+) of/.exec(program.state.output)![1]);
}

const start = (command: readonly string[], processes?: Processes): Promise<Program> =>
  Program.start({ command, folder, env: {} }, processes && { processes });

const over = (program: Program): Promise<boolean> => until(program.onChange, () => program.over, never);

describe('what a program of RUN leaves behind', function () {
  this.timeout(60_000);
  let the: Bench;
  beforeEach(() => (the = bench()));
  afterEach(() => the.close());

  it('does not keep a program from being over, though it holds its output in a session of its own', async () => {
    const program = await start([python, 'daemon.py']);
    const daemon = await daemonOf(program);
    await over(program);
    assert.equal(program.state.exitCode, 0);
    assert.ok(isRunning(daemon), 'what a program starts on purpose goes on until the run ends');
    await program.stop();
    await allGone([daemon]);
  });

  it('ends with the program, wherever it went, though it does not want to', async () => {
    const program = await start([python, 'daemon.py', 'stay']);
    const daemon = await daemonOf(program);
    await program.stop();
    assert.ok(!isRunning(daemon) && !isRunning(program.pid));
    assert.equal(program.state.signal, 'SIGTERM');
  });

  it('does not hold up a run where it cannot be found', async () => {
    const program = await start([python, 'daemon.py', 'bare']);
    const daemon = await daemonOf(program);
    try {
      await program.stop();
      assert.equal(program.over, true);
      assert.ok(isRunning(daemon));
    } finally {
      process.kill(daemon, 'SIGKILL');
    }
  });

  it('keeps no run going past its timeout', async () => {
    const left = `WIREBENCH_LEFT=${process.pid}`;
    const text = `RUN ${python} daemon.py stay\nready: output never\ntimeout: 3s\nenv: ${left}\n\n###\nRUN ${python} daemon.py\nready: exit\nenv: ${left}\n`;
    const { outcomes } = await the.run(text, { path: path.join(folder, 'x.http') });
    assert.deepEqual(
      outcomes.map(({ state, error }) => error?.code ?? state),
      ['program-not-ready', 'passed'],
    );
    assert.deepEqual(await processesWith(left), []);
  });

  it('does not hold up a program of a system without groups, whose tree is ended from its root', async () => {
    const ended: number[] = [];
    const windows: Processes = {
      grouped: false,
      members: ({ roots }) => roots,
      // As `taskkill /T` does where the system tells who started whom.
      signal: ({ roots }) => {
        for (const one of roots) {
          ended.push(one);
          for (const child of childrenOf(one)) process.kill(child, 'SIGKILL');
        }
      },
    };
    const wrapper = await start(['sh', '-c', 'sleep 600 & echo $!; wait'], windows);
    await until(wrapper.onChange, () => wrapper.state.output.includes('\n'), never);
    const child = wrapper.state.output.trim();
    await wrapper.stop();
    assert.deepEqual(ended, [wrapper.pid]);
    await allGone([child, wrapper.pid]);

    const left = await start(['sh', '-c', 'sleep 600 & echo $!'], windows);
    await over(left);
    await left.stop();
    process.kill(Number(left.state.output), 'SIGKILL');
  });

  it('is found by its mark, its group and its parents, and by ps where there is no /proc', async () => {
    const child = spawn('sh', ['-c', 'sleep 600 & echo $!; wait'], {
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    const both = [child.pid!, Number(String(said))].sort((a, b) => a - b);
    try {
      const tree = { mark: 'none-has-this', roots: [child.pid!] };
      for (const platform of ['linux', 'darwin'] as const)
        assert.deepEqual(
          [...processesOf(platform).members(tree)].sort((a, b) => a - b),
          both,
          platform,
        );
      assert.ok(psRows().some(({ pid, parent }) => pid === both[1] && parent === child.pid));
      processesOf('darwin').signal(tree, 'SIGKILL');
      await allGone(both);
    } finally {
      if (isRunning(child.pid!)) process.kill(-child.pid!, 'SIGKILL');
    }
  });
});

describe('the guard of programs', function () {
  this.timeout(60_000);

  it('stands by while there are programs, and leaves with the last', async () => {
    const guard = new Guard();
    const ofGuard = () => processesWith(`WIREBENCH_TEST=${mark}`);
    const mark = `guard-${process.pid}`;
    process.env['WIREBENCH_TEST'] = mark;
    try {
      const [one, two] = await Promise.all(
        [1, 2].map(() => Program.start({ command: ['sleep', '600'], folder, env: {} }, { guard })),
      );
      const all = await ofGuard();
      assert.equal(all.filter(({ command }) => command.includes('guardProcess')).length, 1);
      await one!.stop();
      await two!.stop();
      await allGone(all.map(({ pid }) => pid));
      assert.deepEqual(await ofGuard(), []);
    } finally {
      delete process.env['WIREBENCH_TEST'];
    }
  });

  it('ends the programs of an engine whose thread is ended, and what they started', async () => {
    const place = mkdtempSync(path.join(os.tmpdir(), 'wirebench-test-'));
    try {
      await build({
        absWorkingDir: root,
        entryPoints: { engine: 'src/engine/worker.ts', runGuard: 'src/requests/run/guardProcess.ts' },
        outdir: place,
        outExtension: { '.js': '.cjs' },
        bundle: true,
        platform: 'node',
        format: 'cjs',
        external: ['sucrase'],
        logLevel: 'error',
      });
      const worker = new Worker(path.join(place, 'engine.cjs'), { workerData: { diskBytes: 0 } });
      let output: string;
      try {
        output = await outputOf(worker, `RUN ${python} daemon.py stay\nready: output of\n`);
      } finally {
        await worker.terminate();
      }
      assert.match(output, /^daemon \d+ of \d+\n$/);
      await allGone([...output.matchAll(/\d+/g)].map(([pid]) => pid));
    } finally {
      rmSync(place, { recursive: true });
    }
  });
});

/** Runs a request file of one request in an engine's thread: what its program has printed, which runs. */
async function outputOf(worker: Worker, text: string): Promise<string> {
  const run = startOf(text, { path: path.join(folder, 'x.http'), session: 's' });
  const answered = new Promise<RequestOutcome>((resolve) => {
    worker.on('message', (message: FromEngine) => {
      if (message.kind !== 'report') return;
      const { outcome } = message.report as RunReport;
      if (outcome.state !== 'running') resolve(outcome);
    });
  });
  worker.postMessage({ kind: 'request', id: 1, name: 'run.start', params: run });
  const { result, error } = await answered;
  assert.equal(error, undefined);
  assert.ok(result?.kind === 'run' && isRunning(result.pid));
  return result.output;
}

function childrenOf(pid: number): number[] {
  const said = execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' });
  return said.trim().split(/\s+/).map(Number);
}
