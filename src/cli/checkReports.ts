import type { ErrorData } from '../base/errors.ts';
import type { LabReport, StepReport } from '../labs/grade.ts';
import { besideDiagnoses } from '../labs/telling.ts';
import { visible, visibleJson } from '../protocol/text/visible.ts';
import type { CheckOutput } from './checkArguments.ts';
import { element, said, seconds, text } from './junit.ts';

/** A lab of a student; without a report, there is the error for which there is none. */
export interface StudentReport {
  /** The folder, as named on the command line. */
  readonly student: string;
  readonly file: string;
  readonly report?: LabReport;
  readonly error?: ErrorData;
}

type Write = (reports: readonly StudentReport[]) => string;

/** The forms of a report. In none of them but `whole` a hidden step tells more than its title, points, state and hints. */
export const checkReports: Readonly<Record<Exclude<CheckOutput, 'text'> | 'junit', Write>> = {
  json,
  whole,
  csv,
  gradescope,
  classroom,
  junit,
};

/** With hidden steps told as all others. */
export function revealed(reports: readonly StudentReport[]): StudentReport[] {
  return reports.map(({ report, ...rest }) => ({
    ...rest,
    ...(report && { report: { ...report, steps: report.steps.map((step) => ({ ...step, hidden: false })) } }),
  }));
}

const passedAgain = 'It failed, and passed in a second try at once: no points are lost.';
const heldUp = 'It failed each time, while this machine was too busy with other work to be sure: no points are lost.';

/** The reasons why a step did not pass, as sentences and lines; of a hidden one its hints alone. `file`: of the lab. */
export function reasonsOf(step: StepReport, file?: string): string[] {
  const { state, hints, hidden } = step;
  if (state === 'passed') return [];
  if (state === 'unsure') return [step.unsure === 'held-up' ? heldUp : passedAgain];
  const told = hints.map((hint) => `Hint: ${hint}`);
  if (hidden) return told;
  return [...(state === 'not checked' ? [notChecked(step)] : []), ...whyOf(step), ...explainedIn(step, file), ...told];
}

/** Where the lab explains it. */
function explainedIn({ state, prose }: StepReport, file?: string): string[] {
  return state === 'not checked' || prose === undefined
    ? []
    : [
        `Explained in "${prose.title}"${file === undefined ? `, line ${prose.line} of the lab` : ` (${file.split(/[\\/]/).at(-1)!}:${prose.line})`}.`,
      ];
}

function notChecked({ needs, outcome, cause }: StepReport): string {
  if (needs !== undefined) return `It was not checked, because "${needs}" did not pass.`;
  const { code, message } = outcome?.error ?? {};
  // Its time was over before its turn, or in it.
  if (code === undefined || code === 'cancelled') {
    return cause === undefined ? 'It was not checked, because the time for the lab was over.' : 'It was not checked.';
  }
  return message!;
}

/** The diagnosis, the hint that goes with it, the error, the checks that do not hold, and the other diagnoses. */
function whyOf({ state, diagnosis, also, outcome, cause }: StepReport): string[] {
  const [first, ...rest] = [diagnosis, ...also].flatMap((one) => one?.sentence ?? []);
  const failure = state === 'not checked' ? cause : outcome?.error;
  const beside = besideDiagnoses(
    { checks: state === 'not checked' ? [] : (outcome?.checks ?? []), ...(failure && { error: failure }) },
    { also, ...(diagnosis && { first: diagnosis }) },
  );
  const wrong = beside.checks.filter((check) => check.state !== 'passed');
  return [
    ...(first === undefined ? [] : [first]),
    ...(diagnosis?.hint === undefined ? [] : [diagnosis.hint]),
    ...(diagnosis?.place === undefined ? [] : [placeText(diagnosis.place)]),
    ...(beside.error === undefined ? [] : [beside.error]),
    ...wrong.map(said),
    ...rest.map((sentence) => `Also: ${sentence}`),
  ];
}

/** `server.py:12`, as terminals and editors make a link of it. */
function placeText({ file, line }: { readonly file: string; readonly line: number }): string {
  return `Look at ${file.split(/[\\/]/).at(-1)!}:${line}.`;
}

/**
 * Version 1: `{ version: 1, reports: [{ student, file, error?: { code, message }, report?: { title, file, points, of, seed?,
 * problems, steps: [{ title, points, of, state, needs?, hidden, hints, diagnosis?: { id, sentence, hint?, place? }, also,
 * outcome?: { state, duration, error?, checks } }] } }] }`. States as in grade.ts.
 */
function json(reports: readonly StudentReport[]): string {
  return `${visibleJson({ version: 1, reports: withSteps(reports, told) }, 2)}\n`;
}

/** From a process to the one that started it (checkWorker.ts): which steps are hidden is decided there. */
function whole(reports: readonly StudentReport[]): string {
  return JSON.stringify({ reports: withSteps(reports, plainStep) });
}

function withSteps(reports: readonly StudentReport[], as: (step: StepReport) => object): object[] {
  return reports.map(({ report, ...rest }) => ({
    ...rest,
    ...(report && { report: { ...report, steps: report.steps.map(as) } }),
  }));
}

function told(step: StepReport): object {
  if (!step.hidden) return plainStep(step);
  const { title, points, of, state, needs, hints, hidden } = step;
  return { title, points, of, state, ...(needs !== undefined && { needs }), hints, hidden, also: [] };
}

function plainStep({ outcome, ...step }: StepReport): object {
  const { label, region, start, end, state, duration, error, checks } = outcome ?? {};
  return { ...step, ...(outcome && { outcome: { label, region, start, end, state, duration, error, checks } }) };
}

/** A row for each student and lab (RFC 4180): points, then those of each step, then the ids of the diagnoses. */
function csv(reports: readonly StudentReport[]): string {
  const most = reports.reduce<readonly StepReport[]>(
    (steps, { report }) => (report !== undefined && report.steps.length > steps.length ? report.steps : steps),
    [],
  );
  const one = new Set(reports.map(({ file }) => file)).size === 1;
  const titles = most.map(({ title }, i) => (one ? title : `step ${i + 1}`));
  const rows = reports.map(({ student, file, report, error }) => [
    ...[student, file, report?.points ?? 0, report?.of ?? ''],
    ...titles.map((_, i) => report?.steps[i]?.points ?? ''),
    (report?.steps ?? []).flatMap(({ diagnosis, hidden }) => (hidden ? [] : (diagnosis?.id ?? []))).join(' '),
    error?.message ?? '',
  ]);
  const head = ['student', 'lab', 'points', 'of', ...titles, 'diagnoses', 'error'];
  return [head, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

function field(value: string | number): string {
  const plain = visible(String(value));
  // A spreadsheet would read it as a formula.
  const safe = typeof value === 'string' && /^[=+\-@]/.test(plain) ? `'${plain}` : plain;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** results.json as in https://gradescope-autograders.readthedocs.io/en/latest/specs/ (Output Format). */
function gradescope(reports: readonly StudentReport[]): string {
  const tests = reports.flatMap(({ file, report, error }) =>
    error !== undefined
      ? [{ name: file, score: 0, max_score: 0, status: 'failed', output: error.message }]
      : report!.steps.map((step) => ({
          ...{ name: step.title, score: step.points, max_score: step.of },
          status: passed(step) ? 'passed' : 'failed',
          output: reasonsOf(step).join('\n'),
        })),
  );
  return `${visibleJson({ score: sum(reports, 'points'), output_format: 'text', tests }, 2)}\n`;
}

/**
 * The result of a runner as the reporter of GitHub Classroom reads it, encoded as Base64 by the workflow
 * (classroom-resources/autograding-grading-reporter, src/main.js and notify-classroom.js).
 */
function classroom(reports: readonly StudentReport[]): string {
  const steps = reports.flatMap(({ report }) => report?.steps ?? []);
  const wrong = reports.find(({ error }) => error !== undefined)?.error;
  const tests = steps.map((step) => ({
    ...{ name: step.title, status: passed(step) ? 'pass' : 'fail', score: step.points },
    ...{
      message: reasonsOf(step).join('\n'),
      test_code: '',
      filename: '',
      line_no: 0,
      duration: step.outcome?.duration ?? 0,
    },
  }));
  const error = wrong && { name: 'wirebench check', status: 'error', score: 0, message: wrong.message };
  const status = wrong !== undefined ? 'error' : steps.every(passed) ? 'pass' : 'fail';
  const value = { version: 1, status, max_score: sum(reports, 'of'), tests: [...tests, ...(error ? [error] : [])] };
  return `${visibleJson(value)}\n`;
}

/** JUnit's XML: a suite for each student and lab, a test case for each step; its `type` is the id of the diagnosis. */
function junit(reports: readonly StudentReport[]): string {
  const suites = reports.map(({ student, file, report, error }) => {
    const name = `${student}: ${file}`;
    const steps = report?.steps ?? [];
    const cases = steps.map((step) => stepCase(name, step));
    if (error !== undefined) {
      const { code, message } = error;
      const children = [element('error', { type: code, message }, [text(message)])];
      cases.push(element('testcase', { classname: name, name: file }, children));
    }
    const counted = {
      tests: cases.length,
      failures: steps.filter((step) => !passed(step) && step.state !== 'not checked').length,
      errors: error === undefined ? 0 : 1,
      skipped: steps.filter(({ state }) => state === 'not checked').length,
    };
    return element('testsuite', { name, ...counted }, cases);
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', { name: 'wirebench check' }, suites)}\n`;
}

function stepCase(classname: string, step: StepReport): string {
  const reasons = reasonsOf(step);
  const about = { message: reasons[0] ?? '' };
  const type = (step.hidden ? undefined : step.diagnosis?.id) ?? 'check';
  const children = passed(step)
    ? reasons.map((reason) => element('system-out', {}, [text(reason)]))
    : step.state === 'not checked'
      ? [element('skipped', about, [])]
      : [element('failure', { type, ...about }, [text(reasons.join('\n'))])];
  const { title, outcome } = step;
  return element('testcase', { classname, name: title, time: seconds(outcome?.duration ?? 0) }, children);
}

function passed({ state }: StepReport): boolean {
  return state === 'passed' || state === 'unsure';
}

function sum(reports: readonly StudentReport[], key: 'points' | 'of'): number {
  return reports.reduce((all, { report }) => all + (report?.[key] ?? 0), 0);
}
