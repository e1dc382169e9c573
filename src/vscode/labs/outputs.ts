import * as vscode from 'vscode';
import { formatDuration } from '../../base/quantities.ts';
import { withoutAnsi } from '../../protocol/text/ansi.ts';
import { decode } from '../../protocol/text/decode.ts';
import { typeName } from '../../protocol/dns/typeCodes.ts';
import { visible } from '../../protocol/text/visible.ts';
import { besideDiagnoses } from '../../labs/telling.ts';
import type { Diagnoses } from '../../labs/diagnoses/diagnose.ts';
import type { RequestOutcome } from '../../requests/run/outcome.ts';
import { presentationOf, startedBy } from '../../requests/words/table.ts';
import type { Presentation } from '../../requests/words/presentation.ts';
import { outcomeMime, type ShownOutcome, type ShownPart } from '../../webview/lab/protocol.ts';
import { verdictOf } from '../requests/verdict.ts';

/** Bytes, and characters of a text, that an output shows. A whole page of outputs is kept by the editor. */
const mostBytes = 2048;
const mostText = 32 * 1024;

interface Surroundings {
  /** As `ShownOutcome.id`. */
  readonly id: string;
  /** The beginning of the body of an answer. */
  readonly body?: Uint8Array | undefined;
  readonly explained?: ShownOutcome['explained'] | undefined;
  readonly diagnosis?: Diagnoses | undefined;
  readonly hints: readonly string[];
}

/** The id of the output of a request: the same each time that it runs. */
export function outputId(document: string, region: number): string {
  return `${document} ${region}`;
}

/** The output of one request, and its text for whoever copies it, or has no page for it. */
export function outputOf(shown: ShownOutcome): vscode.NotebookCellOutput {
  return new vscode.NotebookCellOutput([
    vscode.NotebookCellOutputItem.json(shown, outcomeMime),
    vscode.NotebookCellOutputItem.text(asText(shown)),
  ]);
}

/** The outcome of a request as its output shows it. */
export function shownOutcome(outcome: RequestOutcome, around: Surroundings): ShownOutcome {
  const { label, state, result, duration } = outcome;
  const presentation: Partial<Presentation> = result ? presentationOf(result) : {};
  const { id, hints, diagnosis: { first, also } = { also: [] }, explained } = around;
  const { error, checks } = besideDiagnoses(outcome, around.diagnosis);
  const isProgram = startedBy(result)?.pid !== undefined;
  return {
    ...{ id, label, state, verdict: verdictOf(outcome), checks, hints },
    ...((isProgram || state === 'running') && { grows: true }),
    ...(state !== 'running' && state !== 'skipped' && { took: formatDuration(duration) }),
    ...(error !== undefined && { error }),
    ...(first && { diagnosis: first }),
    also,
    ...(explained && { explained }),
    notes: presentation.notes ?? [],
    facts: presentation.exchange ? [] : (presentation.facts ?? []),
    parts: result ? partsOf(presentation, around, isProgram) : [],
  };
}

function partsOf(presentation: Partial<Presentation>, { body }: Surroundings, isProgram: boolean): ShownPart[] {
  const { title = 'Answer', text, bytes, exchange, names, empty } = presentation;
  if (exchange) {
    const headers = exchange.hops.at(-1)?.response?.headers ?? [];
    return [
      ...(body === undefined || body.length === 0 ? [] : [bodyPart(body, exchange.body?.bytes ?? body.length)]),
      ...(headers.length === 0 ? [] : [tablePart('Headers', ['Header', 'Value'], headers)]),
    ];
  }
  if (names?.kind === 'exchanges' && text) {
    const table = recordsOf(text());
    if (table) return [table];
  }
  if (empty !== undefined) return [];
  if (bytes && !names) return [bytesPart(title, bytes, bytes.length)];
  return text ? [textPart(title, text(), isProgram)] : [];
}

function bytesPart(title: string, bytes: Uint8Array, total: number): ShownPart {
  const kept = bytes.subarray(0, mostBytes);
  return { kind: 'bytes', title, base64: Buffer.from(kept).toString('base64'), total };
}

function textPart(title: string, text: string, program: boolean): ShownPart {
  const from = Math.max(0, text.length - mostText);
  // Not in the middle of a line, or of an escape sequence of a terminal.
  const line = from === 0 ? 0 : text.indexOf('\n', from - 1) + 1;
  const shown = text.slice(line === 0 || line === text.length ? from : line);
  return { kind: 'text', title, text: shown, left: shown.length < text.length, program };
}

function tablePart(title: string, head: readonly string[], rows: readonly (readonly string[])[]): ShownPart {
  return { kind: 'table', title, head, rows };
}

function bodyPart(body: Uint8Array, total: number): ShownPart {
  try {
    return textPart('Body', decode(body, 'utf-8', total > body.length ? 'replace' : 'strict'), false);
  } catch {
    return bytesPart('Body', body, total);
  }
}

/** The records of an answer of DNS, as a table. */
function recordsOf(json: string): ShownPart | undefined {
  const { answers } = JSON.parse(json) as { readonly answers?: unknown };
  if (!Array.isArray(answers) || answers.length === 0) return undefined;
  const rows = answers.map((record: Readonly<Record<string, unknown>>) => {
    const { name, type, ttl } = record;
    const data = Object.entries(record).filter(([key]) => !['name', 'type', 'ttl', 'class'].includes(key));
    const values = data.map(([key, value]) => `${key} ${textOf(value)}`);
    return [textOf(name), typeof type === 'number' ? typeName(type) : textOf(type), textOf(ttl), values.join(', ')];
  });
  return tablePart('Answers', ['Name', 'Type', 'TTL', 'Data'], rows);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
}

const words: Readonly<Record<ShownOutcome['state'], string>> = {
  running: 'running',
  passed: 'passed',
  failed: 'failed',
  error: 'did not go through',
  skipped: 'not run',
};

function asText({ label, state, verdict, error, checks, diagnosis, hints, parts }: ShownOutcome): string {
  const lines = [
    `${visible(label)}: ${words[state]} (${visible(verdict)})`,
    ...(error === undefined ? [] : [visible(error)]),
    ...checks.map(({ text, state, message, why }) => {
      const said = [message, why].flatMap((each) => (each === undefined ? [] : [visible(each)])).join(' ');
      return `${visible(text)}: ${state}${said === '' ? '' : `. ${said}`}`;
    }),
    ...(diagnosis ? [visible(diagnosis.sentence)] : []),
    ...hints.map((hint) => `Hint: ${visible(hint)}`),
    ...parts.flatMap((part) => (part.kind === 'text' ? [withoutAnsi(part.text)] : [])),
  ];
  return lines.join('\n');
}
