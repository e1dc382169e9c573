import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { visible } from '../protocol/text/visible.ts';
import type { PromptQuestion } from '../requests/variables.ts';
import type { Progress } from './progress.ts';

/** Asks for the value of a `# @prompt` on standard error; null where the person ends the input. A secret is not shown as it is typed. */
export async function askOnTerminal(
  { name, description, secret }: PromptQuestion,
  { stdin, stderr }: NodeJS.Process,
  progress: Progress,
  signal: AbortSignal,
): Promise<string | null> {
  progress.clear();
  stderr.write(`${visible(description ?? name)}: `);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: secret ? silent : stderr, terminal: true });
  // In raw mode the terminal sends no signal.
  lines.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  try {
    const ended = new Promise<null>((resolve) => lines.once('close', () => resolve(null)));
    return await Promise.race([lines.question('', { signal }), ended]);
  } catch {
    // Interrupted.
    return null;
  } finally {
    lines.close();
    if (secret) stderr.write('\n');
  }
}
