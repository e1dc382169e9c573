import type { EndpointKind } from './kind.ts';
import { dns } from './kinds/dns.ts';
import { http, https } from './kinds/http.ts';
import { tcp } from './kinds/tcp.ts';
import { tls } from './kinds/tls.ts';
import { udp } from './kinds/udp.ts';
import type { OptionSpec, Options } from './option.ts';

/** Every kind of endpoint, by its id, in the order people are offered them. The id is the scheme of a SERVE line, too. */
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

/** What tells the kind of a spec. Settings can hold anything. */
interface KindFields {
  readonly transport?: unknown;
  readonly application?: unknown;
}

/** The id of the kind that a spec says it is; undefined for none of them. */
export function kindIn<K extends Kinds>(kinds: K, { transport, application }: KindFields): keyof K | undefined {
  return Object.keys(kinds).find((id) => {
    const kind = kinds[id]!;
    return kind.transport === transport && kind.application === application;
  });
}

export function kindOf(spec: KindFields): KindId | undefined {
  return kindIn(endpointKinds, spec);
}

/** The row of a spec that was checked. */
export function kindOfSpec(spec: KindFields): EndpointKind {
  return endpointKinds[kindOf(spec)!];
}

export type StartCommand = `wirebench.start${Capitalize<KindId>}Server`;

/** The command that starts a server of a kind: `wirebench.startTcpServer`. */
export function startCommand<Id extends string>(id: Id): `wirebench.start${Capitalize<Id>}Server` {
  return `wirebench.start${(id.charAt(0).toUpperCase() + id.slice(1)) as Capitalize<Id>}Server`;
}

/** The fields of a spec that make it one of that kind. */
export function kindFields({ transport, application }: EndpointKind): Pick<EndpointKind, 'transport' | 'application'> {
  return { transport, ...(application !== undefined && { application }) };
}

export type RoleName = 'server' | 'client';

/** The options of a kind in a role; undefined for a client of a kind that has none. */
export function optionsOf(kind: EndpointKind, role: RoleName): Options | undefined {
  return kind[role]?.options;
}

/** An option and where it is in a spec: `['tls', 'certFile']`. */
export interface PlacedOption {
  readonly path: readonly [string, ...string[]];
  readonly option: OptionSpec;
}

/** The options beside each other, those of an object in its place. An object that is not offered has nothing to offer. */
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
