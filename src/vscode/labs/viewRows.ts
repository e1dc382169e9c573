import { capital } from '../../base/capital.ts';
import { count } from '../../base/quantities.ts';
import type { StepReport, StepState } from '../../labs/grade.ts';
import type { ItemText } from '../endpoints/itemText.ts';
import { plainText, shorten } from '../uiText.ts';
import type { Course } from './viewFiles.ts';
import { withKeys, type KeyedStep, type LabProgress } from './viewProgress.ts';

/** Rows of the Labs view. They are objects of a class, so that a command can tell a row from a program's parameters. */
export class CourseRow {
  readonly kind = 'course';
  readonly course: Course;
  constructor(course: Course) {
    this.course = course;
  }
}

export class LabRow {
  readonly kind = 'lab';
  readonly uri: string;
  readonly parent: CourseRow;
  constructor(uri: string, parent: CourseRow) {
    this.uri = uri;
    this.parent = parent;
  }
}

export class StepRow {
  readonly kind = 'step';
  /** The key of the step in its lab. */
  readonly key: string;
  readonly parent: LabRow;
  constructor(key: string, parent: LabRow) {
    this.key = key;
    this.parent = parent;
  }
}

export type Row = CourseRow | LabRow | StepRow;

/** The lab of a row, if the row has one. */
export function labOfRow(row: unknown): string | undefined {
  if (row instanceof LabRow) return row.uri;
  return row instanceof StepRow ? row.parent.uri : undefined;
}

/** A step of a lab with its progress. */
type ShownStep = KeyedStep<Pick<StepReport, 'title' | 'of' | 'hidden'>> & {
  readonly state: StepState;
  readonly points: number;
  readonly why?: string;
};

/** A lab as its row shows it. */
export interface ShownLab {
  readonly title: string;
  readonly teaches?: readonly string[];
  readonly time?: string;
  readonly steps: readonly ShownStep[];
  readonly solutionShown: boolean;
  /** A sentence about a file that cannot be read as a lab. */
  readonly problem?: string;
  readonly running: boolean;
}

interface Look {
  readonly icon: string;
  readonly color?: string;
  readonly said: string;
}

/** By colour, by shape and in words: nobody needs to see the colour. */
const stepLooks: Record<StepState, Look> = {
  passed: { icon: 'pass-filled', color: 'testing.iconPassed', said: 'passed' },
  partial: { icon: 'color-mode', color: 'testing.iconQueued', said: 'partly passed' },
  failed: { icon: 'error', color: 'testing.iconFailed', said: 'failed' },
  unsure: { icon: 'question', color: 'testing.iconQueued', said: 'unsure, made again' },
  'not checked': { icon: 'circle-large-outline', color: 'testing.iconSkipped', said: 'not checked' },
};

const running: Look = { icon: 'loading~spin', said: 'running' };
const wrong: Look = { icon: 'warning', color: 'problemsWarningIcon.foreground', said: 'cannot be read' };
const notBegun: Look = { icon: 'circle-large-outline', color: 'testing.iconSkipped', said: 'not begun' };
const begun: Look = { icon: 'color-mode', color: 'testing.iconQueued', said: 'begun' };
const done: Look = { icon: 'pass-filled', color: 'testing.iconPassed', said: 'done' };
const examples: Look = { icon: 'book', said: 'examples only' };

/** A step that failed and passed in a second try at once keeps all its points. */
export function isPassed(state: StepState): boolean {
  return state === 'passed' || state === 'unsure';
}

/** What is told about a step that is unsure. */
export const unsureText = 'It failed, and passed when it was made again at once. It keeps its points.';

/** The steps of a lab as the tree shows them: what the file has now, with the results of before. */
export function shownSteps(
  steps: readonly Pick<StepReport, 'title' | 'of' | 'hidden'>[],
  { steps: before }: Pick<LabProgress, 'steps'>,
): readonly ShownStep[] {
  return withKeys(steps).map(({ title, of, hidden, key }) => {
    const { state = 'not checked', points = 0, why } = before[key] ?? {};
    return { ...{ title, of, hidden, key, state }, points: Math.min(points, of), ...(why !== undefined && { why }) };
  });
}

/** `2 of 3 points`. */
export function pointsText(points: number, of: number): string {
  return `${rounded(points)} of ${count(rounded(of), 'point')}`;
}

/** Partial points have at most two digits behind the point. */
const rounded = (points: number) => Math.round(points * 100) / 100;

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);

function pointsOf(steps: readonly ShownStep[]): { readonly points: number; readonly of: number } {
  return { points: sum(steps.map(({ points }) => points)), of: sum(steps.map(({ of }) => of)) };
}

function lookOf({ steps, running: runs, problem }: ShownLab): Look {
  if (runs) return running;
  if (problem !== undefined) return wrong;
  if (steps.length === 0) return examples;
  if (steps.every(({ state }) => isPassed(state))) return done;
  return steps.every(({ state }) => state === 'not checked') ? notBegun : begun;
}

/** `labs`: those of the course. */
export function courseText({ name }: Course, labs: readonly ShownLab[]): ItemText {
  const finished = labs.filter((lab) => lookOf(lab) === done).length;
  const { points, of } = pointsOf(labs.flatMap(({ steps }) => steps));
  const label = plainText(name);
  const description = `${finished} of ${count(labs.length, 'lab')} done`;
  return {
    label,
    description,
    tooltip: `${label}\n${description}, ${pointsText(points, of)}`,
    spoken: `${label}, course, ${description}, ${pointsText(points, of)}`,
    icon: 'mortar-board',
    context: 'course',
  };
}

export function labText(lab: ShownLab): ItemText {
  const { steps, teaches = [], time, problem, solutionShown } = lab;
  const label = plainText(shorten(lab.title, 100));
  const { icon, color, said } = lookOf(lab);
  const { points, of } = pointsOf(steps);
  const result = problem !== undefined || steps.length === 0 ? said : pointsText(points, of);
  const description = lab.running ? 'running' : [result, ...(solutionShown ? ['solution shown'] : [])].join(', ');
  const more = [
    ...(teaches.length === 0 ? [] : [`Teaches ${plainText(teaches.join(', '))}.`]),
    ...(time === undefined ? [] : [`Takes about ${plainText(time)}.`]),
    ...(problem === undefined ? [] : [plainText(problem)]),
  ];
  return {
    label,
    description,
    tooltip: [label, ...more, capital(`${said}${result === said ? '' : `: ${result}`}`)].join('\n'),
    spoken: `${label}, lab, ${said}${result === said ? '' : `, ${result}`}${solutionShown ? ', solution shown' : ''}`,
    icon,
    ...(color !== undefined && { color }),
    context: lab.running ? 'lab.running' : problem === undefined ? 'lab' : 'lab.wrong',
  };
}

export function stepText({ title, state, points, of, ...step }: Omit<ShownStep, 'key'>): ItemText {
  const label = plainText(shorten(title, 100));
  const { icon, color, said } = stepLooks[state];
  const why = state === 'unsure' ? unsureText : step.why;
  const result = state === 'not checked' ? count(rounded(of), 'point') : pointsText(points, of);
  return {
    label,
    description: result,
    tooltip: [label, capital(`${said}, ${result}`), ...(why === undefined ? [] : [plainText(why)])].join('\n'),
    spoken: `${label}, step, ${said}, ${result}${why === undefined ? '' : `. ${plainText(why)}`}`,
    icon,
    ...(color !== undefined && { color }),
    context: `step.${state.replaceAll(' ', '-')}`,
  };
}
