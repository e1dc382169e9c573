import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { plain, requestLines } from '../../src/cli/text.ts';
import { readExpectation, type Expectation } from '../../src/labs/faulty.ts';
import { cellId, gradeLab } from '../../src/labs/grade.ts';
import { labSource, readLab, type Cell } from '../../src/labs/lab.ts';
import type { RequestOutcome } from '../../src/requests/run/outcome.ts';
import { ahead } from '../helpers/ahead.ts';
import { freePort } from '../helpers/nets.ts';
import { bench } from '../unit/requests/run/running.ts';

const course = path.resolve(import.meta.dirname, '../../courses/sockets');
const names = readdirSync(course).filter((name) => /^\d\d-/.test(name));

/** The ports that the labs of the course name. */
const ports = /\b55[0-9][0-9]\b|\b56[0-4][0-9]\b/g;

/** The comment at the start of a faulty program, or of `starter.expect`. */
const expectation = (file: string): Expectation => readExpectation(readFileSync(file, 'utf8'), file);

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
  readonly exitCode: number;
  readonly checks: number;
  /** The diagnoses of the steps that did not pass, in their order. */
  readonly wrong: readonly string[];
  readonly text: string;
}

/** Runs the requests of a lab, with files of the student in place of the starters. */
async function run(name: string, over: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const folder = await copied(name, over);
  const file = path.join(folder, `${name}.lab.md`);
  const lab = readLab(readFileSync(file, 'utf8'));
  const the = bench();
  const outcomes: RequestOutcome[] = [];
  const told: string[] = [];
  let exitCode = 0;
  try {
    for (const [index, { kind }] of lab.cells.entries()) {
      if (kind !== 'requests') continue;
      const id = (cell: Cell): string => cellId(lab, cell, name);
      const source = labSource(lab, index, { id, path: file, folder, session: name });
      const summary = await the.runner.run({ source, trusted: true, keeps: true }, { evidence: true });
      const report = { file: `${name}.lab.md`, problems: [], lineOf: () => 1 };
      told.push(...summary.outcomes.flatMap((one) => requestLines(report, one, plain)));
      outcomes.push(...summary.outcomes.map((one) => ({ ...one, part: one.part ?? source.id })));
      exitCode = Math.max(exitCode, summary.exitCode);
    }
  } finally {
    await the.runner.endSession(name);
    await the.close();
    rmSync(folder, { recursive: true, maxRetries: 3 });
  }
  const { steps } = gradeLab(lab, outcomes, 1);
  const wrong = steps.filter(({ state }) => state === 'failed' || state === 'partial');
  const found = wrong.flatMap(({ diagnosis }) => diagnosis?.id ?? []);
  const shown = wrong.flatMap(({ title, diagnosis, also }) => [
    title,
    ...[diagnosis, ...also].map((one) => JSON.stringify(one)),
  ]);
  const checks = outcomes.reduce((sum, one) => sum + one.checks.length, 0);
  return { exitCode, checks, wrong: found, text: [...told, ...shown].join('\n') };
}

/** The files of a folder, by the name of the student's file that each stands for. */
function filesOf(folder: string): Record<string, string> {
  return Object.fromEntries(readdirSync(folder).map((file) => [file, path.join(folder, file)]));
}

interface Case {
  readonly title: string;
  readonly over: Readonly<Record<string, string>>;
  /** The file that says how it fails; the solution has none. */
  readonly expected?: string;
}

/** The solution, the starter, and the faulty programs of a lab, each in place of its file of the solution. */
function casesOf(name: string): Case[] {
  const solution = filesOf(path.join(course, 'solutions', name));
  const faulty = path.join(course, 'faulty', name);
  const programs = readdirSync(faulty).filter((file) => file !== 'starter.expect');
  const others = Object.keys(solution).filter((file) => !existsSync(path.join(course, name, file)));
  return [
    { title: 'the solution passes every check', over: solution },
    ...others.map((other): Case => {
      const as = /^# as: (.+)$/m.exec(readFileSync(solution[other]!, 'utf8'))?.[1];
      assert.ok(as && solution[as], `${other} says in its first line which file it stands for`);
      return { title: `so does another solution, ${other}`, over: { ...solution, [as]: solution[other]! } };
    }),
    { title: 'the starter fails, and is told why', over: {}, expected: path.join(faulty, 'starter.expect') },
    ...programs.map((program): Case => {
      const expected = path.join(faulty, program);
      const { as } = expectation(expected);
      assert.ok(as && solution[as], `${program} stands for a file of the solution`);
      return { title: `faulty ${program} fails, and is told why`, over: { ...solution, [as]: expected }, expected };
    }),
  ];
}

describe('the course that ships', function () {
  this.timeout(120_000);

  for (const name of names) {
    it(`${name} is well formed, and its program cells are the starters`, () => {
      const { problems, cells } = readLab(readFileSync(path.join(course, name, `${name}.lab.md`), 'utf8'));
      const solution = filesOf(path.join(course, 'solutions', name));
      assert.deepEqual(problems, []);
      for (const { file, text } of cells.filter(({ kind }) => kind === 'program')) {
        assert.equal(`${text}\n`, readFileSync(path.join(course, name, file!), 'utf8'), file);
        assert.ok(existsSync(solution[file!]!), `a solution for ${file!}`);
      }
    });
  }

  const cases = names.flatMap((name) => casesOf(name).map((each) => ({ name, ...each })));
  const runs = ahead(
    cases.map(
      ({ name, over }) =>
        () =>
          run(name, over),
    ),
  );
  after(() => runs.settled());
  for (const [i, { name, title, expected }] of cases.entries()) {
    it(`${name}: ${title}`, async () => {
      const { exitCode, checks, wrong, text } = await runs.result(i);
      if (process.env['SHOW'] !== undefined) console.log(text);
      if (expected === undefined) {
        assert.equal(exitCode, 0, text);
        assert.ok(checks >= 3, 'three checks or more');
        return;
      }
      assert.notEqual(exitCode, 0, text);
      const { id, told } = expectation(expected);
      assert.equal(wrong[0], id, text);
      assert.ok(told === undefined || text.includes(told), `${told}\nis not in\n${text}`);
    });
  }
});
