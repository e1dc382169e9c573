import { nearest } from '../../../base/nearest.ts';
import { argumentsOf, badRequestLine, templateAt, tooMuch } from '../../parse/arguments.ts';
import { report } from '../../parse/context.ts';
import { located } from '../../parse/template.ts';
import { printHead } from '../../printing.ts';
import type { WordKind } from '../kind.ts';
import { dataPresentation } from '../presentation.ts';
import type { LookupItem, LookupResult } from './model.ts';
import { lookupKinds, lookupSpec } from './spec.ts';

export const lookupKind: WordKind<LookupItem, LookupResult> = {
  spec: lookupSpec,
  parse(reading) {
    const { context, base } = reading;
    const [kind, subject, more] = argumentsOf(reading);
    const what = located(context.text, kind!.start, kind!.end);
    const names = lookupKinds.map((each) => each.name as string);
    if (!names.includes(what.value) && !what.value.includes('{{')) {
      const near = nearest(what.value, names);
      const hint = near ? ` Did you mean ${near}?` : '';
      const message = `LOOKUP knows ${names.join(', ')}, not ${what.value}.${hint}`;
      report(context, what, 'unknown-word', message, near);
      return undefined;
    }
    if (subject === undefined) {
      badRequestLine(reading);
      return undefined;
    }
    tooMuch(reading, more);
    return { ...base, kind: 'lookup', what, subject: templateAt(reading, subject) };
  },
  print: ({ word, what, subject, options }) => printHead(word.value, [what.value, subject.text], options),
  runner: () => import('./run.ts'),
  named: ({ data }) => ({ data }),
  present: ({ kind, data, lookup }) => ({
    ...dataPresentation(kind, 'Found', data),
    ...(lookup && { names: { kind: 'lookup', answer: lookup } }),
  }),
};
