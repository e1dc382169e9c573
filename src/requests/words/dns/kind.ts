import { typeName } from '../../../protocol/dns/typeCodes.ts';
import { argumentsOf, templateAt, tooMuch } from '../../parse/arguments.ts';
import { printHead } from '../../printing.ts';
import type { WordKind } from '../kind.ts';
import { dataPresentation } from '../presentation.ts';
import type { DnsItem, DnsResult } from './model.ts';
import { dnsSpec } from './spec.ts';

export const dnsKind: WordKind<DnsItem, DnsResult> = {
  spec: dnsSpec,
  parse(reading) {
    const [name, type, klass, more] = argumentsOf(reading);
    tooMuch(reading, more);
    return {
      ...reading.base,
      kind: 'dns',
      name: templateAt(reading, name!),
      ...(type && { type: templateAt(reading, type) }),
      ...(klass && { class: templateAt(reading, klass) }),
    };
  },
  print: (item) => printHead(item.word.value, [item.name.text, item.type?.text, item.class?.text], item.options),
  inNames: () => true,
  runner: () => import('./run.ts'),
  named: ({ data }) => ({ data }),
  present: ({ kind, data, message, exchange }) => ({
    ...dataPresentation(kind, statusOf(data) ?? 'Answered', data),
    ...(message && { bytes: message }),
    ...(exchange?.error && { error: exchange.error }),
    ...(exchange && {
      notes: exchange.notes,
      sent: () => `DNS ${exchange.name === '.' ? '.' : exchange.name.replace(/\.$/, '')} ${typeName(exchange.type)}`,
      names: { kind: 'exchanges', exchanges: [exchange] },
    }),
  }),
};

function statusOf(data: unknown): string | undefined {
  const { status } = (typeof data === 'object' && data !== null ? data : {}) as { readonly status?: unknown };
  return typeof status === 'string' ? status : undefined;
}
