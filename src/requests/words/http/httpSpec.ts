import type { HeaderList, HttpAuth, HttpRequestSpec, HttpVersion } from '../../../net/http/exchange.ts';
import { foreignHeaderProblem, graphqlWord } from '../../httpWords.ts';
import type { HttpItem, MetaLine, Region, Template } from '../../model.ts';
import { metaLines } from '../../metaWords.ts';
import { isTypeHeader } from '../../parse/graphql.ts';
import { template } from '../../parse/template.ts';
import { parseDuration } from '../../../endpoints/value.ts';
import { curlSpec } from './curlSpec.ts';
import { bodySources } from './httpBody.ts';
import { filledIn } from '../../run/filledIn.ts';
import { FileError } from '../../run/requestError.ts';
import type { Turn } from '../../run/turn.ts';

/** The request that goes out for an HTTP request of a file, as REST Client, httpYac and the JetBrains client send it. */
export async function httpSpec(item: HttpItem, turn: Turn): Promise<HttpRequestSpec> {
  const insist = turn.start.insist === true || hasMeta(turn.region, 'insist');
  // A value with a line break would be another header, or another request.
  const line = (template: Template): Promise<string> => turn.fill(template, { oneLine: !insist });
  const written: [string, string][] = [];
  for (const { name, value } of item.headers) written.push([name.value, await line(value)]);
  const { headers, auth } = authorized(item, written);
  const body = await bodySources(item, headers, turn);
  const target = await line(item.target);
  const url = absolute(target, headers, item.target, await hostVariable(target, headers, turn));
  const sent = insist
    ? headers
    : headers.map(([name, value]) => [name, isHost(name) ? authority(value) : value] as const);
  const { tls: tagged, ...meta } = await metaOptions(turn);
  const { tls: curled, ...curl } =
    item.curl === undefined ? {} : await curlSpec(item, item.curl, { url, headers }, turn);
  const { verifyTls } = turn.start;
  const tls = { ...tagged, ...curled, ...(verifyTls === undefined ? {} : { verify: verifyTls }) };
  return {
    method: methodOf(item),
    url,
    headers: sent,
    ...(body.length === 0 ? {} : { body }),
    ...(auth === undefined ? {} : { auth }),
    ...(item.version === undefined ? {} : versionOf(item.version.value, insist)),
    ...meta,
    ...curl,
    ...(Object.keys(tls).length === 0 ? {} : { tls }),
    ...(insist ? { insist } : {}),
    // RFC 9112, section 3.2.4: no URL says `OPTIONS *`.
    ...(target === '*' ? { requestTarget: target } : {}),
  };
}

/** The headers of a curl command are sent as they are, as curl does. */
function authorized(item: HttpItem, written: readonly [string, string][]): Authorized {
  if (item.curl !== undefined) return { headers: written };
  refuseForeign(item, written);
  return authorization(item.graphql === undefined ? written : ofGraphql(written));
}

/** Also if the scheme comes from a variable. */
function refuseForeign(item: HttpItem, written: readonly [string, string][]): void {
  written.forEach(([name, value], i) => {
    const message = foreignHeaderProblem(name, value);
    if (message !== undefined) throw new FileError({ code: 'not-supported', message }, item.headers[i]!);
  });
}

function methodOf({ method }: HttpItem): string {
  return method === undefined ? 'GET' : method.value === graphqlWord ? 'POST' : method.value;
}

/** The header that marks a body as a query is not sent; the server is told that it gets JSON. */
function ofGraphql(headers: readonly [string, string][]): [string, string][] {
  const kept = headers.filter(([name]) => !isTypeHeader(name));
  const typed = kept.some(([name]) => name.toLowerCase() === 'content-type');
  return typed ? kept : [...kept, ['Content-Type', 'application/json']];
}

/** httpYac: `GET /path` without a Host header goes to the variable `host`, if there is one. */
async function hostVariable(target: string, headers: HeaderList, turn: Turn): Promise<string | undefined> {
  if (!target.startsWith('/') || headers.some(([name]) => name.toLowerCase() === 'host')) return undefined;
  const name = '{{host}}';
  return turn.fill(template(name, 0, name.length), { oneLine: true }).catch((error: unknown) => {
    if (error instanceof FileError && error.code === 'unknown-variable') return undefined;
    throw error;
  });
}

/** `GET /path` takes its host from the Host header, as in REST Client; a URL without a scheme is http's. */
function absolute(target: string, headers: HeaderList, range: Template, named?: string): string {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(target)) return target;
  if (!target.startsWith('/') && target !== '*') return `http://${target}`;
  if (named) return absolute(`${named}${target}`, headers, range);
  const host = headers.find(([name]) => name.toLowerCase() === 'host')?.[1];
  if (host === undefined) {
    const message = `"${target}" has no host: write the whole URL, a Host header, or a variable named host.`;
    throw new FileError({ code: 'no-host', message }, range);
  }
  const path = target === '*' ? '/' : target;
  // httpYac: the header may hold the beginning of a URL.
  if (aUrl.test(host)) return host.replace(/\/*\s*$/, '') + path;
  const scheme = /:(443|8443)$/.test(host) ? 'https' : 'http';
  return `${scheme}://${host}${path}`;
}

const aUrl = /^\s*https?:\/\//i;
const isHost = (name: string) => name.toLowerCase() === 'host';

/** The Host that goes out if a URL was given: its host and port (RFC 9110, section 7.2). */
function authority(host: string): string {
  return aUrl.test(host)
    ? host
        .replace(aUrl, '')
        .replace(/[/?#][^]*$/, '')
        .replace(/^.*@/, '')
        .trim()
    : host;
}

function versionOf(written: string, insist: boolean): { version?: HttpVersion; writtenVersion?: string } {
  const version = /^HTTP\/(1\.0|1\.1|2)/i.exec(written)?.[1];
  return {
    ...(version === undefined ? {} : { version: version as HttpVersion }),
    ...(insist ? { writtenVersion: written } : {}),
  };
}

interface Authorized {
  readonly headers: readonly [string, string][];
  readonly auth?: HttpAuth;
}

/**
 * `Basic user password` and `Basic user:password` are written out as RFC 7617 has it, in their place; `Digest user password`
 * is answered when the server asks (RFC 7616). Anything else is sent as it is.
 */
function authorization(headers: readonly [string, string][]): Authorized {
  let auth: HttpAuth | undefined;
  const kept = headers.flatMap(([name, value]): [string, string][] => {
    if (name.toLowerCase() !== 'authorization') return [[name, value]];
    const [, scheme = '', text = ''] = /^\s*(basic|digest)\s+(.+?)\s*$/i.exec(value) ?? [];
    const login = loginOf(text);
    if (login === undefined) return [[name, value]];
    const [user, password] = login;
    if (scheme.toLowerCase() === 'digest') {
      // A value that names its parameters (username="...") is a digest already.
      if (/^\w+=/.test(text)) return [[name, value]];
      auth = { kind: 'digest', user, password };
      return [];
    }
    return [[name, `${scheme} ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`]];
  });
  return auth === undefined ? { headers: kept } : { headers: kept, auth };
}

/**
 * User and password, parted by the first colon of the first word, else by the first space: a user name has no colon (RFC 7617,
 * section 2), a password may have any. Undefined: one word alone, which is credentials already.
 */
function loginOf(text: string): [user: string, password: string] | undefined {
  const word = /^\S*/.exec(text)![0];
  const end = word.includes(':') ? word.indexOf(':') : word.length;
  return end === text.length ? undefined : [text.slice(0, end), text.slice(end + 1).trimStart()];
}

function hasMeta(region: Region, name: string): boolean {
  return metaLines(region.meta, name).some((meta) => meta.value?.value.trim() !== 'false');
}

type Options = Partial<HttpRequestSpec>;

/** `# @no-redirect` and its like, by their first name in metaWords.ts. `file`: a name, from the folder of the request file. */
const metaTable: Readonly<Record<string, (value: string, meta: MetaLine, file: (name: string) => string) => Options>> =
  {
    'no-redirect': () => ({ followRedirects: false }),
    'no-cookie-jar': () => ({ jar: null }),
    'no-reject-unauthorized': () => ({ tls: { verify: false } }),
    'no-proxy': () => ({ proxy: null }),
    timeout: (value, meta) => ({ timeout: duration(value, meta) }),
    'connection-timeout': (value, meta) => ({ connectTimeout: duration(value, meta) }),
    ca: (value, _meta, file) => ({ tls: { caFile: file(value) } }),
    cert: (value, _meta, file) => ({ tls: { certFile: file(value) } }),
    key: (value, _meta, file) => ({ tls: { keyFile: file(value) } }),
    passphrase: (value) => ({ tls: { passphrase: value } }),
    proxy: (value) => ({ proxy: value }),
    family: (value, meta) => ({ family: family(value, meta) }),
    'unix-socket': (value, _meta, file) => ({ socketPath: file(value) }),
  };

async function metaOptions(turn: Turn): Promise<Options> {
  let options: Options = {};
  for (const [name, read] of Object.entries(metaTable)) {
    const meta = metaLines(turn.region.meta, name).at(-1);
    if (meta === undefined) continue;
    const file = (name: string): string => turn.path(name, meta);
    const { tls, ...rest } = read(await filledIn(meta.value?.value.trim() ?? '', meta, turn), meta, file);
    options = { ...options, ...rest, ...(tls && { tls: { ...options.tls, ...tls } }) };
  }
  return options;
}

function family(value: string, meta: MetaLine): 4 | 6 {
  if (value === '4' || value === '6') return value === '4' ? 4 : 6;
  throw new FileError(
    { code: 'bad-value', message: `"${value}" is not an address family: write 4 or 6.` },
    meta.value ?? meta,
  );
}

/** The JetBrains client's: a bare number is seconds; units are ms, s and m. */
function duration(value: string, meta: MetaLine): number {
  const found = parseDuration(value, 1000);
  if (found !== undefined) return found;
  const message = `"${value}" is not a duration: write 500 ms, 2 s or 1 m.`;
  throw new FileError({ code: 'bad-value', message }, meta.value ?? meta);
}
