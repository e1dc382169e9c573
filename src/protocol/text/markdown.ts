import { visible } from './visible.ts';

/**
 * Text from a file or the network as a part of our own Markdown. It shows unchanged, and never becomes a link, an
 * image, a heading or HTML. https://spec.commonmark.org/0.31.2/
 */

/**
 * Among words, or in a cell of a table. Any ASCII punctuation may be escaped (section 2.4), also a colon and a dot,
 * which would make an address a link. Only a comma never has a meaning.
 */
export function plainMarkdown(text: string): string {
  return visible(text).replace(/[!-+\--/:-@[-`{-~]/g, '\\$&');
}

/** As code among words (section 6.1): its fence is longer than any run of backquotes in it. */
export function codeSpan(text: string): string {
  const shown = visible(text);
  const fence = '`'.repeat(longestRun(shown) + 1);
  // Markdown removes one space at both ends. The padding separates a backquote from the fence, and saves a space of the
  // text.
  const padding = /^[ `]|[ `]$/.test(shown) && shown.trim() !== '' ? ' ' : '';
  return `${fence}${padding}${shown === '' ? ' ' : shown}${padding}${fence}`;
}

/** As a paragraph of code (section 4.5), on one line. */
export function codeBlock(text: string): string {
  const shown = visible(text);
  const fence = '`'.repeat(Math.max(3, longestRun(shown) + 1));
  return `\n\n${fence}text\n${shown}\n${fence}\n\n`;
}

function longestRun(text: string): number {
  return Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
}
