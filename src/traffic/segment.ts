import type { Columns } from './columns.ts';

/** Payload bytes by absolute offset, wherever they are kept. */
export interface Payloads {
  /** Valid until the next append. Undefined where the bytes are gone. */
  read(offset: number, length: number): Buffer | undefined;
  /**
   * The longest run of bytes around an offset that can be searched in one go: `bytes[0]` is at `offset`; undefined
   * where the bytes are gone.
   */
  stretch(offset: number): Buffer | undefined;
}

/**
 * A run of events, oldest first, as its columns: the index of an event in them is `seq - base`. A segment of the
 * memory is valid until the next append.
 */
export interface Segment extends Payloads {
  readonly first: number;
  /** Exclusive. */
  readonly end: number;
  readonly base: number;
  readonly columns: Columns;
}

/** Decides whether events belong to a view. May keep state for speed: one matcher serves one scan, oldest event first. */
export interface Matcher {
  /** Whether it looks at payloads. */
  readonly payloads: boolean;
  matches(segment: Segment, index: number): boolean;
}
