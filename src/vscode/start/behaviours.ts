import type { BehaviourKind } from '../../net/behaviours/behaviour.ts';
import type { Application, ServerSpec, Transport } from '../../net/spec.ts';

/** A behaviour as it is offered: the tables of the applications have the same of each. */
export type OfferedBehaviour = Pick<BehaviourKind, 'name' | 'sentence' | 'options'>;

/** What people can start, by its name in the commands; the spec of each begins with these fields. */
export const serverKinds = {
  tcp: { label: 'TCP', sentence: 'A stream of bytes, a connection for every client', transport: 'tcp', port: 9000 },
  udp: { label: 'UDP', sentence: 'Datagrams, no connections', transport: 'udp', port: 9000 },
  tls: { label: 'TLS', sentence: 'TCP, encrypted', transport: 'tls', port: 9000 },
  http: {
    label: 'HTTP',
    sentence: 'Serves a folder, or answers requests as httpbin.org or as you write',
    transport: 'tcp',
    application: 'http',
    port: 8080,
  },
  https: {
    label: 'HTTPS',
    sentence: 'HTTP over TLS',
    transport: 'tls',
    application: 'http',
    port: 8443,
  },
} as const satisfies Readonly<
  Record<string, { label: string; sentence: string; transport: Transport; application?: Application; port: number }>
>;

export type ServerKind = keyof typeof serverKinds;

/** The fields of a spec that make it one of that kind. */
export function kindFields(kind: ServerKind): { transport: Transport; application?: Application } {
  const row = serverKinds[kind];
  return { transport: row.transport, ...('application' in row ? { application: row.application } : {}) };
}

export function kindOfSpec(spec: ServerSpec): ServerKind {
  if (spec.application === 'http') return spec.transport === 'tls' ? 'https' : 'http';
  return spec.transport;
}

/** The behaviours that a kind of server can have, loaded when a list of them is first needed. */
export async function behavioursFor(kind: ServerKind): Promise<readonly OfferedBehaviour[]> {
  const row = serverKinds[kind];
  if ('application' in row) return (await import('../../net/http/behaviours/table.ts')).httpBehaviours;
  const { behaviours } = await import('../../net/behaviours/table.ts');
  return behaviours.filter(({ transports }) => transports.includes(row.transport));
}
