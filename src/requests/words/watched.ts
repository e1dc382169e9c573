import type { Event } from '../../base/emitter.ts';
import type { Subject, SubjectContext } from '../run/subjectTable.ts';
import type { Transport } from '../../traffic/event.ts';
import type { Presentation } from './presentation.ts';

/** A thing that a request started, as CHECK sees it. */
export interface Watched {
  readonly onChange: Event<void>;
  /** Grows with each change. */
  readonly version: number;
  /** Nothing more can come. */
  readonly over: boolean;
  /** The values so far. */
  subject(context: SubjectContext): Subject;
  /** Its state for a person, as plain data. */
  seen(): Seen;
  /**
   * For CLOSE: ends our direction, waits for the other side to end its own, and closes the connection at the latest after so many
   * milliseconds; or resets it. Absent: CLOSE is not for it.
   */
  close?(how: HowToEnd, timeout: number, signal: AbortSignal): Promise<void>;
  /** Of a connection. */
  readonly transport?: Transport;
}

/** How CLOSE ends a connection. */
export const waysToEnd = ['end', 'reset'] as const;
export type HowToEnd = (typeof waysToEnd)[number];

export interface Seen extends Pick<Presentation, 'verdict' | 'title' | 'empty' | 'facts'> {
  readonly text?: string;
  readonly bytes?: Uint8Array;
  /** For programs, and for `{{name.…}}`. */
  readonly data: Readonly<Record<string, unknown>>;
}
