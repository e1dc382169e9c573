import { hasShape, isFiniteNumber } from '../../base/shape.ts';

/** What is kept while the view is hidden. */
export interface SavedState {
  /** Share of the view that the message's bytes take. */
  readonly messageShare: number;
}

export const initialState: SavedState = { messageShare: 0.45 };

const isSaved = hasShape({ messageShare: isFiniteNumber });

/** A stored state, or the initial one where it is none. */
export function readState(value: unknown): SavedState {
  return isSaved(value) && value.messageShare > 0 && value.messageShare < 1
    ? { messageShare: value.messageShare }
    : initialState;
}
