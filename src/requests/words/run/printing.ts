import type { Program } from '../../run/program.ts';

/** Milliseconds between two tellings: each is the whole output that is kept. */
const interval = 100;

/** Calls `tell` after a program has printed, at most ten times a second, and when it is over; not about one that is being stopped. */
export function whilePrinting(program: Program, tell: () => void): { dispose(): void } {
  let timer: NodeJS.Timeout | undefined;
  const listening = program.onChange(() => {
    if (program.isStopping) dispose();
    else if (program.over) {
      dispose();
      tell();
    } else timer ??= setTimeout(now, interval);
  });
  function now(): void {
    timer = undefined;
    if (!program.isStopping) tell();
  }
  function dispose(): void {
    clearTimeout(timer);
    listening.dispose();
  }
  return { dispose };
}
