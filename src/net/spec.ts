import type { Framing } from '../protocol/framing.ts';
import type { SocketAddress, Transport } from '../traffic/event.ts';

/**
 * What a person asks for: plain data, so that it crosses threads, lives in settings (`wirebench.servers`) and in
 * request files. `resolveSpec` (resolveSpec.ts) checks it and fills in defaults; only complete specs reach endpoints.
 */

export type AddressFamily = 4 | 6;

/** A behaviour by its name in the table (behaviours/table.ts), with its options. */
export interface BehaviourSpec {
  readonly name: string;
  readonly options?: Readonly<Record<string, string | number | boolean>>;
}

export interface TlsServerSpec {
  /** PEM text or a file; neither: a certificate for localhost is made on the spot. */
  readonly cert?: string;
  readonly key?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
  readonly passphrase?: string;
  readonly alpn?: readonly string[];
  readonly requestClientCert?: boolean;
}

export interface TlsClientSpec {
  readonly servername?: string;
  /** Default true: a certificate that cannot be verified is an error. */
  readonly verify?: boolean;
  readonly caFile?: string;
  readonly ca?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
  readonly alpn?: readonly string[];
}

interface Common {
  /** What people call it; unique names are made by the registry ("echo", "echo 2"). */
  readonly name?: string;
  readonly host?: string;
  readonly family?: AddressFamily;
  /** Python's name of the encoding that text is decoded and sent in. Default utf-8. */
  readonly encoding?: string;
  readonly framing?: Framing;
}

interface StreamServerCommon extends Common {
  readonly role: 'server';
  /** 0: any free port. */
  readonly port: number;
  readonly behaviour?: BehaviourSpec;
  readonly backlog?: number;
  readonly maxConnections?: number;
  /** Milliseconds without traffic before a connection is closed; 0: never. */
  readonly idleTimeout?: number;
  /** Bytes at most in one data event: a student's `recv(1024)`. Default 65,536. */
  readonly receiveBuffer?: number;
  /** Keep our direction open after the peer ended its own. */
  readonly halfOpen?: boolean;
}

export interface TcpServerSpec extends StreamServerCommon {
  readonly transport: 'tcp';
  readonly application?: undefined;
}

export interface TlsServerEndpointSpec extends StreamServerCommon {
  readonly transport: 'tls';
  readonly application?: undefined;
  readonly tls?: TlsServerSpec;
}

/**
 * A server that speaks an application's protocol: `application` says which, and what else there is. Its behaviour is of
 * that application's table (http/behaviours/table.ts).
 */
export interface HttpServerSpec extends Omit<Common, 'framing'> {
  readonly role: 'server';
  readonly transport: 'tcp' | 'tls';
  readonly application: 'http';
  /** 0: any free port. */
  readonly port: number;
  readonly behaviour?: BehaviourSpec;
  readonly backlog?: number;
  readonly maxConnections?: number;
  /** Milliseconds without traffic before a connection is closed; 0: never. Default 60,000. */
  readonly idleTimeout?: number;
  /**
   * Names by which requests may call the server (`Host`, `Origin`) beside its address and the loopback names; `*`: any.
   * A page of the web can make its own name mean this machine; it cannot choose what the browser then sends as `Host`.
   */
  readonly allowedHosts?: readonly string[];
  /** With transport `tls` only. */
  readonly tls?: TlsServerSpec;
}

export interface UdpServerSpec extends Common {
  readonly role: 'server';
  readonly transport: 'udp';
  readonly application?: undefined;
  readonly port: number;
  readonly behaviour?: BehaviourSpec;
  readonly reuse?: boolean;
  readonly broadcast?: boolean;
  readonly multicast?: readonly { readonly group: string; readonly interface?: string }[];
  /** Bytes of a datagram that a receive call takes; the rest is lost, as `recvfrom(1024)` loses it. */
  readonly receiveBuffer?: number;
}

/** An authoritative name server, over UDP and over TCP at the same port; its behaviour is `zone` (dns/zoneBehaviour.ts). */
export interface DnsServerSpec extends Common {
  readonly role: 'server';
  readonly transport: 'udp';
  readonly application: 'dns';
  /** 0: any free port. */
  readonly port: number;
  readonly behaviour?: BehaviourSpec;
  readonly receiveBuffer?: number;
}

export type Application = (HttpServerSpec | DnsServerSpec)['application'];

interface ClientCommon extends Common {
  readonly role: 'client';
  readonly application?: undefined;
  readonly host: string;
  readonly port: number;
  readonly connectTimeout?: number;
  readonly receiveBuffer?: number;
  readonly localAddress?: string;
  readonly localPort?: number;
}

export interface TcpClientSpec extends ClientCommon {
  readonly transport: 'tcp';
  readonly halfOpen?: boolean;
}

export interface TlsClientEndpointSpec extends ClientCommon {
  readonly transport: 'tls';
  readonly tls?: TlsClientSpec;
  readonly halfOpen?: boolean;
}

export interface UdpClientSpec extends ClientCommon {
  readonly transport: 'udp';
  readonly broadcast?: boolean;
}

export type ServerSpec = TcpServerSpec | TlsServerEndpointSpec | UdpServerSpec | HttpServerSpec | DnsServerSpec;
export type ClientSpec = TcpClientSpec | TlsClientEndpointSpec | UdpClientSpec;
export type EndpointSpec = ServerSpec | ClientSpec;

export type EndpointState = 'starting' | 'running' | 'stopping' | 'stopped' | 'failed';
export type ConnectionState = 'opening' | 'open' | 'half-closed-in' | 'half-closed-out' | 'closing' | 'closed';

/** Who a message goes to. UDP endpoints take any address; `all` are the open connections, or the known peers. */
export type Destination =
  | { readonly kind: 'all' }
  | { readonly kind: 'connections'; readonly ids: readonly number[] }
  | { readonly kind: 'address'; readonly address: SocketAddress };

export interface Repeat {
  readonly times: number;
  /** Milliseconds between two sends. */
  readonly interval: number;
}

export type { Framing, Transport, SocketAddress };
