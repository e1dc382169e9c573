import type { Complete, Given } from './option.ts';
import type { tlsClient, tlsServer } from './kinds/options.ts';
import type { ClientId, endpointKinds, KindId, RoleName } from './table.ts';

/**
 * A server or client as the user describes it: plain data, so that it crosses threads and can be stored in settings
 * (`wirebench.servers`) and in request files. `resolveSpec` (resolve.ts) checks it and fills in defaults; only complete
 * specs reach endpoints. Its fields are the options of the kinds.
 */

type Row<K extends KindId> = (typeof endpointKinds)[K];
type Told<K extends KindId, R extends RoleName> = {
  readonly role: R;
  readonly transport: Row<K>['transport'];
} & (Row<K> extends { readonly application: infer A }
  ? { readonly application: A }
  : { readonly application?: undefined });
type OptionsIn<K extends KindId, R extends RoleName> =
  Row<K> extends { readonly [role in R]: { readonly options: infer O } } ? O : never;

type Each<K extends KindId, R extends RoleName> = K extends KindId ? Told<K, R> & Given<OptionsIn<K, R>> : never;
type EachComplete<K extends KindId, R extends RoleName> = K extends KindId
  ? Told<K, R> & Complete<OptionsIn<K, R>>
  : never;

export type ServerSpec<K extends KindId = KindId> = Each<K, 'server'>;
export type ClientSpec<K extends ClientId = ClientId> = Each<K, 'client'>;
export type EndpointSpec = ServerSpec | ClientSpec;

export type CompleteServer<K extends KindId = KindId> = EachComplete<K, 'server'>;
export type CompleteClient<K extends ClientId = ClientId> = EachComplete<K, 'client'>;
export type CompleteSpec = CompleteServer | CompleteClient;

export type AddressFamily = 4 | 6;
export type TlsServerSpec = Given<(typeof tlsServer)['fields']>;
export type TlsClientSpec = Given<(typeof tlsClient)['fields']>;
