import { errorData } from '../base/errors.ts';
import { visible } from '../protocol/text/visible.ts';
import { drawnSeed } from '../requests/run/chance.ts';
import { help, parseCommand, type Command } from './arguments.ts';
import { worstExitCode, type FileReport } from './fileReport.ts';
import { Progress } from './progress.ts';
import { askOnTerminal } from './prompt.ts';
import { writeReport } from './reportFile.ts';
import { runFile } from './runFile.ts';
import { coloured, plain, endLines, requestLines, type Paint } from './text.ts';
import { version } from './version.ts';
import { withRunner, type Means } from './withRunner.ts';

type RunCommand = Extract<Command, { kind: 'run' }>;

/** Runs the arguments; resolves with the exit status. See `help`. */
export async function commandLine(args: readonly string[], process: NodeJS.Process): Promise<number> {
  try {
    if (args[0] === 'check') {
      const { check } = await import('./check.ts');
      return await check(args.slice(1), process, withRunner);
    }
    const command = parseCommand(args);
    if (command.kind === 'run') {
      return await withRunner(process, async (means) => {
        const reports = await runFiles(command, process, means);
        return worstExitCode(reports.map(({ exitCode }) => exitCode));
      });
    }
    process.stdout.write(command.kind === 'help' ? help : `${version}\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`${errorData(error).message}\n`);
    return 2;
  }
}

async function runFiles(command: RunCommand, process: NodeJS.Process, means: Means): Promise<FileReport[]> {
  const { stdout, stderr } = process;
  const paint = paintFor(stdout, process.env);
  const progress = new Progress(stderr);
  const reports: FileReport[] = [];
  // One for all files, so that one number repeats the whole run.
  const seed = command.seed ?? drawnSeed();
  for (const file of command.files) {
    if (means.signal.aborted) break;
    const report = await runFile(
      file,
      { ...command, seed },
      {
        ...means,
        input: process.stdin,
        ask:
          process.stdin.isTTY && stderr.isTTY
            ? (prompt) => askOnTerminal(prompt, process, progress, means.signal)
            : undefined,
        onOutcome: (outcome, under) => progress.show(outcome, under),
      },
    );
    progress.clear();
    reports.push(report);
    if (!command.json) stdout.write(await reportText(report, command, means, paint));
  }
  if (command.json) {
    const { json } = await import('./json.ts');
    stdout.write(json(reports));
  } else
    stdout.write(
      endLines(reports, paint)
        .map((line) => `${line}\n`)
        .join(''),
    );
  if (command.junit !== undefined) {
    const { junit } = await import('./junit.ts');
    await writeReport(command.junit, junit(reports));
  }
  return reports;
}

async function reportText(report: FileReport, command: RunCommand, means: Means, paint: Paint): Promise<string> {
  const lines = [paint('bold', visible(report.file))];
  if (report.error !== undefined) lines.push(`${paint('red', '✗')} ${visible(report.error.message)}`);
  for (const outcome of report.outcomes) {
    lines.push(...requestLines(report, outcome, paint));
    if (!command.verbose) continue;
    const { verboseLines } = await import('./verbose.ts');
    lines.push(...(await verboseLines(outcome, means.http.bodies, paint)));
  }
  return lines.map((line) => `${line}\n`).join('');
}

function paintFor(stream: NodeJS.WriteStream, environment: NodeJS.ProcessEnv): Paint {
  // https://no-color.org: set and not empty.
  const refused = (environment['NO_COLOR'] ?? '') !== '' || environment['TERM'] === 'dumb';
  return stream.isTTY && !refused ? coloured : plain;
}
