import type { Template, WordItem } from '../../model.ts';
import type { ProgramState } from '../../run/program.ts';

/** `RUN program arguments`; the arguments are split as a POSIX shell splits words, but no shell runs. */
export interface RunItem extends WordItem {
  readonly kind: 'run';
  readonly command: readonly Template[];
}

export interface ProgramResult extends ProgramState {
  readonly kind: 'run';
  /** The port that it really listens on, of one that is `auto` in `ports`. */
  readonly port?: number;
  /** It has been ended since, by who started it. */
  readonly stopped?: true;
}

declare module '../../model.ts' {
  interface Items {
    readonly run: RunItem;
  }
}
declare module '../../run/outcome.ts' {
  interface Results {
    readonly run: ProgramResult;
  }
}
