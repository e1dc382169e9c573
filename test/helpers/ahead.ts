/** Runs that wait more than they work, such as those of other people's programs: two at a time, a few ahead of the test that asks. */
const atOnce = 2;
const atMostAhead = 4;

export interface Ahead<T> {
  /** The result of the run at this index of the list. */
  result(index: number): Promise<T>;
  /** All runs that have begun are over. */
  settled(): Promise<void>;
}

export function ahead<T>(runs: readonly (() => Promise<T>)[]): Ahead<T> {
  const results = new Map<number, Promise<T>>();
  const lanes = Array.from({ length: atOnce }, () => Promise.resolve<unknown>(undefined));
  let begun = 0;

  const begin = (run: () => Promise<T>): Promise<T> => {
    const lane = begun++ % atOnce;
    const result = lanes[lane]!.then(run);
    lanes[lane] = result.catch(() => undefined);
    return result;
  };

  return {
    result(index) {
      for (const [i, run] of runs.entries()) {
        if (i >= index && i < index + atMostAhead && !results.has(i)) results.set(i, begin(run));
      }
      return results.get(index)!;
    },
    async settled() {
      await Promise.allSettled(results.values());
    },
  };
}
