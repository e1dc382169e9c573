// The recipes of docs/labs.md that grade a course in CI, run as they stand there: by the shells that run them, with the real package.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makePackage } from '../../scripts/package.ts';
import { python } from '../../scripts/python.ts';
import { freePort } from '../helpers/nets.ts';

const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/labs.md'), 'utf8');

/** The text of a file of the page, by the words after its fence. */
function example(file: string): string {
  const found = new RegExp(`^(\`{3,})\\w+ file=${file.replaceAll('.', '\\.')}\\n([^]*?)^\\1$`, 'm').exec(page);
  assert.ok(found, `${file} is on the page`);
  return found[2]!;
}

/** The lab of the page that has a program, at a port of its own. */
async function exercise(): Promise<{ readonly lab: string; readonly starter: string; readonly solution: string }> {
  const labs = [...page.matchAll(/^````markdown\n([^]*?)^````$/gm)].map(([, text]) => text!);
  const port = await freePort();
  const own = (text: string): string =>
    text.replaceAll('5550', String(port)).replaceAll('RUN python3', `RUN ${python}`);
  const lab = labs.find((text) => text.includes('file=server.py'))!;
  const starter = /^```python file=server\.py\n([^]*?)^```$/m.exec(lab)![1]!;
  return { lab: own(lab), starter: own(starter), solution: own(example('solutions/server.py')) };
}

interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

describe('the recipes for CI of docs/labs.md', function () {
  this.timeout(120_000);
  let made: string;
  let vsix: string;
  let folder: string;
  let the: Awaited<ReturnType<typeof exercise>>;

  before(async () => {
    made = mkdtempSync(path.join(tmpdir(), 'wirebench-test-'));
    vsix = await makePackage(made);
  });
  after(() => rmSync(made, { recursive: true }));
  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'wirebench-test-'));
    the = await exercise();
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function write(name: string, text: string): string {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  /** A link: nothing of the package is changed. */
  function addPackage(name: string): void {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    symlinkSync(vsix, path.join(folder, name));
  }

  function addLab(under = ''): void {
    write(path.join(under, '01-echo/01-echo.lab.md'), the.lab);
    write(path.join(under, '01-echo/server.py'), the.starter);
  }

  async function run(
    program: string,
    args: readonly string[],
    env: NodeJS.ProcessEnv = {},
    cwd = folder,
  ): Promise<Ended> {
    return await new Promise((resolve) => {
      execFile(program, args, { cwd, env: { ...process.env, ...env } }, (error, stdout, stderr) => {
        resolve({ status: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr });
      });
    });
  }

  /** As PyYAML reads it: `on` is the key `true` there. */
  async function yaml(text: string): Promise<Record<string, Job>> {
    const script = 'import json, sys, yaml; print(json.dumps(yaml.safe_load(sys.argv[1])))';
    const { stdout, stderr } = await run(python, ['-c', script, text]);
    assert.equal(stderr, '');
    return JSON.parse(stdout) as Record<string, Job>;
  }

  interface Job {
    readonly image?: string;
    readonly script?: readonly string[];
    readonly artifacts?: { readonly reports: { readonly junit: string } };
    readonly labs?: { readonly steps: readonly Step[] };
  }

  interface Step {
    readonly id?: string;
    readonly uses?: string;
    readonly run?: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly with?: Readonly<Record<string, string | number>>;
  }

  /** Runs the steps of a workflow as GitHub does: `bash -e`, until one fails. Gives the outputs of the steps, and the log. */
  async function workflow(steps: readonly Step[], env: NodeJS.ProcessEnv) {
    const outputs: Record<string, string> = {};
    let log = '';
    for (const [index, step] of steps.entries()) {
      if (step.run === undefined) continue;
      const script = write(`${env['RUNNER_TEMP']!.slice(folder.length + 1)}/step${index}.sh`, step.run);
      const output = write(`${env['RUNNER_TEMP']!.slice(folder.length + 1)}/output${index}`, '');
      const { status, stdout, stderr } = await run('bash', ['-e', script], { ...env, GITHUB_OUTPUT: output });
      log += stdout + stderr;
      if (status !== 0) return { status, outputs, log };
      for (const [, name, value] of readFileSync(output, 'utf8').matchAll(/^(\w+)=(.*)$/gm)) {
        outputs[`\${{ steps.${step.id!}.outputs.${name!} }}`] = value!;
      }
    }
    return { status: 0, outputs, log };
  }

  it('GitHub Classroom: the workflow gives the points to the reporter, and the reasons to the log', async () => {
    const parsed = await yaml(example('.github/workflows/classroom.yml'));
    const { steps } = parsed['jobs']!.labs!;
    addPackage('.github/wirebench.vsix');
    addLab();
    const reporter = steps.find(({ uses }) => uses?.startsWith('classroom-resources/autograding-grading-reporter@'))!;
    const runner = String(reporter.with!['runners']);
    assert.ok(steps.some(({ id }) => id === runner));

    /** What the reporter reads: its runner's result, in Base64, in a variable with the runner's name. */
    const graded = async (temporary: string) => {
      mkdirSync(path.join(folder, temporary));
      const { status, outputs, log } = await workflow(steps, { RUNNER_TEMP: path.join(folder, temporary) });
      assert.equal(status, 0, log);
      const encoded = outputs[reporter.env![`${runner.toUpperCase()}_RESULTS`]!];
      const result = JSON.parse(Buffer.from(encoded!, 'base64').toString()) as {
        status: string;
        max_score: number;
        tests: { name: string; status: string; score: number }[];
      };
      const { max_score: most, tests } = result;
      return { log, told: [result.status, most, ...tests.map(({ name, status: one, score }) => [name, one, score])] };
    };

    const first = await graded('first');
    assert.deepEqual(first.told, ['fail', 2, ['A word with its line end', 'fail', 0]]);
    const reason = /The line end was counted: strip\(\) the word before len\(\)\./g;
    assert.equal([...first.log.matchAll(reason)].length, 1, first.log);
    write('01-echo/server.py', the.solution);
    assert.deepEqual((await graded('second')).told, ['pass', 2, ['A word with its line end', 'pass', 2]]);
  });

  it('GitHub Classroom: a lab that cannot be read fails the step, and names the reason', async () => {
    const { steps } = (await yaml(example('.github/workflows/classroom.yml')))['jobs']!.labs!;
    addPackage('.github/wirebench.vsix');
    write('01-echo/01-echo.lab.md', '# No requests\n');
    const { status, outputs, log } = await workflow(steps, { RUNNER_TEMP: path.join(folder, 'temporary') });
    assert.equal(status, 1, log);
    assert.deepEqual(outputs, {});
    assert.match(log, /has no requests to check/);
  });

  it('any CI: the script checks a folder, or students, and writes JUnit', async () => {
    write('check-labs.sh', example('check-labs.sh'));
    addPackage('wirebench.vsix');
    addLab();
    const { labs } = (await yaml(example('.gitlab-ci.yml'))) as { labs: Job };
    const [line] = labs.script!;
    const starter = await run('dash', ['-c', line!]);
    assert.equal(starter.status, 1, starter.stderr);
    assert.match(starter.stdout, /The line end was counted/);
    const junit = (): string => readFileSync(path.join(folder, labs.artifacts!.reports.junit), 'utf8');
    assert.match(junit(), /tests="1" failures="1" errors="0" skipped="0"/);

    write('students/ada/server.py', the.solution);
    write('students/ben li/server.py', the.starter);
    const each = ['students/ada', 'students/ben li'];
    const both = await run('dash', ['check-labs.sh', '01-echo', ...each]);
    assert.equal(both.status, 1, both.stderr);
    assert.match(both.stdout, /ada +✓ {2}2 of 2\n.*ben li +✗ {2}0 of 2/);
    assert.equal([...junit().matchAll(/<testsuite /g)].length, 2);
    const good = await run('dash', ['check-labs.sh', '01-echo', each[0]!]);
    assert.equal(good.status, 0, good.stderr);
    assert.equal((await run('dash', ['check-labs.sh', 'nowhere'])).status, 2);
  });

  it('Gradescope: setup.sh and run_autograder make results.json', async () => {
    // Stand-ins for what comes from the internet: the packages of the system, and Node.
    const bin = path.join(folder, 'bin');
    write('bin/apt-get', '#!/bin/sh\n');
    write('node-v0/bin/node', `#!/bin/sh\nexec ${process.execPath} "$@"\n`);
    write('bin/curl', `#!/bin/sh\ntar -cJ -C ${folder} node-v0\n`);
    for (const file of ['bin/apt-get', 'bin/curl', 'node-v0/bin/node']) chmodSync(path.join(folder, file), 0o755);
    const here = (file: string): string => example(file).replaceAll('/autograder/', `${folder}/autograder/`);
    write('autograder/source/setup.sh', here('setup.sh'));
    write('autograder/source/run_autograder', here('run_autograder'));
    addPackage('autograder/source/wirebench.vsix');
    write('autograder/source/01-echo/01-echo.lab.md', the.lab);
    mkdirSync(path.join(folder, 'autograder/results'));
    const env = { PATH: `${bin}${path.delimiter}${process.env['PATH']}` };
    const setUp = await run('sh', ['autograder/source/setup.sh'], env);
    assert.equal(setUp.status, 0, setUp.stderr);

    const graded = async (program: string) => {
      write('autograder/submission/server.py', program);
      const { status, stderr } = await run('sh', ['autograder/source/run_autograder']);
      assert.equal(status, 0, stderr);
      const results = readFileSync(path.join(folder, 'autograder/results/results.json'), 'utf8');
      return JSON.parse(results) as { score: number; tests: { name: string; max_score: number; output: string }[] };
    };
    const starter = await graded(the.starter);
    assert.deepEqual([starter.score, ...starter.tests.map(({ name }) => name)], [0, 'A word with its line end']);
    assert.match(starter.tests[0]!.output, /The line end was counted/);
    assert.equal((await graded(the.solution)).score, 2);
  });

  it('a terminal: the package gives the command', async () => {
    const block = /^```sh\n(unzip -q wirebench-[^]*?)^```$/m.exec(page)![1]!;
    const version = path.basename(vsix);
    assert.ok(block.includes(version), `${version} is the file of the page`);
    addPackage(version);
    addLab('labs');
    // The page installs for all of the user's terminals; the test, for itself.
    const prefix = path.join(folder, 'prefix');
    const ended = await run('bash', ['-c', block], { npm_config_prefix: prefix, npm_config_offline: 'true' });
    assert.match(ended.stdout, /0 of 2 points/, ended.stderr);
    await rename(path.join(folder, 'labs'), path.join(folder, 'elsewhere'));
    const named = await run(path.join(prefix, 'bin/wirebench'), ['check', 'elsewhere']);
    assert.match(named.stdout, /0 of 2 points/, named.stderr);
  });
});
