import type { Columns } from './columns.ts';

/** Payload bytes by absolute offset, in memory or on disk. */
interface Payloads {
  /** Valid until the next append. Undefined if the bytes are gone. */
  read(offset: number, length: number): Buffer | undefined;
  /** The longest run of bytes from an offset on that can be searched in one go; undefined if the bytes are gone. */
  stretch(offset: number): Stretch | undefined;
}

/** Bytes in a larger buffer. Searching many small payloads must not create a view of the buffer for each. */
export interface Stretch {
  readonly bytes: Uint8Array;
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

/**
 * A run of events as columns, oldest first: the index of an event is `seq - base`. A segment of the memory is valid
 * until the next append.
 */
export interface Segment extends Payloads {
  readonly first: number;
  /** Exclusive. */
  readonly end: number;
  readonly base: number;
  readonly columns: Columns;
}

/**
 * Decides whether events belong to a view. It may keep state for speed: one matcher serves one scan, oldest event
 * first.
 */
export interface Matcher {
  /** Whether the matcher looks at payloads. */
  readonly payloads: boolean;
  matches(segment: Segment, index: number): boolean;
}
