import type { Program, ProgramState } from '../../run/program.ts';
import { fromTable, type Subject, type SubjectContext } from '../../run/subjectTable.ts';
import type { Seen, Watched } from '../watched.ts';

export function programSubject(state: ProgramState, context: SubjectContext): Subject {
  const { output, exception } = state;
  return fromTable(
    {
      pid: () => state.pid,
      output: () => output,
      'output since': () => state.since,
      screen: () => state.screen ?? output,
      lines: () => state.lines,
      running: () => state.running,
      asks: () => state.asks,
      exception: () => exception?.name,
      'exception message': () => exception?.message,
      'exception line': () => exception?.line,
      exitCode: () => state.exitCode,
      signal: () => state.signal,
    },
    context,
  );
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

function seenProgram(state: ProgramState): Seen {
  const { pid, output, screen = output, exitCode, signal, running, exception, awaits } = state;
  return {
    verdict: running ? `Runs as pid ${pid}` : signal === undefined ? `Exit code ${exitCode}` : `Ended by ${signal}`,
    title: 'Output',
    text: screen,
    ...(screen === '' && { empty: 'The program has printed nothing.' }),
    ...(awaits !== undefined && { facts: [['Waits at', awaits] as const] }),
    data: { pid, output, exitCode, signal, ...(exception && { exception }), ...(awaits !== undefined && { awaits }) },
  };
}
