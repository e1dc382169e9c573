import type { ErrorData } from '../../base/errors.ts';

/**
 * One question to one DNS server and its outcome, as plain data that crosses threads. The receiver decodes the bytes.
 */

export const dnsTransports = ['udp', 'tcp', 'tls', 'https'] as const;
export type DnsTransport = (typeof dnsTransports)[number];

export interface DnsServerAddress {
  readonly transport: DnsTransport;
  /** An address, or a name that the system looks up. */
  readonly host: string;
  readonly port: number;
  /** For `https`: `/dns-query`. */
  readonly path?: string;
}

export interface DnsQuerySpec {
  /** As a person writes it: `wirebench.test`, `bücher.example`, with escapes. A dot at the end makes it absolute. */
  readonly name: string;
  /** `MX`, `TYPE65`. Default A. */
  readonly type?: string;
  readonly class?: string;
  /** `127.0.0.1`, `127.0.0.1:5353`, `tcp://…`, `tls://…`, `https://…/dns-query`. Default: the machine's own. */
  readonly server?: string;
  /** Used unless the server names its transport: `tcp` for a plain address. */
  readonly transport?: DnsTransport;
  /** RD. Default true. */
  readonly recursion?: boolean;
  /** DO: signatures are wanted. */
  readonly dnssec?: boolean;
  /** CD. */
  readonly checkingDisabled?: boolean;
  /** AD. */
  readonly authenticData?: boolean;
  /** The UDP payload size announced in EDNS, 512 to 65535; false: no EDNS. Default 1232. */
  readonly edns?: number | false;
  /** Sends the letters of the name in random case, which the answer must repeat (0x20). Default true. */
  readonly caseRandom?: boolean;
  /** Milliseconds for one attempt. Default 3,000. */
  readonly timeout?: number;
  /** Attempts after the first. Default 2. */
  readonly retries?: number;
  /** Try the suffixes of the search list for a name with few dots. Default false. */
  readonly search?: boolean;
  /** Keep a truncated answer as it is. Default: ask again over TCP. */
  readonly keepTruncated?: boolean;
  /** For IXFR: the serial of the client's zone. Default 0: none. */
  readonly serial?: number;
  /** For TLS and HTTPS. Default true. */
  readonly verify?: boolean;
  readonly caFile?: string;
  readonly servername?: string;
}

export interface DnsAttempt {
  readonly transport: DnsTransport;
  /** Milliseconds. */
  readonly duration: number;
  /** The reason why there is no answer. */
  readonly error?: ErrorData;
}

export interface DnsExchange {
  /** The absolute name that was asked for. */
  readonly name: string;
  readonly type: number;
  readonly class: number;
  /** `127.0.0.1:5353`, `tls://127.0.0.1:853`. */
  readonly server: string;
  readonly transport: DnsTransport;
  /** The message that went out last. */
  readonly query: Uint8Array;
  /**
   * The answer; for a transfer, all of its messages. With an error: the part that came, either a truncated answer or
   * the bytes of an incomplete one, whose last message may be cut off. Empty: nothing came.
   */
  readonly messages: readonly Uint8Array[];
  /** Milliseconds since the Unix epoch at which the answer came. */
  readonly answeredAt: number;
  /** Milliseconds, all attempts together. */
  readonly duration: number;
  readonly attempts: readonly DnsAttempt[];
  readonly error?: ErrorData;
  /** Sentences for a person: an answer with a wrong ID that was ignored, a name from the search list. */
  readonly notes: readonly string[];
  /** The place of the bytes in the journal; 0 for HTTPS, whose connections belong to HTTP. */
  readonly endpoint: number;
  readonly connection: number;
}
