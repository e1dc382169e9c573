import { formatBase64 } from '../text/base64.ts';
import { pythonBytes } from '../text/copyAs.ts';
import { decode } from '../text/decode.ts';
import { latin1 } from './lineBuffer.ts';
import type { HeaderPair } from './messageLines.ts';
import { utf8Bytes } from './utf8Bytes.ts';

/** A request as it went out: headers in order, including added ones. */
export interface CopiedRequest {
  readonly method: string;
  readonly url: string;
  /** The target of the request line, if it differs from the URL's path and query. */
  readonly target?: string;
  readonly version?: '1.0' | '1.1' | '2';
  readonly headers: readonly HeaderPair[];
  /** Headers went out in UTF-8, even if Latin-1 would have been possible. */
  readonly headerEncoding?: 'utf-8';
  readonly body?: Uint8Array;
  /** The server's certificate was not verified. */
  readonly insecure?: boolean;
}

/**
 * The formats in which a request can be copied, in the order of a menu. Our own code: the usual library (httpsnippet)
 * works on parsed forms of a request, and loses the order, the case and the repetition of headers and the exact bytes
 * of a body.
 */
export const REQUEST_FORMATS = {
  curl: { label: 'curl', language: 'shellscript', format: curl },
  'python-requests': { label: 'Python requests', language: 'python', format: pythonRequests },
  'python-http-client': { label: 'Python http.client', language: 'python', format: pythonHttpClient },
  'python-socket': { label: 'Python socket', language: 'python', format: pythonSocket },
  'node-fetch': { label: 'Node fetch', language: 'javascript', format: nodeFetch },
} as const satisfies Record<string, { label: string; language: string; format: (request: CopiedRequest) => string }>;

export type RequestFormat = keyof typeof REQUEST_FORMATS;

export function copyRequestAs(request: CopiedRequest, format: RequestFormat): string {
  return REQUEST_FORMATS[format].format(request);
}

interface Place {
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
  /** The target of the request line. */
  readonly target: string;
  readonly authority: string;
  /** The URL with that target, or the server's URL if no URL can have the target. */
  readonly url: string;
}

/** A target that a URL can have: a path and a query in ASCII. */
const inUrl = /^\/[\x21\x22\x24-\x7e]*$/;

function placeOf({ url, target: sent }: CopiedRequest): Place {
  const found = /^(https?):\/\/(?:[^@/?#]*@)?(\[[^\]]*\]|[^:/?#]*)(?::(\d+))?([^#]*)/i.exec(url);
  const scheme = (found?.[1] ?? 'http').toLowerCase();
  const named = found?.[2] ?? '';
  const rest = found?.[4] ?? '';
  const port = Number(found?.[3] ?? (scheme === 'https' ? 443 : 80));
  const path = rest.startsWith('/') ? rest : `/${rest}`;
  const target = sent ?? percentEncoded(path);
  const usual = port === (scheme === 'https' ? 443 : 80);
  return {
    scheme,
    host: named.replace(/^\[|\]$/g, ''),
    port,
    target,
    authority: usual ? named : `${named}:${port}`,
    url: `${url.slice(0, url.replace(/#.*$/s, '').length - rest.length)}${inUrl.test(target) ? target : '/'}`,
  };
}

/** Writes characters that a target may not have as the client does. */
function percentEncoded(path: string): string {
  return path.replaceAll(/[^\x21-\x7e]+/g, (part) =>
    Array.from(utf8Bytes(part), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );
}

/** The text of the bytes, if a program's source can hold it. */
function textOf(body: Uint8Array): string | undefined {
  try {
    const text = decode(body, 'utf-8');

    return /[\x00-\x08\x0b-\x1f\x7f]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

/** Headers without those of HTTP/2 itself and without the named ones. */
function others(request: CopiedRequest, ...names: string[]): HeaderPair[] {
  return request.headers.filter(([name]) => !name.startsWith(':') && !names.includes(name.toLowerCase()));
}

function has(request: CopiedRequest, wanted: string): boolean {
  return request.headers.some(([name]) => name.toLowerCase() === wanted);
}

function bodyOf({ body }: CopiedRequest): Uint8Array | undefined {
  return body === undefined || body.length === 0 ? undefined : body;
}

/** A word of a POSIX shell. */
function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** The bytes as a format string of `printf`, for any shell. */
function printfText(bytes: Uint8Array): string {
  let text = '';
  for (const [i, byte] of bytes.entries()) {
    // A leading hyphen would begin an option of printf.
    const special = byte === 0x25 || byte === 0x5c || byte === 0x27 || (byte === 0x2d && i === 0);
    const plain = byte >= 32 && byte < 127 && !special;
    text += plain ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`;
  }
  return `'${text}'`;
}

/** Characters that are invisible in a shell, or that move the text around them. */
const hidden = /[\x80-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;

/** A word of a POSIX shell for these bytes: UTF-8 text unchanged, other bytes through printf. */
function byteWord(text: string, bytes: Uint8Array): string {
  return /^[\x20-\x7e]*$/.test(text) || (utf8Bytes(text).length === bytes.length && !hidden.test(text))
    ? shellWord(text)
    : `"$(printf ${printfText(bytes)})"`;
}

/** The number of bytes from which curl asks for permission to go on. */
const asksFirst = 1024 * 1024;

/** The most bytes of one argument of a program; Linux accepts 131,071. Longer bodies go through standard input. */
const longestArgument = 100_000;

function curl(request: CopiedRequest): string {
  const body = bodyOf(request);
  const readable = body && body.length <= longestArgument ? textOf(body) : undefined;
  const text = readable !== undefined && !hidden.test(readable) ? readable : undefined;
  const place = placeOf(request);
  const words: string[][] = [];
  const head = request.method === 'HEAD' && body === undefined;
  if (head) words.push(['--head']);
  else if (request.method !== (body === undefined ? 'GET' : 'POST'))
    words.push(['--request', shellWord(request.method)]);
  if (request.version === '1.0') words.push(['--http1.0']);
  if (request.version === '1.1' && place.scheme === 'https') words.push(['--http1.1']);
  if (request.version === '2') words.push([place.scheme === 'https' ? '--http2' : '--http2-prior-knowledge']);
  if (request.insecure === true) words.push(['--insecure']);
  // By default, curl removes dots from paths and expands brackets.
  if (/\/(?:\.|%2e){1,2}(?:\/|$)/i.test(place.target.split('?', 1)[0]!)) words.push(['--path-as-is']);
  if (/[[\]{}]/.test(place.url)) words.push(['--globoff']);
  if (!inUrl.test(place.target)) words.push(['--request-target', byteWord(place.target, wireBytes(place.target))]);
  if (has(request, 'accept-encoding')) words.push(['--compressed']);
  const length = body === undefined && !head ? undefined : String(body?.length ?? 0);
  for (const [name, value] of others(request)) {
    const lower = name.toLowerCase();
    if ((lower === 'host' && value === place.authority) || (lower === 'content-length' && value === length)) continue;
    const line = value === '' ? `${name};` : `${name}: ${value}`;
    words.push(['--header', byteWord(line, wireBytes(line, request.headerEncoding))]);
  }
  // Headers that curl would add itself.
  const own = ['User-Agent', 'Accept', ...(body === undefined ? [] : ['Content-Type'])];
  for (const name of own) if (!has(request, name.toLowerCase())) words.push(['--header', shellWord(`${name}:`)]);
  if (body !== undefined) words.push(text === undefined ? ['--data-binary', '@-'] : ['--data-raw', shellWord(text)]);
  if (body !== undefined && body.length > asksFirst && !has(request, 'expect')) words.push(['--header', 'Expect:']);
  const command = ['curl', ...words.map((word) => word.join(' ')), shellWord(place.url)].join(' \\\n  ');
  return body !== undefined && text === undefined ? `printf ${printfText(body)} | ${command}` : command;
}

/** A string literal of Python. */
function pythonText(text: string): string {
  let literal = '';
  for (const char of text) {
    const code = char.codePointAt(0)!;
    if (char === '\\' || char === "'") literal += `\\${char}`;
    else if (char === '\n') literal += '\\n';
    else if (char === '\r') literal += '\\r';
    else if (code < 32 || code === 127) literal += `\\x${code.toString(16).padStart(2, '0')}`;
    else if (code < 127) literal += char;
    else if (code < 0x10000) literal += `\\u${code.toString(16).padStart(4, '0')}`;
    else literal += `\\U${code.toString(16).padStart(8, '0')}`;
  }
  return `'${literal}'`;
}

function fitsLatin1(text: string): boolean {
  return /^[\x00-\xff]*$/.test(text);
}

/** Latin-1, in which Python's http.client writes headers; bytes if that is not possible. */
function pythonValue(value: string, encoding: CopiedRequest['headerEncoding']): string {
  const asText = encoding === 'utf-8' ? /^[\x00-\x7f]*$/.test(value) : fitsLatin1(value);
  return asText ? pythonText(value) : pythonBytes(utf8Bytes(value));
}

function pythonRequests(request: CopiedRequest): string {
  const headers = new Map<string, [name: string, value: string]>();
  for (const [name, value] of others(request, 'content-length', 'transfer-encoding')) {
    const key = name.toLowerCase();
    if (key === 'host' && value === placeOf(request).authority) continue;
    const before = headers.get(key);
    // A dict has no repeated keys. The list form means the same. RFC 9110, section 5.3.
    if (before === undefined) headers.set(key, [name, value]);
    else before[1] += `${key === 'cookie' ? '; ' : ', '}${value}`;
  }
  const body = bodyOf(request);
  return [
    'import requests',
    '',
    'response = requests.request(',
    `    ${pythonText(request.method)},`,
    `    ${pythonText(placeOf(request).url)},`,
    '    headers={',
    ...[...headers.values()].map(
      ([name, value]) => `        ${pythonText(name)}: ${pythonValue(value, request.headerEncoding)},`,
    ),
    '    },',
    ...(body === undefined ? [] : [`    data=${pythonBytes(body)},`]),
    ...(request.insecure === true ? ['    verify=False,'] : []),
    '    allow_redirects=False,',
    '    timeout=30,',
    ')',
    'print(response.status_code, response.reason)',
    'print(response.text)',
    '',
  ].join('\n');
}

function pythonHttpClient(request: CopiedRequest): string {
  const { scheme, host, port, target, authority } = placeOf(request);
  const body = bodyOf(request);
  const secure = scheme === 'https';
  const unverified = secure && request.insecure === true;
  const context = unverified ? ', context=ssl._create_unverified_context()' : '';
  const headers = others(request, 'transfer-encoding', 'content-length');
  if (!has(request, 'host')) headers.unshift(['Host', authority]);
  if (body !== undefined || has(request, 'content-length')) headers.push(['Content-Length', String(body?.length ?? 0)]);
  return [
    'import http.client',
    ...(unverified ? ['import ssl'] : []),
    '',
    `connection = http.client.HTTP${secure ? 'S' : ''}Connection(${pythonText(host)}, ${port}, timeout=30${context})`,
    `connection.putrequest(${pythonText(request.method)}, ${pythonText(target)}, skip_host=True, skip_accept_encoding=True)`,
    ...headers.map(
      ([name, value]) => `connection.putheader(${pythonText(name)}, ${pythonValue(value, request.headerEncoding)})`,
    ),
    `connection.endheaders(${body === undefined ? '' : pythonBytes(body)})`,
    'response = connection.getresponse()',
    'print(response.status, response.reason)',
    'print(response.read())',
    'connection.close()',
    '',
  ].join('\n');
}

function pythonSocket(request: CopiedRequest): string {
  const { scheme, host, port, target, authority } = placeOf(request);
  const body = bodyOf(request);
  const secure = scheme === 'https';
  const headers = others(request, 'transfer-encoding', 'content-length', 'connection');
  if (!has(request, 'host')) headers.unshift(['Host', authority]);
  if (body !== undefined || has(request, 'content-length')) headers.push(['Content-Length', String(body?.length ?? 0)]);
  // The loop below reads until the server closes.
  headers.push(['Connection', 'close']);
  const version = request.version === '1.0' ? '1.0' : '1.1';
  const lines = [
    `${request.method} ${target} HTTP/${version}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    '',
  ];
  const line = (text: string) => `    ${pythonBytes(wireBytes(`${text}\r\n`, request.headerEncoding))}`;
  const open = `socket.create_connection((${pythonText(host)}, ${port}), timeout=30)`;
  return [
    'import socket',
    ...(secure ? ['import ssl'] : []),
    '',
    'request = (',
    ...lines.map(line),
    ...(body === undefined ? [] : [`    ${pythonBytes(body)}`]),
    ')',
    '',
    ...(secure
      ? [
          `context = ssl.${request.insecure === true ? '_create_unverified_context' : 'create_default_context'}()`,
          `with context.wrap_socket(${open}, server_hostname=${pythonText(host)}) as connection:`,
        ]
      : [`with ${open} as connection:`]),
    '    connection.sendall(request)',
    '    # TCP is a stream: the answer comes in as many pieces as it likes, until the server closes.',
    "    answer = b''.join(iter(lambda: connection.recv(65536), b''))",
    "print(answer.decode('utf-8', 'replace'))",
    '',
  ].join('\n');
}

/** As the client sends a header: Latin-1 if possible, else UTF-8. */
function wireBytes(text: string, encoding?: CopiedRequest['headerEncoding']): Uint8Array {
  return encoding === undefined && fitsLatin1(text)
    ? Uint8Array.from(text, (char) => char.charCodeAt(0))
    : utf8Bytes(text);
}

/** Headers of the connection, which fetch does not allow. */
const notForFetch = [
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'keep-alive',
  'upgrade',
  'expect',
  'te',
];

/** fetch adds a Content-Type to text, but not to bytes. */
function fetchBody(body: Uint8Array, typed: boolean): string {
  const text = textOf(body);
  if (text === undefined) return `Buffer.from(${JSON.stringify(formatBase64(body))}, 'base64')`;
  return typed ? JSON.stringify(text) : `Buffer.from(${JSON.stringify(text)})`;
}

function nodeFetch(request: CopiedRequest): string {
  const body = bodyOf(request);
  const headers = others(request, ...notForFetch);
  const allowed = request.method !== 'GET' && request.method !== 'HEAD';
  const fetchValue = (value: string) => JSON.stringify(latin1(wireBytes(value, request.headerEncoding)));
  return [
    ...(request.insecure === true ? ["process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';", ''] : []),
    `const response = await fetch(${JSON.stringify(placeOf(request).url)}, {`,
    `  method: ${JSON.stringify(request.method)},`,
    '  headers: [',
    ...headers.map(([name, value]) => `    [${JSON.stringify(name)}, ${fetchValue(value)}],`),
    '  ],',
    ...(body === undefined
      ? []
      : !allowed
        ? [`  // fetch sends no body with ${request.method}.`]
        : [`  body: ${fetchBody(body, has(request, 'content-type'))},`]),
    "  redirect: 'manual',",
    '});',
    'console.log(response.status, response.statusText);',
    'console.log(await response.text());',
    '',
  ].join('\n');
}
