import type { HttpHop } from '../../net/http/exchange.ts';
import type { ShownResponse } from './protocol.ts';

export type TabId = 'body' | 'headers' | 'checks' | 'timing' | 'certificates' | 'wire' | 'details';

export interface Tab {
  readonly id: TabId;
  readonly label: string;
  /** The number beside the label. */
  readonly count?: number;
  readonly bad?: boolean;
}

interface TabRule {
  readonly id: TabId;
  readonly label: string;
  readonly has: (shown: ShownResponse) => boolean;
  readonly count?: (shown: ShownResponse) => number | undefined;
  readonly bad?: (shown: ShownResponse) => boolean;
}

const hops = ({ answer }: ShownResponse): readonly HttpHop[] => answer?.exchange?.hops ?? [];

const rules: readonly TabRule[] = [
  { id: 'body', label: 'Body', has: ({ answer }) => answer?.title !== undefined },
  { id: 'details', label: 'Details', has: ({ answer }) => (answer?.facts.length ?? 0) > 0 },
  {
    id: 'headers',
    label: 'Headers',
    has: (shown) => hops(shown).length > 0,
    count: (shown) => hops(shown).at(-1)?.response?.headers.length || undefined,
  },
  {
    id: 'checks',
    label: 'Checks',
    has: ({ outcome: { checks } }) => checks.length > 0,
    count: ({ outcome: { checks } }) => checks.length,
    bad: ({ outcome: { checks } }) => checks.some(({ state }) => state !== 'passed'),
  },
  { id: 'timing', label: 'Timing', has: (shown) => hops(shown).length > 0 },
  {
    id: 'certificates',
    label: 'Certificates',
    has: (shown) => hops(shown).some(({ tls }) => tls !== undefined),
    bad: (shown) => hops(shown).some(({ tls }) => tls?.authorized === false),
  },
  { id: 'wire', label: 'Raw Bytes', has: (shown) => hops(shown).length > 0 },
];

/** The tabs of an answer, in order. */
export function tabsFor(shown: ShownResponse): Tab[] {
  if (shown.outcome.state === 'running') return [];
  return rules
    .filter(({ has }) => has(shown))
    .map(({ id, label, count, bad }) => {
      const many = count?.(shown);
      return {
        id,
        label: (id === 'body' ? shown.answer?.title : undefined) ?? label,
        ...(many === undefined ? {} : { count: many }),
        ...(bad?.(shown) ? { bad: true } : {}),
      };
    });
}
