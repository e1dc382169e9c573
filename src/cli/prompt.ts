import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { visible } from '../protocol/text/visible.ts';
import type { PromptQuestion } from '../requests/model.ts';
import type { Progress } from './progress.ts';

/**
 * Asks for the value of a `# @prompt` on standard error; null if the user ends the input. An empty line accepts the
 * offered value. The characters of a secret are not shown.
 */
export async function askOnTerminal(
  { name, description, secret, value }: PromptQuestion,
  { stdin, stderr }: NodeJS.Process,
  progress: Progress,
  signal: AbortSignal,
): Promise<string | null> {
  progress.clear();
  const offered = value === undefined || secret ? '' : ` [${visible(value)}]`;
  const question = `${visible(description ?? name)}${offered}: `;
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: secret ? silent : stderr, terminal: true });
  // Only now is the terminal in raw mode, without echo.
  if (secret) stderr.write(question);
  // In raw mode the terminal sends no signal.
  lines.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  try {
    const ended = new Promise<null>((resolve) => lines.once('close', () => resolve(null)));
    const answer = await Promise.race([lines.question(secret ? '' : question, { signal }), ended]);
    return answer === '' ? (value ?? '') : answer;
  } catch {
    // Interrupted.
    return null;
  } finally {
    lines.close();
    if (secret) stderr.write('\n');
  }
}
