import { parseCheck, checkHelp, type CheckCommand } from './checkArguments.ts';
import { checkAll } from './checkJobs.ts';
import { foldersOf, labsAt } from './checkLabs.ts';
import { checkReports, revealed, type StudentReport } from './checkReports.ts';
import { checkText } from './checkText.ts';
import { keepOnlyPassing } from './programEnvironment.ts';
import { mayWrite, writeReport } from './reportFile.ts';
import type { Means } from './withRunner.ts';

type WithRunner = (process: NodeJS.Process, work: (means: Means) => Promise<number>) => Promise<number>;

/** `wirebench check`; resolves with the exit status. See `checkHelp`. */
export async function check(args: readonly string[], process: NodeJS.Process, withRunner: WithRunner): Promise<number> {
  const command = parseCheck(args);
  if (command === undefined) {
    process.stdout.write(checkHelp);
    return 0;
  }
  keepOnlyPassing(process.env, command.pass);
  // It may take an hour: a report that cannot be written is told before.
  if (command.junit !== undefined) await mayWrite(command.junit);
  return await withRunner(process, async (means) => {
    const files = (await Promise.all(command.labs.map(labsAt))).flat();
    return await (command.self ? prove : command.flaky === undefined ? grade : again)(files, command, process, means);
  });
}

async function grade(
  files: readonly string[],
  command: CheckCommand,
  process: NodeJS.Process,
  means: Means,
): Promise<number> {
  const students = command.folders.length === 0 ? [undefined] : await foldersOf(command.folders);
  const jobs = students.flatMap((student) => files.map((file) => ({ file, student })));
  const checked = await checkAll(jobs, { ...command, apart: students.length > 1 }, process, means);
  const all = checked.filter((report) => report !== undefined);
  const reports = command.showHidden ? revealed(all) : all;
  process.stdout.write(command.output === 'text' ? checkText(reports) : checkReports[command.output](reports));
  // The log of CI has the reasons too: the student reads it there.
  if (command.output === 'gradescope' || command.output === 'classroom') process.stderr.write(checkText(reports));
  if (command.junit !== undefined) await writeReport(command.junit, checkReports.junit(reports));
  return statusOf(reports);
}

async function prove(
  files: readonly string[],
  command: CheckCommand,
  process: NodeJS.Process,
  means: Means,
): Promise<number> {
  const { proveAll, proofText, proofJson, proofJunit } = await import('./checkSelf.ts');
  const proofs = await proveAll(files, command, process, means);
  process.stdout.write((command.output === 'json' ? proofJson : proofText)(proofs));
  if (command.junit !== undefined) await writeReport(command.junit, proofJunit(proofs));
  return proofs.every(({ holds }) => holds) ? 0 : 1;
}

async function again(
  files: readonly string[],
  command: CheckCommand,
  process: NodeJS.Process,
  means: Means,
): Promise<number> {
  const { runAgain, isSteady, flakyJson, flakyText } = await import('./checkFlaky.ts');
  const all = await runAgain(files, command.flaky!, command, process, means);
  process.stdout.write((command.output === 'json' ? flakyJson : flakyText)(all));
  return all.every(isSteady) ? 0 : 1;
}

function statusOf(reports: readonly StudentReport[]): number {
  if (reports.some(({ error }) => error !== undefined)) return 2;
  const good = reports.every(({ report }) =>
    report?.steps.every(({ state }) => state === 'passed' || state === 'unsure'),
  );
  return good ? 0 : 1;
}
