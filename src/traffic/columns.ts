import { directionOf, kindOf } from './counters.ts';
import type { EventRow } from './event.ts';

/** Descriptions of events, one typed array per property: no object per event. */
export interface Columns {
  readonly time: Float64Array;
  /** Absolute offset of the payload. */
  readonly offset: Float64Array;
  readonly endpoint: Uint32Array;
  readonly connection: Uint32Array;
  readonly length: Uint32Array;
  /** See EventCode. */
  readonly code: Uint8Array;
}

/** Bytes that one event takes in all columns together. */
export const bytesPerEvent = 29;

export function createColumns(events: number): Columns {
  return {
    time: new Float64Array(events),
    offset: new Float64Array(events),
    endpoint: new Uint32Array(events),
    connection: new Uint32Array(events),
    length: new Uint32Array(events),
    code: new Uint8Array(events),
  };
}

export function rowAt(columns: Columns, index: number, seq: number): EventRow {
  const code = columns.code[index]!;
  return {
    seq,
    time: columns.time[index]!,
    kind: kindOf(code),
    direction: directionOf(code),
    endpoint: columns.endpoint[index]!,
    connection: columns.connection[index]!,
    length: columns.length[index]!,
  };
}
