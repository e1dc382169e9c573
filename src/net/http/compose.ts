import { stat } from 'node:fs/promises';
import { WirebenchError } from '../../base/errors.ts';
import type { OutgoingBody } from './answer.ts';
import type { BodySource, HeaderList, HttpAuth, OwnHeaders } from './exchange.ts';
import { hasHeader, headersOf } from './headers.ts';
import { unreadable } from './sources.ts';
import type { Target } from './target.ts';

/** The version of this product, as the User-Agent names it. */
const productVersion = '0.1.0';

const acceptedCodings = 'gzip, deflate, br, zstd';

/** Methods whose requests say that there is no body: RFC 9110, section 8.6. */
const tellNoBody = new Set(['POST', 'PUT', 'PATCH']);

interface Composed {
  readonly method: string;
  readonly target: Target;
  readonly given: HeaderList;
  readonly own?: OwnHeaders;
  /** curl says nothing of a body where there is none. */
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

/** What was given, in its order and case; what was not but is needed, before it (as curl), and the length after it. */
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
  // HTTP/1.1 keeps a connection unless told, 1.0 closes it unless told: RFC 9112, section 9.3.
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

/** Throws what HTTP's rules say against the request: `bad-method`, `bad-target`, `bad-header`, `header-injection`, `both-lengths`. */
export function checkRequest(method: string, headers: HeaderList, requestTarget?: string): void {
  if (requestTarget !== undefined && !/^[\x21-\x7e]+$/.test(requestTarget))
    throw new WirebenchError({
      code: 'bad-target',
      message: `${JSON.stringify(requestTarget)} is not a request target: it is one word of ASCII with no spaces.`,
    });
  if (!token.test(method)) {
    throw new WirebenchError({
      code: 'bad-method',
      message: `${JSON.stringify(method)} is not a method: a method is one word without spaces. Send it as written to send just that.`,
      remedies: ['sendRaw'],
    });
  }
  for (const [name, value] of headers) {
    if (!token.test(name)) {
      throw new WirebenchError({
        code: 'bad-header',
        message: `${JSON.stringify(name)} is not a header name: a name is one word without spaces or colons. Send it as written to send just that.`,
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
        ? `The value of the header ${name} contains a line break, which would begin another header. Take it out of the value (or of the variable it came from), or send it as written.`
        : `The value of the header ${name} contains a control character (${JSON.stringify(found[0])}). Take it out, or send it as written.`,
      remedies: ['sendRaw'],
      facts: { header: name },
    });
  }
  const given = (wanted: string) => headers.some(([name]) => name.toLowerCase() === wanted);
  if (given('content-length') && given('transfer-encoding')) {
    throw new WirebenchError({
      code: 'both-lengths',
      message:
        'Content-Length and Transfer-Encoding are both given but contradict each other about the end of the body (RFC 9112, section 6.3). Remove one of them, or send it as written to send just that.',
      remedies: ['sendRaw'],
    });
  }
}

/** What is wrong with how a request frames a body of so many bytes: RFC 9112, section 6.3. */
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
    message: `${what} Leave the header out, or send it as written to send just that.`,
    remedies: ['sendRaw'],
  });
}

/** How long the body is; files are asked for their sizes. Throws `file-unreadable`. */
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

/** Of `basic` and `bearer`; digest answers a challenge. */
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
