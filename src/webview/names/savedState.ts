import { hasShape, isFiniteNumber } from '../../base/shape.ts';

/** The state that is kept while the view is hidden. */
export interface SavedState {
  /** The share of the view for the message's bytes. */
  readonly messageShare: number;
}

export const initialState: SavedState = { messageShare: 0.45 };

const isSaved = hasShape({ messageShare: isFiniteNumber });

/** A stored state, or the initial one if it is not valid. */
export function readState(value: unknown): SavedState {
  return isSaved(value) && value.messageShare > 0 && value.messageShare < 1
    ? { messageShare: value.messageShare }
    : initialState;
}
