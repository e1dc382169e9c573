import type { OutgoingBody } from './answer.ts';
import type { CurlWays, HeaderList, HttpResponseHead } from './exchange.ts';
import { headerOf, withoutHeaders } from './headers.ts';
import { encodeTarget, parseTarget, resolveLocation, type Target } from './target.ts';

/** What one hop sends; the next one's follows from the answer. */
export interface Step {
  readonly method: string;
  readonly target: Target;
  /** The URL that led here, where it is to be named. */
  readonly referer?: string;
  /** As given; what is added comes later. */
  readonly headers: HeaderList;
  readonly body: OutgoingBody;
  readonly hasBody: boolean;
  /** Secrets go to the origin they were given for, and no further. */
  readonly trusted: boolean;
}

export const noBody: OutgoingBody = { sources: [], length: 0 };

const redirects = new Set([301, 302, 303, 307, 308]);
/** What describes a body, and goes with it: "request-body-header names" of the Fetch standard, and how it is sent. */
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
 * Where an answer leads, RFC 9110, section 15.4, with what browsers and curl made of it: after 301 and 302 a POST becomes a
 * GET, after 303 everything but HEAD does. Undefined: it leads nowhere. Throws `bad-redirect`.
 */
export function redirected(step: Step, head: HttpResponseHead, curl?: CurlWays): Step | undefined {
  if (!redirects.has(head.status)) return undefined;
  const location = headerOf(head.headers, 'location');
  if (location === undefined || location === '') return undefined;
  const found = resolveLocation(location, step.target);
  const { user, password } = step.target;
  // Who was logged in by the URL still is, at the same server.
  const login = found.user === undefined && user !== undefined && found.origin === step.target.origin;
  const dropped = dropsBody(step, head.status, curl);
  const leaves = found.origin !== step.target.origin;
  const target = {
    // As curl: a login that a redirect's URL brings counts at the same server; no server logs us in at another.
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

/** Whether a redirect makes it a request without a body: a GET, if its method may change. curl asks for the body, not for the method. */
function dropsBody({ method, hasBody }: Step, status: number, curl: CurlWays | undefined): boolean {
  const posted = curl === undefined ? method === 'POST' : curl.posted && hasBody;
  if (status === 301 || status === 302) return posted;
  if (status !== 303) return false;
  return curl === undefined ? method !== 'GET' && method !== 'HEAD' : hasBody;
}
