import { argumentsOf, tooMuch } from '../../parse/arguments.ts';
import { located } from '../../parse/template.ts';
import { printHead } from '../../printing.ts';
import type { WordKind } from '../kind.ts';
import type { CloseItem, CloseResult } from './model.ts';
import { closeSpec } from './spec.ts';

export const closeKind: WordKind<CloseItem, CloseResult> = {
  spec: closeSpec,
  parse(reading) {
    const { context, base } = reading;
    const [name, more] = argumentsOf(reading);
    tooMuch(reading, more);
    return { ...base, kind: 'closeConnection', name: located(context.text, name!.start, name!.end) };
  },
  print: ({ word, name, options }) => printHead(word.value, [name.value], options),
  about: ({ name }) => [name],
  runner: () => import('./run.ts'),
  named: ({ seen }) => ({ data: seen.data }),
  crossing: ({ kind, name, seen }) => ({ kind, name, seen }),
  present({ name, seen }) {
    const { data, text, ...shown } = seen;
    return {
      ...shown,
      ...(text !== undefined && { text: () => text }),
      json: () => ({ kind: 'close', name, ...data }),
      lines: () => [`${name}: ${seen.verdict}`],
    };
  },
};
