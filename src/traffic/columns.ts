import { directionOf, kindOf } from './counters.ts';
import type { EventRow } from './event.ts';
import { unaccounted } from './unaccounted.ts';

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
  return columnsOver(Buffer.from(unaccounted(bytesPerEvent * events)), events);
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

const names = ['time', 'offset', 'endpoint', 'connection', 'length', 'code'] as const;

/** The memory of a run of events: a piece for each column, in the order in which `columnsOver` reads them. */
export function columnPieces(columns: Columns, from: number, to: number): Uint8Array[] {
  return names.map((name) => {
    const part = columns[name].subarray(from, to);
    return new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
  });
}

/** Columns over bytes that were written from `columnPieces`. The bytes must be at the beginning of their buffer. */
export function columnsOver({ buffer }: Buffer, events: number): Columns {
  return {
    time: new Float64Array(buffer, 0, events),
    offset: new Float64Array(buffer, 8 * events, events),
    endpoint: new Uint32Array(buffer, 16 * events, events),
    connection: new Uint32Array(buffer, 20 * events, events),
    length: new Uint32Array(buffer, 24 * events, events),
    code: new Uint8Array(buffer, 28 * events, events),
  };
}

export function copyColumns(columns: Columns, from: number, to: number): Columns {
  return {
    time: columns.time.slice(from, to),
    offset: columns.offset.slice(from, to),
    endpoint: columns.endpoint.slice(from, to),
    connection: columns.connection.slice(from, to),
    length: columns.length.slice(from, to),
    code: columns.code.slice(from, to),
  };
}
