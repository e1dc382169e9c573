import type { ErrorData } from '../../base/errors.ts';

/**
 * One HTTP request and its outcome, as plain data that crosses threads. Bodies stay with the engine (bodies.ts), in
 * memory up to a limit and in a file beyond it, and are read in parts.
 */

/** In the order and case in which they were written or received. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

export interface CurlWays {
  /** For `-X`: the method stays after a redirect, whatever happens to the body. */
  readonly fixedMethod: boolean;
  /** For `-d` and `-F`: 301 and 302 turn the request into GET, whatever its method is. */
  readonly posted: boolean;
}

/** Headers by name in lower case. Known headers have fixed places (compose.ts). */
export type OwnHeaders = Readonly<Record<string, string | null>>;

export type HttpVersion = '1.0' | '1.1' | '2';

/** The parts of a body, sent one after the other; files are streamed. */
export type BodySource =
  { readonly kind: 'bytes'; readonly bytes: Uint8Array } | { readonly kind: 'file'; readonly path: string };

export interface HttpTlsSpec {
  /** Default true. "Send anyway, once" is false for one request. */
  readonly verify?: boolean;
  readonly caFile?: string;
  readonly ca?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
  readonly pfxFile?: string;
  readonly passphrase?: string;
  readonly servername?: string;
}

export type HttpAuth =
  | { readonly kind: 'basic'; readonly user: string; readonly password: string }
  | { readonly kind: 'digest'; readonly user: string; readonly password: string }
  | { readonly kind: 'bearer'; readonly token: string };

export interface HttpRequestSpec {
  readonly method: string;
  /** Absolute, http or https; for a Unix socket with `socketPath`. Sent as written if that is a valid target. */
  readonly url: string;
  /** The target of the request line, if it differs from the URL's path and query. A redirect's request has its own. */
  readonly requestTarget?: string;
  readonly headers: HeaderList;
  /** For headers that are added unless `headers` has them: another value; null: the header is not added. */
  readonly own?: OwnHeaders;
  /**
   * Sends as curl does: header values in UTF-8, only the non-ASCII part of a target as %XX, redirects in curl's way.
   */
  readonly curl?: CurlWays;
  readonly body?: readonly BodySource[];
  /** Default: 1.1, or 2 if the server of an https URL offers it and `preferHttp2` is set. */
  readonly version?: HttpVersion;
  readonly preferHttp2?: boolean;
  /** Default true. */
  readonly followRedirects?: boolean;
  /** Default 20. */
  readonly maxRedirects?: number;
  /** Default false. True: a redirect's request names the previous URL as its Referer. */
  readonly autoReferer?: boolean;
  /** Milliseconds for the whole exchange; 0: no limit. Default 30,000. */
  readonly timeout?: number;
  readonly connectTimeout?: number;
  /** Default true: decode the content codings of a response for reading. The original bytes are kept in any case. */
  readonly decompress?: boolean;
  /** The most bytes of a decoded body. Default 1 GiB. A ratio past 1,000 beyond 10 MiB counts as a bomb. */
  readonly maxBodyBytes?: number;
  readonly auth?: HttpAuth;
  /** `http://host:port`, `socks5://user:password@host:port`; null: none, whatever the environment says. */
  readonly proxy?: string | null;
  readonly tls?: HttpTlsSpec;
  readonly family?: 4 | 6;
  readonly socketPath?: string;
  /** Default true: the connection is kept for the next request to the same origin. */
  readonly keepAlive?: boolean;
  /** Name of the cookie jar; absent: the default jar; null: no cookies are sent or kept. */
  readonly jar?: string | null;
  /** Default false. True: a request that Node's rules refuse is sent too, as raw bytes (raw.ts). */
  readonly insist?: boolean;
  /** With `insist`: the text at the end of the request line in place of the version. */
  readonly writtenVersion?: string;
  /** The exact bytes to send, in place of everything above except the address. */
  readonly raw?: Uint8Array;
}

/**
 * Milliseconds from the start of the hop, with a fraction; absent if the step did not take place (a kept connection).
 */
export interface HttpTimings {
  readonly lookup?: number;
  readonly connected?: number;
  readonly secured?: number;
  /** The last byte of the request was passed to the socket. */
  readonly sent?: number;
  readonly firstByte?: number;
  readonly done?: number;
}

export interface CertificateInfo {
  readonly subject: string;
  readonly issuer: string;
  readonly subjectAltName?: string;
  readonly validFrom: string;
  readonly validTo: string;
  readonly serialNumber: string;
  /** SHA-256, hex pairs with colons. */
  readonly fingerprint256: string;
  readonly selfSigned: boolean;
}

export interface TlsInfo {
  readonly protocol: string;
  readonly cipher: string;
  readonly alpn?: string;
  readonly authorized: boolean;
  /** The reason why it is not: a sentence. */
  readonly problem?: string;
  /** The server's first, its root last. */
  readonly certificates: readonly CertificateInfo[];
}

export interface HttpResponseHead {
  readonly version: string;
  /** 0: there was no status line, and all received bytes are the body. */
  readonly status: number;
  readonly reason: string;
  readonly headers: HeaderList;
}

/** One request on the wire and its answer. A redirect or a repeated request for authentication is another hop. */
export interface HttpHop {
  readonly method: string;
  readonly url: string;
  readonly version: HttpVersion;
  /** As they went out, including added ones. */
  readonly requestHeaders: HeaderList;
  /** The target of the request line, if it differs from the path and query in `url`. */
  readonly requestTarget?: string;
  /** Headers went out in UTF-8, even if Latin-1 would have been possible. */
  readonly headerEncoding?: 'utf-8';
  /** Bytes of the body that were passed to the socket: fewer than the whole if the hop ended before. */
  readonly requestBodyBytes: number;
  /** No byte of the request went out: there was no connection. */
  readonly unsent?: true;
  /** Interim answers (100, 103), in order. */
  readonly interim: readonly HttpResponseHead[];
  readonly response?: HttpResponseHead;
  readonly trailers?: HeaderList;
  readonly timings: HttpTimings;
  readonly local?: string;
  readonly remote?: string;
  readonly proxy?: string;
  readonly tls?: TlsInfo;
  /** The place of the bytes in the journal: events of this connection from `firstSeq` to `lastSeq`, exclusive. */
  readonly endpoint: number;
  readonly connection: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** The reason for the next hop: `redirect`, `authentication`. */
  readonly next?: 'redirect' | 'authentication';
}

export interface BodyInfo {
  /** For `exchange.body`. */
  readonly id: number;
  /** Bytes on the wire, after decoding chunks. */
  readonly encodedBytes: number;
  /** Bytes after decoding content codings; equals `encodedBytes` if there are none. */
  readonly bytes: number;
  /** Decoded content codings, outermost first. */
  readonly codings: readonly string[];
  /** Fewer bytes came than announced, or a coding broke off: a sentence. The received part is kept. */
  readonly problem?: string;
}

export interface HttpExchange {
  readonly id: number;
  /** Milliseconds since the Unix epoch. */
  readonly startedAt: number;
  /** Milliseconds. */
  readonly duration: number;
  readonly hops: readonly HttpHop[];
  readonly body?: BodyInfo;
  /** It failed or ended early. Hops and body hold the received part. */
  readonly error?: ErrorData;
  /** Faults of the answer that did not stop the reading: sentences. */
  readonly notes: readonly string[];
}

/** During the exchange, at most ten a second. Each is a whole snapshot. */
export interface HttpProgress {
  readonly phase: 'connecting' | 'sending' | 'waiting' | 'receiving';
  /** Bytes of the sent body, and its length; absent if there is none. */
  readonly sent: number;
  readonly sendTotal?: number;
  readonly received: number;
  /** The length of the received body, if announced. */
  readonly total?: number;
  readonly hop: number;
}
