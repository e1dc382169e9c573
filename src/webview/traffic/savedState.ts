import {
  hasShape,
  isBoolean,
  isCount,
  isFiniteNumber,
  isListOf,
  isMaybe,
  isObject,
  isOneOf,
  isString,
} from '../../base/shape.ts';
import { columns, type ColumnWidths } from './columns.ts';
import type { TrafficReading } from './protocol.ts';
import { timeModes, type TimeMode } from '../common/format.ts';

/** The state that is kept while the view is hidden and over a reload of the window. */
export interface SavedState {
  readonly filter: string;
  /** Applied filters, the last one first. */
  readonly history: readonly string[];
  readonly widths: ColumnWidths;
  readonly timeMode: TimeMode;
  readonly details: boolean;
  /** The share of the view for the details, beside the table and below it. */
  readonly detailsWidth: number;
  readonly detailsHeight: number;
  /** Undefined: the default from the settings. */
  readonly encoding: string | undefined;
  readonly errors: string;
  /** The dissector: `auto`, `none`, or a protocol. */
  readonly dissector: string;
  /** The selected event. */
  readonly seq: number | undefined;
  readonly follow: boolean;
}

const historyLength = 30;

export const initialState: SavedState = {
  filter: '',
  history: [],
  widths: {},
  timeMode: 'absolute',
  details: true,
  detailsWidth: 0.46,
  detailsHeight: 0.45,
  encoding: undefined,
  errors: 'backslashreplace',
  dissector: 'auto',
  seq: undefined,
  follow: true,
};

const isWidths = (value: unknown): value is ColumnWidths =>
  isObject(value) && columns.every(({ id }) => isMaybe(isFiniteNumber)(value[id]));

/** The state of an older version lacks `dissector`. */
const isSaved = hasShape({
  filter: isString,
  history: isListOf(isString),
  widths: isWidths,
  timeMode: isOneOf(timeModes),
  details: isBoolean,
  detailsWidth: isFiniteNumber,
  detailsHeight: isFiniteNumber,
  encoding: isMaybe(isString),
  errors: isString,
  dissector: isMaybe(isString),
  seq: isMaybe(isCount),
  follow: isBoolean,
});

/** A stored state, or the initial one if it is not valid (from an older version, for example). */
export function readState(value: unknown): SavedState {
  return isSaved(value) ? { ...initialState, ...value } : initialState;
}

export function withHistory(history: readonly string[], filter: string): readonly string[] {
  const text = filter.trim();
  if (text === '') return history;
  return [text, ...history.filter((one) => one !== text)].slice(0, historyLength);
}

export function readingOf({ filter, follow, encoding = '', errors }: SavedState): TrafficReading {
  return { filter, newest: follow, encoding, errors };
}

export function isSameReading(one: TrafficReading, other: TrafficReading): boolean {
  return (
    one.filter === other.filter &&
    one.newest === other.newest &&
    one.encoding === other.encoding &&
    one.errors === other.errors
  );
}
