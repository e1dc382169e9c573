import type { HeaderList, HttpAuth, HttpRequestSpec, HttpTlsSpec } from '../../../net/http/exchange.ts';
import type { CurlOptions, HttpItem } from '../../model.ts';
import { curlForm } from './curlForm.ts';
import { filledIn } from '../../run/filledIn.ts';
import type { Turn } from '../../run/turn.ts';

/** The parts of a curl command beyond a request line, headers and a body; they replace those of the request. */
export async function curlSpec(
  item: HttpItem,
  curl: CurlOptions,
  { url, headers }: { readonly url: string; readonly headers: HeaderList },
  turn: Turn,
): Promise<Partial<HttpRequestSpec>> {
  const filled = (text: string): Promise<string> => filledIn(text, item, turn);
  const tls = await curlTls(curl, (name) => turn.path(name, item), filled);
  const auth = await curlAuth(curl, filled, turn);
  const own = await ownHeaders(curl, turn);
  return {
    ...(curl.pathAsIs === true ? {} : { url: withoutDots(url) }),
    ...(curl.requestTarget && { requestTarget: await turn.fill(curl.requestTarget, { oneLine: true }) }),
    // A command follows redirects only with -L, and has no cookie jar.
    followRedirects: curl.location === true,
    jar: null,
    curl: {
      fixedMethod: curl.fixedMethod === true,
      posted: curl.posted === true,
    },
    ...(curl.maxRedirects === undefined ? {} : { maxRedirects: curl.maxRedirects }),
    ...(curl.autoReferer === true ? { autoReferer: true } : {}),
    ...(curl.offerHttp2 === true ? { preferHttp2: true } : {}),
    ...(Object.keys(tls).length === 0 ? {} : { tls }),
    ...(curl.compressed === true ? {} : { decompress: false }),
    ...(curl.proxy === undefined ? {} : { proxy: await filled(curl.proxy) }),
    ...(curl.maxTime === undefined ? {} : { timeout: curl.maxTime * 1000 }),
    ...(curl.connectTimeout === undefined ? {} : { connectTimeout: curl.connectTimeout * 1000 }),
    ...(curl.family === undefined ? {} : { family: curl.family }),
    ...(curl.unixSocket === undefined ? {} : { socketPath: await filled(curl.unixSocket) }),
    ...(auth === undefined ? {} : { auth }),
    ...(curl.form === undefined ? { own } : await withForm(curl.form, headers, own, turn)),
  };
}

/** The type of a form stands behind the length, whether curl or the command says it. */
async function withForm(
  parts: NonNullable<CurlOptions['form']>,
  headers: HeaderList,
  own: Readonly<Record<string, string | null>>,
  turn: Turn,
): Promise<Partial<HttpRequestSpec>> {
  const isType = ([name]: readonly [string, string]): boolean => name.toLowerCase() === 'content-type';
  const { contentType, body } = await curlForm(parts, headers.find(isType)?.[1], turn);
  return {
    headers: headers.filter((header) => !isType(header)),
    body,
    own: { 'content-type': contentType, ...own },
  };
}

async function ownHeaders({ own = {} }: CurlOptions, turn: Turn): Promise<Record<string, string | null>> {
  const filled: Record<string, string | null> = {};
  for (const [name, value] of Object.entries(own))
    filled[name] = value === null ? null : await turn.fill(value, { oneLine: true });
  return filled;
}

async function curlAuth(
  curl: CurlOptions,
  filled: (text: string) => Promise<string>,
  turn: Turn,
): Promise<HttpAuth | undefined> {
  if (curl.bearer) return { kind: 'bearer', token: await turn.fill(curl.bearer, { oneLine: true }) };
  if (curl.user === undefined) return undefined;
  const [user = '', ...password] = (await filled(curl.user)).split(':');
  return { kind: curl.digest === true ? 'digest' : 'basic', user, password: password.join(':') };
}

/** RFC 3986, section 5.2.4, of the path alone, as curl has it. */
function withoutDots(url: string): string {
  const [, before, written, after] = /^([a-z][a-z0-9+.-]*:\/\/[^/?#]*)([^?#]*)(.*)$/is.exec(url) ?? [];
  if (written === undefined || !/\/\.{1,2}(?:\/|$)/.test(written)) return url;
  const segments = written.slice(1).split('/');
  const kept: string[] = [];
  for (const [i, segment] of segments.entries()) {
    if (segment !== '.' && segment !== '..') kept.push(segment);
    else {
      if (segment === '..') kept.pop();
      if (i === segments.length - 1) kept.push('');
    }
  }
  return `${before!}/${kept.join('/')}${after!}`;
}

/** `--cert file:password`: the first colon ends the name, as curl has it. */
async function curlTls(
  curl: CurlOptions,
  path: (name: string) => string,
  filled: (text: string) => Promise<string>,
): Promise<HttpTlsSpec> {
  const file = async (name: string): Promise<string> => path(await filled(name));
  const [cert, ...password] = curl.cert?.split(':') ?? [];
  const pass = password.length === 0 ? curl.pass : password.join(':');
  return {
    ...(curl.insecure === true ? { verify: false } : {}),
    ...(curl.cacert === undefined ? {} : { caFile: await file(curl.cacert) }),
    ...(cert === undefined ? {} : { certFile: await file(cert) }),
    ...(pass === undefined ? {} : { passphrase: await filled(pass) }),
    ...(curl.key === undefined ? {} : { keyFile: await file(curl.key) }),
  };
}
