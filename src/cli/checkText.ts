import { visible } from '../protocol/text/visible.ts';
import type { StepReport, StepState } from '../labs/grade.ts';
import { reasonsOf, type StudentReport } from './checkReports.ts';

const signs: Readonly<Record<StepState, string>> = {
  passed: '✓',
  failed: '✗',
  partial: '½',
  'not checked': '-',
  unsure: '?',
};

/** For a person: each step with its reasons, or of many students a table and the diagnoses of the class. */
export function checkText(reports: readonly StudentReport[]): string {
  const many = new Set(reports.map(({ student }) => student)).size > 1;
  const lines = many
    ? [...byLab(reports)].flatMap(([file, each]) => classLines(file, each))
    : reports.flatMap(labLines);
  return lines.map((line) => `${line}\n`).join('');
}

function labLines({ file, report, error }: StudentReport): string[] {
  if (report === undefined) return [visible(file), `✗ ${visible(error?.message ?? '')}`];
  return [
    visible(report.title === '' ? file : report.title),
    ...report.steps.flatMap((step) => stepLines(step, report.file === '' ? file : report.file)),
    `${report.points} of ${report.of} points`,
    ...(report.seed === undefined ? [] : [`seed ${report.seed}: the same values are drawn with --seed ${report.seed}`]),
  ];
}

function stepLines(step: StepReport, file: string): string[] {
  const { title, points, of, state } = step;
  const word = state === 'passed' || state === 'failed' ? '' : `, ${state}`;
  const reasons = reasonsOf(step, file).flatMap((reason) => visible(reason, { keep: '\n' }).split('\n'));
  return [`${signs[state]} ${visible(title)} (${points} of ${of}${word})`, ...reasons.map((line) => `    ${line}`)];
}

function byLab(reports: readonly StudentReport[]): Map<string, StudentReport[]> {
  const labs = new Map<string, StudentReport[]>();
  for (const report of reports) labs.set(report.file, [...(labs.get(report.file) ?? []), report]);
  return labs;
}

/** The summary student × step, and the diagnoses counted: each once for a student. */
function classLines(file: string, reports: readonly StudentReport[]): string[] {
  const steps = reports.find(({ report }) => report !== undefined)?.report?.steps ?? [];
  const width = Math.max(...reports.map(({ student }) => visible(student).length));
  const rows = reports.map(({ student, report, error }) => {
    const marks = report === undefined ? visible(error?.message ?? '') : marksOf(report.steps);
    return `${visible(student).padEnd(width)}  ${marks}${report === undefined ? '' : `  ${report.points} of ${report.of}`}`;
  });
  const counted = new Map<string, { times: number; sentence: string }>();
  for (const { report } of reports) {
    const own = (report?.steps ?? []).flatMap(({ diagnosis, hidden }) => (hidden || !diagnosis ? [] : [diagnosis]));
    for (const [id, { sentence }] of new Map(own.map((one) => [one.id, one] as const))) {
      counted.set(id, { sentence: counted.get(id)?.sentence ?? sentence, times: (counted.get(id)?.times ?? 0) + 1 });
    }
  }
  const diagnoses = [...counted].sort(([, a], [, b]) => b.times - a.times);
  return [
    visible(file),
    ...steps.map(({ title, of }, i) => `  ${i + 1} ${visible(title)} (${of})`),
    ...['', `${''.padEnd(width)}  ${steps.map((_, i) => String(i + 1).padStart(2)).join(' ')}`, ...rows],
    ...(diagnoses.length === 0 ? [] : ['', 'Why it likely happened:']),
    ...diagnoses.map(
      ([id, { times, sentence }]) => `  ${times} of ${reports.length}: ${id}, for example: ${visible(sentence)}`,
    ),
  ];
}

function marksOf(steps: readonly StepReport[]): string {
  return steps.map(({ state }) => signs[state].padStart(2)).join(' ');
}
