/** What HTTP itself has names for: methods, headers, and request words of the other clients that cannot be sent. */

interface MethodSpec {
  readonly name: string;
  readonly sentence: string;
}

/** The methods of the three request-file clients: RFC 9110, WebDAV and its extensions. Other tokens are sent too. */
export const methods: readonly MethodSpec[] = [
  { name: 'GET', sentence: 'Asks for what is there.' },
  { name: 'POST', sentence: 'Hands something over to be processed.' },
  { name: 'PUT', sentence: 'Puts the body in the place of what is there.' },
  { name: 'PATCH', sentence: 'Changes a part of what is there.' },
  { name: 'DELETE', sentence: 'Removes what is there.' },
  { name: 'HEAD', sentence: 'As GET, without the body.' },
  { name: 'OPTIONS', sentence: 'Asks what is allowed.' },
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
  /** What is often written there. */
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

/** Of requests; hover knows those of responses too. */
export const headers: readonly HeaderSpec[] = [
  { name: 'Accept', sentence: 'The media types that are wanted.', values: ['*/*', ...mediaTypes] },
  { name: 'Accept-Charset', sentence: 'The encodings that are wanted.', values: ['utf-8', 'iso-8859-1'] },
  {
    name: 'Accept-Encoding',
    sentence: 'The content codings that can be undone.',
    values: ['gzip, deflate, br, zstd', ...codings],
  },
  {
    name: 'Accept-Language',
    sentence: 'The languages that are wanted, with their weights.',
    values: ['en', 'en-GB,en;q=0.9,de;q=0.8', '*'],
  },
  { name: 'Access-Control-Request-Headers', sentence: 'CORS preflight: the headers of the request to come.' },
  {
    name: 'Access-Control-Request-Method',
    sentence: 'CORS preflight: the method of the request to come.',
    values: ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'],
  },
  {
    name: 'Authorization',
    sentence: 'Who asks. `Basic user password` and `Digest user password` are put into their form.',
    values: ['Basic user password', 'Digest user password', 'Bearer {{token}}'],
  },
  {
    name: 'Cache-Control',
    sentence: 'How caches have to behave.',
    values: ['no-cache', 'no-store', 'max-age=0', 'only-if-cached'],
  },
  {
    name: 'Connection',
    sentence: 'What happens to the connection afterwards.',
    values: ['keep-alive', 'close', 'Upgrade'],
  },
  {
    name: 'Content-Disposition',
    sentence: 'What a part of a multipart body is.',
    values: ['form-data; name="field"', 'form-data; name="file"; filename="a.txt"'],
  },
  { name: 'Content-Encoding', sentence: 'The content codings of the body.', values: codings },
  { name: 'Content-Language', sentence: 'The language of the body.', values: ['en', 'de', 'fr'] },
  { name: 'Content-Length', sentence: 'The bytes of the body. It is counted where it is left out.' },
  { name: 'Content-Location', sentence: 'Where the body can be found.' },
  { name: 'Content-Range', sentence: 'Which part of the whole the body is.', values: ['bytes 0-499/1234'] },
  { name: 'Content-Type', sentence: 'The media type of the body.', values: mediaTypes },
  { name: 'Cookie', sentence: 'Cookies, in the place of those of the jar.', values: ['name=value'] },
  { name: 'Date', sentence: 'When the message was made.', values: ['{{$datetime rfc1123}}'] },
  { name: 'DNT', sentence: 'Asks not to be tracked.', values: ['1', '0'] },
  { name: 'ETag', sentence: 'The version of what is answered.' },
  { name: 'Expect', sentence: 'Asks whether the body is welcome before it is sent.', values: ['100-continue'] },
  {
    name: 'Forwarded',
    sentence: 'What a proxy changed (RFC 7239).',
    values: ['for=192.0.2.60;proto=http;by=203.0.113.43'],
  },
  { name: 'From', sentence: 'The mail address of who asks.' },
  { name: 'Host', sentence: 'The name and port that is asked for.', values: ['{{host}}'] },
  { name: 'If-Match', sentence: 'Only where it still has this version.', values: ['"etag"', '*'] },
  { name: 'If-Modified-Since', sentence: 'Only where it changed since.', values: ['{{$datetime rfc1123 -1 d}}'] },
  { name: 'If-None-Match', sentence: 'Only where it no longer has this version.', values: ['"etag"', '*'] },
  { name: 'If-Range', sentence: 'The range only where it is unchanged, else the whole.' },
  {
    name: 'If-Unmodified-Since',
    sentence: 'Only where it did not change since.',
    values: ['{{$datetime rfc1123 -1 d}}'],
  },
  { name: 'Keep-Alive', sentence: 'How long the connection may be kept.', values: ['timeout=5, max=100'] },
  { name: 'Last-Modified', sentence: 'When what is answered last changed.' },
  { name: 'Link', sentence: 'Related resources.' },
  { name: 'Location', sentence: 'Where to go on.' },
  { name: 'Max-Forwards', sentence: 'How many proxies may pass it on (TRACE, OPTIONS).', values: ['0', '10'] },
  { name: 'Origin', sentence: 'The origin of the page that asks.', values: ['http://localhost:3000', 'null'] },
  { name: 'Pragma', sentence: 'What HTTP/1.0 had for Cache-Control.', values: ['no-cache'] },
  {
    name: 'Prefer',
    sentence: 'How to answer, if the server can (RFC 7240).',
    values: ['return=minimal', 'return=representation', 'respond-async'],
  },
  { name: 'Proxy-Authorization', sentence: 'Who asks the proxy.' },
  { name: 'Range', sentence: 'Which part is wanted.', values: ['bytes=0-499', 'bytes=-500', 'bytes=500-'] },
  { name: 'Referer', sentence: 'The page that led here.' },
  {
    name: 'Sec-Fetch-Mode',
    sentence: 'How a browser fetches.',
    values: ['cors', 'navigate', 'no-cors', 'same-origin'],
  },
  { name: 'Server', sentence: 'The software that answered.' },
  { name: 'Set-Cookie', sentence: 'A cookie to keep.' },
  { name: 'TE', sentence: 'The transfer codings that can be undone.', values: ['trailers', 'gzip'] },
  { name: 'Trailer', sentence: 'The headers that follow the body.' },
  { name: 'Transfer-Encoding', sentence: 'How the body is carried.', values: ['chunked'] },
  { name: 'Upgrade', sentence: 'The protocol to go on with.', values: ['h2c', 'websocket'] },
  { name: 'Upgrade-Insecure-Requests', sentence: 'Asks for https.', values: ['1'] },
  { name: 'User-Agent', sentence: 'The software that asks.', values: ['wirebench', 'curl/8.5.0'] },
  { name: 'Vary', sentence: 'The request headers that made a difference to the answer.' },
  { name: 'Via', sentence: 'The proxies that passed it on.' },
  { name: 'WWW-Authenticate', sentence: 'How to say who asks.' },
  { name: 'X-Forwarded-For', sentence: 'The clients that a proxy spoke for.', values: ['203.0.113.195'] },
  { name: 'X-Forwarded-Host', sentence: 'The name that a proxy was asked for.' },
  { name: 'X-Forwarded-Proto', sentence: 'The scheme that a proxy was asked with.', values: ['https', 'http'] },
  { name: 'X-Request-ID', sentence: 'An id to find the request again in logs.', values: ['{{$guid}}'] },
  { name: 'X-Requested-With', sentence: 'A script asks.', values: ['XMLHttpRequest'] },
];

/** GraphQL over HTTP, in the JetBrains client and httpYac. */
export const graphqlWord = 'GRAPHQL';
