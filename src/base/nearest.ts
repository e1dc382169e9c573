/** The number of insertions, deletions, substitutions and swaps of neighbours that turn one text into the other. */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, beforeLast[j - 2]! + 1);
      row.push(least);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}

/**
 * The name that a person who typed `word` most likely meant, ignoring case: a name with one typing error; else a name
 * that begins with the word or the word with it; else a name with at most a third of its letters wrong.
 */
export function nearest(word: string, names: Iterable<string>): string | undefined {
  if (word.length === 0 || word.length > 64) return undefined;
  const typed = word.toLowerCase();
  let best: string | undefined;
  let least = Infinity;
  let begun: string | undefined;
  for (const name of names) {
    const known = name.toLowerCase();
    if (known.startsWith(typed) || (known.length > 2 && typed.startsWith(known))) begun ??= name;
    const distance = editDistance(typed, known);
    if (distance < least) [best, least] = [name, distance];
  }
  if (least > 1 && begun !== undefined) return begun;
  const allowed = word.length <= 3 ? 1 : Math.max(2, Math.floor(word.length / 3));
  return least <= allowed ? best : undefined;
}
