import type { FieldLine, Item, SessionStep, Template } from '../model.ts';
import type { WordSpec } from '../words/spec.ts';
import { lookupKinds } from '../words/lookup/spec.ts';
import { nearest } from '../../base/nearest.ts';
import { plainBody, readBody, withoutBlankEnds } from './body.ts';
import { lineText, report, shown, type RegionContext } from './context.ts';
import { collectBody } from './bodyLines.ts';
import { anotherRequest, lastEnd } from './http.ts';
import type { Line } from './lines.ts';
import { beginsRequest } from './requestLine.ts';
import { isBlank, takeSideLine } from './sideLines.ts';
import { splitWords } from './shellWords.ts';
import { located, template, trimmed } from './template.ts';

const OPTION = /^[ \t]*([A-Za-z][\w.-]*)[ \t]*:/;
const SEPARATOR = /^===[ \t]*(wait(?:-for-server)?)?[ \t]*$/;

/** Reads a request of one of our words whose request line is `at`. */
export function parseWord(context: RegionContext, at: number, spec: WordSpec): Item | undefined {
  const { text } = context;
  const line = context.lines[at]!;
  const whole = trimmed(text, line.start, line.end);
  const word = located(text, whole.start, whole.start + spec.word.length);
  const rest = trimmed(text, word.end, whole.end);
  const { options, next } = readOptions(context, at + 1);
  const bodyLines = collectBody(context, next, { hasComments: spec.kind === 'serve' && !isText(options) });
  if (rest.start === rest.end) {
    report(context, word, 'bad-request-line', `${spec.word} is written ${spec.usage}.`);
    return undefined;
  }
  const base = { start: whole.start, word, options };
  const end = lastEnd(whole.end, options);
  if (spec.body === undefined) refuseBody(context, spec, bodyLines);
  switch (spec.kind) {
    case 'tcp':
    case 'udp':
    case 'tls': {
      const steps = readSteps(context, bodyLines);
      const address = oneWord(context, spec, rest);
      return { start: whole.start, word, options, kind: spec.kind, end: lastEnd(end, steps), address, steps };
    }
    case 'serve': {
      const body = readBody(context, bodyLines, plainBody);
      const url = oneWord(context, spec, rest);
      return { start: whole.start, word, options, kind: 'serve', end: lastEnd(end, body), url, body };
    }
    case 'relay':
      return relay(context, spec, rest, { ...base, end });
    case 'dns':
      return dns(context, spec, rest, { ...base, end });
    case 'lookup':
      return lookup(context, spec, rest, { ...base, end });
    case 'run': {
      const command = splitWords(context, rest).map((each) => each.template);
      return command.length === 0 ? undefined : { ...base, kind: 'run', end, command };
    }
    case 'http':
      return undefined;
  }
}

/** A server that answers a text; what routes and rules are written in has comments of its own. */
function isText(options: readonly FieldLine[]): boolean {
  return options.some(({ name, value }) => /^behaviou?r$/i.test(name.value) && value.text === 'fixed');
}

interface Place {
  readonly start: number;
  readonly end: number;
}

type Base = Place & Pick<Extract<Item, { kind: 'dns' }>, 'word' | 'options'>;

function oneWord(context: RegionContext, spec: WordSpec, rest: Place): Template {
  // Most are one word without a placeholder.
  const text = context.text.slice(rest.start, rest.end);
  if (!/[\s{]/.test(text)) return template(context.text, rest.start, rest.end);
  const parts = wordsIn(context.text, rest);
  if (parts.length > 1)
    report(
      context,
      { start: parts[1]!.start, end: rest.end },
      'bad-request-line',
      `${spec.word} is written ${spec.usage}; this is too much.`,
    );
  return template(context.text, parts[0]!.start, parts[0]!.end);
}

/** Separated by white space; a placeholder may have some within. */
function wordsIn(text: string, range: Place): Place[] {
  return [...text.slice(range.start, range.end).matchAll(/(?:\{\{[^{}]*\}\}|\S)+/g)].map((match) => ({
    start: range.start + match.index,
    end: range.start + match.index + match[0].length,
  }));
}

function relay(context: RegionContext, spec: WordSpec, rest: Place, base: Base): Item | undefined {
  const { text } = context;
  const arrow = text.slice(rest.start, rest.end).indexOf('->');
  const from = arrow === -1 ? rest : trimmed(text, rest.start, rest.start + arrow);
  const to = arrow === -1 ? rest : trimmed(text, rest.start + arrow + 2, rest.end);
  if (arrow === -1 || from.start === from.end || to.start === to.end) {
    report(context, rest, 'bad-request-line', `RELAY is written ${spec.usage}.`);
    return undefined;
  }
  return { ...base, kind: 'relay', from: oneWord(context, spec, from), to: oneWord(context, spec, to) };
}

function dns(context: RegionContext, spec: WordSpec, rest: Place, base: Base): Item {
  const { text } = context;
  const [name, type, klass, more] = wordsIn(text, rest);
  if (more)
    report(
      context,
      { start: more.start, end: rest.end },
      'bad-request-line',
      `DNS is written ${spec.usage}; this is too much.`,
    );
  return {
    ...base,
    kind: 'dns',
    name: template(text, name!.start, name!.end),
    ...(type && { type: template(text, type.start, type.end) }),
    ...(klass && { class: template(text, klass.start, klass.end) }),
  };
}

function lookup(context: RegionContext, spec: WordSpec, rest: Place, base: Base): Item | undefined {
  const { text } = context;
  const [kind, subject, more] = wordsIn(text, rest);
  const what = located(text, kind!.start, kind!.end);
  const names = lookupKinds.map((each) => each.name as string);
  if (!names.includes(what.value) && !what.value.includes('{{')) {
    const near = nearest(what.value, names);
    report(
      context,
      what,
      'unknown-word',
      `LOOKUP knows ${names.join(', ')}, not ${what.value}.${near ? ` Did you mean ${near}?` : ''}`,
      near ? { replacement: near } : {},
    );
    return undefined;
  }
  if (subject === undefined) {
    report(context, rest, 'bad-request-line', `LOOKUP is written ${spec.usage}.`);
    return undefined;
  }
  if (more)
    report(
      context,
      { start: more.start, end: rest.end },
      'bad-request-line',
      `LOOKUP is written ${spec.usage}; this is too much.`,
    );
  return { ...base, kind: 'lookup', what, subject: template(text, subject.start, subject.end) };
}

function readOptions(context: RegionContext, from: number): { options: FieldLine[]; next: number } {
  const options: FieldLine[] = [];
  let at = from;
  while (at < context.lines.length) {
    const line = context.lines[at]!;
    const text = lineText(context, line);
    if (isBlank(text)) return { options, next: at + 1 };
    const taken = takeSideLine(context, at, false);
    if (taken > 0) {
      at += taken;
      continue;
    }
    const match = OPTION.exec(text);
    const shape = trimmed(context.text, line.start, line.end);
    if (match === null && beginsRequest(text)) anotherRequest(context, line);
    else if (match === null) {
      report(
        context,
        shape,
        'bad-option',
        `"${shown(text)}" is no option: one is written name: value. A body begins after an empty line.`,
      );
    } else {
      const value = trimmed(context.text, line.start + match[0].length, line.end);
      options.push({
        start: shape.start,
        end: shape.end,
        name: { start: shape.start, end: shape.start + match[1]!.length, value: match[1]! },
        value: template(context.text, value.start, value.end),
      });
    }
    at++;
  }
  return { options, next: at };
}

function refuseBody(context: RegionContext, spec: WordSpec, lines: readonly Line[]): void {
  const [first] = withoutBlankEnds(context, lines);
  if (first === undefined) return;
  const range = trimmed(context.text, first.start, first.end);
  report(
    context,
    range,
    'unexpected-text',
    `${spec.word} has no body. Its options stand right after it, before the first empty line; its checks begin with ??.`,
  );
}

/** Messages, and where to wait between them. Nothing between two separators is an empty message. */
function readSteps(context: RegionContext, lines: readonly Line[]): SessionStep[] {
  const steps: SessionStep[] = [];
  let message: Line[] = [];
  let separated = false;
  const close = (next?: Line): void => {
    const parts = readBody(context, message, plainBody);
    const first = parts[0];
    if (first) steps.push({ kind: 'message', start: first.start, end: parts.at(-1)!.end, parts });
    else if (separated && next) steps.push({ kind: 'message', start: next.start, end: next.start, parts });
    message = [];
  };
  for (const line of lines) {
    const match = SEPARATOR.exec(lineText(context, line));
    if (match === null) {
      message.push(line);
      continue;
    }
    const waits = match[1] !== undefined;
    close(line);
    // What comes after a wait need not be a message.
    separated = !waits;
    if (!waits) continue;
    const { start, end } = trimmed(context.text, line.start, line.end);
    steps.push({ kind: 'wait', start, end });
  }
  close();
  return steps;
}
