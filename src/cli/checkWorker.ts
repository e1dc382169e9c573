import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import type { HowToRun, Job } from './checkJobs.ts';
import type { StudentReport } from './checkReports.ts';

/** The most that a report may be long, in bytes. */
const longestReport = 32_000_000;
/** Milliseconds that a process has beyond the limit of its lab (two tries), and then to stop its programs. */
const grace = 10_000;

/**
 * The command that gives a process a network of its own, so that each student has the lab's ports (unshare(1), network namespaces of
 * Linux; user namespaces make it possible for anybody where the system allows them).
 */
const ownNetwork = ['unshare', '-rn', '--', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh'] as const;

let possible: Promise<boolean> | undefined;

/** Whether students can be checked at the same time: each has a network of its own. Elsewhere they come one after the other. */
function alone(): Promise<boolean> {
  const [program, ...args] = [...ownNetwork, 'true'];
  possible ??=
    process.platform === 'linux'
      ? promisify(execFile)(program, args, { timeout: 5000 }).then(
          () => true,
          () => false,
        )
      : Promise.resolve(false);
  return possible;
}

/** Checks a lab in a process of its own. It never rejects: a process that is ended or breaks is an error of that student. */
async function run(
  { file, student, ...job }: Job,
  { limit, ...how }: HowToRun,
  signal: AbortSignal,
): Promise<StudentReport> {
  const seed = job.seed ?? how.seed;
  const options = [
    '--whole',
    '--limit',
    String(Math.ceil(limit / 1000)),
    ...(seed === undefined ? [] : ['--seed', String(seed)]),
  ];
  const own = [process.execPath, ...process.execArgv, process.argv[1]!, 'check', file, ...options];
  const [program, ...args] = [
    ...((await alone()) ? ownNetwork : []),
    ...own,
    ...(student === undefined ? [] : ['--each', student]),
  ];
  const wrong = (message: string): StudentReport => ({
    ...{ student: student ?? file, file },
    error: { code: 'program-ended', message },
  });
  return await new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const pieces: Buffer[] = [];
    let length = 0;
    let said = '';
    let why: string | undefined;
    let last: NodeJS.Timeout | undefined;
    const stop = (reason: string): void => {
      why ??= reason;
      // It stops the programs that it started; its guard does so if it cannot.
      child.kill('SIGTERM');
      last ??= setTimeout(() => child.kill('SIGKILL'), grace);
    };
    const cancel = (): void => stop('The check was cancelled.');
    const late = setTimeout(() => stop('The check did not end in its time.'), 2 * limit + grace);
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

export const inProcess = Object.assign(run, { alone });
