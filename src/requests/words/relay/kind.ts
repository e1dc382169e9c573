import { badRequestLine, oneArgument } from '../../parse/arguments.ts';
import { trimmed } from '../../parse/template.ts';
import { printHead } from '../../printing.ts';
import type { ReadWord } from '../kind.ts';
import type { RelayItem } from './model.ts';
import { relaySpec } from './spec.ts';

export const relayKind: ReadWord<RelayItem> = {
  spec: relaySpec,
  parse(reading) {
    const { text } = reading.context;
    const { start, end } = reading.rest;
    const arrow = text.slice(start, end).indexOf('->');
    if (arrow === -1) return badRequestLine(reading);
    const from = trimmed(text, start, start + arrow);
    const to = trimmed(text, start + arrow + 2, end);
    if (from.start === from.end || to.start === to.end) return badRequestLine(reading);
    const url = (rest: typeof from) => oneArgument({ ...reading, rest });
    return { ...reading.base, kind: 'relay', from: url(from), to: url(to) };
  },
  print: ({ word, from, to, options }) => printHead(word.value, [from.text, '->', to.text], options),
  targets: ({ from, to }) => [from, to],
};
