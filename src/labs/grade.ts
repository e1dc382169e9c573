import type { ErrorData } from '../base/errors.ts';
import { metaTag } from '../requests/metaWords.ts';
import type { Region } from '../requests/model.ts';
import { parseRequestFile } from '../requests/parse.ts';
import { labelOf } from '../requests/run/label.ts';
import type { RequestOutcome } from '../requests/run/outcome.ts';
import { placeIn } from '../requests/source.ts';
import { diagnose, type Diagnosis } from './diagnoses/diagnose.ts';
import type { DiagnosisId } from './diagnoses/ids.ts';
import { labSource, type Cell, type Lab, type LabProblem } from './lab.ts';

/**
 * `partial`: some of its checks hold, and it gives points for each. `not checked`: a step that it needs did not pass, or the run
 * ended before it. `unsure`: it failed, and passed in another try at once, or this machine was too busy to tell; no points
 * are lost.
 */
export type StepState = 'passed' | 'failed' | 'partial' | 'not checked' | 'unsure';

/** A graded request of a lab. */
export interface StepReport {
  readonly title: string;
  readonly points: number;
  /** The points that it can give. */
  readonly of: number;
  readonly state: StepState;
  /** Absent: it did not run. */
  readonly outcome?: RequestOutcome;
  /** Why it is unsure: it passed in another try, or this process was held up by other work in each try. */
  readonly unsure?: 'passed' | 'held-up';
  /** The step that it waits for. */
  readonly needs?: string;
  /** Of a step that is not checked: the error of a request above it that is not graded. One step alone tells it, with the diagnosis. */
  readonly cause?: ErrorData;
  readonly diagnosis?: Diagnosis;
  readonly also: readonly Diagnosis[];
  /** Those due after so many failures; a step that passed has none. */
  readonly hints: readonly string[];
  /** Where the lab explains it: the heading above, and its line in the file. Absent: it passed, or no heading is above. */
  readonly prose?: Prose;
  /** Only its title, points and hints are for the student. */
  readonly hidden: boolean;
}

interface Prose {
  readonly title: string;
  /** From 1. */
  readonly line: number;
}

export interface LabReport {
  readonly title: string;
  /** The path of the lab; '' where the caller does not know it. */
  readonly file: string;
  readonly points: number;
  readonly of: number;
  readonly steps: readonly StepReport[];
  /** If anything was drawn by chance. */
  readonly seed?: number;
  /** Of the lab and of the requests in it; offsets are in the text of the file, those of a request in its cell. */
  readonly problems: readonly LabProblem[];
}

/** The id of the part of a request cell, by which an outcome tells its cell (`RequestOutcome.part`): any text, `#`, the cell's index. */
export function cellId(lab: Lab, cell: Cell, session: string): string {
  return `${session}#${lab.cells.indexOf(cell)}`;
}

/**
 * Points, states and hints of the steps of a lab. Of each step the last outcome counts; its `part` is a `cellId`. `failures`: how often
 * a step has failed so far, which decides the hints (`# @hint 2 …`: from the second failure on).
 */
export function gradeLab(lab: Lab, outcomes: readonly RequestOutcome[], failures = 0): LabReport {
  const byPlace = new Map<string, RequestOutcome>();
  for (const outcome of outcomes) byPlace.set(placeOf(cellIndexOf(outcome), outcome.region), outcome);
  const steps: StepReport[] = [];
  const bad = new Map<string, string>();
  let untold: Why | undefined;
  for (const { region, text, index } of regionsOf(lab)) {
    const outcome = byPlace.get(placeOf(index, region.index));
    const title = titleOf(region, text);
    const needs = tagsOf(region, 'needs').find((name) => bad.has(name));
    const passed = outcome?.state === 'passed';
    if (region.name !== undefined && !passed) bad.set(region.name.value, title);
    if (!isStep(region)) {
      untold ??= whyOf(outcome, region);
      continue;
    }
    const graded = stepOf(region, title, outcome, needs && bad.get(needs), failures);
    const prose = graded.state === 'passed' ? undefined : headingAbove(lab, index);
    const step = prose === undefined ? graded : { ...graded, prose };
    const tells = step.state === 'not checked' && untold !== undefined;
    steps.push(tells ? { ...step, ...untold } : step);
    if (tells) untold = undefined;
  }
  return {
    title: lab.front.title ?? '',
    file: '',
    points: sum(steps, 'points'),
    of: sum(steps, 'of'),
    steps,
    problems: lab.problems,
  };
}

/** A run of a lab from its beginning. */
export interface Try {
  readonly report: LabReport;
  /** By step: this process was held up by other work meanwhile. */
  readonly heldUp: readonly boolean[];
}

/** Another try cannot come to anything else. */
const certain: ReadonlySet<DiagnosisId | undefined> = new Set(['syntax-error', 'module-missing', 'program-missing']);

/**
 * The indexes of the steps that are to be tried once more: those that failed once, or whenever they failed while this process was held
 * up. None, if all that failed must fail again.
 */
export function undecided(tries: readonly Try[]): number[] {
  const steps = (tries[0]?.report.steps ?? []).map((_, i) => tries.map((one) => one.report.steps[i]!));
  const open = [...steps.keys()].filter((i) => {
    const isGood = steps[i]!.some(({ state }) => state === 'passed');
    return !isGood && (tries.length < 2 || tries.every(({ heldUp }) => heldUp[i]));
  });
  const failed = open.flatMap((i) => steps[i]!.filter(({ state }) => state !== 'not checked'));
  return failed.length > 0 && failed.every(({ diagnosis }) => certain.has(diagnosis?.id)) ? [] : open;
}

/**
 * What the tries of a lab come to. A step that failed and then passed is unsure, and so is one that failed while this process was held
 * up, again and again: no points are lost. A later try may end after the last step that it is about.
 */
export function ofTries(tries: readonly Try[]): LabReport {
  const [{ report: first }] = tries as readonly [Try, ...Try[]];
  const steps = first.steps.map((step, i): StepReport => {
    if (step.state === 'passed') return step;
    if (tries.some(({ report }) => report.steps[i]!.state === 'passed')) return unsure(step, 'passed');
    const fair = tries.find(({ heldUp }) => heldUp[i] !== true);
    return fair === undefined ? unsure(step, 'held-up') : fair.report.steps[i]!;
  });
  return { ...first, steps, points: sum(steps, 'points') };
}

function unsure(step: StepReport, why: StepReport['unsure'] & string): StepReport {
  return { ...step, points: step.of, state: 'unsure', unsure: why, hints: [] };
}

type Why = Pick<StepReport, 'cause' | 'diagnosis' | 'also'>;

/** Why a request that is not graded did not pass: steps that need it are not checked, and nobody else would tell it. */
function whyOf(outcome: RequestOutcome | undefined, region: Region): Why | undefined {
  if (outcome?.state !== 'failed' && outcome?.state !== 'error') return undefined;
  const { first, also } = diagnose(outcome, region);
  return { ...(outcome.error && { cause: outcome.error }), ...(first && { diagnosis: first }), also };
}

function stepOf(
  region: Region,
  title: string,
  outcome: RequestOutcome | undefined,
  needs: string | undefined,
  failures: number,
): StepReport {
  const of = pointsOf(region);
  const hidden = tagsOf(region, 'hidden').length > 0;
  const over = outcome !== undefined && outcome.state !== 'running' ? outcome : undefined;
  const told = { title, of, hidden, also: [], ...(over && { outcome: over }) };
  if (over?.state === 'passed') return { ...told, points: of, state: 'passed', hints: [] };
  if (over === undefined || over.state === 'skipped' || needs !== undefined) {
    const hints = hintsOf(region, failures);
    return { ...told, points: 0, state: 'not checked', hints, ...(needs !== undefined && { needs }) };
  }
  const points = tagsOf(region, 'partial').length > 0 ? partOf(of, over) : 0;
  const { first, also } = diagnose(over, region);
  const hints = hintsOf(region, failures, hidden ? undefined : first?.id);
  return { ...told, points, state: points > 0 ? 'partial' : 'failed', hints, also, ...(first && { diagnosis: first }) };
}

/** `# @partial each`: each check gives its share; a hundredth of a point is the least that is told. */
function partOf(of: number, { checks }: RequestOutcome): number {
  const holding = checks.filter(({ state }) => state === 'passed').length;
  return checks.length === 0 ? 0 : Math.round((100 * of * holding) / checks.length) / 100;
}

function pointsOf(region: Region): number {
  const [text] = tagsOf(region, 'points');
  return text !== undefined && /^\d{1,6}(?:\.\d{1,3})?$/.test(text) ? Number(text) : 1;
}

/** They leave the cause open, so a hint of the lab may be the one that helps. */
const open: ReadonlySet<DiagnosisId> = new Set(['wrong-value', 'misconception', 'no-reply']);

/** The hints of a step that has failed so often. Where another cause is known, they wait for one more failure: they are about the task. */
export function hintsOf(region: Region, times: number, known?: DiagnosisId): string[] {
  const failures = known === undefined || open.has(known) ? times : times - 1;
  return tagsOf(region, 'hint').flatMap((text) => {
    const [, from = '1', hint = ''] = /^(?:(\d{1,4})\s+)?(.*)$/s.exec(text) ?? [];
    return hint !== '' && Number(from) <= failures ? [hint] : [];
  });
}

/** A request without checks is an example, unless its tags say otherwise. */
export function isStep(region: Region): boolean {
  if (region.item === undefined) return false;
  return region.checks.length > 0 || tagsOf(region, 'step').length + tagsOf(region, 'points').length > 0;
}

/** The title of the step that a request is. `text`: that its places are in. */
export function titleOf(region: Region, text: string): string {
  const [step = ''] = tagsOf(region, 'step');
  return [step, region.title?.value.trim() ?? ''].find((title) => title !== '') ?? labelOf(region, text);
}

/** The values of a tag; a tag without a value gives ''. */
function tagsOf({ meta }: Region, name: string): string[] {
  return meta.flatMap((line) => {
    const written = line.name.value;
    return (metaTag(written)?.name ?? written.toLowerCase()) === name ? [line.value?.value.trim() ?? ''] : [];
  });
}

/** The last heading in the prose above a cell. */
function headingAbove({ cells }: Lab, index: number): Prose | undefined {
  const above = cells.slice(0, index).map(({ raw }) => raw);
  for (let i = index - 1; i >= 0; i--) {
    if (cells[i]!.kind !== 'prose') continue;
    const found = [...cells[i]!.raw.matchAll(/^#{1,6}[ \t]+(.+?)[ \t]*#*[ \t]*$/gm)].at(-1);
    if (found === undefined) continue;
    const before = above.slice(0, i).join('') + cells[i]!.raw.slice(0, found.index);
    return { title: found[1]!, line: before.split(/\r\n|\n|\r/).length };
  }
  return undefined;
}

/** The requests of all cells in their order, each with its index in its cell. They are read once, after all that is above the last. */
function* regionsOf(lab: Lab): Generator<{ readonly region: Region; readonly text: string; readonly index: number }> {
  const last = lab.cells.findLastIndex(({ kind }) => kind === 'requests');
  if (last === -1) return;
  const source = labSource(lab, last, { id: (cell) => cellId(lab, cell, ''), session: '' });
  const file = parseRequestFile(source.text, source.before);
  let cell: string | undefined;
  let count = 0;
  for (const region of file.seen) {
    const { id } = placeIn(source, region.start).part;
    count = id === cell ? count + 1 : 0;
    cell = id;
    yield { region: { ...region, index: count }, text: file.text, index: cellIndexOf({ part: id }) };
  }
}

/** The index of the cell that an outcome is about. */
export function cellIndexOf({ part = '' }: Pick<RequestOutcome, 'part'>): number {
  return Number(part.slice(part.lastIndexOf('#') + 1));
}

function placeOf(cell: number, region: number): string {
  return `${cell} ${region}`;
}

function sum(steps: readonly StepReport[], key: 'points' | 'of'): number {
  return Math.round(100 * steps.reduce((all, step) => all + step[key], 0)) / 100;
}
