/** A copy of an object without one of its properties. */
export function without<T extends object, K extends keyof T>(object: T, key: K): Omit<T, K> {
  const copy: Partial<T> = { ...object };
  // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- of a copy that nobody else has seen
  delete copy[key];
  return copy as Omit<T, K>;
}
