import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Debuggee } from '../../../../src/requests/run/debuggee.ts';
import { bench, type Bench } from './running.ts';

/** Programs that start under a debugger: they wait for one, and say what is missing. */
describe('a program under a debugger', () => {
  let the: Bench;
  let folder: string;
  const request = (command: string) => `RUN ${command}\nready: exit\ntimeout: 30s\n`;
  const where = () => ({ session: 'debug', path: path.join(folder, 'lab.http') });

  beforeEach(async () => {
    the = bench();
    folder = await mkdtemp(path.join(tmpdir(), 'wirebench-debugger-'));
    // The two functions of debugpy that are used. It tells the port that it chose, as the real one.
    await mkdir(path.join(folder, 'libs'));
    await writeFile(
      path.join(folder, 'libs', 'debugpy.py'),
      'def listen(address):\n    assert address == ("127.0.0.1", 0)\n    return ("127.0.0.1", 4321)\n\n\ndef wait_for_client():\n    pass\n',
    );
    await writeFile(
      path.join(folder, 'program.py'),
      'import sys\nprint(sys.argv, __name__)\nprint("oh", file=sys.stderr)\n',
    );
  });
  afterEach(async () => {
    await the.close();
    await rm(folder, { recursive: true });
  });

  /** What was attached to, and the output. */
  async function run(command: string, isThere = true) {
    const attached: Debuggee[] = [];
    const debug = { node: true, python: path.join(folder, 'libs') };
    const { outcomes } = await the.run(
      request(command),
      { ...where(), debug },
      {
        onDebug: (to) => {
          attached.push(to);
          return Promise.resolve(isThere);
        },
      },
    );
    return { attached, outcome: outcomes[0]! };
  }

  it('of Python tells its port, and runs as it would without one', async () => {
    for (const [command, output] of [
      ['python3 -u program.py one', "['program.py', 'one'] __main__\noh\n"],
      ['python3 -m program two', `['${path.join(folder, 'program.py')}', 'two'] __main__\noh\n`],
      ["python3 -c 'import sys; print(sys.argv)' three", "['-c', 'three']\n"],
    ] as const) {
      const { attached, outcome } = await run(command);
      assert.deepEqual(
        attached.map(({ kind, port }) => [kind, port]),
        [['python', 4321]],
      );
      // The two streams come in any order.
      const lines = (text: string) => text.split('\n').sort();
      assert.deepEqual(lines((outcome.result as { readonly output: string }).output), lines(output));
      assert.equal(outcome.state, 'passed');
    }
  });

  it('of Node.js listens at a port of 127.0.0.1, and is ended if no debugger comes', async () => {
    await writeFile(path.join(folder, 'program.mjs'), 'console.log(1)');
    const { attached, outcome } = await run('node program.mjs', false);
    assert.deepEqual([attached[0]?.kind, attached[0]?.name], ['node', 'node program.mjs']);
    assert.ok(attached[0]!.port > 0);
    assert.equal(outcome.error?.code, 'no-debugger');
    assert.match(outcome.error.message, /did not attach to node program\.mjs at 127\.0\.0\.1:\d+\./);
  });

  it('names the extension that is missing', async () => {
    const { outcomes } = await the.run(request('python3 program.py'), { ...where(), debug: { node: true } });
    assert.match(outcomes[0]?.error?.message ?? '', /install the extension Python Debugger \(ms-python\.debugpy\)/);
  });

  it('of another language runs without one', async () => {
    const { attached, outcome } = await run("sh -c 'echo hello'");
    assert.deepEqual(attached, []);
    assert.equal(outcome.state, 'passed');
  });
});
