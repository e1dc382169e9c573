interface EndingRow {
  /** What a person reads, in the Traffic view, the exports and the results of requests. */
  readonly text: string;
  /** What the system calls it, by Node's codes. */
  readonly systems: readonly string[];
}

/** Who ended a connection, and how: the payload of its `closed` event is the text, in UTF-8. */
export const endings = {
  'closed-by-us': { text: 'closed by us', systems: [] },
  'closed-by-peer': { text: 'closed by the peer', systems: [] },
  'reset-by-us': { text: 'reset by us', systems: [] },
  // A write after the peer's reset fails with EPIPE where the reset itself was not read.
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
 * Finds out who ended a connection: the side that finished sending first, unless a reset, a time limit or another
 * failure came after that.
 */
export class EndingWatch {
  #finished: Ending | undefined;
  #broken: Ending | undefined;

  /** A side has sent its last byte. */
  finished(by: 'us' | 'peer'): void {
    this.#finished ??= by === 'us' ? 'closed-by-us' : 'closed-by-peer';
  }

  /** The connection ended otherwise; the first reason counts. */
  broke(ending: Ending): void {
    this.#broken ??= ending;
  }

  /** The connection ended with an error; `system` is what the system calls it, where it was the system's. */
  failed(system: string | undefined): void {
    this.broke(bySystem.get(system ?? '') ?? 'failed');
  }

  /** A connection that nothing is known of was closed by us: whatever a peer does is seen. */
  get ending(): Ending {
    return this.#broken ?? this.#finished ?? 'closed-by-us';
  }
}
