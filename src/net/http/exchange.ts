import type { ErrorData } from '../../base/errors.ts';

/**
 * One HTTP request and what came of it, as plain data that crosses threads. Bodies do not cross with it: they stay with the
 * engine (bodies.ts), in memory up to a limit and in a file of its own beyond it, and are read by part.
 */

/** In the order and with the case in which they were written or came. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

export interface CurlWays {
  /** Of `-X`: it stays after a redirect, whatever becomes of the body. */
  readonly fixedMethod: boolean;
  /** Of `-d` and `-F`: what makes a POST that 301 and 302 turn to GET, whatever the method is named. */
  readonly posted: boolean;
}

/** By names in lower case. Those that the client knows are in their places (compose.ts). */
export type OwnHeaders = Readonly<Record<string, string | null>>;

export type HttpVersion = '1.0' | '1.1' | '2';

/** What a body is made of, sent one after the other; files are streamed. */
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
  /** Absolute, http or https; for a Unix socket with `socketPath`. Sent as written where that is a valid target. */
  readonly url: string;
  /** What stands on the request line, where it is not the URL's path and query. A redirect's request has its own. */
  readonly requestTarget?: string;
  readonly headers: HeaderList;
  /** Of the headers that are added where `headers` has none of the name: a value in place of the usual one; null: none. */
  readonly own?: OwnHeaders;
  /** It goes out as curl sends it: header values in UTF-8, of a target only what is not ASCII as %XX, redirects in curl's way. */
  readonly curl?: CurlWays;
  readonly body?: readonly BodySource[];
  /** Default: 1.1, or 2 where the server of an https URL offers it and `preferHttp2` is set. */
  readonly version?: HttpVersion;
  readonly preferHttp2?: boolean;
  /** Default true. */
  readonly followRedirects?: boolean;
  /** Default 20. */
  readonly maxRedirects?: number;
  /** Default false. True: a redirect's request names the URL before it as its Referer. */
  readonly autoReferer?: boolean;
  /** Milliseconds for the whole exchange; 0: no limit. Default 30,000. */
  readonly timeout?: number;
  readonly connectTimeout?: number;
  /** Default true: undo the content codings of a response for reading. The bytes as they came are kept either way. */
  readonly decompress?: boolean;
  /** Bytes of a decoded body at most. Default 1 GiB; a ratio past 1,000 beyond 10 MiB is taken for a bomb. */
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
  /** Default false. True: what Node's rules refuse goes out all the same, as raw bytes (raw.ts). */
  readonly insist?: boolean;
  /** With `insist`: what stands at the end of the request line instead of the version's name. */
  readonly writtenVersion?: string;
  /** The very bytes to send, instead of all of the above but the address. */
  readonly raw?: Uint8Array;
}

/** Milliseconds from the start of the hop, with a fraction; absent where the step did not take place (a kept connection). */
export interface HttpTimings {
  readonly lookup?: number;
  readonly connected?: number;
  readonly secured?: number;
  /** The last byte of the request was handed to the socket. */
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
  /** Why it is not: a sentence. */
  readonly problem?: string;
  /** The server's first, its root last. */
  readonly certificates: readonly CertificateInfo[];
}

export interface HttpResponseHead {
  readonly version: string;
  /** 0: there was no status line, and all that came is the body. */
  readonly status: number;
  readonly reason: string;
  readonly headers: HeaderList;
}

/** One request on the wire and its answer: a redirect or a repeated request for authentication makes another. */
export interface HttpHop {
  readonly method: string;
  readonly url: string;
  readonly version: HttpVersion;
  /** As they went out, those that were added included. */
  readonly requestHeaders: HeaderList;
  /** What stood on the request line, where it was not the URL's path and query as they are in `url`. */
  readonly requestTarget?: string;
  /** Headers went out in UTF-8, also where Latin-1 would have done. */
  readonly headerEncoding?: 'utf-8';
  /** Bytes of the body that were handed to the socket: fewer than it has where the hop ended before. */
  readonly requestBodyBytes: number;
  /** Nothing of the request went out: there was no connection to send it on. */
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
  /** Where the bytes are in the journal: events of this connection from `firstSeq` up to `lastSeq`, exclusive. */
  readonly endpoint: number;
  readonly connection: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** Why it went on: `redirect`, `authentication`. */
  readonly next?: 'redirect' | 'authentication';
}

export interface BodyInfo {
  /** For `exchange.body`. */
  readonly id: number;
  /** Bytes on the wire, after chunked coding was undone. */
  readonly encodedBytes: number;
  /** Bytes after content codings were undone; as many as `encodedBytes` where there are none. */
  readonly bytes: number;
  /** Content codings that were undone, outermost first. */
  readonly codings: readonly string[];
  /** Fewer bytes came than were announced, or a coding broke off: a sentence. What came is there. */
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
  /** It failed, or ended early; hops and body hold what there was. */
  readonly error?: ErrorData;
  /** What is odd about the answer but did not stop it from being read: sentences. */
  readonly notes: readonly string[];
}

/** While it is under way, at most ten a second; each is a whole snapshot. */
export interface HttpProgress {
  readonly phase: 'connecting' | 'sending' | 'waiting' | 'receiving';
  /** Bytes of the body that is sent, and how many it has; absent where there is none. */
  readonly sent: number;
  readonly sendTotal?: number;
  readonly received: number;
  /** Of the body that is received, where announced. */
  readonly total?: number;
  readonly hop: number;
}
