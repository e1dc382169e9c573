import type { Transport } from '../protocol/transport.ts';
import type { BehaviourSpec } from './behaviour.ts';
import type { Options, OptionSpec } from './option.ts';

/** Where a program on this machine can reach an endpoint. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/**
 * The tables of behaviours: for byte streams and datagrams, for HTTP, and for DNS zones (see
 * src/net/behaviours/byKind.ts).
 */
export type BehaviourTable = 'bytes' | 'http' | 'zone';

/** Next steps that are offered once a server runs (src/vscode/start/whatNext.ts has the commands). */
export type NextStep = 'connect' | 'python' | 'traffic' | 'browser' | 'get' | 'resolve' | 'dig';

/** One kind of endpoint: everything except the classes that run it. */
export interface EndpointKind {
  /** The name for users: `TCP`. */
  readonly label: string;
  readonly sentence: string;
  readonly transport: Transport;
  /** The application protocol over the transport. The two together identify the kind of a spec. */
  readonly application?: string;
  /**
   * The dissector of its traffic, if the messages do not identify themselves. HTTP's do, and may switch to another
   * protocol (WebSocket).
   */
  readonly dissector?: string;
  /** The family of classes that run it. Kinds that differ only in their rows share one (src/net/createEndpoint.ts). */
  readonly family: string;
  /** A codicon, the same as that of the command that starts one. */
  readonly icon: string;
  readonly behaviours: BehaviourTable;
  readonly server: Role & {
    readonly options: { readonly behaviour: OptionSpec<BehaviourSpec, 'default'> };
    /** The suggested port. */
    readonly port: number;
    /** Whether other programs reach it by a URL: `http://127.0.0.1:8080`. */
    readonly hasUrl?: boolean;
    /** The most important step first. */
    readonly next: readonly NextStep[];
  };
  readonly client?: Role & {
    /** The title of the command: `Connect to TCP Server`. */
    readonly title: string;
    readonly command: string;
  };
}

interface Role {
  readonly options: Options;
  /** A small Python program for the other end: a client for a server, a server for a client. */
  python(address: Address): string;
}
