import type { Transport } from '../protocol/transport.ts';
import type { BehaviourSpec } from './behaviour.ts';
import type { Options, OptionSpec } from './option.ts';

/** Where a program on this machine reaches an endpoint. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Tables of behaviours: of what talks in bytes, of HTTP, and the zones of DNS (src/net/behaviours/byKind.ts has them). */
export type BehaviourTable = 'bytes' | 'http' | 'zone';

/** What people do with a server once it runs (src/vscode/start/whatNext.ts has the commands). */
export type NextStep = 'connect' | 'python' | 'traffic' | 'browser' | 'get' | 'resolve' | 'dig';

/** One kind of endpoint: everything about it but the classes that run it. */
export interface EndpointKind {
  /** As it is said: `TCP`. */
  readonly label: string;
  readonly sentence: string;
  readonly transport: Transport;
  /** The application's protocol that is spoken over it. With the transport, it tells the kind of a spec. */
  readonly application?: string;
  /**
   * The dissector of its traffic, if its messages do not show what they are. HTTP's do, and may become another protocol
   * (WebSocket).
   */
  readonly dissector?: string;
  /** The family of classes that run it: kinds that differ in their rows alone share one (src/net/createEndpoint.ts). */
  readonly family: string;
  /** A codicon, as the command that starts one has it. */
  readonly icon: string;
  readonly behaviours: BehaviourTable;
  readonly server: Role & {
    readonly options: { readonly behaviour: OptionSpec<BehaviourSpec, 'default'> };
    /** The port that is offered first. */
    readonly port: number;
    /** Whether it has a URL that other programs call it by: `http://127.0.0.1:8080`. */
    readonly hasUrl?: boolean;
    /** First things first. */
    readonly next: readonly NextStep[];
  };
  readonly client?: Role & {
    /** As of the command: `Connect to TCP Server`. */
    readonly title: string;
    readonly command: string;
  };
}

interface Role {
  readonly options: Options;
  /** A small Python program for the other end: a client for a server, a server for a client. */
  python(address: Address): string;
}
