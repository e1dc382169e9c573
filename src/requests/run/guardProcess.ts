import { setTimeout as pause } from 'node:timers/promises';
import { processesOf } from './processes.ts';

/**
 * Ends the programs of runs when the process that started them is gone, however it went: the pipe between the two closes
 * then, also by SIGKILL. In a session of its own, so that what ends that process by its terminal does not end this one first.
 * Told on its standard input, a line each: `+123` a program that runs, `-123` one that has ended.
 */

/** Milliseconds between asking the programs to end and ending them, and between two looks. */
const grace = 1000;
const look = 50;
/** Rounds of ending what is still there: a program that starts others faster than they end is given up. */
const mostRounds = 20;

const mark = process.argv[2] ?? '';
const roots = new Set<number>();
const processes = processesOf(process.platform);
const tree = () => ({ mark, roots: [...roots] });

async function end(): Promise<void> {
  if (mark === '' || processes.members(tree()).length === 0) return;
  processes.signal(tree(), 'SIGTERM');
  for (let waited = 0; waited < grace; waited += look) {
    if (processes.members(tree()).length === 0) return;
    await pause(look);
  }
  for (let round = 0; round < mostRounds && processes.members(tree()).length > 0; round++) {
    processes.signal(tree(), 'SIGKILL');
    await pause(look);
  }
}

let rest = '';
process.stdin.setEncoding('latin1');
process.stdin.on('data', (text: string) => {
  const lines = (rest + text).split('\n');
  rest = lines.pop()!;
  for (const line of lines) {
    const pid = Number(line.slice(1));
    if (line.startsWith('+')) roots.add(pid);
    else roots.delete(pid);
  }
});
process.stdin.on('error', () => process.stdin.destroy());
process.stdin.once('close', () => void end());
