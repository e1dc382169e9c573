import type { BodyPart, Range, Template, WordItem } from '../../model.ts';
import type { ProgramState } from '../../run/program.ts';

/** A part of a RUN's body, a conversation with the program at its standard input. */
export type TypingStep =
  /** Typed line by line, each when the program asks for it. */
  | ({ readonly kind: 'text'; readonly parts: readonly BodyPart[] } & Range)
  /** Waits until the program asks for input, or until it has printed a text. */
  | ({ readonly kind: 'wait'; readonly text?: Template } & Range)
  | ({ readonly kind: 'pause'; readonly duration: Template } & Range)
  /** The standard input ends. */
  | ({ readonly kind: 'end' } & Range);

/** `RUN program arguments`; the arguments are split as a POSIX shell splits words, but no shell runs. */
export interface RunItem extends WordItem {
  readonly kind: 'run';
  readonly command: readonly Template[];
  readonly steps: readonly TypingStep[];
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
