/**
 * What does not show, or changes how its neighbours show: controls, format characters (bidirectional ones, zero-width
 * ones, the soft hyphen, tags), line and paragraph separators, lone surrogates, characters a font may leave out
 * (variation selectors, fillers) and what is no character.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/u;
const ALL_INVISIBLE = new RegExp(INVISIBLE.source, 'gu');
const ALL_WITH_BACKSLASH = new RegExp(`${INVISIBLE.source}|\\\\`, 'gu');
/** Most text that is shown is this. */
const PLAIN = /^[ -[\]-~]*$/;

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\0': '\\0', '\\': '\\\\' };

interface VisibleOptions {
  /** Doubles backslashes too, so that what is shown can be told from what was there. */
  readonly escapeBackslash?: boolean;
  /** Shows so many characters of the text at most, and `…` for the rest. */
  readonly limit?: number;
  /** Characters that stay as they are: the line feed and the tab, where lines may be shown as lines. */
  readonly keep?: string;
}

/** Text made harmless, on a single line: what is invisible, or would move what is around it, is shown as an escape. */
export function visible(text: string, options: VisibleOptions = {}): string {
  const { escapeBackslash = false, limit = Infinity, keep = '' } = options;
  if (text.length > limit) return `${visible(cut(text, limit), { escapeBackslash, keep })}…`;
  if (PLAIN.test(text)) return text;
  return text.replace(escapeBackslash ? ALL_WITH_BACKSLASH : ALL_INVISIBLE, (found) =>
    keep.includes(found) ? found : shown(found),
  );
}

/** Text of several lines made harmless: line feeds and tabs stay, all else as `visible`. */
export function visibleLines(text: string): string {
  return visible(text, { keep: '\n\t' });
}

/** A value as JSON, in which what is invisible, or would move what is around it, is an escape of JSON's. It reads back the same. */
export function visibleJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(ALL_INVISIBLE, (found) => {
    if (found === '\n') return found;
    const units = Array.from({ length: found.length }, (_, i) => found.charCodeAt(i).toString(16).padStart(4, '0'));
    return units.map((digits) => `\\u${digits}`).join('');
  });
}

/** Whether every character shows as itself. */
export function isVisible(text: string): boolean {
  return !INVISIBLE.test(text);
}

function shown(character: string): string {
  const named = NAMED[character];
  if (named !== undefined) return named;
  const codePoint = character.codePointAt(0)!;
  const digits = codePoint.toString(16);
  if (codePoint < 0x100) return `\\x${digits.padStart(2, '0')}`;
  return codePoint < 0x10000 ? `\\u${digits.padStart(4, '0')}` : `\\u{${digits}}`;
}

/** The first units, but no half of a pair. */
function cut(text: string, limit: number): string {
  const last = text.charCodeAt(limit - 1);
  const splits = last >= 0xd800 && last < 0xdc00 && (text.charCodeAt(limit) & 0xfc00) === 0xdc00;
  return text.slice(0, splits ? limit - 1 : limit);
}
