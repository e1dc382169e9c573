import type { StepReport } from '../labs/grade.ts';
import { visible, visibleJson } from '../protocol/text/visible.ts';
import { drawnSeed } from '../requests/run/chance.ts';
import { checkAll } from './checkJobs.ts';
import type { HowToRun, Job } from './checkWorker.ts';
import type { StudentReport } from './checkReports.ts';
import { composed, labOfCourse } from './courseFiles.ts';
import { removeCopy } from './studentFolder.ts';
import type { Means } from './withRunner.ts';

/** A step, or a check of it, that did not come to the same in each run. */
interface Change {
  readonly step: string;
  /** The number of the check in its step, from 1. Absent: the step itself. */
  readonly check?: number;
  /** By state: the seeds of the runs that came to it. */
  readonly states: Readonly<Record<string, readonly number[]>>;
}

/** The solution or the starter of a lab, run again and again: `wirebench check --flaky`. */
interface Steadiness {
  readonly lab: string;
  readonly of: 'solution' | 'starter';
  readonly runs: number;
  readonly changes: readonly Change[];
  /** Of the runs that came to no report. */
  readonly errors: readonly string[];
}

/** Runs solution and starter of each lab so many times, each time with the next seed and with no second try. */
export async function runAgain(
  files: readonly string[],
  times: number,
  how: HowToRun,
  process: NodeJS.Process,
  means: Means,
): Promise<Steadiness[]> {
  // The seeds of a run follow one another: the last is still one that --seed takes.
  const from = how.seed ?? Math.floor(drawnSeed() / 2);
  const programs: { lab: string; of: Steadiness['of']; folder: string }[] = [];
  try {
    for (const file of files) {
      const lab = await labOfCourse(file);
      if (lab.hasSolution)
        programs.push({ lab: file, of: 'solution', folder: await composed(lab, [[lab.solution, '.']]) });
      programs.push({ lab: file, of: 'starter', folder: await composed(lab) });
    }
    const jobs = programs.flatMap(({ lab, of, folder }) =>
      Array.from({ length: times }, (_, i): Job => ({
        file: lab,
        student: folder,
        name: `${lab}: ${of}`,
        seed: from + i,
      })),
    );
    const reports = await checkAll(jobs, { ...how, once: true, apart: true }, process, means);
    return programs.map(({ lab, of, folder }) => {
      const own = jobs.flatMap(({ student, seed }, i) =>
        student === folder ? [{ seed: seed!, checked: reports[i] }] : [],
      );
      return { lab, of, runs: times, ...steadinessOf(own) };
    });
  } finally {
    await Promise.all(programs.map(({ folder }) => removeCopy(folder)));
  }
}

type Run = { readonly seed: number; readonly checked: StudentReport | undefined };

function steadinessOf(runs: readonly Run[]): Pick<Steadiness, 'changes' | 'errors'> {
  const states = new Map<string, { step: string; check?: number; states: Map<string, number[]> }>();
  const saw = (key: string, about: { step: string; check?: number }, state: string, seed: number): void => {
    const one = states.get(key) ?? { ...about, states: new Map<string, number[]>() };
    states.set(key, one);
    one.states.set(state, [...(one.states.get(state) ?? []), seed]);
  };
  const errors = new Set<string>();
  for (const { seed, checked } of runs) {
    if (checked?.report === undefined) errors.add(checked?.error?.message ?? 'It did not run.');
    for (const [i, step] of (checked?.report?.steps ?? []).entries()) {
      saw(`${i}`, { step: step.title }, stateOf(step), seed);
      for (const [j, { state }] of (step.outcome?.checks ?? []).entries())
        saw(`${i} ${j}`, { step: step.title, check: j + 1 }, state, seed);
    }
  }
  const changes = [...states.values()].filter((one) => one.states.size > 1);
  return {
    changes: changes.map((one) => ({ ...one, states: Object.fromEntries(one.states) })),
    errors: [...errors],
  };
}

/** With the diagnosis: one that comes and goes confuses a student as well. */
function stateOf({ state, diagnosis }: StepReport): string {
  return diagnosis === undefined || state === 'passed' ? state : `${state} (${diagnosis.id})`;
}

export function isSteady({ changes, errors }: Steadiness): boolean {
  return changes.length + errors.length === 0;
}

/** The seeds that are told of each state. */
const mostSeeds = 5;

export function flakyText(all: readonly Steadiness[]): string {
  const lines = all.flatMap((one) => {
    const { lab, of, runs, changes, errors } = one;
    return [
      `${isSteady(one) ? '✓' : '✗'} ${visible(lab)}: the ${of}, ${runs} times: ${isSteady(one) ? 'always the same' : 'not always the same'}`,
      ...errors.map((error) => `    ${visible(error)}`),
      ...changes.flatMap(({ step, check, states }) => [
        `    ${visible(step)}${check === undefined ? '' : `, check ${check}`}`,
        ...Object.entries(states).map(([state, seeds]) => `        ${state} ${seedsText(seeds)}`),
      ]),
    ];
  });
  return lines.map((line) => `${line}\n`).join('');
}

function seedsText(seeds: readonly number[]): string {
  const more = seeds.length > mostSeeds ? ', …' : '';
  return `${seeds.length === 1 ? 'once' : `${seeds.length} times`}: --seed ${seeds.slice(0, mostSeeds).join(', ')}${more}`;
}

/** Version 1: `{ version: 1, labs: [{ lab, of, runs, errors, changes: [{ step, check?, states: { STATE: [seed] } }] }] }`. */
export function flakyJson(all: readonly Steadiness[]): string {
  return `${visibleJson({ version: 1, labs: all }, 2)}\n`;
}
