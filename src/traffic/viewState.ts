import type { EventRow, JournalState } from './event.ts';

/** One row as a table shows it. */
export interface ViewRow extends EventRow {
  readonly endpointName: string;
  /** `127.0.0.1:5555`, or empty for an event of the endpoint itself. */
  readonly peer: string;
  /** Decoded and made harmless (`visible`), at most `previewChars` long. */
  readonly preview: string;
  /** The payload is longer than the preview. */
  readonly previewTruncated: boolean;
}

/** The state of a traffic view: a list of events that match its filter. Rows are addressed by index. */
export interface ViewState {
  /** The number of rows in the list now. Row 0 is the oldest row still held. */
  readonly rows: number;
  /** The number of rows that were forgotten at the front of the list. Row indexes shift down as it grows. */
  readonly forgottenRows: number;
  readonly paused: boolean;
  /** The number of rows that arrived since the view was paused. */
  readonly pending: number;
  /** The fraction (0 to 1) of the journal that a new filter has been through; 1 when done. */
  readonly progress: number;
  readonly filter: string;
  readonly journal: JournalState;
}
