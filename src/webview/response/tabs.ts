import type { ItemResult, RequestOutcome } from '../../requests/run/outcome.ts';
import type { ShownResponse } from './protocol.ts';

export type TabId = 'body' | 'headers' | 'checks' | 'timing' | 'certificates' | 'wire' | 'details';

export interface Tab {
  readonly id: TabId;
  readonly label: string;
  /** Beside the label: how many. */
  readonly count?: number;
  readonly bad?: boolean;
}

type Result = ItemResult | undefined;

const bodyLabels: Readonly<Record<ItemResult['kind'], string>> = {
  http: 'Body',
  session: 'Received',
  serve: 'Server',
  run: 'Output',
  dns: 'Answer',
  lookup: 'Answer',
};

const hops = (result: Result) => (result?.kind === 'http' ? result.exchange.hops : []);

interface TabRule {
  readonly id: TabId;
  readonly label: (result: Result) => string;
  readonly has: (outcome: RequestOutcome) => boolean;
  readonly count?: (outcome: RequestOutcome) => number | undefined;
  readonly bad?: (outcome: RequestOutcome) => boolean;
}

const rules: readonly TabRule[] = [
  {
    id: 'body',
    label: (result) => bodyLabels[result?.kind ?? 'http'],
    has: ({ result }) =>
      result !== undefined &&
      result.kind !== 'serve' &&
      (result.kind !== 'http' || hops(result).some(({ response }) => response !== undefined)),
  },
  {
    id: 'details',
    label: () => 'Details',
    has: ({ result }) => result?.kind === 'session' || result?.kind === 'serve',
  },
  {
    id: 'headers',
    label: () => 'Headers',
    has: ({ result }) => hops(result).length > 0,
    count: ({ result }) => hops(result).at(-1)?.response?.headers.length || undefined,
  },
  {
    id: 'checks',
    label: () => 'Checks',
    has: ({ checks }) => checks.length > 0,
    count: ({ checks }) => checks.length,
    bad: ({ checks }) => checks.some(({ state }) => state !== 'passed'),
  },
  { id: 'timing', label: () => 'Timing', has: ({ result }) => hops(result).length > 0 },
  {
    id: 'certificates',
    label: () => 'Certificates',
    has: ({ result }) => hops(result).some(({ tls }) => tls !== undefined),
    bad: ({ result }) => hops(result).some(({ tls }) => tls?.authorized === false),
  },
  { id: 'wire', label: () => 'Raw Bytes', has: ({ result }) => hops(result).length > 0 },
];

/** The tabs that an answer has, in their order. */
export function tabsFor({ outcome }: ShownResponse): Tab[] {
  if (outcome.state === 'running') return [];
  return rules
    .filter(({ has }) => has(outcome))
    .map(({ id, label, count, bad }) => {
      const many = count?.(outcome);
      return {
        id,
        label: label(outcome.result),
        ...(many === undefined ? {} : { count: many }),
        ...(bad?.(outcome) ? { bad: true } : {}),
      };
    });
}
