import type { ErrorData } from '../../base/errors.ts';

/** One question to one DNS server and what came of it, as plain data that crosses threads. Who shows it decodes the bytes. */

export type DnsTransport = 'udp' | 'tcp' | 'tls' | 'https';

export interface DnsServerAddress {
  readonly transport: DnsTransport;
  /** An address, or a name that the system looks up. */
  readonly host: string;
  readonly port: number;
  /** Of `https`: `/dns-query`. */
  readonly path?: string;
}

export interface DnsQuerySpec {
  /** As a person writes it: `wirebench.test`, `bücher.example`, with escapes; a dot at the end makes it whole. */
  readonly name: string;
  /** `MX`, `TYPE65`. Default A. */
  readonly type?: string;
  readonly class?: string;
  /** `127.0.0.1`, `127.0.0.1:5353`, `tcp://…`, `tls://…`, `https://…/dns-query`. Default: the machine's own. */
  readonly server?: string;
  /** Goes before what the server says: `tcp` for a server that is an address only. */
  readonly transport?: DnsTransport;
  /** RD. Default true. */
  readonly recursion?: boolean;
  /** DO: signatures are wanted. */
  readonly dnssec?: boolean;
  /** CD. */
  readonly checkingDisabled?: boolean;
  /** AD. */
  readonly authenticData?: boolean;
  /** The UDP payload told in EDNS, 512 to 65535; false: no EDNS. Default 1232. */
  readonly edns?: number | false;
  /** Letters of the name in a case chosen at random, to be repeated by the answer (0x20). Default true. */
  readonly caseRandom?: boolean;
  /** Milliseconds for one attempt. Default 3,000. */
  readonly timeout?: number;
  /** Attempts after the first. Default 2. */
  readonly retries?: number;
  /** Try the suffixes of the search list for a name with few dots. Default false. */
  readonly search?: boolean;
  /** Keep a truncated answer as it is. Default: ask again over TCP. */
  readonly keepTruncated?: boolean;
  /** Of IXFR: the serial of the zone that one has. Default 0: none. */
  readonly serial?: number;
  /** Of TLS and HTTPS. Default true. */
  readonly verify?: boolean;
  readonly caFile?: string;
  readonly servername?: string;
}

export interface DnsAttempt {
  readonly transport: DnsTransport;
  /** Milliseconds. */
  readonly duration: number;
  /** Why there is no answer from it. */
  readonly error?: ErrorData;
}

export interface DnsExchange {
  /** The name as it was asked for, whole. */
  readonly name: string;
  readonly type: number;
  readonly class: number;
  /** `127.0.0.1:5353`, `tls://127.0.0.1:853`. */
  readonly server: string;
  readonly transport: DnsTransport;
  /** The message that went out last. */
  readonly query: Uint8Array;
  /**
   * The answer; of a transfer, all of its messages. Beside an error, what came all the same: a truncated answer, or the bytes
   * of one that was cut off, the last of which need not be a whole message. Empty: nothing came.
   */
  readonly messages: readonly Uint8Array[];
  /** Milliseconds since the Unix epoch at which the answer came. */
  readonly answeredAt: number;
  /** Milliseconds, all attempts together. */
  readonly duration: number;
  readonly attempts: readonly DnsAttempt[];
  readonly error?: ErrorData;
  /** What a person should know: an answer with another ID that was not taken, a name from the search list. */
  readonly notes: readonly string[];
  /** Where the bytes are in the journal; 0 of HTTPS, whose connections are HTTP's. */
  readonly endpoint: number;
  readonly connection: number;
}
