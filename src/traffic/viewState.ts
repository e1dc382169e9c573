import type { EventRow, JournalState } from './event.ts';

/** One row as a table shows it. */
export interface ViewRow extends EventRow {
  readonly endpointName: string;
  /** `127.0.0.1:5555`, or empty for an event of the endpoint itself. */
  readonly peer: string;
  /** Decoded and made harmless (`visible`), at most `previewChars` long. */
  readonly preview: string;
  /** The payload goes on after the preview. */
  readonly previewTruncated: boolean;
}

/** The state of a traffic view: a list of events that match its filter. Rows are addressed by index. */
export interface ViewState {
  /** Rows of the list now. Row 0 is the oldest still held. */
  readonly rows: number;
  /** Rows that once were at the front of the list and were forgotten: row indexes shift down by its growth. */
  readonly forgottenRows: number;
  readonly paused: boolean;
  /** Rows that arrived since it was paused. */
  readonly pending: number;
  /** Fraction 0..1 of the journal a new filter has been through; 1 when done. */
  readonly progress: number;
  readonly filter: string;
  readonly journal: JournalState;
}
