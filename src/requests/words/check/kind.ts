import { argumentsOf, tooMuch } from '../../parse/arguments.ts';
import { located } from '../../parse/template.ts';
import { printHead } from '../../printing.ts';
import type { WordKind } from '../kind.ts';
import type { CheckItem, CheckResult } from './model.ts';
import { checkSpec } from './spec.ts';

export const checkKind: WordKind<CheckItem, CheckResult> = {
  spec: checkSpec,
  parse(reading) {
    const { context, base } = reading;
    const [name, more] = argumentsOf(reading);
    tooMuch(reading, more);
    return { ...base, kind: 'watch', name: located(context.text, name!.start, name!.end) };
  },
  print: ({ word, name, options }) => printHead(word.value, [name.value], options),
  about: ({ name }) => [name],
  runner: () => import('./run.ts'),
  named: ({ seen }) => ({ data: seen.data }),
  crossing: ({ kind, name, seen }) => ({ kind, name, seen }),
  present({ name, seen }) {
    const { data, text, ...rest } = seen;
    return {
      ...rest,
      ...(text !== undefined && { text: () => text }),
      json: () => ({ kind: 'check', name, ...data }),
      lines: () => [`${name}: ${seen.verdict}`, ...(text === undefined ? [] : text.split('\n'))],
    };
  },
};
