/**
 * JSON over several lines, two spaces a level. The text between the marks is left as it is: long numbers keep their digits,
 * names that are there twice stay, and what is wrong is still seen. A text that ends early is laid out as far as it goes.
 */
export function jsonLines(text: string): string {
  const out: string[] = [];
  const token = /"[^"\\]*(?:\\[^][^"\\]*)*"?|[[\]{}:,]|[^\s"[\]{}:,]+/g;
  let depth = 0;
  /** Nothing has come in the innermost bracket yet. */
  let empty = false;
  /** Levels that are indented at most: a million open brackets must not become a million spaces each. */
  const deepest = 60;
  const newLine = () => out.push('\n', '  '.repeat(Math.min(deepest, Math.max(0, depth))));
  for (const [piece] of text.matchAll(token)) {
    // Several values one after the other, as in JSON lines.
    if (depth === 0 && out.length > 0 && !/^[\]},:]/.test(piece)) newLine();
    if (piece === '{' || piece === '[') {
      if (empty) newLine();
      out.push(piece);
      depth++;
      empty = true;
    } else if (piece === '}' || piece === ']') {
      depth--;
      if (!empty) newLine();
      out.push(piece);
      empty = false;
    } else if (piece === ',') {
      out.push(',');
      newLine();
      empty = false;
    } else {
      if (empty) newLine();
      empty = false;
      out.push(piece === ':' ? ': ' : piece);
    }
  }
  return out.join('');
}
