import assert from 'node:assert/strict';
import path from 'node:path';
import { python } from '../../../../scripts/python.ts';
import { WirebenchError } from '../../../../src/base/errors.ts';
import { Program } from '../../../../src/requests/run/program.ts';
import { until } from '../../../../src/requests/run/waiting.ts';

const folder = path.resolve(import.meta.dirname, '../../../fixtures/programs');
const never = new AbortController().signal;

const start = (command: string[], more: { stdin?: string; env?: Record<string, string> } = {}): Promise<Program> =>
  Program.start({ command, folder, env: {}, ...more });

const over = (program: Program): Promise<boolean> => until(program.onChange, () => program.over, never);
const printed = (program: Program, text: string): Promise<boolean> =>
  until(program.onChange, () => program.state.output.includes(text), never);

describe('a program that a request file runs', () => {
  it('keeps what it prints on both streams, and its exit status', async () => {
    const script = 'import sys; print("out", flush=True); print("err", file=sys.stderr); sys.exit(3)';
    const program = await start([python, '-c', script]);
    await over(program);
    const { output, exitCode, pid } = program.state;
    assert.equal(exitCode, 3);
    assert.ok(pid > 0);
    assert.ok(output.includes('out\n') && output.includes('err\n'), output);
  });

  it('runs in its folder, with its variables and input, and no shell', async () => {
    const script = 'import os,sys; print(os.getcwd(), os.environ["WB_X"], sys.argv[1], sys.stdin.read())';
    const program = await start([python, '-c', script, '$(id) *'], { stdin: 'typed', env: { WB_X: 'given' } });
    await over(program);
    assert.equal(program.state.output, `${folder} given $(id) * typed\n`);
  });

  it('keeps the last 64 KiB of a long output', async () => {
    const program = await start([python, '-c', 'print("a" * 200000 + "end")']);
    await over(program);
    const { output } = program.state;
    assert.equal(output.length, 64 * 1024);
    assert.ok(output.endsWith('end\n'));
  });

  it('is fair to Python: nothing is held back, and it prints UTF-8, unless its variables say otherwise', async () => {
    const script =
      'import sys, time; print("\\xe9" if sys.flags.utf8_mode else "e"); print(sys.flags.utf8_mode, sys.dont_write_bytecode, sys.stdout.write_through); time.sleep(60)';
    const settings = { env: { LC_ALL: 'C', PYTHONCOERCECLOCALE: '0' } };
    const program = await start([python, '-c', script], settings);
    await printed(program, 'True\n');
    assert.equal(program.state.output, 'é\n1 True True\n');
    await program.stop();
    const given = await start([python, '-c', script], { env: { ...settings.env, PYTHONUTF8: '0' } });
    await printed(given, 'True\n');
    assert.ok(given.state.output.endsWith('e\n0 True True\n'));
    await given.stop();
  });

  it('reads line ends as one, also one that comes in two pieces, and another encoding', async () => {
    const script =
      'import sys, time; w = sys.stdout.buffer; w.write(b"a\\r"); w.flush(); time.sleep(0.1); w.write(b"\\nb\\r\\n50%\\r100%\\n\\x82" + sys.stdin.buffer.read()); w.flush()';
    const program = await Program.start({
      ...{ command: [python, '-c', script], folder, env: {}, encoding: 'cp850', stdin: 'ü\r' },
    });
    await over(program);
    assert.equal(program.state.output, 'a\nb\n50%\r100%\néü\r');
    assert.equal(program.state.lines, 4);
  });

  it('has the output after a mark, also of one that is not kept whole', async () => {
    const script =
      'import sys; print("a" * 70000); print("b"); sys.stdin.readline(); print("c" * 9); sys.stdin.readline(); print("d" * 70000)';
    const program = await Program.start({ command: [python, '-c', script], folder, env: {}, typed: true });
    const asks = (): Promise<boolean> => until(program.onChange, () => program.asks, never);
    await asks();
    const since = (): string => program.state.since;
    program.mark();
    assert.equal(since(), '');
    await program.type('\n');
    await asks();
    assert.equal(since(), 'ccccccccc\n');
    program.mark();
    await program.type('\n');
    await over(program);
    assert.equal(since().length, 64 * 1024);
    assert.equal(program.state.lines, 4);
  });

  it('says that a program is not there, and where it was looked for', async () => {
    await assert.rejects(start(['no-such-program-at-all']), (error: unknown) => {
      assert.ok(error instanceof WirebenchError);
      assert.equal(error.code, 'program-not-found');
      assert.equal(error.system, 'ENOENT');
      assert.ok(error.message.includes('no-such-program-at-all') && error.message.includes(folder));
      return true;
    });
  });

  it('refuses what the system refuses before it starts', async () => {
    await assert.rejects(start([python, 'a\0b']), (error: unknown) => {
      return error instanceof WirebenchError && error.code === 'program-failed';
    });
  });

  it('ends one that does not want to end, and its child', async () => {
    const program = await start([python, 'stubborn.py']);
    await printed(program, '\n');
    const pids = program.state.output.trim().split(' ').slice(1).map(Number);
    assert.equal(pids.length, 2);
    await Promise.all([program.stop(), program.stop()]);
    assert.equal(program.state.signal, 'SIGKILL');
    assert.throws(() => process.kill(pids[0]!, 0), { code: 'ESRCH' });
    await gone(pids[1]!);
  }).timeout(10_000);

  it('stops one that is over already', async () => {
    const program = await start([python, '-c', 'pass']);
    await over(program);
    await program.stop();
    assert.equal(program.state.exitCode, 0);
  });
});

/** The child of a child is the system's to bury: as soon as it has, or is about to, it is gone. */
async function gone(pid: number): Promise<void> {
  const { readFile } = await import('node:fs/promises');
  for (;;) {
    const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    if (state === '' || / [ZX] /.test(state)) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
