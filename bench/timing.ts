import { median } from './processes.ts';

async function timed(run: () => unknown): Promise<number> {
  const began = performance.now();
  await run();
  return performance.now() - began;
}

/** The time of work in this process: the median over the rounds, in milliseconds. */
export async function repeated(rounds: number, run: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < rounds; i++) times.push(await timed(run));
  return median(times);
}
