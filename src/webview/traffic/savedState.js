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
import { columns } from './columns.ts';
import { timeModes } from './format.ts';
export const historyLength = 30;
export const initialState = {
  filter: '',
  history: [],
  widths: {},
  timeMode: 'absolute',
  details: true,
  detailsWidth: 0.46,
  detailsHeight: 0.45,
  encoding: undefined,
  errors: 'backslashreplace',
  seq: undefined,
  follow: true,
};
const isWidths = (value) => isObject(value) && columns.every(({ id }) => isMaybe(isFiniteNumber)(value[id]));
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
  seq: isMaybe(isCount),
  follow: isBoolean,
});
/** A stored state, or the initial one where it is none (an older version's, say). */
export function readState(value) {
  return isSaved(value) ? { ...initialState, ...value } : initialState;
}
export function withHistory(history, filter) {
  const text = filter.trim();
  if (text === '') return history;
  return [text, ...history.filter((one) => one !== text)].slice(0, historyLength);
}
