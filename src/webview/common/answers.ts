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

/** The protocol that pages with a history of answers share: each shows one of its entries. */

/** An entry, as every page has it. */
export const entryShape = {
  entry: isCount,
  /** What was asked: a request's name or title, `wirebench.test MX`. */
  label: isString,
  /** `200 OK`, `NOERROR, 2 answers`, `Failed`. */
  verdict: isString,
  /** Milliseconds since the Unix epoch. */
  at: isFiniteNumber,
};

/** All that a page draws. */
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
