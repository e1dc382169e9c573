import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { plain, requestLines } from '../../src/cli/text.ts';
import { readLab } from '../../src/labs/lab.ts';
import type { RunSummary } from '../../src/requests/run/outcome.ts';
import { freePort } from '../helpers/nets.ts';
import { bench, type Bench } from '../unit/requests/run/running.ts';

const course = path.resolve(import.meta.dirname, '../../courses/sockets');
const names = readdirSync(course).filter((name) => /^\d\d-/.test(name));

/** The ports that the labs of the course name. */
const ports = /\b55[0-9][0-9]\b|\b56[0-4][0-9]\b/g;

interface Expectation {
  readonly id: string;
  /** The file of the student that it stands for. */
  readonly as: string | undefined;
  /** A text that the report of the run has, as a terminal shows it. */
  readonly told: string | undefined;
}

/** Reads `expect: …`, `as: …` and `told: …`, in the comments at the start of a file. */
function expectation(file: string): Expectation {
  const told = new Map<string, string>();
  for (const line of readFileSync(file, 'utf8').split('\n').slice(0, 3)) {
    const found = /^(?:# |\/\/ )?(expect|as|told): (.+)$/.exec(line);
    if (found) told.set(found[1]!, found[2]!);
  }
  const [id, as, text] = ['expect', 'as', 'told'].map((name) => told.get(name));
  assert.ok(id, `${file} says in its first line what is expected`);
  return { id, as, told: text };
}

/** The files of a lab in a folder of their own, with free ports in place of those of the course, so that it runs beside anything. */
async function copied(name: string, over: Readonly<Record<string, string>>): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'wirebench-lab-'));
  cpSync(path.join(course, name), folder, { recursive: true });
  for (const [file, from] of Object.entries(over)) cpSync(from, path.join(folder, file), { recursive: true });
  const free = new Map<string, string>();
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((one) =>
    /\.(md|py)$/.test(one),
  )) {
    const at = path.join(folder, file);
    const text = readFileSync(at, 'utf8');
    for (const [port] of text.matchAll(ports)) if (!free.has(port)) free.set(port, String(await freePort()));
    writeFileSync(
      at,
      text.replace(ports, (port) => free.get(port)!),
    );
  }
  return folder;
}

interface Ran {
  readonly summary: RunSummary;
  readonly text: string;
}

/** Runs the requests of a lab, with files of the student in place of the starters. */
async function run(the: Bench, name: string, over: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const folder = await copied(name, over);
  const file = path.join(folder, `${name}.lab.md`);
  try {
    const cells = readLab(readFileSync(file, 'utf8')).cells.filter(({ kind }) => kind === 'requests');
    const summary = await the.run(cells.map(({ text }) => text).join('\n###\n'), {
      path: file,
    });
    const report = { ...summary, file: `${name}.lab.md`, startedAt: 0, problems: [], lineOf: () => 1 };
    return { summary, text: summary.outcomes.flatMap((one) => requestLines(report, one, plain)).join('\n') };
  } finally {
    rmSync(folder, { recursive: true, maxRetries: 3 });
  }
}

/** The files of a folder, by the name of the student's file that each stands for. */
function filesOf(folder: string): Record<string, string> {
  return Object.fromEntries(readdirSync(folder).map((file) => [file, path.join(folder, file)]));
}

describe('the course that ships', function () {
  this.timeout(120_000);
  let the: Bench;
  beforeEach(() => (the = bench()));
  afterEach(() => the.close());

  for (const name of names) {
    const lab = (): ReturnType<typeof readLab> =>
      readLab(readFileSync(path.join(course, name, `${name}.lab.md`), 'utf8'));
    const solution = filesOf(path.join(course, 'solutions', name));
    const faulty = path.join(course, 'faulty', name);

    it(`${name} is well formed, and its program cells are the starters`, () => {
      const { problems, cells } = lab();
      assert.deepEqual(problems, []);
      for (const { file, text } of cells.filter(({ kind }) => kind === 'program')) {
        assert.equal(`${text}\n`, readFileSync(path.join(course, name, file!), 'utf8'), file);
        assert.ok(existsSync(solution[file!]!), `a solution for ${file!}`);
      }
    });

    it(`${name}: the solution passes every check`, async () => {
      const { summary, text } = await run(the, name, solution);
      assert.equal(summary.exitCode, 0, text);
      const checks = summary.outcomes.flatMap((outcome) => outcome.checks);
      assert.ok(checks.length >= 3, 'three checks or more');
    });

    for (const other of Object.keys(solution).filter((file) => !existsSync(path.join(course, name, file)))) {
      it(`${name}: so does another solution, ${other}`, async () => {
        const as = /^# as: (.+)$/m.exec(readFileSync(solution[other]!, 'utf8'))?.[1];
        assert.ok(as && solution[as], `${other} says in its first line which file it stands for`);
        const { summary, text } = await run(the, name, { ...solution, [as]: solution[other]! });
        assert.equal(summary.exitCode, 0, text);
      });
    }

    it(`${name}: the starter fails, and is told why`, async () => {
      const { summary, text } = await run(the, name);
      assert.notEqual(summary.exitCode, 0, text);
      const { told } = expectation(path.join(faulty, 'starter.expect'));
      assert.ok(told && text.includes(told), `${told}\nis not in\n${text}`);
    });

    for (const program of readdirSync(faulty).filter((file) => file !== 'starter.expect')) {
      it(`${name}: faulty ${program} fails, and is told why`, async () => {
        const { as, told } = expectation(path.join(faulty, program));
        assert.ok(as && solution[as], `${program} stands for a file of the solution`);
        const { summary, text } = await run(the, name, { ...solution, [as]: path.join(faulty, program) });
        assert.notEqual(summary.exitCode, 0, text);
        assert.ok(told === undefined || text.includes(told), `${told}\nis not in\n${text}`);
      });
    }
  }
});
