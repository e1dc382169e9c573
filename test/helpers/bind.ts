// bind9's own reader and writer of single records, as a function.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';

const env = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` };
const RUNNING = 4;

export interface BindRecord {
  /** Hexadecimal digits in small letters. */
  readonly wire?: string;
  /** bind9's own text of the data. */
  readonly text?: string;
  /** bind9's message about data that it refuses. */
  readonly error?: string;
}

/** The names of the types that it knows. */
export function bindTypes(): ReadonlySet<string> {
  const text = execFileSync('named-rrchecker', ['-T'], { env, encoding: 'utf8', timeout: 20_000 });
  return new Set(text.split(/\s+/));
}

async function rrchecker(option: string, record: string): Promise<{ out: string; error: string }> {
  const child = spawn('named-rrchecker', [option], { env, timeout: 20_000 });
  let out = '';
  let error = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (error += text));
  child.stdin.on('error', () => undefined);
  child.stdin.end(`${record}\n`);
  await once(child, 'close');
  return { out: out.trimEnd(), error: error.trim() };
}

/** The output of named-rrchecker for a record's class, type and data. Names are absolute. */
export async function askBind(record: string): Promise<BindRecord> {
  const generic = await rrchecker('-u', record);
  const [, wire] = /\t\\# \d+ ?([0-9A-F ]*)$/.exec(generic.out) ?? [];
  if (wire === undefined) return { error: generic.error };
  const { out } = await rrchecker('-p', record);
  return { wire: wire.replaceAll(' ', '').toLowerCase(), text: out.split('\t').slice(2).join('\t') };
}

/** The same for many records, a few at a time. */
export async function askBindAll(records: readonly string[]): Promise<BindRecord[]> {
  const answers: BindRecord[] = [];
  let next = 0;
  const worker = async () => {
    for (let i = next++; i < records.length; i = next++) answers[i] = await askBind(records[i]!);
  };
  await Promise.all(Array.from({ length: RUNNING }, worker));
  return answers;
}
