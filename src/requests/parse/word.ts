import type { FieldLine, Item } from '../model.ts';
import type { ReadWord } from '../words/kind.ts';
import type { WordSpec } from '../words/spec.ts';
import { withoutBlankEnds } from './body.ts';
import { lineText, report, shown, type RegionContext } from './context.ts';
import { collectBody } from './bodyLines.ts';
import { anotherRequest, lastEnd } from './http.ts';
import type { Line } from './lines.ts';
import { beginsRequest } from './requestLine.ts';
import { isBlank, takeSideLine } from './sideLines.ts';
import { located, template, trimmed } from './template.ts';

const OPTION = /^[ \t]*([A-Za-z][\w.-]*)[ \t]*:/;

/** Reads a request of one of our words whose request line is `at`. */
export function parseWord(context: RegionContext, at: number, kind: ReadWord): Item | undefined {
  const { text } = context;
  const { spec } = kind;
  const line = context.lines[at]!;
  const whole = trimmed(text, line.start, line.end);
  const word = located(text, whole.start, whole.start + spec.word.length);
  const rest = trimmed(text, word.end, whole.end);
  const { options, next } = readOptions(context, at + 1);
  const bodyLines = collectBody(context, next, { hasComments: kind.hasComments?.(options) === true });
  if (!spec.supported) {
    const message = `${spec.word} is not available yet: this version of Wirebench reads it but cannot run it.`;
    report(context, word, 'not-supported', message);
  }
  if (rest.start === rest.end) {
    report(context, word, 'bad-request-line', `Write ${spec.usage}.`);
    return undefined;
  }
  if (spec.body === undefined) refuseBody(context, spec, bodyLines);
  const base = { start: whole.start, end: lastEnd(whole.end, options), word, options };
  return kind.parse({ context, spec, rest, base, bodyLines });
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
      const message = `"${shown(text)}" is not an option: write name: value. A body begins after an empty line.`;
      report(context, shape, 'bad-option', message);
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
  const message = `${spec.word} has no body. Its options stand right after it, before the first empty line; its checks begin with ??.`;
  report(context, range, 'unexpected-text', message);
}
