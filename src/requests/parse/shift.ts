import type { Problem, Region } from '../model.ts';

/** The same, `delta` units further on in the text. Offsets into a template's own text (`at`) stay. */
function shift<T>(value: T, delta: number): T {
  if (Array.isArray(value)) return value.map((each: unknown) => shift(each, delta)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const copy: Record<string, unknown> = {};
  for (const [key, each] of Object.entries(value)) {
    copy[key] = key === 'start' || key === 'end' ? (each as number) + delta : shift(each as unknown, delta);
  }
  return copy as T;
}

export function shiftRegion(region: Region, delta: number, index: number): Region {
  return { ...shift(region, delta), index };
}

export function shiftProblem(problem: Problem, delta: number): Problem {
  return shift(problem, delta);
}
