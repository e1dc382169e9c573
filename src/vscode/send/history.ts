import { without } from '../without.ts';
import type { Draft } from './draft.ts';

export interface PastMessage extends Draft {
  readonly pinned?: boolean;
}

/** The most messages besides the pinned ones. The newest is first. */
export const historyLength = 100;
/** Longer texts are sent but not kept: the editor stores the history like a setting. */
const longestKept = 65_536;

const same = (a: Draft, b: Draft) =>
  a.text === b.text &&
  a.kind === b.kind &&
  a.encoding === b.encoding &&
  a.lineEnding === b.lineEnding &&
  a.macros === b.macros;

/** The history with a message in front. A message that was in it moves, and stays pinned. */
export function remember(history: readonly PastMessage[], sent: Draft): PastMessage[] {
  if (sent.text === '' || sent.text.length > longestKept) return [...history];
  const message = without(sent, 'repeat');
  const pinned = history.some((past) => past.pinned && same(past, sent));
  const front: PastMessage = pinned ? { ...message, pinned } : message;
  return bounded([front, ...history.filter((past) => !same(past, sent))]);
}

function bounded(history: readonly PastMessage[]): PastMessage[] {
  let kept = 0;
  return history.filter((past) => past.pinned === true || kept++ < historyLength);
}

export function togglePin(history: readonly PastMessage[], message: PastMessage): PastMessage[] {
  return history.map((past) => {
    if (!same(past, message)) return past;
    const { pinned, ...rest } = past;
    return pinned ? rest : { ...rest, pinned: true };
  });
}

export function forget(history: readonly PastMessage[], message: PastMessage): PastMessage[] {
  return history.filter((past) => !same(past, message));
}

/** Pinned messages first, each group from the newest on. */
export function pinnedFirst(history: readonly PastMessage[]): PastMessage[] {
  return [...history.filter((past) => past.pinned), ...history.filter((past) => !past.pinned)];
}

/**
 * Steps through the history like a shell: up goes back in time, down returns, at last to the text being typed. `index`
 * -1 is that text.
 */
export class Recall {
  readonly #history: readonly PastMessage[];
  readonly #draft: Draft;
  #index = -1;

  constructor(history: readonly PastMessage[], draft: Draft) {
    this.#history = history;
    this.#draft = draft;
  }

  /** The message one step further back (1) or forth (-1), or undefined at either end. */
  step(by: 1 | -1): Draft | undefined {
    const index = this.#index + by;
    if (index < -1 || index >= this.#history.length) return undefined;
    this.#index = index;
    return index === -1 ? this.#draft : this.#history[index];
  }
}
