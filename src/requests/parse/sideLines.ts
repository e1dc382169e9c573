import { nearest } from '../../base/nearest.ts';
import { metaTag, metaTags } from '../metaWords.ts';
import type { Located } from '../model.ts';
import { readCheck, readReason } from './check.ts';
import { lineText, shown, type RegionContext, inform, report, warn } from './context.ts';
import type { Line } from './lines.ts';
import { isSpace, located, template, trimmed } from './template.ts';

/** Lines that stand beside a request: comments, tags, checks, scripts. They are never sent. */

const META = /^[ \t]*(?:#+|\/{2,})[ \t]*@([\w.-]+)(?:[ \t]+(.*?))?[ \t]*$/;
/** The JetBrains client: `# @name = login`. */
const NAME_IS = /^[ \t]*=[ \t]*/;
const VARIABLE = /^[ \t]*@([^\s=:@{}]+)[ \t]*:?=/;
/** In httpYac, the line is not a comment. */
const NAMESPACE = /^[ \t]*@(xpath_ns)[ \t]+\S+?[ \t]*=/;
const SCRIPT = /^[ \t]*([<>])[ \t]*\{%/;
const SCRIPT_FILE = /^>[ \t]+\S.*\.(?:js|mjs|cjs|ts)[ \t]*$/;
const REDIRECTION = /^[ \t]*>>!?[ \t]+\S/;
/** The JetBrains client: a file with an earlier response. `<>text` is a part of a body. */
/** The first line of a response, as requests that were kept have it below them. */
export const RESPONSE = /^[ \t]*HTTP\/[\d.]+[ \t]+\d{3}(?:[ \t]|$)/;
/** httpYac: over many lines. In a body, CSS and many languages have the same. */
const COMMENT_BLOCK = /^[ \t]*\/\*/;
const RESPONSE_REF = /^[ \t]*<>[ \t]+\S.*\.\w+[ \t]*$/;
/** httpYac: `{{`, `{{@request`, `{{+pre` alone on a line begin a script that ends at `}}`. */
const BLOCK_SCRIPT = /^[ \t]*\{\{[ \t]*(?:[@+]\w*)*[ \t]*$/;
const BLOCK_END = /^[ \t]*\}\}[ \t]*$/;
const SHORT_SCRIPT = /^[ \t]*\{\{(?:[@+]\w*[ \t]|[^{}]*[=;(])[^{}]*\}\}[ \t]*$/;

/** `# @name login` */
export function isMeta(line: string): boolean {
  return META.test(line);
}

export function isComment(line: string): boolean {
  return /^[ \t]*(?:#|\/\/)/.test(line);
}

export function isBlank(line: string): boolean {
  return line.trim() === '';
}

/** Whether a line with this first unit is blank. Units beyond ASCII may be white space too, of kinds that nobody writes on purpose. */
export function blankLine(context: RegionContext, line: Line, first: number): boolean {
  return first === 0 || ((first > 127 || first === 11) && isBlank(lineText(context, line)));
}

/** The first unit that is not white space; 0: there is none. */
export function firstUnit(context: RegionContext, line: Line): number {
  let at = line.start;
  while (at < line.end && isSpace(context.text.charCodeAt(at))) at++;
  return at < line.end ? context.text.charCodeAt(at) : 0;
}

/**
 * Takes the line at `at` if it stands beside the request, and returns the number of lines it takes. 0: it is
 * something else. `before`: no request line was seen yet.
 */
export function takeSideLine(context: RegionContext, at: number, before: boolean): number {
  const line = context.lines[at]!;
  const first = firstUnit(context, line);
  // Nearly all lines of bodies are none of these.
  if (
    first !== 33 &&
    first !== 35 &&
    first !== 47 &&
    first !== 63 &&
    first !== 60 &&
    first !== 62 &&
    first !== 123 &&
    first !== 64
  )
    return 0;
  const text = lineText(context, line);
  // The first character decides: ! # / ? > < { @ may begin such a line.
  switch (first) {
    case 35:
    case 47:
      if (before && COMMENT_BLOCK.test(text)) return linesUntil(context, at, (each) => each.includes('*/'));
      if (!isComment(text)) return 0;
      takeMeta(context, line, text, before);
      return 1;
    case 33:
      return !before && /^\s*!!(?:\s|$)/.test(text) && takeReason(context, line) ? 1 : 0;
    case 63:
      if (!/^\s*\?\?/.test(text)) return 0;
      takeCheck(context, line, before);
      return 1;
    case 60:
    case 62:
      return takeScript(context, at, text, before);
    case 123:
      return takeBlock(context, at, text, before);
    case 64:
      return before ? takeVariable(context, line, text) : 0;
    default:
      return 0;
  }
}

function takeMeta(context: RegionContext, line: Line, text: string, before: boolean): void {
  const match = META.exec(text);
  if (match === null) return;
  const name = match[1]!;
  const nameAt = line.start + text.indexOf('@') + 1;
  const tag = metaTag(name);
  if (tag === undefined) {
    if (before) unknownMeta(context, located(context.text, nameAt, nameAt + name.length));
    return;
  }
  const after = nameAt + name.length;
  const is = tag.name === 'name' ? (NAME_IS.exec(context.text.slice(after, line.end))?.[0].length ?? 0) : 0;
  const value = valueOf(context, line, after + is);
  const range = { start: nameAt, end: nameAt + name.length };
  context.meta.push({
    ...trimmed(context.text, line.start, line.end),
    name: { ...range, value: name },
    ...(value && { value }),
  });
  if (!tag.supported)
    (tag.harmless ? inform : warn)(context, range, 'not-supported', `@${name} has no effect here. ${tag.sentence}`);
  else if (tag.value === 'required' && value === undefined)
    report(context, range, 'missing-value', `@${name} needs a value: ${tag.usage}`);
  else if (value !== undefined && tag.takes?.[0].test(value.value) === false)
    report(context, value, 'bad-value', `"${value.value}" is not a valid value of @${name}: ${tag.takes[1]}.`);
}

function valueOf(context: RegionContext, line: Line, from: number): Located | undefined {
  const range = trimmed(context.text, from, line.end);
  return range.start === range.end ? undefined : located(context.text, range.start, range.end);
}

function unknownMeta(context: RegionContext, name: Located): void {
  const near = nearest(
    name.value,
    metaTags.map((tag) => tag.name),
  );
  const message = `@${name.value} is not known here and has no effect.`;
  if (near === undefined) inform(context, name, 'unknown-tag', message);
  else warn(context, name, 'unknown-tag', `${message} Did you mean @${near}?`, near);
}

function takeCheck(context: RegionContext, line: Line, before: boolean): void {
  const range = trimmed(context.text, line.start, line.end);
  if (before) {
    report(context, range, 'check-without-request', 'A check stands after the request that it is about.');
    return;
  }
  const check = readCheck(context, range);
  if (check) context.checks.push(check);
}

/** False: it is a line of a body. */
function takeReason(context: RegionContext, line: Line): boolean {
  const reason = readReason(context, trimmed(context.text, line.start, line.end));
  if (reason === undefined) return false;
  const check = context.checks.pop()!;
  context.checks.push({ ...check, reasons: [...(check.reasons ?? []), reason] });
  return true;
}

function takeVariable(context: RegionContext, line: Line, text: string): number {
  const match = VARIABLE.exec(text);
  if (match === null) return takeNamespace(context, line, text);
  const start = line.start + text.indexOf('@');
  const name = match[1]!;
  const value = trimmed(context.text, line.start + match[0].length, line.end);
  context.variables.push({
    start,
    end: Math.max(value.end, line.start + match[0].length),
    name: { start: start + 1, end: start + 1 + name.length, value: name },
    value: template(context.text, value.start, value.end),
  });
  return 1;
}

function takeNamespace(context: RegionContext, line: Line, text: string): number {
  if (!NAMESPACE.test(text)) return 0;
  const range = trimmed(context.text, line.start, line.end);
  const name = located(context.text, range.start + 1, range.start + 1 + 'xpath_ns'.length);
  context.meta.push({ ...range, name, value: valueOf(context, line, name.end)! });
  return 1;
}

function takeScript(context: RegionContext, at: number, text: string, before: boolean): number {
  const line = context.lines[at]!;
  const range = trimmed(context.text, line.start, line.end);
  const script = SCRIPT.exec(text);
  if (script) {
    const count = linesUntil(context, at, (each) => each.includes('%}'));
    const what = script[1] === '<' ? 'before the request' : 'of the response';
    const message = `Scripts are not run here: this one, ${what}, is left out. Checks (??) can say what a response has to be.`;
    warn(context, range, 'not-supported', message);
    return count;
  }
  if (SCRIPT_FILE.test(text) || (before && /^<[ \t]+\S/.test(text))) {
    warn(context, range, 'not-supported', `Scripts are not run here: ${shown(text.slice(1))} is left out.`);
    return 1;
  }
  if (before) return 0;
  if (REDIRECTION.test(text)) {
    warn(context, range, 'not-supported', 'A response is not written to a file here; save it from the response view.');
    return 1;
  }
  return RESPONSE_REF.test(text) ? 1 : 0;
}

function takeBlock(context: RegionContext, at: number, text: string, before: boolean): number {
  const line = context.lines[at]!;
  const range = trimmed(context.text, line.start, line.end);
  const notRun = (): void => warn(context, range, 'not-supported', 'Scripts are not run here; this one is left out.');
  if (BLOCK_SCRIPT.test(text)) {
    const count = linesUntil(context, at + 1, (each) => BLOCK_END.test(each)) + 1;
    notRun();
    return count;
  }
  if (before && SHORT_SCRIPT.test(text)) {
    notRun();
    return 1;
  }
  return 0;
}

/** The number of lines from `at` up to and with the one that ends it; all the rest if none does. */
function linesUntil(context: RegionContext, at: number, ends: (line: string) => boolean): number {
  for (let i = at; i < context.lines.length; i++) if (ends(lineText(context, context.lines[i]!))) return i - at + 1;
  return context.lines.length - at;
}
