/** The names of HTTP itself: methods, headers, and request words of the other clients that cannot be sent. */

interface MethodSpec {
  readonly name: string;
  readonly sentence: string;
}

/** The methods of the three request-file clients: RFC 9110, WebDAV and its extensions. Other tokens are sent too. */
export const methods: readonly MethodSpec[] = [
  { name: 'GET', sentence: 'Asks for the resource.' },
  { name: 'POST', sentence: 'Hands the body over to be processed.' },
  { name: 'PUT', sentence: 'Replaces the resource with the body.' },
  { name: 'PATCH', sentence: 'Changes a part of the resource.' },
  { name: 'DELETE', sentence: 'Removes the resource.' },
  { name: 'HEAD', sentence: 'As GET, without the body.' },
  { name: 'OPTIONS', sentence: 'Asks which methods are allowed.' },
  { name: 'TRACE', sentence: 'Sends the request back as it arrived.' },
  { name: 'CONNECT', sentence: 'Asks a proxy for a tunnel.' },
  { name: 'PROPFIND', sentence: 'WebDAV: reads properties.' },
  { name: 'PROPPATCH', sentence: 'WebDAV: sets properties.' },
  { name: 'MKCOL', sentence: 'WebDAV: makes a collection.' },
  { name: 'COPY', sentence: 'WebDAV: copies a resource.' },
  { name: 'MOVE', sentence: 'WebDAV: moves a resource.' },
  { name: 'LOCK', sentence: 'WebDAV: locks a resource.' },
  { name: 'UNLOCK', sentence: 'WebDAV: unlocks a resource.' },
  { name: 'CHECKOUT', sentence: 'DeltaV: makes a version writable.' },
  { name: 'CHECKIN', sentence: 'DeltaV: makes a new version.' },
  { name: 'REPORT', sentence: 'DeltaV: asks for a report.' },
  { name: 'MERGE', sentence: 'DeltaV: merges versions.' },
  { name: 'MKACTIVITY', sentence: 'DeltaV: makes an activity.' },
  { name: 'MKWORKSPACE', sentence: 'DeltaV: makes a workspace.' },
  { name: 'VERSION-CONTROL', sentence: 'DeltaV: puts a resource under version control.' },
  { name: 'BASELINE-CONTROL', sentence: 'DeltaV: puts a collection under baseline control.' },
  { name: 'MKCALENDAR', sentence: 'CalDAV: makes a calendar.' },
  { name: 'ACL', sentence: 'WebDAV: sets access rights.' },
  { name: 'SEARCH', sentence: 'WebDAV: searches.' },
];

/** Request words of httpYac and JetBrains for other protocols, and what they are. */
export const foreignWords: Readonly<Record<string, string>> = {
  GRPC: 'gRPC',
  WS: 'WebSocket',
  WSS: 'WebSocket',
  WEBSOCKET: 'WebSocket',
  MQTT: 'MQTT',
  MQTTS: 'MQTT',
  AMQP: 'AMQP',
  SSE: 'server-sent events',
  EVENTSOURCE: 'server-sent events',
  RSOCKET: 'RSocket',
  KAFKA: 'Kafka',
};

/** The same, by the scheme of a URL. */
export const foreignSchemes: Readonly<Record<string, string>> = {
  ws: 'WebSocket',
  wss: 'WebSocket',
  grpc: 'gRPC',
  mqtt: 'MQTT',
  mqtts: 'MQTT',
  amqp: 'AMQP',
  amqps: 'AMQP',
  rsocket: 'RSocket',
};

/**
 * Headers whose values another client reads, and puts something else in their place. Sent as they are written, they would only give
 * the secrets in them away.
 */
const foreignHeaders: readonly {
  readonly header: RegExp;
  readonly value: RegExp;
  readonly what: string;
  readonly instead: string;
}[] = [
  {
    header: /^authorization$/i,
    value: /^\s*aws\s+\S+\s+\S/i,
    what: 'Requests are not signed for AWS here',
    instead: 'Write the Authorization that the signature makes (AWS4-HMAC-SHA256 …).',
  },
  {
    header: /^authorization$/i,
    value: /^\s*cognito\s+\S+\s+\S/i,
    what: 'No token is fetched from Amazon Cognito here',
    instead: 'Write Authorization: Bearer with a token.',
  },
  {
    header: /^authorization$/i,
    value: /^\s*(?:openid|oauth2)(?:\s|$)/i,
    what: 'No token is fetched from a server of OAuth 2 here',
    instead: 'Write Authorization: Bearer with a token, for example one that a request before has got.',
  },
  {
    header: /^authorization$/i,
    value: /^\s*(?:ntlm|negotiate|kerberos)\s+\S+\s+\S/i,
    what: 'NTLM and Kerberos are not spoken here',
    instead: 'Use Basic or Digest, if the server takes them.',
  },
  {
    header: /clientcert$/i,
    value: /^\s*(?:cert|key|pfx|passphrase):/i,
    what: 'A client certificate is not named in a header here',
    instead: 'Name it by # @cert FILE, # @key FILE and # @passphrase.',
  },
];

/** Why a header is not sent as it is written; undefined: it is. `value`: with its placeholders filled in. */
export function foreignHeaderProblem(name: string, value: string): string | undefined {
  const row = foreignHeaders.find(({ header, value: written }) => header.test(name) && written.test(value));
  return row && `${row.what}, and as it is written this would give a secret away. Nothing is sent. ${row.instead}`;
}

interface HeaderSpec {
  readonly name: string;
  readonly sentence: string;
  /** Frequent values. */
  readonly values?: readonly string[];
}

const mediaTypes: readonly string[] = [
  'application/json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=boundary',
  'text/plain',
  'text/plain; charset=utf-8',
  'text/html',
  'text/css',
  'text/csv',
  'text/markdown',
  'application/xml',
  'application/octet-stream',
  'application/x-ndjson',
  'application/pdf',
  'image/png',
  'image/jpeg',
  'image/svg+xml',
];

const codings = ['gzip', 'deflate', 'br', 'zstd', 'identity'];

/** The headers of requests; hover knows those of responses too. */
const rows: readonly (readonly [name: string, sentence: string, values?: readonly string[]])[] = [
  ['Accept', 'The media types that are wanted.', ['*/*', ...mediaTypes]],
  ['Accept-Charset', 'The encodings that are wanted.', ['utf-8', 'iso-8859-1']],
  ['Accept-Encoding', 'The content codings that can be undone.', ['gzip, deflate, br, zstd', ...codings]],
  ['Accept-Language', 'The languages that are wanted, with their weights.', ['en', 'en-GB,en;q=0.9,de;q=0.8', '*']],
  ['Access-Control-Request-Headers', 'CORS preflight: the headers of the request to come.'],
  [
    'Access-Control-Request-Method',
    'CORS preflight: the method of the request to come.',
    ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'],
  ],
  [
    'Authorization',
    'The credentials. `Basic user password` and `Digest user password` are put into their form.',
    ['Basic user password', 'Digest user password', 'Bearer {{token}}'],
  ],
  ['Cache-Control', 'The rules for caches.', ['no-cache', 'no-store', 'max-age=0', 'only-if-cached']],
  ['Connection', 'Whether the connection is kept afterwards.', ['keep-alive', 'close', 'Upgrade']],
  [
    'Content-Disposition',
    'The name of a part of a multipart body.',
    ['form-data; name="field"', 'form-data; name="file"; filename="a.txt"'],
  ],
  ['Content-Encoding', 'The content codings of the body.', codings],
  ['Content-Language', 'The language of the body.', ['en', 'de', 'fr']],
  ['Content-Length', 'The length of the body in bytes. It is counted if it is left out.'],
  ['Content-Location', 'The address of the body.'],
  ['Content-Range', 'The part of the whole that the body is.', ['bytes 0-499/1234']],
  ['Content-Type', 'The media type of the body.', mediaTypes],
  ['Cookie', 'Cookies, in place of those of the jar.', ['name=value']],
  ['Date', 'The time at which the message was made.', ['{{$datetime rfc1123}}']],
  ['DNT', 'Asks not to be tracked.', ['1', '0']],
  ['ETag', 'The version of the resource.'],
  ['Expect', 'Asks whether the body is welcome before it is sent.', ['100-continue']],
  [
    'Forwarded',
    'The client and the host that a proxy spoke for (RFC 7239).',
    ['for=192.0.2.60;proto=http;by=203.0.113.43'],
  ],
  ['From', 'The mail address of the person who asks.'],
  ['Host', 'The name and port that is asked for.', ['{{host}}']],
  ['If-Match', 'Goes through only if the resource still has this version.', ['"etag"', '*']],
  ['If-Modified-Since', 'Goes through only if the resource has changed since.', ['{{$datetime rfc1123 -1 d}}']],
  ['If-None-Match', 'Goes through only if the resource no longer has this version.', ['"etag"', '*']],
  ['If-Range', 'The range only if the resource is unchanged, else the whole.'],
  ['If-Unmodified-Since', 'Goes through only if the resource has not changed since.', ['{{$datetime rfc1123 -1 d}}']],
  ['Keep-Alive', 'How long the connection may be kept.', ['timeout=5, max=100']],
  ['Last-Modified', 'The time of the last change of the resource.'],
  ['Link', 'Related resources.'],
  ['Location', 'The address to go on to.'],
  ['Max-Forwards', 'The number of proxies that may pass it on (TRACE, OPTIONS).', ['0', '10']],
  ['Origin', 'The origin of the page that asks.', ['http://localhost:3000', 'null']],
  ['Pragma', 'The Cache-Control of HTTP/1.0.', ['no-cache']],
  [
    'Prefer',
    'The kind of answer that is wanted, if the server can give it (RFC 7240).',
    ['return=minimal', 'return=representation', 'respond-async'],
  ],
  ['Proxy-Authorization', 'The credentials for the proxy.'],
  ['Range', 'The part that is wanted.', ['bytes=0-499', 'bytes=-500', 'bytes=500-']],
  ['Referer', 'The page that led here.'],
  ['Sec-Fetch-Mode', 'How a browser fetches.', ['cors', 'navigate', 'no-cors', 'same-origin']],
  ['Server', 'The software that answered.'],
  ['Set-Cookie', 'A cookie to keep.'],
  ['TE', 'The transfer codings that can be undone.', ['trailers', 'gzip']],
  ['Trailer', 'The headers that follow the body.'],
  ['Transfer-Encoding', 'How the body is carried.', ['chunked']],
  ['Upgrade', 'The protocol to go on with.', ['h2c', 'websocket']],
  ['Upgrade-Insecure-Requests', 'Asks for https.', ['1']],
  ['User-Agent', 'The software that asks.', ['wirebench', 'curl/8.5.0']],
  ['Vary', 'The request headers that made a difference to the answer.'],
  ['Via', 'The proxies that passed it on.'],
  ['WWW-Authenticate', 'The credentials that the server wants.'],
  ['X-Forwarded-For', 'The clients that a proxy spoke for.', ['203.0.113.195']],
  ['X-Forwarded-Host', 'The name that a proxy was asked for.'],
  ['X-Forwarded-Proto', 'The scheme that a proxy was asked with.', ['https', 'http']],
  ['X-Request-ID', 'An id to find the request again in logs.', ['{{$guid}}']],
  ['X-Requested-With', 'Says that a script asks.', ['XMLHttpRequest']],
];

export const headers: readonly HeaderSpec[] = rows.map(([name, sentence, values]) => ({
  ...{ name, sentence },
  ...(values && { values }),
}));

/** GraphQL over HTTP, in the JetBrains client and httpYac. */
export const graphqlWord = 'GRAPHQL';
