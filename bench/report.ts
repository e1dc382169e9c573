import { execFileSync } from 'node:child_process';
import os from 'node:os';

export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

export interface Settings {
  readonly rounds: number;
  readonly seconds: number;
}

export interface Section {
  /** What `npm run bench -- NAME` asks for. */
  readonly name: string;
  readonly title: string;
  readonly note: string;
  run(settings: Settings): Promise<readonly Table[]>;
}

function markdownTable(table: Table): string {
  const cell = (value: string | number): string => (typeof value === 'number' ? value.toLocaleString('en') : value);
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    `### ${table.title}`,
    '',
    line(table.columns),
    line(table.columns.map((_, i) => (i === 0 ? '---' : '--:'))),
    ...table.rows.map((row) => line(row.map(cell))),
  ].join('\n');
}

function version(command: string, args: readonly string[]): string {
  return execFileSync(command, args, { encoding: 'utf8' }).trim().split('\n')[0]!;
}

export function machine(): string {
  return [
    `- ${os.cpus().length} cores, ${os.cpus()[0]!.model.trim()}, ${Math.round(os.totalmem() / 2 ** 30)} GiB`,
    `- ${os.type()} ${os.release()}, Node ${process.version}, ${version('/usr/bin/python3', ['--version'])}`,
    `- ${new Date().toISOString().slice(0, 10)}`,
  ].join('\n');
}

export function sectionMarkdown(section: Section, tables: readonly Table[]): string {
  return [`## ${section.title}`, '', section.note, '', tables.map(markdownTable).join('\n\n')].join('\n');
}
