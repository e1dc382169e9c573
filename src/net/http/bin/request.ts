import type { IncomingMessage } from 'node:http';
import { parseJson, type JsonValue } from '../../../protocol/json.ts';
import { parameterOf, partsOf, readBody } from '../body.ts';
import type { HttpContext } from '../behaviours/behaviour.ts';

/** The most bytes of a request's body, since it is sent back as JSON. */
const bodyLimit = 10 * 1024 * 1024;

type Pairs = readonly (readonly [name: string, value: string])[];
export type Json = JsonValue;

/** A request as the routes of `bin` see it. Values that depend on the body are promises. */
export interface BinRequest {
  readonly method: string;
  /** Decoded, without the query. */
  readonly path: string;
  readonly target: string;
  readonly query: string;
  readonly args: Pairs;
  /** With the names as WSGI spells them (`X-Forwarded-For`), repeated fields joined. */
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: Pairs;
  readonly remote: string;
  readonly scheme: 'http' | 'https';
  /** The URL by which the client reached the server. */
  readonly host: string;
  readonly signal: AbortSignal;
  body(): Promise<Buffer>;
}

export function binRequest(request: IncomingMessage, context: HttpContext): BinRequest {
  // The absolute form is for proxies, and allowed to everyone (RFC 9112, section 3.2.2).
  const target = (request.url ?? '/').replace(/^https?:\/\/[^/?]*/i, '').replace(/^(?=\?|$)/, '/');
  const [rawPath = '/', ...rest] = target.split('?');
  const query = rest.join('?');
  let body: Promise<Buffer> | undefined;
  return {
    method: request.method ?? 'GET',
    path: percentDecoded(rawPath),
    target,
    query,
    args: formPairs(query),
    headers: wsgiHeaders(request),
    cookies: cookiePairs(request.headers.cookie ?? ''),
    remote: (request.socket.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/, ''),
    scheme: context.scheme,
    host: request.headers.host ?? '',
    get signal() {
      return context.signal;
    },
    body: () => (body ??= readBody(request, bodyLimit)),
  };
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const plain = /^[\0-$&-~]*$/;

function percentDecoded(text: string): string {
  if (plain.test(text)) return text;
  const bytes = Buffer.from(
    text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  );
  return decoder.decode(bytes);
}

/** The fields of `application/x-www-form-urlencoded` text. */
function formPairs(text: string): Pairs {
  return text
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      const name = equals < 0 ? pair : pair.slice(0, equals);
      const value = equals < 0 ? '' : pair.slice(equals + 1);
      return [percentDecoded(name.replaceAll('+', ' ')), percentDecoded(value.replaceAll('+', ' '))];
    });
}

const isWsgiName = /^(?:[A-Z][^A-Z-]*(?:-(?![a-z])|$))*$/;

/** `X-Forwarded-For`, the spelling of most clients. */
function wsgiName(name: string): string {
  if (isWsgiName.test(name)) return name;
  return name.toLowerCase().replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());
}

function wsgiHeaders({ rawHeaders }: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = wsgiName(rawHeaders[index]!);
    const value = rawHeaders[index + 1]!;
    headers[name] = Object.hasOwn(headers, name) ? `${headers[name]},${value}` : value;
  }
  return headers;
}

function cookiePairs(text: string): Pairs {
  if (text === '') return [];
  const pairs: [string, string][] = [];
  for (const part of text.split(';')) {
    const equals = part.indexOf('=');
    const name = part.slice(0, equals < 0 ? undefined : equals).trim();
    if (name === '' || pairs.some(([known]) => known === name)) continue;
    pairs.push([name, equals < 0 ? '' : unquoted(part.slice(equals + 1).trim())]);
  }
  return pairs;
}

/** A cookie's value in quotes has its odd characters as octal escapes. */
function unquoted(value: string): string {
  const utf8 = (text: string) => decoder.decode(Buffer.from(text, 'latin1'));
  if (!/^".*"$/.test(value)) return utf8(value);
  return utf8(
    value
      .slice(1, -1)
      .replace(/\\([0-3][0-7]{2}|.)/g, (_, escaped: string) =>
        escaped.length === 3 ? String.fromCharCode(parseInt(escaped, 8)) : escaped,
      ),
  );
}

/** The first value of each name, ignoring case. */
export function argument(request: BinRequest, name: string): string | undefined {
  return request.args.find(([known]) => known.toLowerCase() === name)?.[1];
}

export function header(request: BinRequest, name: string): string | undefined {
  return Object.entries(request.headers).find(([known]) => known.toLowerCase() === name)?.[1];
}

/** A name with one value has it; a name with several has a list of them. */
export function flattened(pairs: Pairs): Record<string, Json> {
  const lists = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    const list = lists.get(name);
    if (list === undefined) lists.set(name, [value]);
    else list.push(value);
  }
  return Object.fromEntries([...lists].map(([name, list]) => [name, list.length === 1 ? list[0]! : list]));
}

/** Added by infrastructure before a server, not by the client. */
const environmentHeaders = new Set(
  [
    'X-Varnish X-Request-Start X-Heroku-Queue-Depth X-Real-Ip X-Forwarded-Proto X-Forwarded-Protocol X-Forwarded-Ssl',
    'X-Heroku-Queue-Wait-Time X-Forwarded-For X-Heroku-Dynos-In-Use X-Forwarded-Port X-Request-Id Via',
    'Total-Route-Time Connect-Time',
  ].flatMap((names) => names.split(' ')),
);

/** The facts about a request, by the names of httpbin's answers. */
const said: Readonly<Record<string, (request: BinRequest) => Json | Promise<Json>>> = {
  args: (request) => flattened(request.args),
  headers: (request) => {
    const all = argument(request, 'show_env') !== undefined;
    return Object.fromEntries(Object.entries(request.headers).filter(([name]) => all || !environmentHeaders.has(name)));
  },
  origin: (request) => request.headers['X-Forwarded-For'] ?? request.remote,
  url: (request) => {
    const { headers } = request;
    const scheme =
      headers['X-Forwarded-Proto'] ??
      headers['X-Forwarded-Protocol'] ??
      (headers['X-Forwarded-Ssl'] === 'on' ? 'https' : request.scheme);
    return `${scheme}://${request.host}${readable(request.target)}`;
  },
  method: (request) => request.method,
  data: async (request) => (isForm(request) ? '' : jsonSafe(await request.body(), 'application/octet-stream')),
  form: async (request) => flattened(await formOf(request)),
  files: async (request) => {
    const files: Record<string, Json> = {};
    for (const { name, filename, contentType, bytes } of await multipartOf(request)) {
      if (filename !== undefined && !Object.hasOwn(files, name))
        files[name] = jsonSafe(bytes, contentType ?? 'application/octet-stream');
    }
    return files;
  },
  json: async (request) => {
    if (isForm(request)) return null;
    try {
      return parseJson(strictDecoder.decode(await request.body()));
    } catch (error) {
      if (error instanceof SyntaxError || error instanceof TypeError) return null;
      throw error;
    }
  },
};

export async function describe(request: BinRequest, ...names: string[]): Promise<Record<string, Json>> {
  const described: Record<string, Json> = {};
  for (const name of names) described[name] = await said[name]!(request);
  return described;
}

/** Characters beyond ASCII decoded, the rest as requested. */
function readable(target: string): string {
  return target.replace(/(?:%[89a-f][0-9a-f])+/gi, (escaped) => {
    try {
      return decodeURIComponent(escaped);
    } catch {
      return escaped;
    }
  });
}

const typeOf = (request: BinRequest) => (header(request, 'content-type') ?? '').split(';')[0]!.trim().toLowerCase();
const isForm = (request: BinRequest) =>
  typeOf(request) === 'application/x-www-form-urlencoded' || typeOf(request) === 'multipart/form-data';

async function multipartOf(request: BinRequest) {
  const boundary = parameterOf(header(request, 'content-type') ?? '', 'boundary');
  return typeOf(request) === 'multipart/form-data' && boundary ? partsOf(await request.body(), boundary) : [];
}

async function formOf(request: BinRequest): Promise<Pairs> {
  if (typeOf(request) === 'application/x-www-form-urlencoded') {
    return formPairs((await request.body()).toString('latin1'));
  }
  return (await multipartOf(request))
    .filter(({ filename }) => filename === undefined)
    .map(({ name, bytes }) => [name, decoder.decode(bytes)]);
}

/** Text unchanged; other bytes as a data URL. */
function jsonSafe(bytes: Buffer, contentType: string): string {
  try {
    return strictDecoder.decode(bytes);
  } catch {
    return `data:${contentType};base64,${bytes.toString('base64')}`;
  }
}
