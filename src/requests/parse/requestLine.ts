import { foreignWords, graphqlWord, methods } from '../httpWords.ts';
import { wordNamed } from '../words/table.ts';

export const methodNames = new Set(methods.map((method) => method.name));
const surelyFirst = new Set(['curl', 'curl.exe', graphqlWord, ...methodNames, ...Object.keys(foreignWords)]);

/** A target that is one without a method before it. */
export const BARE_TARGET =
  /^(?:[A-Za-z][A-Za-z0-9+.-]*:\/\/|\/|\*$|\{\{|localhost\b|\[[0-9a-fA-F:.]+\]|[^\s/:.]+(?:\.[^\s/:.]+)+(?:[/:?#]|$|\s)|[\w.-]+:(?:\d+|\{\{))/;
/** A target after a method that we don't know: what could be nothing else. */
export const SURE_TARGET = /^(?:https?:\/\/|\/|\*(?:\s|$)|\{\{)/;

/** Whether a line begins a request: `sure` by its first word, `likely` if nothing speaks against it. */
export function requestLineKind(line: string): 'sure' | 'likely' | 'no' {
  const text = line.trim();
  const space = text.search(/\s/);
  const first = space === -1 ? text : text.slice(0, space);
  const second = space === -1 ? undefined : text.slice(space).trimStart();
  if (second === undefined)
    return /^https?:\/\//i.test(first)
      ? 'sure'
      : BARE_TARGET.test(first) || wordNamed(first) !== undefined || Object.hasOwn(foreignWords, first)
        ? 'likely'
        : 'no';
  if (surelyFirst.has(first) || wordNamed(first) !== undefined) return 'sure';
  if (methodNames.has(first.toUpperCase())) return BARE_TARGET.test(second) ? 'sure' : 'likely';
  if (/^[a-z]+:\/\//i.test(first)) return 'sure';
  if (/^[A-Z][A-Z0-9_-]*$/.test(first)) return 'likely';
  if (isToken(first) && SURE_TARGET.test(second)) return 'likely';
  if (wordNamed(first.toUpperCase()) !== undefined || /^(?:run|import)$/.test(first)) return 'likely';
  return BARE_TARGET.test(text) ? 'likely' : 'no';
}

/**
 * Whether a line begins a request in a place for a header, an option or more of a target: its first word says so, and if it is
 * indented as more of a header would be, the second too.
 */
export function beginsRequest(line: string): boolean {
  if (requestLineKind(line) !== 'sure') return false;
  const [, indentation = '', , second] = /^([ \t]*)(\S+)(?:[ \t]+(.*))?$/.exec(line) ?? [];
  return second === undefined || indentation === '' || BARE_TARGET.test(second);
}

function isToken(text: string): boolean {
  return /^[!#$%&'*+\-.^`|~\w]+$/.test(text);
}
