import * as vscode from 'vscode';
import { formatDuration } from '../../base/quantities.ts';
import { withoutAnsi } from '../../protocol/text/ansi.ts';
import { decode } from '../../protocol/text/decode.ts';
import { typeName } from '../../protocol/dns/typeCodes.ts';
import { visible } from '../../protocol/text/visible.ts';
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
  /** The beginning of the body of an answer. */
  readonly body?: Uint8Array | undefined;
  readonly explained?: ShownOutcome['explained'] | undefined;
  readonly diagnosis?: Diagnoses | undefined;
}

/** The output of one request, and its text for whoever copies it, or has no page for it. */
export function outputOf(outcome: RequestOutcome, around: Surroundings = {}): vscode.NotebookCellOutput {
  const shown = shownOutcome(outcome, around);
  return new vscode.NotebookCellOutput([
    vscode.NotebookCellOutputItem.json(shown, outcomeMime),
    vscode.NotebookCellOutputItem.text(asText(shown)),
  ]);
}

function shownOutcome(outcome: RequestOutcome, around: Surroundings): ShownOutcome {
  const { label, state, checks, error, result, duration } = outcome;
  const presentation: Partial<Presentation> = result ? presentationOf(result) : {};
  const { diagnosis: { first, also } = { also: [] }, explained } = around;
  return {
    ...{ label, state, verdict: verdictOf(outcome), checks },
    ...(state !== 'running' && state !== 'skipped' && { took: formatDuration(duration) }),
    // A diagnosis that is the error is told once.
    ...(error && first?.isError !== true && { error: error.message }),
    ...(first && { diagnosis: first }),
    also,
    ...(explained && { explained }),
    notes: presentation.notes ?? [],
    facts: presentation.exchange ? [] : (presentation.facts ?? []),
    parts: result ? partsOf(presentation, around, startedBy(result)?.pid !== undefined) : [],
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
  const left = Math.max(0, text.length - mostText);
  return { kind: 'text', title, text: text.slice(left), left, program };
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

function asText({ label, state, verdict, error, checks, diagnosis, parts }: ShownOutcome): string {
  const lines = [
    `${visible(label)}: ${words[state]} (${visible(verdict)})`,
    ...(error === undefined ? [] : [visible(error)]),
    ...checks.map(({ text, state, message, why }) => {
      const said = [message, why].flatMap((each) => (each === undefined ? [] : [visible(each)])).join(' ');
      return `${visible(text)}: ${state}${said === '' ? '' : `. ${said}`}`;
    }),
    ...(diagnosis ? [visible(diagnosis.sentence)] : []),
    ...parts.flatMap((part) => (part.kind === 'text' ? [withoutAnsi(part.text)] : [])),
  ];
  return lines.join('\n');
}
