/** `client 2 (word = kiwi)`. */
export function clientLabel(index: number, values: Readonly<Record<string, string>> = {}): string {
  const own = Object.entries(values).map(([name, value]) => `${name} = ${value}`);
  return `client ${index + 1}${own.length === 0 ? '' : ` (${own.join(', ')})`}`;
}
