import type { OutgoingBody } from './answer.ts';
import type { CurlWays, HeaderList, HttpResponseHead } from './exchange.ts';
import { headerOf, withoutHeaders } from './headers.ts';
import { encodeTarget, parseTarget, resolveLocation, type Target } from './target.ts';

/** The request of one hop. The next one follows from the answer. */
export interface Step {
  readonly method: string;
  readonly target: Target;
  /** The URL that led here, if the request names it. */
  readonly referer?: string;
  /** As given, without the headers that are added later. */
  readonly headers: HeaderList;
  readonly body: OutgoingBody;
  readonly hasBody: boolean;
  /** Secrets go only to the origin that they were given for. */
  readonly trusted: boolean;
}

export const noBody: OutgoingBody = { sources: [], length: 0 };

const redirects = new Set([301, 302, 303, 307, 308]);
/**
 * Headers that describe a body, and are dropped with it: "request-body-header names" of the Fetch standard, and those
 * of its framing.
 */
const bodyHeaders = new Set([
  'content-length',
  'content-type',
  'content-encoding',
  'content-language',
  'content-location',
  'transfer-encoding',
  'expect',
]);
const lengthHeaders = new Set(['content-length', 'transfer-encoding']);
const secretHeaders = new Set(['authorization', 'cookie', 'proxy-authorization', 'host']);

/**
 * The target of an answer, RFC 9110, section 15.4, as browsers and curl apply it: after 301 and 302 a POST becomes a
 * GET, after 303 everything except HEAD does. Undefined: not a redirect. Throws `bad-redirect`.
 */
export function redirected(step: Step, head: HttpResponseHead, curl?: CurlWays): Step | undefined {
  if (!redirects.has(head.status)) return undefined;
  const location = headerOf(head.headers, 'location');
  if (location === undefined || location === '') return undefined;
  const found = resolveLocation(location, step.target);
  const { user, password } = step.target;
  // A login by the URL stays valid at the same server.
  const login = found.user === undefined && user !== undefined && found.origin === step.target.origin;
  const dropped = dropsBody(step, head.status, curl);
  const leaves = found.origin !== step.target.origin;
  const target = {
    // As in curl: a login in a redirect's URL counts at the same server. A server cannot log us in at another.
    ...(leaves ? parseTarget(found.href) : found),
    path: encodeTarget(found.path, curl === undefined ? 'browsers' : 'curl'),
    ...(login ? { user, password: password ?? '' } : {}),
  };
  let { headers } = step;
  if (dropped) headers = withoutHeaders(headers, curl === undefined ? bodyHeaders : lengthHeaders);
  if (leaves) headers = withoutHeaders(headers, secretHeaders);
  return {
    method: dropped && curl?.fixedMethod !== true ? 'GET' : step.method,
    target,
    headers,
    body: dropped ? noBody : step.body,
    hasBody: !dropped && step.hasBody,
    trusted: step.trusted && !leaves,
  };
}

/**
 * Whether a redirect turns it into a request without a body: a GET, if its method may change. curl decides by the body,
 * not by the method.
 */
function dropsBody({ method, hasBody }: Step, status: number, curl: CurlWays | undefined): boolean {
  const posted = curl === undefined ? method === 'POST' : curl.posted && hasBody;
  if (status === 301 || status === 302) return posted;
  if (status !== 303) return false;
  return curl === undefined ? method !== 'GET' && method !== 'HEAD' : hasBody;
}
