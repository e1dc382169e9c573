import { visible } from './visible.ts';

/** The look of a piece of a terminal's text: colours by their number from 0 (black) to 15 (bright white). */
interface AnsiStyle {
  readonly foreground?: number;
  readonly background?: number;
  readonly bold?: boolean;
  readonly dim?: boolean;
  readonly italic?: boolean;
  readonly underline?: boolean;
  readonly inverse?: boolean;
}

export interface AnsiPiece {
  readonly text: string;
  readonly style: AnsiStyle;
}

/** ECMA-48: a control sequence, a string that a terminal takes for itself (a title, a link), and any other escape. */
const SEQUENCE =
  /(?:\x1b\[|\x9b)([0-?]*)[ -/]*([@-~])|(?:\x1b[PX\]^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c|$)|\x1b(?:[ -/]*[0-~]|$)/g;

/**
 * The text of a program's output by pieces of one look. Colours and weights (SGR, ECMA-48 8.3.117) are read; other escape sequences
 * would move or hide text, and are left out; other control characters are visible escapes.
 */
export function ansiPieces(text: string): AnsiPiece[] {
  const pieces: AnsiPiece[] = [];
  let style: AnsiStyle = {};
  let at = 0;
  const add = (end: number): void => {
    if (end > at) pieces.push({ text: visible(text.slice(at, end), { keep: '\n\t' }), style });
  };
  for (const found of text.matchAll(SEQUENCE)) {
    add(found.index);
    at = found.index + found[0].length;
    if (found[2] === 'm') style = styled(style, found[1] ?? '');
  }
  add(text.length);
  return pieces;
}

/** The text alone. */
export function withoutAnsi(text: string): string {
  return ansiPieces(text)
    .map((piece) => piece.text)
    .join('');
}

const set: Readonly<Record<number, AnsiStyle>> = {
  1: { bold: true },
  2: { dim: true },
  3: { italic: true },
  4: { underline: true },
  7: { inverse: true },
};

const unset: Readonly<Record<number, readonly (keyof AnsiStyle)[]>> = {
  22: ['bold', 'dim'],
  23: ['italic'],
  24: ['underline'],
  27: ['inverse'],
  39: ['foreground'],
  49: ['background'],
};

function styled(before: AnsiStyle, parameters: string): AnsiStyle {
  let style = before;
  const codes = parameters.split(/[;:]/).map(Number);
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!;
    if (code === 0) style = {};
    else if (code === 38 || code === 48) {
      // A colour of the palette, of which the first sixteen are a theme's; or red, green and blue.
      const [kind, number = 0] = codes.slice(i + 1);
      i += kind === 2 ? 4 : kind === 5 ? 2 : 0;
      if (kind === 5 && number < 16) style = { ...style, [code === 38 ? 'foreground' : 'background']: number };
    } else style = { ...without(style, unset[code] ?? []), ...set[code], ...colour(code) };
  }
  return style;
}

function colour(code: number): AnsiStyle {
  if (code >= 30 && code <= 37) return { foreground: code - 30 };
  if (code >= 40 && code <= 47) return { background: code - 40 };
  if (code >= 90 && code <= 97) return { foreground: code - 82 };
  if (code >= 100 && code <= 107) return { background: code - 92 };
  return {};
}

function without(style: AnsiStyle, names: readonly (keyof AnsiStyle)[]): AnsiStyle {
  if (names.length === 0) return style;
  return Object.fromEntries(Object.entries(style).filter(([name]) => !names.includes(name as keyof AnsiStyle)));
}
