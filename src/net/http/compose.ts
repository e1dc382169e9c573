import { stat } from 'node:fs/promises';
import { WirebenchError } from '../../base/errors.ts';
import type { OutgoingBody } from './answer.ts';
import type { BodySource, HeaderList, HttpAuth, OwnHeaders } from './exchange.ts';
import { hasHeader, headersOf } from './headers.ts';
import { unreadable } from './sources.ts';
import type { Target } from './target.ts';

/** The version of Wirebench, for the User-Agent. */
const productVersion = '0.1.0';

const acceptedCodings = 'gzip, deflate, br, zstd';

/** Methods whose requests declare an empty body: RFC 9110, section 8.6. */
const tellNoBody = new Set(['POST', 'PUT', 'PATCH']);

interface Composed {
  readonly method: string;
  readonly target: Target;
  readonly given: HeaderList;
  readonly own?: OwnHeaders;
  /** curl sends no header about a missing body. */
  readonly asCurl?: boolean;
  readonly body: OutgoingBody;
  readonly hasBody: boolean;
  readonly decompress: boolean;
  readonly keepAlive: boolean;
  readonly version: '1.0' | '1.1' | '2';
  readonly authorization?: string;
  readonly proxyAuthorization?: string;
  readonly cookie?: string;
}

/**
 * The given headers, in their order and case; missing required ones go before them (as in curl), and the length after
 * them.
 */
export function composeHeaders(request: Composed): HeaderList {
  const { given } = request;
  const headers: (readonly [string, string])[] = [];
  const add = (name: string, usual: string | undefined) => {
    const own = request.own?.[name.toLowerCase()];
    const value = own === undefined ? usual : own;
    if (value !== undefined && value !== null && !hasHeader(given, name.toLowerCase())) headers.push([name, value]);
  };
  add('Host', request.target.authority);
  add('Proxy-Authorization', request.proxyAuthorization);
  add('Authorization', request.authorization);
  add('Range', undefined);
  add('User-Agent', `wirebench/${productVersion}`);
  add('Accept', '*/*');
  add('Accept-Encoding', request.decompress ? acceptedCodings : undefined);
  add('Referer', undefined);
  add('Cookie', request.cookie);
  headers.push(...given);
  // HTTP/1.1 keeps a connection by default, 1.0 closes it by default: RFC 9112, section 9.3.
  if (request.version === '1.1') add('Connection', request.keepAlive ? undefined : 'close');
  if (
    !hasHeader(given, 'transfer-encoding') &&
    (request.hasBody || (request.asCurl !== true && tellNoBody.has(request.method)))
  )
    add('Content-Length', String(request.body.length));
  if (request.hasBody) add('Content-Type', undefined);
  return headers;
}

const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

const forbidden = /[\x00-\x08\x0a-\x1f\x7f]/;

/**
 * Throws for a request that breaks the rules of HTTP: `bad-method`, `bad-target`, `bad-header`, `header-injection`,
 * `both-lengths`.
 */
export function checkRequest(method: string, headers: HeaderList, requestTarget?: string): void {
  if (requestTarget !== undefined && !/^[\x21-\x7e]+$/.test(requestTarget))
    throw new WirebenchError({
      code: 'bad-target',
      message: `${JSON.stringify(requestTarget)} is not a request target: it is one word of ASCII with no spaces.`,
    });
  if (!token.test(method)) {
    throw new WirebenchError({
      code: 'bad-method',
      message: `${JSON.stringify(method)} is not a method: a method is one word without spaces. Send it as written to keep it.`,
      remedies: ['sendRaw'],
    });
  }
  for (const [name, value] of headers) {
    if (!token.test(name)) {
      throw new WirebenchError({
        code: 'bad-header',
        message: `${JSON.stringify(name)} is not a header name: a name is one word without spaces or colons. Send it as written to keep it.`,
        remedies: ['sendRaw'],
        facts: { header: name },
      });
    }
    const found = forbidden.exec(value);
    if (found === null) continue;
    const breaks = found[0] === '\n' || found[0] === '\r';
    throw new WirebenchError({
      code: breaks ? 'header-injection' : 'bad-header',
      message: breaks
        ? `The value of the header ${name} contains a line break, which would begin another header. Remove it from the value (or from its variable), or send it as written.`
        : `The value of the header ${name} contains a control character (${JSON.stringify(found[0])}). Remove it, or send it as written.`,
      remedies: ['sendRaw'],
      facts: { header: name },
    });
  }
  const given = (wanted: string) => headers.some(([name]) => name.toLowerCase() === wanted);
  if (given('content-length') && given('transfer-encoding')) {
    throw new WirebenchError({
      code: 'both-lengths',
      message:
        'Content-Length and Transfer-Encoding are both given but contradict each other about the end of the body (RFC 9112, section 6.3). Remove one of them, or send the request as written to keep both.',
      remedies: ['sendRaw'],
    });
  }
}

/** The problem with a request's framing of a body with that many bytes: RFC 9112, section 6.3. */
export function lengthProblem(headers: HeaderList, bytes: number): WirebenchError | undefined {
  const coding = headersOf(headers, 'transfer-encoding').join(', ').trim();
  if (coding !== '') {
    if (/(?:^|[, ])chunked$/i.test(coding)) return undefined;
    return framing(
      `Transfer-Encoding is given as ${JSON.stringify(coding)} and does not end with chunked: the server cannot find the end of the body.`,
    );
  }
  const wrong = headersOf(headers, 'content-length').find((length) => length.trim() !== String(bytes));
  if (wrong === undefined) return undefined;
  const then =
    Number(wrong) > bytes
      ? 'the server waits for the rest'
      : 'the server takes the rest for the beginning of another request';
  return framing(`Content-Length is given as ${wrong.trim()}, but the body has ${bytes} bytes: ${then}.`);
}

function framing(what: string): WirebenchError {
  return new WirebenchError({
    code: 'wrong-length',
    message: `${what} Leave the header out, or send the request as written to keep it.`,
    remedies: ['sendRaw'],
  });
}

/** The length of the body; reads the sizes of files. Throws `file-unreadable`. */
export async function measureBody(sources: readonly BodySource[]): Promise<OutgoingBody> {
  let length = 0;
  for (const source of sources) {
    if (source.kind === 'bytes') length += source.bytes.length;
    else {
      try {
        const info = await stat(source.path);
        if (info.isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
        length += info.size;
      } catch (error) {
        throw unreadable(source.path, error);
      }
    }
  }
  return { sources, length };
}

/** For `basic` and `bearer`; digest answers a challenge. */
export function authorizationOf(auth: HttpAuth | undefined): string | undefined {
  switch (auth?.kind) {
    case 'basic':
      return basicCredentials(auth.user, auth.password);
    case 'bearer':
      return `Bearer ${auth.token}`;
    default:
      return undefined;
  }
}

/** RFC 7617, in UTF-8. */
export function basicCredentials(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`;
}
