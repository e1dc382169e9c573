/** Made for the first text that is not plain: V8 reads such a pattern in a millisecond, and most starts need none. */
let made: RegExp | undefined;

/**
 * Characters that are invisible, or change the display of their neighbours: controls, format characters (bidirectional
 * ones, zero-width ones, the soft hyphen, tags), line and paragraph separators, lone surrogates, characters that a font
 * may leave out (variation selectors, fillers) and non-characters.
 */
const invisible = (): RegExp =>
  (made ??= /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu);
/** Most texts match this. */
const PLAIN = /^[ -[\]-~]*$/;

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\0': '\\0' };

interface VisibleOptions {
  /** Doubles backslashes too, so that an escape can be told from the same text in the source. */
  readonly escapeBackslash?: boolean;
  /** Shows at most this many characters of the text, and `…` for the rest. */
  readonly limit?: number;
  /** Characters that stay unchanged: the line feed and the tab, if several lines may be shown. */
  readonly keep?: string;
}

/**
 * Harmless text on a single line: invisible characters, and those that would move the text around them, are shown as
 * escapes.
 */
export function visible(text: string, options: VisibleOptions = {}): string {
  const { escapeBackslash = false, limit = Infinity, keep = '' } = options;
  if (text.length > limit) return `${visible(cut(text, limit), { escapeBackslash, keep })}…`;
  if (PLAIN.test(text)) return text;
  const doubled = escapeBackslash ? text.replaceAll('\\', '\\\\') : text;
  return doubled.replace(invisible(), (found) => (keep.includes(found) ? found : shown(found)));
}

/** Harmless text of several lines: line feeds and tabs stay; the rest is as for `visible`. */
export function visibleLines(text: string): string {
  return visible(text, { keep: '\n\t' });
}

/**
 * A value as JSON in which invisible characters, and those that would move the text around them, are JSON escapes. It
 * reads back the same.
 */
export function visibleJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(invisible(), (found) => {
    if (found === '\n') return found;
    const units = Array.from({ length: found.length }, (_, i) => found.charCodeAt(i).toString(16).padStart(4, '0'));
    return units.map((digits) => `\\u${digits}`).join('');
  });
}

/** Whether every character is shown unchanged. */
export function isVisible(text: string): boolean {
  return PLAIN.test(text) || text.search(invisible()) < 0;
}

function shown(character: string): string {
  const named = NAMED[character];
  if (named !== undefined) return named;
  const codePoint = character.codePointAt(0)!;
  const digits = codePoint.toString(16);
  if (codePoint < 0x100) return `\\x${digits.padStart(2, '0')}`;
  return codePoint < 0x10000 ? `\\u${digits.padStart(4, '0')}` : `\\u{${digits}}`;
}

/** The first units, without half of a pair. */
function cut(text: string, limit: number): string {
  const last = text.charCodeAt(limit - 1);
  const splits = last >= 0xd800 && last < 0xdc00 && (text.charCodeAt(limit) & 0xfc00) === 0xdc00;
  return text.slice(0, splits ? limit - 1 : limit);
}
