import { nearest } from '../../../base/nearest.ts';
import { argumentsOf, badRequestLine, templateAt, tooMuch } from '../../parse/arguments.ts';
import { report } from '../../parse/context.ts';
import { located } from '../../parse/template.ts';
import { printHead } from '../../printing.ts';
import type { WordKind } from '../kind.ts';
import { dataPresentation } from '../presentation.ts';
import type { LookupItem, LookupResult } from './model.ts';
import { lookupKinds, lookupSpec, lookupKind as kindNamed } from './spec.ts';

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
    if (kindNamed(what.value)?.all) {
      tooMuch(reading, subject);
      return { ...base, kind: 'lookup', what };
    }
    if (subject === undefined) {
      badRequestLine(reading);
      return undefined;
    }
    tooMuch(reading, more);
    return { ...base, kind: 'lookup', what, subject: templateAt(reading, subject) };
  },
  print: ({ word, what, subject, options }) => printHead(word.value, [what.value, subject?.text], options),
  targets: ({ what, subject }) => (what.value === 'socket' && subject ? [subject] : []),
  needs({ word, what }) {
    const effect = kindNamed(what.value)?.effect;
    return effect === undefined ? [] : [{ effect, subject: `${word.value} ${what.value}` }];
  },
  inNames: ({ what }) => kindNamed(what.value)?.effect === undefined,
  runner: () => import('./run.ts'),
  named: ({ data }) => ({ data }),
  present: ({ kind, data, lookup, several }) => {
    const { language, ...found } = dataPresentation(kind, 'Found', data);
    if (several !== undefined) return { ...found, ...severalPresentation(several) };
    return { ...found, language, ...(lookup && { names: { kind: 'lookup', answer: lookup } }) };
  },
};

/** As a table: one line for each. */
function severalPresentation({ word, rows }: NonNullable<LookupResult['several']>) {
  const lines = (): string[] => tableLines(rows);
  const nouns = { socket: ['socket', 'sockets'], interface: ['address', 'addresses'] } as const;
  return {
    verdict: `${rows.length} ${nouns[word][rows.length === 1 ? 0 : 1]}`,
    text: () => lines().join('\n'),
    lines,
  };
}

/** Columns of equal width, with a head; a row that lacks a value has nothing there. */
function tableLines(rows: readonly object[]): string[] {
  const names = [...new Set(rows.flatMap(Object.keys))];
  const cells = [names, ...rows.map((row) => names.map((name) => cell((row as Record<string, unknown>)[name])))];
  const widths = names.map((_, at) => Math.max(...cells.map((line) => line[at]!.length)));
  return cells.map((line) =>
    line
      .map((text, at) => text.padEnd(widths[at]!))
      .join('  ')
      .trimEnd(),
  );
}

function cell(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined ? '' : JSON.stringify(value);
}
