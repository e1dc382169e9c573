import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { errorData, WirebenchError } from '../base/errors.ts';
import { readLab, type Lab } from '../labs/lab.ts';
import { runLab } from '../labs/runLab.ts';
import { parseCheck, checkHelp, type CheckCommand } from './checkArguments.ts';
import { checkReports, type StudentReport } from './checkReports.ts';
import { checkText } from './checkText.ts';
import { inProcess } from './checkWorker.ts';
import type { Means } from './withRunner.ts';
import { removeCopy, studentCopy } from './studentFolder.ts';

type WithRunner = (process: NodeJS.Process, work: (means: Means) => Promise<number>) => Promise<number>;

/** A lab and one folder to check it in; absent: the lab's own. */
interface Job {
  readonly file: string;
  readonly student: string | undefined;
}

/** `wirebench check`; resolves with the exit status. See `checkHelp`. */
export async function check(args: readonly string[], process: NodeJS.Process, withRunner: WithRunner): Promise<number> {
  const command = parseCheck(args);
  if (command === undefined) {
    process.stdout.write(checkHelp);
    return 0;
  }
  return await withRunner(process, async (means) => {
    const files = (await Promise.all(command.labs.map(labsAt))).flat();
    const students = command.folders.length === 0 ? [undefined] : await foldersOf(command.folders);
    const jobs = students.flatMap((student) => files.map((file) => ({ file, student })));
    const reports = await checkAll(jobs, command, process, means);
    process.stdout.write(command.output === 'text' ? checkText(reports) : checkReports[command.output](reports));
    // The log of CI has the reasons too: the student reads it there.
    if (command.output === 'gradescope' || command.output === 'classroom') process.stderr.write(checkText(reports));
    if (command.junit !== undefined) await writeFile(command.junit, checkReports.junit(reports));
    return statusOf(reports);
  });
}

function statusOf(reports: readonly StudentReport[]): number {
  if (reports.some(({ error }) => error !== undefined)) return 2;
  const good = reports.every(({ report }) =>
    report?.steps.every(({ state }) => state === 'passed' || state === 'unsure'),
  );
  return good ? 0 : 1;
}

/** Students are checked in processes of their own, so that none disturbs another; one alone is checked here. */
async function checkAll(
  jobs: readonly Job[],
  command: CheckCommand,
  process: NodeJS.Process,
  means: Means,
): Promise<StudentReport[]> {
  const apart = new Set(jobs.map(({ student }) => student)).size > 1;
  const one = (job: Job): Promise<StudentReport> =>
    apart ? inProcess(job, command, means.signal) : checkHere(job, command, means);
  const width = apart ? ((await inProcess.alone()) ? command.jobs : 1) : 1;
  const reports: (StudentReport | undefined)[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let i = next++; i < jobs.length && !means.signal.aborted; i = next++) {
      const job = jobs[i]!;
      const done = await one(job);
      reports[i] = done;
      const { report, error } = done;
      const outcome = error === undefined ? `${report!.points} of ${report!.of}` : 'error';
      process.stderr.write(`${i + 1} of ${jobs.length}: ${job.student ?? job.file}: ${outcome}\n`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, jobs.length) }, work));
  return reports.filter((report) => report !== undefined);
}

async function checkHere({ file, student }: Job, command: CheckCommand, means: Means): Promise<StudentReport> {
  const name = student ?? path.dirname(file);
  try {
    const lab = await labFrom(file);
    const folder = await studentCopy(lab, path.dirname(path.resolve(file)), student && path.resolve(student));
    try {
      const { signal, runner } = means;
      const { limit, seed } = command;
      const report = await runLab(
        runner,
        lab,
        { file: path.resolve(file), folder },
        { signal, limit, ...(seed !== undefined && { seed }) },
      );
      return { student: name, file, report: { ...report, file } };
    } finally {
      await removeCopy(folder);
    }
  } catch (error) {
    return { student: name, file, error: errorData(error) };
  }
}

async function labFrom(file: string): Promise<Lab> {
  const lab = readLab(await readText(file));
  const wrong = lab.problems.find(({ severity }) => severity === 'error');
  if (wrong !== undefined) throw new WirebenchError({ code: wrong.code, message: `${file}: ${wrong.message}` });
  if (lab.cells.some(({ kind }) => kind === 'requests')) return lab;
  const message = `${file} has no requests to check: write them in a block that begins with three backquotes and http.`;
  throw new WirebenchError({ code: 'nothing-to-run', message });
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

function unreadable(file: string, cause: unknown): WirebenchError {
  const system = (cause as NodeJS.ErrnoException).code ?? String(cause);
  return new WirebenchError(
    { code: 'file-unreadable', message: `${file} could not be read: ${system}.`, system },
    { cause },
  );
}

/** The lab, or those in a folder and in the folders in it, by their names. */
async function labsAt(place: string): Promise<string[]> {
  try {
    if (!(await stat(place)).isDirectory()) return [place];
    const inside = await readdir(place);
    const folders = ['', ...inside.filter((name) => !['solutions', 'faulty', 'node_modules', '.git'].includes(name))];
    const found = await Promise.all(
      folders.map(async (folder) => {
        const names = await readdir(path.join(place, folder)).catch(() => []);
        return names.filter((name) => name.endsWith('.lab.md')).map((name) => path.join(place, folder, name));
      }),
    );
    if (found.flat().length > 0) return found.flat().sort();
  } catch (cause) {
    throw unreadable(place, cause);
  }
  throw new WirebenchError({ code: 'file-unreadable', message: `The folder ${place} has no lab: a file NAME.lab.md.` });
}

/** Files between the folders, such as a list of students, are passed over. */
async function foldersOf(places: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const place of places) {
    const status = await stat(place).catch((cause: unknown) => {
      throw unreadable(place, cause);
    });
    if (status.isDirectory()) found.push(place);
  }
  if (found.length > 0) return found;
  throw new WirebenchError({ code: 'file-unreadable', message: '--each names no folder.' });
}
