import {
  hasShape,
  isCount,
  isFiniteNumber,
  isListOf,
  isMaybe,
  isNull,
  isString,
  type Guard,
} from '../../base/shape.ts';

/** The shared protocol of pages with a history of answers. Each shows one of its entries. */

/** The fields of an entry that every page has. */
export const entryShape = {
  entry: isCount,
  /** The request's name or title, `wirebench.test MX`. */
  label: isString,
  /** `200 OK`, `NOERROR, 2 answers`, `Failed`. */
  verdict: isString,
  /** Milliseconds since the Unix epoch. */
  at: isFiniteNumber,
};

/** All the data that a page draws. */
export function snapshotOf<Heading, Shown>(isHeading: Guard<Heading>, isShown: Guard<Shown>) {
  return hasShape({
    shown: isMaybe(isShown),
    /** The newest first. */
    history: isListOf(isHeading),
  });
}

export const answerAsks = {
  show: [hasShape({ entry: isCount }), isNull],
  copyText: [hasShape({ text: isString }), isNull],
} as const;

export function answerSays<Snapshot>(isSnapshot: Guard<Snapshot>) {
  return {
    snapshot: hasShape({ snapshot: isSnapshot }),
    /** A command of the palette. */
    focus: hasShape({}),
  };
}
