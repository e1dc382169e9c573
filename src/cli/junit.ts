import type { ErrorData } from '../base/errors.ts';
import { visible } from '../protocol/text/visible.ts';
import type { CheckOutcome, RequestOutcome } from '../requests/run/outcome.ts';
import { presentationOf } from '../requests/words/table.ts';
import type { FileReport } from './fileReport.ts';

/**
 * JUnit's XML as CI systems read it: a suite for each file, a test case for each request, and one failure for all its
 * failed checks. The XML is well-formed whatever a peer sends: characters that XML 1.0 does not allow become escapes.
 */
export function junit(reports: readonly FileReport[]): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    element('testsuites', { name: 'wirebench', ...counts(reports), time: seconds(total(reports)) }, [
      ...reports.map(suite),
    ]),
    '',
  ].join('\n');
}

function suite(report: FileReport): string {
  const { outcomes, file } = report;
  const attributes = {
    name: file,
    ...counts([report]),
    time: seconds(report.duration),
    timestamp: new Date(report.startedAt).toISOString().replace(/\.\d+Z$/, ''),
  };
  const { seed } = report;
  return element('testsuite', attributes, [
    ...(seed === undefined
      ? []
      : [element('properties', {}, [element('property', { name: 'seed', value: seed }, [])])]),
    ...outcomes.map((outcome) => testCase(report, outcome)),
    ...(report.error === undefined ? [] : [fileCase(file, report.error)]),
  ]);
}

/** Without a test case, a file that could not run would look as if nothing had failed. */
function fileCase(file: string, { code, message }: ErrorData): string {
  const attributes = { classname: file, name: file, file, line: 1, time: seconds(0) };
  return element('testcase', attributes, [element('error', { type: code, message }, [text(message)])]);
}

function testCase(report: FileReport, outcome: RequestOutcome): string {
  const attributes = {
    classname: report.file,
    name: outcome.label,
    file: report.file,
    line: report.lineOf(outcome.start),
    time: seconds(outcome.duration),
  };
  const wrong = outcome.checks.filter((check) => check.state !== 'passed');
  const children: string[] = [];
  if (outcome.state === 'error') {
    const { code, message } = outcome.error ?? { code: 'error', message: '' };
    children.push(element('error', { type: code, message }, [text([message, ...wrong.map(said)].join('\n'))]));
  } else if (outcome.state === 'failed') {
    const cause = outcome.error?.message;
    const first = cause ?? wrong[0]?.message ?? wrong[0]?.text ?? '';
    const all = [...(cause === undefined ? [] : [cause]), ...wrong.map(said)].join('\n');
    children.push(element('failure', { type: outcome.error?.code ?? 'check', message: first }, [text(all)]));
  } else if (outcome.state === 'skipped') {
    children.push(element('skipped', { message: outcome.error?.message ?? '' }, []));
  }
  const { output = '' } = outcome.result ? presentationOf(outcome.result) : {};
  if (output !== '') children.push(element('system-out', {}, [text(output)]));
  return element('testcase', attributes, children);
}

export function said(check: CheckOutcome): string {
  const expected = check.expected === undefined ? [] : [`  expected: ${check.expected}`];
  const actual = check.actual === undefined ? [] : [`  actual: ${check.actual}`];
  const message = check.message === undefined ? [] : [`  ${check.message}`];
  const why = check.why === undefined ? [] : [`  ${check.why}`];
  return [`?? ${check.text}`, ...message, ...why, ...expected, ...actual].join('\n');
}

function counts(reports: readonly FileReport[]): Record<string, number> {
  const outcomes = reports.flatMap((report) => report.outcomes);
  const files = reports.filter((report) => report.error !== undefined).length;
  const of = (state: RequestOutcome['state']): number => outcomes.filter((outcome) => outcome.state === state).length;
  return {
    tests: outcomes.length + files,
    failures: of('failed'),
    errors: of('error') + files,
    skipped: of('skipped'),
  };
}

function total(reports: readonly FileReport[]): number {
  return reports.reduce((sum, report) => sum + report.duration, 0);
}

export function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

export function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  children: readonly string[],
): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${attribute(String(value))}"`);
  const open = `<${name}${written.join('')}`;
  return children.length === 0 ? `${open}/>` : `${open}>${children.join('\n')}</${name}>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // A bare carriage return would be read back as a line feed.
  '\r': '&#13;',
};

/**
 * Escapes the characters that XML 1.0 does not allow (section 2.2), and those that would be invisible or reorder text
 * in a viewer of the report. A character reference is not enough: the reader resolves it.
 */
export function text(value: string): string {
  return visible(value, { keep: '\n\r\t' }).replace(/[&<>"\r]/g, (character) => entities[character]!);
}

/** In an attribute, a bare tab or line feed is read back as a space (section 3.3.3). */
function attribute(value: string): string {
  return text(value).replace(/[\t\n]/g, (character) => (character === '\n' ? '&#10;' : '&#9;'));
}
