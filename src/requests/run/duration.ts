const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000 };

/** `500ms`, `2 s`, `1m`; a bare number is in units of `bare` milliseconds. Undefined where it is no duration. */
export function milliseconds(text: string, bare: number): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|min|m|h)?$/i.exec(text.trim());
  if (match === null) return undefined;
  const unit = match[2] === undefined ? bare : units[match[2].toLowerCase()]!;
  return Math.round(Number(match[1]) * unit);
}
