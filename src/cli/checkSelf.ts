import path from 'node:path';
import { errorData } from '../base/errors.ts';
import { missed, notAllPoints, readExpectation, starterExpectation, type Expectation } from '../labs/faulty.ts';
import type { LabReport } from '../labs/grade.ts';
import { visible, visibleJson } from '../protocol/text/visible.ts';
import { checkAll } from './checkJobs.ts';
import type { HowToRun, Job } from './checkWorker.ts';
import { readText } from './checkLabs.ts';
import { revealed, type StudentReport } from './checkReports.ts';
import { checkText } from './checkText.ts';
import { composed, faultyNames, isThere, labOfCourse, type LabOfCourse } from './courseFiles.ts';
import { element, text } from './junit.ts';
import { removeCopy } from './studentFolder.ts';
import type { Means } from './withRunner.ts';

/** Something that must hold of a lab: `wirebench check --self`. */
interface Claim {
  readonly lab: string;
  /** `solution`, `starter`, or the name of a faulty program. */
  readonly name: string;
  /** For a person: `all points`, or the diagnosis that must come. */
  readonly expects: string;
  /** Why it does not hold; undefined: it does. */
  readonly judge: (report: LabReport, text: string) => string | undefined;
  /** The files to check, in a folder that is removed afterwards; absent: there is nothing to check, and `wrong` says why. */
  readonly folder?: string;
  readonly wrong?: string;
}

interface Proof {
  readonly lab: string;
  readonly name: string;
  readonly expects: string;
  readonly holds: boolean;
  /** Why it does not hold. */
  readonly message?: string;
  readonly points?: number;
  readonly of?: number;
}

/**
 * Proves labs: the solution gets all points at once, the starter fails with its message, and each faulty program gets the diagnosis
 * that its first comment names.
 */
export async function proveAll(
  files: readonly string[],
  how: HowToRun,
  process: NodeJS.Process,
  means: Means,
): Promise<Proof[]> {
  const claims: Claim[] = [];
  try {
    for (const file of files) claims.push(...(await claimsOf(file)));
    const tried = claims.filter(({ folder }) => folder !== undefined);
    const jobs = tried.map(({ lab, name, folder }): Job => ({ file: lab, student: folder, name: `${lab}: ${name}` }));
    const reports = await checkAll(jobs, { ...how, once: true, apart: true }, process, means);
    return claims.map((claim) => proofOf(claim, reports[tried.indexOf(claim)]));
  } finally {
    await Promise.all(claims.flatMap(({ folder }) => (folder === undefined ? [] : [removeCopy(folder)])));
  }
}

function proofOf({ lab, name, expects, wrong, judge }: Claim, checked: StudentReport | undefined): Proof {
  const report = checked?.report;
  const message =
    wrong ??
    checked?.error?.message ??
    (report === undefined ? 'It did not run.' : judge(report, checkText(revealed([checked!]))));
  return {
    ...{ lab, name, expects, holds: message === undefined },
    ...(message !== undefined && { message }),
    ...(report && { points: report.points, of: report.of }),
  };
}

async function claimsOf(file: string): Promise<Claim[]> {
  const about: About = (name, expects) => ({ lab: file, name, expects });
  try {
    const of = await labOfCourse(file);
    const { solution, faulty } = of;
    const allPoints = { ...about('solution', 'all points'), judge: notAllPoints };
    if (!of.hasSolution) {
      // A lab of examples asks for no program.
      if (!of.lab.cells.some(({ kind }) => kind === 'program'))
        return [{ ...allPoints, name: 'the lab', folder: await composed(of) }];
      return [{ ...allPoints, wrong: `There is no solution: ${solution} does not exist.` }];
    }
    const claims: Claim[] = [{ ...allPoints, folder: await composed(of, [[solution, '.']]) }];
    const own = path.join(faulty, starterExpectation);
    const expectation = (await isThere(own)) ? readExpectation(await readText(own), own) : undefined;
    claims.push({ ...starter(about, expectation), folder: await composed(of) });
    for (const name of await faultyNames(of)) claims.push(await faultyClaim(about, of, name));
    return claims;
  } catch (error) {
    return [{ ...about('the lab', 'all points'), judge: notAllPoints, wrong: errorData(error).message }];
  }
}

type About = (name: string, expects: string) => Pick<Claim, 'lab' | 'name' | 'expects'>;

/** Without a `starter.expect` it must only fail. */
function starter(about: About, expectation: Expectation | undefined): Claim {
  if (expectation !== undefined)
    return { ...about('starter', expectation.id), judge: (report, told) => missed(expectation, report, told) };
  return {
    ...about('starter', 'not all points'),
    judge: (report) => (notAllPoints(report) === undefined ? 'It passes.' : undefined),
  };
}

async function faultyClaim(about: About, of: LabOfCourse, name: string): Promise<Claim> {
  const file = path.join(of.faulty, name);
  const judge = notAllPoints;
  try {
    const expectation = readExpectation(await readText(file), name);
    const { as = name, id } = expectation;
    if (!(await isThere(path.join(of.solution, as)))) {
      const wrong = `It stands for ${as}, which the solution does not have: write # as: and the name of a file of the solution.`;
      return { ...about(name, id), judge, wrong };
    }
    const folder = await composed(of, [
      [of.solution, '.'],
      [file, as],
    ]);
    return { ...about(name, id), judge: (report, told) => missed(expectation, report, told), folder };
  } catch (error) {
    return { ...about(name, ''), judge, wrong: errorData(error).message };
  }
}

/** A table of what was proved, the labs one after the other. */
export function proofText(proofs: readonly Proof[]): string {
  const width = Math.max(...proofs.map(({ name }) => visible(name).length));
  const lines: string[] = [];
  for (const [lab, own] of byLab(proofs)) {
    lines.push(visible(lab));
    for (const { name, expects, holds, message } of own) {
      lines.push(`  ${holds ? '✓' : '✗'} ${visible(name).padEnd(width)}  ${expects}`.trimEnd());
      if (message !== undefined) lines.push(`      ${visible(message)}`);
    }
  }
  const good = proofs.filter(({ holds }) => holds).length;
  lines.push(`${good} of ${proofs.length} proved`);
  return lines.map((line) => `${line}\n`).join('');
}

/** Version 1: `{ version: 1, proofs: [{ lab, name, expects, holds, message?, points?, of? }] }`. */
export function proofJson(proofs: readonly Proof[]): string {
  return `${visibleJson({ version: 1, proofs }, 2)}\n`;
}

/** A suite for each lab, a test case for each claim. */
export function proofJunit(proofs: readonly Proof[]): string {
  const suites = [...byLab(proofs)].map(([lab, own]) => {
    const cases = own.map(({ name, expects, message }) => {
      const failure = message === undefined ? [] : [element('failure', { type: 'self', message }, [text(message)])];
      return element('testcase', { classname: lab, name: `${name}: ${expects}`, time: '0.000' }, failure);
    });
    const failures = own.filter(({ holds }) => !holds).length;
    return element('testsuite', { name: lab, tests: own.length, failures, errors: 0, skipped: 0 }, cases);
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', { name: 'wirebench check --self' }, suites)}\n`;
}

function byLab(proofs: readonly Proof[]): Map<string, Proof[]> {
  const labs = new Map<string, Proof[]>();
  for (const proof of proofs) labs.set(proof.lab, [...(labs.get(proof.lab) ?? []), proof]);
  return labs;
}
