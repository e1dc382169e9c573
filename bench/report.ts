import { execFileSync } from 'node:child_process';
import os from 'node:os';
import { python } from '../scripts/python.ts';

export interface Settings {
  readonly rounds: number;
  readonly seconds: number;
}

/** A part of the benchmark. To add one: write it, and enter it in sections.ts. */
export interface Section {
  /** The name for `npm run bench -- NAME`. */
  readonly name: string;
  readonly title: string;
  /** The method, in sentences. */
  readonly note: string;
  run(settings: Settings): Promise<readonly Table[]>;
}

export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  /** Numbers are written with separators. For another form, use a string. */
  readonly rows: readonly (readonly (string | number)[])[];
  /** Printed below it. */
  readonly judged?: readonly Judged[];
}

/** The aim for one figure. */
export interface Aim {
  /** The figure in words, as in "Aim: FIGURE at least 0.85". */
  readonly figure: string;
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly unit?: string;
  /** The known reason for a shortfall: a sentence, printed if the figure falls short. */
  readonly heldBackBy?: string;
}

/** A measured figure beside its aim. NaN: it could not be measured. */
export interface Judged {
  readonly aim: Aim;
  readonly value: number;
  /** The reason that this run itself shows, in place of the aim's own words. */
  readonly because?: string | undefined;
}

export function isMet({ aim, value }: Judged): boolean {
  return value >= (aim.atLeast ?? -Infinity) && value <= (aim.atMost ?? Infinity);
}

function withUnit(value: number, { unit }: Aim): string {
  const text =
    Number.isInteger(value) || Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(2);
  return unit === undefined ? text : `${text} ${unit}`;
}

function aimText({ figure, ...aim }: Aim): string {
  const bound =
    aim.atLeast === undefined
      ? `at most ${withUnit(aim.atMost!, { figure, ...aim })}`
      : `at least ${withUnit(aim.atLeast, { figure, ...aim })}`;
  return `${figure} ${bound}`;
}

function verdict(judged: Judged): string {
  const { aim, value, because = aim.heldBackBy } = judged;
  const found = Number.isNaN(value) ? 'it could not be measured' : withUnit(value, aim);
  if (isMet(judged)) return `- Aim: ${aimText(aim)}. **Met**: ${found}.`;
  return `- Aim: ${aimText(aim)}. **Not met**: ${found}.${because === undefined ? '' : ` ${because}`}`;
}

function markdownTable({ title, columns, rows, judged = [] }: Table): string {
  const cell = (value: string | number): string => (typeof value === 'number' ? value.toLocaleString('en') : value);
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    `### ${title}`,
    '',
    line(columns),
    line(columns.map((_, i) => (i === 0 ? '---' : '--:'))),
    ...rows.map((row) => line(row.map(cell))),
    ...(judged.length === 0 ? [] : ['', ...judged.map(verdict)]),
  ].join('\n');
}

export function sectionMarkdown(section: Section, tables: readonly Table[]): string {
  return [`## ${section.title}`, '', section.note, '', tables.map(markdownTable).join('\n\n')].join('\n');
}

/** The report names a section that failed: its figures are missing, not met. */
export function failureMarkdown(section: Section, error: unknown): string {
  return [`## ${section.title}`, '', `**This section failed:** ${String(error)}`].join('\n');
}

/** The number of aims that are met, and the others by name. */
export function summary(tables: readonly Table[]): string {
  const all = tables.flatMap(({ title, judged = [] }) => judged.map((one) => ({ title, one })));
  const short = all.filter(({ one }) => !isMet(one));
  const head = `${all.length - short.length} of ${all.length} aims are met.`;
  if (short.length === 0) return head;
  return [`${head} The others, with what holds them back below their tables:`, '', ...short.map(shortLine)].join('\n');
}

function shortLine({ title, one: { aim, value } }: { title: string; one: Judged }): string {
  return `- ${title}: ${aimText(aim)}; ${Number.isNaN(value) ? 'not measured' : `measured ${withUnit(value, aim)}`}`;
}

/** The load shows other work: on a busy machine, ratios are worse than they are. */
export function load(): string {
  return os.loadavg()[0]!.toFixed(1);
}

function version(command: string, args: readonly string[]): string {
  return execFileSync(command, args, { encoding: 'utf8' }).trim().split('\n')[0]!;
}

export function machine(): string {
  return [
    `- ${os.cpus().length} cores, ${os.cpus()[0]!.model.trim()}, ${Math.round(os.totalmem() / 2 ** 30)} GiB`,
    `- ${os.type()} ${os.release()}, Node ${process.version}, ${version(python, ['--version'])}`,
    `- ${new Date().toISOString().slice(0, 10)}`,
  ].join('\n');
}
