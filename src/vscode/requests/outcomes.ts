import type { ItemResult, RequestOutcome } from '../../requests/run/outcome.ts';
import { startedBy, type StartedResult } from '../../requests/words/table.ts';

/** A place in a document that moves with the edits around it. */
interface Place {
  start: number;
  end: number;
}

/** An edit in the editor's form. */
interface Edit {
  readonly rangeOffset: number;
  readonly rangeLength: number;
  readonly text: string;
}

export interface PlacedOutcome {
  readonly outcome: RequestOutcome;
  /** The place of the request; undefined if it has been changed since. */
  readonly place: Place | undefined;
  /** The place of each check, by its index. */
  readonly checks: readonly (Place | undefined)[];
}

/** The same outcome, marked as stopped if `which` selects the server or program it started. */
export function asStopped(outcome: RequestOutcome, which: (started: StartedResult) => boolean): RequestOutcome {
  const started = startedBy(outcome.result);
  if (started === undefined || started.stopped || !which(started)) return outcome;
  return { ...outcome, result: { ...started, stopped: true } as ItemResult };
}

/** The same outcome with its result as it is now; undefined: it is of another program. */
export function asGrown(outcome: RequestOutcome, result: ItemResult): RequestOutcome | undefined {
  const [before, now] = [startedBy(outcome.result), startedBy(result)];
  if (outcome.state === 'running' || before?.stopped || now?.pid === undefined || before?.pid !== now.pid)
    return undefined;
  return { ...outcome, result };
}

/**
 * The outcomes of the requests of one document. Edits elsewhere move them along; an edited request loses its outcome.
 */
export class FileOutcomes {
  readonly #byRegion = new Map<number, PlacedOutcome>();

  get all(): readonly PlacedOutcome[] {
    return [...this.#byRegion.values()];
  }

  of(region: number): PlacedOutcome | undefined {
    return this.#byRegion.get(region);
  }

  set(outcome: RequestOutcome): void {
    const place = { start: outcome.start, end: outcome.end };
    const checks = outcome.checks.map(({ start, end }) => ({ start, end }));
    this.#byRegion.set(outcome.region, { outcome, place, checks });
  }

  /** Marks the started servers and programs that `which` selects as stopped. Returns true if there were any. */
  stopped(which: (started: StartedResult) => boolean): boolean {
    let found = false;
    for (const [region, placed] of this.#byRegion) {
      const outcome = asStopped(placed.outcome, which);
      if (outcome === placed.outcome) continue;
      this.#byRegion.set(region, { ...placed, outcome });
      found = true;
    }
    return found;
  }

  /** Takes the result of a request as it is now; undefined: the request has run again since. */
  grown(region: number, result: ItemResult): RequestOutcome | undefined {
    const placed = this.#byRegion.get(region);
    const outcome = placed && asGrown(placed.outcome, result);
    if (outcome) this.#byRegion.set(region, { ...placed, outcome });
    return outcome;
  }

  clear(): void {
    this.#byRegion.clear();
  }

  edit(edits: readonly Edit[]): void {
    // The editor lists them from the last to the first.
    for (const edit of edits) {
      for (const [region, placed] of this.#byRegion) {
        const place = moved(placed.place, edit);
        const checks = placed.checks.map((check) => moved(check, edit));
        this.#byRegion.set(region, { outcome: placed.outcome, place, checks });
      }
    }
  }
}

/** The position of a place after an edit; undefined if the edit is inside it. */
export function moved(place: Place | undefined, { rangeOffset, rangeLength, text }: Edit): Place | undefined {
  if (place === undefined || rangeOffset > place.end) return place;
  const shift = text.length - rangeLength;
  const end = rangeOffset + rangeLength;
  // A line typed directly before or after the place does not change it.
  if (end < place.start || (end === place.start && (rangeLength > 0 || text.endsWith('\n'))))
    return { start: place.start + shift, end: place.end + shift };
  if (rangeOffset === place.end && /^(\r?\n|$)/.test(text)) return place;
  return undefined;
}
