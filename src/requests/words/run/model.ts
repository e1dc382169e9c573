import type { Template, WordItem } from '../../model.ts';

/** `RUN program arguments`; the arguments are split as a POSIX shell splits words, but no shell runs. */
export interface RunItem extends WordItem {
  readonly kind: 'run';
  readonly command: readonly Template[];
}

export interface ProgramResult {
  readonly kind: 'run';
  readonly pid: number;
  /** What it has printed so far, both streams in order of arrival; the last 64 KiB. */
  readonly output: string;
  readonly exitCode?: number;
  readonly signal?: string;
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
