import type { Event } from '../../base/emitter.ts';
import type { Subject, SubjectContext } from '../run/subjectTable.ts';
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
  /** For CLOSE: ends it within so many milliseconds. Absent: CLOSE is not for it. */
  close?(timeout: number, signal: AbortSignal): Promise<void>;
}

export interface Seen extends Pick<Presentation, 'verdict' | 'title' | 'empty' | 'facts'> {
  readonly text?: string;
  readonly bytes?: Uint8Array;
  /** For programs, and for `{{name.…}}`. */
  readonly data: Readonly<Record<string, unknown>>;
}
