import type { Program, ProgramState } from '../../run/program.ts';
import { fromTable, type Subject, type SubjectContext } from '../../run/subjectTable.ts';
import type { Seen, Watched } from '../watched.ts';

export function programSubject({ pid, output, exitCode, signal }: ProgramState, context: SubjectContext): Subject {
  return fromTable({ pid: () => pid, output: () => output, exitCode: () => exitCode, signal: () => signal }, context);
}

/** A program as CHECK sees it. */
export function watchedProgram(program: Program): Watched {
  return {
    onChange: program.onChange,
    get version() {
      return program.version;
    },
    get over() {
      return program.over;
    },
    subject: (context) => programSubject(program.state, context),
    seen: () => seenProgram(program.state),
  };
}

function seenProgram({ pid, output, exitCode, signal }: ProgramState): Seen {
  const running = exitCode === undefined && signal === undefined;
  return {
    verdict: running ? `Runs as pid ${pid}` : signal === undefined ? `Exit code ${exitCode}` : `Ended by ${signal}`,
    title: 'Output',
    text: output,
    ...(output === '' && { empty: 'The program has printed nothing.' }),
    data: { pid, output, exitCode, signal },
  };
}
