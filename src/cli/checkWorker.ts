import { spawn, type ChildProcess } from 'node:child_process';
import { mostTries } from '../labs/runLab.ts';
import { isolation } from './isolation.ts';
import type { CheckCommand } from './checkArguments.ts';
import type { StudentReport } from './checkReports.ts';

/** A lab and one folder to check it in; absent: the lab's own. */
export interface Job {
  readonly file: string;
  readonly student: string | undefined;
  /** As the progress names it; absent: by the folder or the lab. */
  readonly name?: string;
  readonly seed?: number;
}

export type HowToRun = Pick<CheckCommand, 'jobs' | 'limit' | 'seed' | 'once' | 'pass'>;

/** The most that a report may be long, in bytes. */
const longestReport = 32_000_000;
/** Milliseconds that a process has beyond the limit of its lab in all tries, and then to stop its programs. */
const grace = 10_000;

/** With the commands that start it apart, which pass no signal on. */
function end(child: ChildProcess, signal: NodeJS.Signals): void {
  if (process.platform === 'win32' || child.pid === undefined) child.kill(signal);
  else if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid, signal);
}

/** Checks a lab in a process of its own. It never rejects: a process that is ended or breaks is an error of that student. */
export async function inProcess(
  { file, student, ...job }: Job,
  { limit, once, pass, ...how }: HowToRun,
  signal: AbortSignal,
): Promise<StudentReport> {
  const seed = job.seed ?? how.seed;
  const options = [
    '--whole',
    '--limit',
    String(Math.ceil(limit / 1000)),
    ...(seed === undefined ? [] : ['--seed', String(seed)]),
    ...(once ? ['--once'] : []),
    ...pass.flatMap((name) => ['--pass', name]),
  ];
  const own = [process.execPath, ...process.execArgv, process.argv[1]!, 'check', file, ...options];
  const [program = '', ...args] = [
    ...((await isolation(process.platform)) ?? []),
    ...own,
    ...(student === undefined ? [] : ['--each', student]),
  ];
  const wrong = (message: string): StudentReport => ({
    ...{ student: student ?? file, file },
    error: { code: 'program-ended', message },
  });
  return await new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: process.platform !== 'win32' });
    const pieces: Buffer[] = [];
    let length = 0;
    let said = '';
    let why: string | undefined;
    let last: NodeJS.Timeout | undefined;
    const stop = (reason: string): void => {
      why ??= reason;
      // It stops the programs that it started; its guard does so if it cannot.
      end(child, 'SIGTERM');
      last ??= setTimeout(() => end(child, 'SIGKILL'), grace);
    };
    const cancel = (): void => stop('The check was cancelled.');
    const late = setTimeout(() => stop('The check did not end in its time.'), mostTries * limit + grace);
    signal.addEventListener('abort', cancel, { once: true });
    child.stdout.on('data', (piece: Buffer) => {
      length += piece.length;
      if (length > longestReport) stop('The report is too long.');
      else pieces.push(piece);
    });
    child.stderr.on('data', (piece: Buffer) => (said = (said + piece.toString()).slice(-2000)));
    child.once('error', (error) => resolve(wrong(`The check could not be started: ${error.message}.`)));
    child.once('close', () => {
      clearTimeout(late);
      clearTimeout(last);
      signal.removeEventListener('abort', cancel);
      if (why !== undefined) return resolve(wrong(why));
      try {
        const { reports } = JSON.parse(Buffer.concat(pieces).toString()) as { reports: StudentReport[] };
        resolve(reports[0]!);
      } catch {
        resolve(wrong(`The check broke: ${said.trim()}`));
      }
    });
  });
}
