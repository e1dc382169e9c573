/** PROVISIONAL */
export function atPath(value: unknown, path: string): unknown {
  const steps = [...path.replace(/^\$\.?/, '').matchAll(/[^.[\]]+/g)].map(([step]) => step);
  return steps.reduce<unknown>((at, step) => {
    if (typeof at !== 'object' || at === null) return undefined;
    return Object.hasOwn(at, step) ? (at as Record<string, unknown>)[step] : undefined;
  }, value);
}
