import type { CheckOutcome, RequestOutcome } from '../requests/run/outcome.ts';
import { presentationOf } from '../requests/words/table.ts';
import { visibleJson } from '../protocol/text/visible.ts';
import { seedOf, worstExitCode, type FileReport } from './fileReport.ts';

/**
 * The outcome as JSON, for programs; version 1 of its shape:
 *
 *     { version: 1, exitCode, duration, cancelled, seed?,
 *       files: [{ file, exitCode, duration, startedAt, error?: { code, message },
 *         requests: [{ label, region, line, state, duration, fault?, error?: { code, message, system?, facts? },
 *           checks: [{ line, text, state, expected?, actual?, message? }],
 *           result?: { kind, ... } }] }] }
 *
 * Durations in milliseconds; lines from 1; states as in outcome.ts. `seed`: if anything was drawn
 * by chance.
 */
export function json(reports: readonly FileReport[]): string {
  const value = {
    version: 1,
    exitCode: worstExitCode(reports.map((report) => report.exitCode)),
    duration: reports.reduce((sum, report) => sum + report.duration, 0),
    cancelled: reports.some((report) => report.cancelled),
    seed: seedOf(reports),
    files: reports.map(fileValue),
  };
  return `${visibleJson(value, 2)}\n`;
}

function fileValue(report: FileReport): object {
  return {
    file: report.file,
    exitCode: report.exitCode,
    duration: report.duration,
    startedAt: new Date(report.startedAt).toISOString(),
    error: report.error,
    requests: report.outcomes.map((outcome) => requestValue(report, outcome)),
  };
}

function requestValue(report: FileReport, outcome: RequestOutcome): object {
  return {
    label: outcome.label,
    region: outcome.region,
    line: report.lineOf(outcome.start),
    state: outcome.state,
    duration: outcome.duration,
    fault: outcome.fault,
    error: outcome.error,
    checks: outcome.checks.map((check) => checkValue(report, check)),
    problems: report.problems
      .filter(({ region }) => region === outcome.region)
      .map(({ start, code, severity, message }) => ({ line: report.lineOf(start), code, severity, message })),
    result: outcome.result && presentationOf(outcome.result).json(),
  };
}

function checkValue(report: FileReport, check: CheckOutcome): object {
  const { start, text, state, expected, actual, message, why } = check;
  return { line: report.lineOf(start), text, state, expected, actual, message, why };
}
