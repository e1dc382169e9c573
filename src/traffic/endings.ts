interface EndingRow {
  /** The text that a person reads, in the Traffic view, the exports and the results of requests. */
  readonly text: string;
  /** The system's codes, as Node names them. */
  readonly systems: readonly string[];
}

/** How a connection ended, and by which side. The payload of its `closed` event is the text, in UTF-8. */
export const endings = {
  'closed-by-us': { text: 'closed by us', systems: [] },
  'closed-by-peer': { text: 'closed by the peer', systems: [] },
  'reset-by-us': { text: 'reset by us', systems: [] },
  // After a reset of the peer, a write fails with EPIPE if the reset itself was not read.
  'reset-by-peer': { text: 'reset by the peer', systems: ['ECONNRESET', 'EPIPE'] },
  'timed-out': { text: 'timed out', systems: ['ETIMEDOUT'] },
  failed: { text: 'closed after an error', systems: [] },
} as const satisfies Readonly<Record<string, EndingRow>>;

export type Ending = keyof typeof endings;

const bySystem = new Map<string, Ending>(
  Object.entries<EndingRow>(endings).flatMap(([ending, { systems }]) =>
    systems.map((system) => [system, ending as Ending] as const),
  ),
);

/**
 * Finds out which side ended a connection: the side that finished sending first, unless a reset, a time limit or
 * another failure came later.
 */
export class EndingWatch {
  #finished: Ending | undefined;
  #broken: Ending | undefined;

  /** A side has sent its last byte. */
  finished(by: 'us' | 'peer'): void {
    this.#finished ??= by === 'us' ? 'closed-by-us' : 'closed-by-peer';
  }

  /** The connection ended in another way. The first reason counts. */
  broke(ending: Ending): void {
    this.#broken ??= ending;
  }

  /** The connection ended with an error. `system`: the system's code, if the error came from the system. */
  failed(system: string | undefined): void {
    this.broke(bySystem.get(system ?? '') ?? 'failed');
  }

  /** If nothing is known, we closed the connection: every action of a peer is seen. */
  get ending(): Ending {
    return this.#broken ?? this.#finished ?? 'closed-by-us';
  }
}
