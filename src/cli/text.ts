import type { Remedy } from '../base/errors.ts';
import { count, formatDuration } from '../base/quantities.ts';
import { visible } from '../protocol/text/visible.ts';
import type { Problem } from '../requests/model.ts';
import type { CheckOutcome, RequestOutcome } from '../requests/run/outcome.ts';
import { presentationOf } from '../requests/words/table.ts';
import { seedOf, type FileReport } from './fileReport.ts';

type Style = 'red' | 'green' | 'yellow' | 'dim' | 'bold';
export type Paint = (style: Style, text: string) => string;

const codes: Readonly<Record<Style, readonly [number, number]>> = {
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  dim: [2, 22],
  bold: [1, 22],
};

export const plain: Paint = (_style, text) => text;
export const coloured: Paint = (style, text) => `\u001b[${codes[style][0]}m${text}\u001b[${codes[style][1]}m`;

const marks: Readonly<Record<RequestOutcome['state'], readonly [string, Style]>> = {
  passed: ['✓', 'green'],
  failed: ['✗', 'red'],
  error: ['✗', 'red'],
  skipped: ['-', 'yellow'],
  running: ['…', 'dim'],
};

const signs: Readonly<Record<Problem['severity'], readonly [Style, string]>> = {
  error: ['red', '✗'],
  warning: ['yellow', '!'],
  information: ['dim', 'i'],
};

/** The editor's buttons, as lines of the file. */
const hints: Readonly<Partial<Record<Remedy, string>>> = {
  sendRaw: 'In the file: # @insist above the request sends it as written.',
};

/** One request and its checks, as lines. All text from a peer is made harmless to a terminal. */
export function requestLines(
  report: Pick<FileReport, 'file' | 'lineOf' | 'problems'>,
  outcome: RequestOutcome,
  paint: Paint,
): string[] {
  const [mark, style] = marks[outcome.state];
  const time = outcome.state === 'skipped' ? 'skipped' : formatDuration(outcome.duration);
  const lines = [`${paint(style, mark)} ${visible(outcome.label)} ${paint('dim', `(${time})`)}`];
  const place = (offset: number): string => paint('dim', `${visible(report.file)}:${report.lineOf(offset)}`);
  if (outcome.error !== undefined) {
    const start = outcome.error.facts?.['start'];
    lines.push(`    ${visible(outcome.error.message)} ${place(typeof start === 'number' ? start : outcome.start)}`);
    for (const remedy of outcome.error.remedies ?? [])
      if (hints[remedy] !== undefined) lines.push(`    ${hints[remedy]}`);
  }
  const { notes = [] } = outcome.result ? presentationOf(outcome.result) : {};
  for (const note of notes) lines.push(`    ${paint(...signs.warning)} ${visible(note)}`);
  for (const check of outcome.checks) {
    if (check.state !== 'passed') lines.push(...checkLines(check, paint, place));
  }
  for (const { region, severity, message, start } of report.problems) {
    if (region === outcome.region) lines.push(`    ${paint(...signs[severity])} ${visible(message)} ${place(start)}`);
  }
  return lines;
}

function checkLines(check: CheckOutcome, paint: Paint, place: (offset: number) => string): string[] {
  return [
    `    ${paint('red', '✗')} ?? ${visible(check.text)} ${place(check.start)}`,
    ...(check.message === undefined ? [] : [`        ${visible(check.message)}`]),
    ...(check.why === undefined ? [] : [`        ${visible(check.why)}`]),
    ...(check.expected === undefined ? [] : [`        expected: ${visible(check.expected)}`]),
    ...(check.actual === undefined ? [] : [`        actual:   ${visible(check.actual)}`]),
  ];
}

/** The lines at the end of a run. */
export function endLines(reports: readonly FileReport[], paint: Paint): string[] {
  const seed = seedOf(reports);
  const again = `seed ${seed}: the same values are drawn with --seed ${seed}`;
  return [summaryLine(reports, paint), ...(seed === undefined ? [] : [paint('dim', again)])];
}

/** `4 requests: 3 passed, 1 failed; 6 checks: 5 hold`. */
function summaryLine(reports: readonly FileReport[], paint: Paint): string {
  const outcomes = reports.flatMap((report) => report.outcomes);
  const checks = outcomes.flatMap((outcome) => outcome.checks);
  const states = (['passed', 'failed', 'error', 'skipped'] as const)
    .map((state) => [state, outcomes.filter((outcome) => outcome.state === state).length] as const)
    .filter(([, number]) => number > 0)
    .map(([state, number]) => paint(marks[state][1], `${number} ${state === 'error' ? 'with an error' : state}`));
  const holding = checks.filter((check) => check.state === 'passed').length;
  const milliseconds = reports.reduce((sum, report) => sum + report.duration, 0);
  const parts = [
    `${count(outcomes.length, 'request')}${states.length === 0 ? '' : `: ${states.join(', ')}`}`,
    ...(checks.length === 0
      ? []
      : [`${count(checks.length, 'check')}: ${holding} ${holding === 1 ? 'holds' : 'hold'}`]),
    formatDuration(milliseconds),
  ];
  return parts.join('; ');
}
