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
    const from = trimmed(text, start, start + Math.max(arrow, 0));
    const to = trimmed(text, start + arrow + 2, end);
    // Without an arrow, nothing is before it.
    if (from.start === from.end || to.start === to.end) {
      badRequestLine(reading);
      return undefined;
    }
    const url = (rest: typeof from) => oneArgument({ ...reading, rest });
    return { ...reading.base, kind: 'relay', from: url(from), to: url(to) };
  },
  print: ({ word, from, to, options }) => printHead(word.value, [from.text, '->', to.text], options),
  targets: ({ from, to }) => [from, to],
};
