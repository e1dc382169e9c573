import path from 'node:path';
import { errorData } from '../base/errors.ts';
import { runLab } from '../labs/runLab.ts';
import { labFrom } from './checkLabs.ts';
import type { StudentReport } from './checkReports.ts';
import { isolation } from './isolation.ts';
import { inProcess, type HowToRun, type Job } from './checkWorker.ts';
import { removeCopy, studentCopy } from './studentFolder.ts';
import type { Means } from './withRunner.ts';

/**
 * Checks labs, and tells the progress. `apart`: in processes of their own, side by side if each can have a network of its own, so
 * that no student disturbs another; else here, one after the other. What has not begun when the command is cancelled has no report.
 */
export async function checkAll(
  jobs: readonly Job[],
  how: HowToRun & { readonly apart: boolean },
  process: NodeJS.Process,
  means: Means,
): Promise<(StudentReport | undefined)[]> {
  const width = how.apart && (await isolation(process.platform)) !== undefined ? how.jobs : 1;
  const reports = jobs.map((): StudentReport | undefined => undefined);
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    for (let i = next++; i < jobs.length && !means.signal.aborted; i = next++) {
      const job = jobs[i]!;
      const { report, error } = (reports[i] = await (how.apart
        ? inProcess(job, how, means.signal)
        : checkHere(job, how, means)));
      const outcome = error === undefined ? `${report!.points} of ${report!.of}` : 'error';
      process.stderr.write(`${++done} of ${jobs.length}: ${job.name ?? job.student ?? job.file}: ${outcome}\n`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, jobs.length) }, work));
  return reports;
}

async function checkHere({ file, student, ...job }: Job, how: HowToRun, means: Means): Promise<StudentReport> {
  const name = student ?? path.dirname(file);
  try {
    const lab = await labFrom(file);
    const folder = await studentCopy(lab, path.dirname(path.resolve(file)), student && path.resolve(student));
    try {
      const { signal, runner } = means;
      const { limit, once } = how;
      const seed = job.seed ?? how.seed;
      const report = await runLab(
        runner,
        lab,
        { file: path.resolve(file), folder },
        { signal, limit, once, ...(seed !== undefined && { seed }) },
      );
      return { student: name, file, report: { ...report, file } };
    } finally {
      await removeCopy(folder);
    }
  } catch (error) {
    return { student: name, file, error: errorData(error) };
  }
}
