import type { EndpointKind } from './kind.ts';
import { dns } from './kinds/dns.ts';
import { http, https } from './kinds/http.ts';
import { tcp } from './kinds/tcp.ts';
import { tls } from './kinds/tls.ts';
import { udp } from './kinds/udp.ts';
import type { OptionSpec, Options } from './option.ts';

/**
 * Every kind of endpoint by its id, in the order in which users see them. The id is also the scheme of a SERVE line.
 */
export const endpointKinds = { tcp, udp, tls, http, https, dns } as const satisfies Kinds;

export type Kinds = Readonly<Record<string, EndpointKind>>;
export type KindId = keyof typeof endpointKinds;

export const kindIds = Object.keys(endpointKinds) as KindId[];

/** The kinds that have clients. */
export type ClientId = {
  [K in KindId]: (typeof endpointKinds)[K] extends { readonly client: object } ? K : never;
}[KindId];
export const clientIds = kindIds.filter((id): id is ClientId => 'client' in endpointKinds[id]);

/** The command that opens a client of a kind: `wirebench.connectTcp`. */
export type ClientCommand = `wirebench.${(typeof endpointKinds)[ClientId]['client']['command']}`;
export function clientCommand(id: ClientId): ClientCommand {
  return `wirebench.${endpointKinds[id].client.command}`;
}

/** The fields that identify the kind of a spec. They are unknown, since settings can hold anything. */
interface KindFields {
  readonly transport?: unknown;
  readonly application?: unknown;
}

/** The id of the kind that a spec claims to be; undefined if there is no such kind. */
export function kindOf({ transport, application }: KindFields): KindId | undefined {
  const rows = Object.entries<EndpointKind>(endpointKinds);
  return rows.find(([, row]) => row.transport === transport && row.application === application)?.[0] as KindId;
}

/** The row of a spec that was already checked. */
export function kindOfSpec(spec: KindFields): EndpointKind {
  return endpointKinds[kindOf(spec)!];
}

export type StartCommand = `wirebench.start${Capitalize<KindId>}Server`;

/** The command that starts a server of a kind: `wirebench.startTcpServer`. */
export function startCommand<Id extends string>(id: Id): `wirebench.start${Capitalize<Id>}Server` {
  return `wirebench.start${(id.charAt(0).toUpperCase() + id.slice(1)) as Capitalize<Id>}Server`;
}

/** The fields of a spec that select that kind. */
export function kindFields({ transport, application }: EndpointKind): Pick<EndpointKind, 'transport' | 'application'> {
  return { transport, ...(application !== undefined && { application }) };
}

export type RoleName = 'server' | 'client';

/** The options of a kind in a role; undefined for the client if the kind has none. */
export function optionsOf(kind: EndpointKind, role: RoleName): Options | undefined {
  return kind[role]?.options;
}

/** An option and its path in a spec: `['tls', 'certFile']`. */
export interface PlacedOption {
  readonly path: readonly [string, ...string[]];
  readonly option: OptionSpec;
}

/**
 * The options as a flat list, with the fields of an object in its place. The fields of an unlisted object are unlisted
 * too.
 */
export function placed(options: Options): PlacedOption[] {
  return Object.entries(options).flatMap(([name, option]): PlacedOption[] => {
    if (option.fields === undefined) return [{ path: [name], option }];
    const quiet: Partial<OptionSpec> = {
      ...(option.listed === false && { listed: false }),
      ...(option.word === false && { word: false }),
    };
    return Object.entries(option.fields).map(([inner, one]) => ({ path: [name, inner], option: { ...one, ...quiet } }));
  });
}
