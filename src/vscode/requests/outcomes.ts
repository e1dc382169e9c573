import type { ItemResult, RequestOutcome } from '../../requests/run/outcome.ts';
import { startedBy, type StartedResult } from '../../requests/words/table.ts';

/** A place in a document that moves with the edits around it. */
interface Place {
  start: number;
  end: number;
}

/** An edit, as the editor tells of it. */
interface Edit {
  readonly rangeOffset: number;
  readonly rangeLength: number;
  readonly text: string;
}

export interface PlacedOutcome {
  readonly outcome: RequestOutcome;
  /** Of the request; undefined where it has been changed since. */
  readonly place: Place | undefined;
  /** Of each check, by its index. */
  readonly checks: readonly (Place | undefined)[];
}

/** The same outcome, unless it started what has stopped. */
export function asStopped(outcome: RequestOutcome, which: (started: StartedResult) => boolean): RequestOutcome {
  const started = startedBy(outcome.result);
  if (started === undefined || started.stopped || !which(started)) return outcome;
  return { ...outcome, result: { ...started, stopped: true } as ItemResult };
}

/** What became of the requests of one document. Edits move the results along; what was edited itself loses its result. */
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

  /** What was started has stopped, where `which` says so: whether there was any. */
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

  clear(): void {
    this.#byRegion.clear();
  }

  edit(edits: readonly Edit[]): void {
    // The editor gives them from the last to the first.
    for (const edit of edits) {
      for (const [region, placed] of this.#byRegion) {
        const place = moved(placed.place, edit);
        const checks = placed.checks.map((check) => moved(check, edit));
        this.#byRegion.set(region, { outcome: placed.outcome, place, checks });
      }
    }
  }
}

/** Where a place is after an edit; undefined where the edit is inside it. */
export function moved(place: Place | undefined, { rangeOffset, rangeLength, text }: Edit): Place | undefined {
  if (place === undefined || rangeOffset > place.end) return place;
  const shift = text.length - rangeLength;
  const end = rangeOffset + rangeLength;
  // A line typed right before or after it leaves it as it is.
  if (end < place.start || (end === place.start && (rangeLength > 0 || text.endsWith('\n'))))
    return { start: place.start + shift, end: place.end + shift };
  if (rangeOffset === place.end && /^(\r?\n|$)/.test(text)) return place;
  return undefined;
}
