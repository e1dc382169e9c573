import { nearest } from '../../base/nearest.ts';
import { foreignSchemes, foreignWords, graphqlWord } from '../httpWords.ts';
import type { Item, Range } from '../model.ts';
import { wordNamed, words } from '../words/table.ts';
import { lineText, type RegionContext, report } from './context.ts';
import { parseCurl } from './curl.ts';
import { parseHttp } from './http.ts';
import { BARE_TARGET, methodNames, SURE_TARGET } from './requestLine.ts';
import { oddMethod } from './target.ts';
import { trimmed } from './template.ts';
import { parseWord } from './word.ts';

/** Reads the request whose request line is `at`. Undefined: it is one that cannot be sent; why is a problem. */
export function parseItem(context: RegionContext, at: number): Item | undefined {
  const line = context.lines[at]!;
  const range = trimmed(context.text, line.start, line.end);
  const text = lineText(context, line).trim();
  if (oddMethod(context, text) !== undefined) return parseHttp(context, at);
  const first = /^\S+/.exec(text)![0];
  const word = { start: range.start, end: range.start + first.length };
  const foreign = foreignOf(first);
  if (foreign !== undefined) {
    report(context, word, 'not-supported', `${foreign} requests are not sent here; this one is left out.`);
    return undefined;
  }
  if (first === 'curl' || first === 'curl.exe') return parseCurl(context, at);
  const kind = wordNamed(first);
  if (kind !== undefined) return parseWord(context, at, kind);
  if (otherClient(context, text, range)) return undefined;
  const rest = text.slice(first.length).trim();
  if (first === graphqlWord) return parseHttp(context, at);
  if (rest !== '' && !methodNames.has(first.toUpperCase()) && !BARE_TARGET.test(first) && !SURE_TARGET.test(rest)) {
    return unknownWord(context, first, rest, word, at);
  }
  return parseHttp(context, at);
}

function foreignOf(first: string): string | undefined {
  if (Object.hasOwn(foreignWords, first)) return foreignWords[first];
  const scheme = /^([A-Za-z]+):\/\//.exec(first)?.[1]?.toLowerCase();
  return scheme !== undefined && Object.hasOwn(foreignSchemes, scheme) ? foreignSchemes[scheme] : undefined;
}

/** JetBrains: `import file.http`, `run #name`, `run file.http`. */
function otherClient(context: RegionContext, text: string, range: Range): boolean {
  const match = /^(import|run)\s+(#\S|\S*\.(?:http|rest)\b)/.exec(text);
  if (match === null) return false;
  report(
    context,
    range,
    'not-supported',
    match[1] === 'import'
      ? 'Requests of other files are not taken in here.'
      : 'Requests of other files are not run from here; # @ref name runs one of this file first.',
  );
  return true;
}

function unknownWord(context: RegionContext, first: string, rest: string, word: Range, at: number): Item | undefined {
  const upper = first.toUpperCase();
  const wordNames = words().map((spec) => spec.word);
  const near = wordNamed(upper) !== undefined ? upper : nearest(upper, [...wordNames, ...methodNames]);
  const hint =
    near === undefined
      ? `The words are ${wordNames.join(', ')}, besides the methods of HTTP.`
      : `Did you mean ${near}?`;
  if (/^[\w.-]+(?::\d+)?(?:[/?]|$)/.test(rest) && /[./:]/.test(rest) && near === undefined && /^[A-Z]+$/.test(first)) {
    return parseHttp(context, at);
  }
  report(context, word, 'unknown-word', `There is no request word ${first}. ${hint}`, near);
  return undefined;
}
