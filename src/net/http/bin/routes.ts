import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, deflate, gzip } from 'node:zlib';
import {
  BadRequest,
  deleteCookie,
  headerText,
  isToken,
  json,
  jsonText,
  numberIn,
  redirect,
  setCookie,
  text,
  wait,
  type Answer,
} from './answer.ts';
import { basicAuth, bearerAuth, digestAuth } from './auth.ts';
import { jpeg, png, svg, webp } from './images.ts';
import {
  denied,
  formPage,
  htmlSample,
  indexPage,
  jsonSample,
  linksPage,
  robots,
  utf8Sample,
  xmlSample,
} from './pages.ts';
import { argument, describe, flattened, header, type BinRequest } from './request.ts';
import { chosenStatus, statusAnswer } from './status.ts';
import { bytes, drip, range, seconds, stream, streamBytes } from './streams.ts';

interface Route {
  readonly methods: readonly string[];
  /** `:name` is one segment, `:name(int)` one of digits, `*name` the rest. */
  readonly path: string;
  readonly sentence: string;
  readonly answer: (request: BinRequest, part: Readonly<Record<string, string>>) => Answer | Promise<Answer>;
}

const get = ['GET'];
const most = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'TRACE'];
const withBody = ['url', 'args', 'form', 'data', 'origin', 'headers', 'files', 'json'];
const plainText = 'text/plain';

const said = (request: BinRequest, ...names: string[]) => describe(request, ...names).then((value) => json(value));
const viewGet = (request: BinRequest) => describe(request, 'url', 'args', 'headers', 'origin');

const coded =
  (coding: string, flag: string, compress: (body: Buffer) => Promise<Buffer>): Route['answer'] =>
  async (request) => {
    const described = { ...(await describe(request, 'origin', 'headers')), method: request.method, [flag]: true };
    const body = await compress(Buffer.from(jsonText(described)));
    return {
      headers: [
        ['Content-Type', 'application/json'],
        ['Content-Encoding', coding],
      ],
      body,
    };
  };

const image = (body: string | Buffer, type: string): Answer => ({ headers: [['Content-Type', type]], body });
const images: Readonly<Record<string, Answer>> = {
  webp: image(webp, 'image/webp'),
  svg: image(svg, 'image/svg+xml'),
  jpeg: image(jpeg, 'image/jpeg'),
  png: image(png, 'image/png'),
};

/** The first type that the client accepts; png by default. */
function acceptedImage(request: BinRequest): Answer {
  const accept = header(request, 'accept')?.toLowerCase();
  if (accept === undefined) return images['png']!;
  if (accept.includes('image/webp')) return images['webp']!;
  if (accept.includes('image/svg+xml')) return images['svg']!;
  if (accept.includes('image/jpeg')) return images['jpeg']!;
  return accept.includes('image/png') || accept.includes('image/*') ? images['png']! : statusAnswer(406);
}

function redirects(request: BinRequest, count: string, absolute: boolean, kind: string): Answer {
  const left = Number(count);
  if (left < 1) throw new BadRequest('A redirect needs at least one step.');
  const where = left === 1 ? '/get' : `/${kind}/${left - 1}`;
  return redirect(absolute ? `${request.scheme}://${request.host}${where}` : where);
}

function redirectTo(request: BinRequest): Answer {
  const url = argument(request, 'url');
  if (url === undefined) throw new BadRequest('url is missing: /redirect-to?url=/get');
  const status = Number(argument(request, 'status_code') ?? 302);
  const allowed = Number.isInteger(status) && status >= 300 && status < 400;
  return {
    status: allowed ? status : 302,
    headers: [
      ['Content-Type', 'text/html; charset=utf-8'],
      ['Location', headerText(url).replaceAll(' ', '%20')],
    ],
    body: '',
  };
}

function listed(value: string | undefined): string[] {
  return (value ?? '')
    .split(',')
    .map((part) => /^\s*(?:W\/)?"?([^"]*)"?\s*$/.exec(part)?.[1] ?? '')
    .filter((tag) => tag !== '');
}

async function tagged(request: BinRequest, tag: string): Promise<Answer> {
  const noneMatch = listed(header(request, 'if-none-match'));
  const match = listed(header(request, 'if-match'));
  const etag = ['ETag', headerText(tag)] as const;
  const has = (tags: readonly string[]) => tags.includes(tag) || tags.includes('*');
  if (noneMatch.length > 0) {
    if (has(noneMatch)) return { status: 304, headers: [etag] };
  } else if (match.length > 0 && !has(match)) return statusAnswer(412);
  return json(await viewGet(request), [etag]);
}

/** The body is the head with its own length, so it is written until the length no longer changes. */
function responseHeaders(request: BinRequest): Answer {
  for (const [name] of request.args) {
    if (!isToken(name)) throw new BadRequest(`${JSON.stringify(name)} cannot be the name of a header field.`);
    if (/^(content-length|transfer-encoding|connection|upgrade|trailer)$/i.test(name)) {
      throw new BadRequest(`${name} frames the answer: it cannot be set.`);
    }
  }
  const given = request.args.map(([name, value]) => [name, headerText(value)] as const);
  const described = flattened([['Content-Type', 'application/json'], ...request.args]);
  let body = '';
  for (let length = -1; length !== body.length;) {
    length = body.length;
    body = jsonText({ ...described, 'Content-Length': String(length) });
  }
  return { headers: [['Content-Type', 'application/json'], ...given], body };
}

function decodedBase64(value: string): Answer {
  if (!/^[\w+/-]*={0,2}$/.test(value) || value.replace(/=/g, '').length % 4 === 1) {
    throw new BadRequest(`${JSON.stringify(value.slice(0, 100))} is not base64.`);
  }
  return text(Buffer.from(value, 'base64').toString('utf8'));
}

async function delayed(request: BinRequest, delay: string): Promise<Answer> {
  await wait(seconds(delay, 'The delay') * 1000, request.signal);
  return said(request, 'url', 'args', 'form', 'data', 'origin', 'headers', 'files');
}

function cached(request: BinRequest): Promise<Answer> | Answer {
  if (header(request, 'if-modified-since') ?? header(request, 'if-none-match')) return { status: 304 };
  return viewGet(request).then((value) =>
    json(value, [
      ['Last-Modified', new Date().toUTCString()],
      ['ETag', randomUUID().replaceAll('-', '')],
    ]),
  );
}

const setCookies = (request: BinRequest, cookies: BinRequest['args']): Answer =>
  redirect(
    '/cookies',
    302,
    cookies.map(([name, value]) => setCookie(request, name, value)),
  );

/** The first value of each name. */
const firsts = (request: BinRequest) =>
  request.args.filter(([name], index) => request.args.findIndex(([other]) => other === name) === index);

const statusOf = (codes: string): Answer => {
  const status = chosenStatus(codes);
  return status === undefined ? text('Invalid status code', undefined, 400) : statusAnswer(status);
};

/** All routes of `bin`, in the order of its index page. */
export const routes: readonly Route[] = [
  { methods: get, path: '/', sentence: 'This page.', answer: () => text(indexPage(routes)) },
  {
    methods: get,
    path: '/get',
    sentence: 'The request, as JSON.',
    answer: async (request) => json(await viewGet(request)),
  },
  ...['POST', 'PUT', 'PATCH', 'DELETE'].map((method): Route => ({
    methods: [method],
    path: `/${method.toLowerCase()}`,
    sentence: 'The request with its body, as JSON.',
    answer: (request) => said(request, ...withBody),
  })),
  ...['/anything', '/anything/*rest'].map((path): Route => ({
    methods: most,
    path,
    sentence: 'The request with its method and body, as JSON.',
    answer: (request) => said(request, ...withBody, 'method'),
  })),
  {
    methods: get,
    path: '/headers',
    sentence: 'The header fields of the request.',
    answer: (request) => said(request, 'headers'),
  },
  { methods: get, path: '/ip', sentence: "The client's address.", answer: (request) => said(request, 'origin') },
  {
    methods: get,
    path: '/user-agent',
    sentence: 'The User-Agent of the request.',
    answer: (request) => json({ 'user-agent': header(request, 'user-agent') ?? null }),
  },
  {
    methods: most,
    path: '/status/:codes',
    sentence: 'That status, or one of several by weight: 200:3,500.',
    answer: (_, part) => statusOf(part['codes']!),
  },
  {
    methods: get,
    path: '/redirect/:n(int)',
    sentence: 'n redirects, then /get; absolute ones with ?absolute=true.',
    answer: (request, { n }) => {
      const absolute = argument(request, 'absolute')?.toLowerCase() === 'true';
      return redirects(request, n!, absolute, absolute ? 'absolute-redirect' : 'relative-redirect');
    },
  },
  {
    methods: get,
    path: '/relative-redirect/:n(int)',
    sentence: 'n redirects to paths, then /get.',
    answer: (request, { n }) => redirects(request, n!, false, 'relative-redirect'),
  },
  {
    methods: get,
    path: '/absolute-redirect/:n(int)',
    sentence: 'n redirects to whole URLs, then /get.',
    answer: (request, { n }) => redirects(request, n!, true, 'absolute-redirect'),
  },
  {
    methods: most,
    path: '/redirect-to',
    sentence: 'A redirect to ?url=, with ?status_code= if given.',
    answer: redirectTo,
  },
  {
    methods: most,
    path: '/delay/:seconds',
    sentence: 'The request, after that many seconds (at most 10).',
    answer: (request, part) => delayed(request, part['seconds']!),
  },
  {
    methods: get,
    path: '/bytes/:n(int)',
    sentence: 'n random bytes (at most 102,400), the same for the same ?seed=.',
    answer: (request, { n }) => bytes(request, Number(n)),
  },
  {
    methods: get,
    path: '/stream-bytes/:n(int)',
    sentence: 'n random bytes in chunks of ?chunk_size=.',
    answer: (request, { n }) => streamBytes(request, Number(n)),
  },
  {
    methods: get,
    path: '/stream/:n(int)',
    sentence: 'n lines of JSON (at most 100), in chunks.',
    answer: (request, { n }) => stream(request, Number(n)),
  },
  {
    methods: get,
    path: '/drip',
    sentence: '?numbytes= over ?duration= seconds, after ?delay= seconds, with status ?code=.',
    answer: drip,
  },
  {
    methods: get,
    path: '/range/:n(int)',
    sentence: 'n bytes of the alphabet, for requests of ranges.',
    answer: (request, { n }) => range(request, Number(n)),
  },
  {
    methods: get,
    path: '/gzip',
    sentence: 'The request, coded with gzip.',
    answer: coded('gzip', 'gzipped', promisify<Buffer, Buffer>(gzip)),
  },
  {
    methods: get,
    path: '/deflate',
    sentence: 'The request, coded with deflate.',
    answer: coded('deflate', 'deflated', promisify<Buffer, Buffer>(deflate)),
  },
  {
    methods: get,
    path: '/brotli',
    sentence: 'The request, coded with brotli.',
    answer: coded('br', 'brotli', promisify<Buffer, Buffer>(brotliCompress)),
  },
  {
    methods: get,
    path: '/cookies',
    sentence: 'The cookies of the request.',
    answer: (request) => json({ cookies: Object.fromEntries(request.cookies) }),
  },
  {
    methods: get,
    path: '/cookies/set',
    sentence: 'Sets the cookies of the query: ?name=value.',
    answer: (request) => setCookies(request, firsts(request)),
  },
  {
    methods: get,
    path: '/cookies/set/:name/:value',
    sentence: 'Sets a cookie.',
    answer: (request, { name, value }) => setCookies(request, [[name!, value!]]),
  },
  {
    methods: get,
    path: '/cookies/delete',
    sentence: 'Deletes the cookies of the query: ?name.',
    answer: (request) =>
      redirect(
        '/cookies',
        302,
        firsts(request).map(([name]) => deleteCookie(name)),
      ),
  },
  {
    methods: get,
    path: '/basic-auth/:user/:password',
    sentence: 'Asks for Basic authentication.',
    answer: (request, { user, password }) => basicAuth(request, user!, password!, false),
  },
  {
    methods: get,
    path: '/hidden-basic-auth/:user/:password',
    sentence: 'Answers 404 without Basic authentication.',
    answer: (request, { user, password }) => basicAuth(request, user!, password!, true),
  },
  ...['', '/:algorithm', '/:algorithm/:staleAfter'].map((rest): Route => ({
    methods: get,
    path: `/digest-auth/:qop/:user/:password${rest}`,
    sentence: 'Asks for Digest authentication: qop auth or auth-int; MD5, SHA-256 or SHA-512.',
    answer: digestAuth,
  })),
  { methods: get, path: '/bearer', sentence: 'Asks for a bearer token; any token is accepted.', answer: bearerAuth },
  { methods: get, path: '/cache', sentence: '304 to a conditional request, else the request.', answer: cached },
  {
    methods: get,
    path: '/cache/:seconds(int)',
    sentence: 'The request, with Cache-Control: max-age.',
    answer: async (request, part) =>
      json(await viewGet(request), [['Cache-Control', `public, max-age=${Number(part['seconds'])}`]]),
  },
  {
    methods: get,
    path: '/etag/:etag',
    sentence: 'The request, with that ETag; If-Match and If-None-Match hold.',
    answer: (request, { etag }) => tagged(request, etag!),
  },
  {
    methods: ['GET', 'POST'],
    path: '/response-headers',
    sentence: 'The header fields of the query.',
    answer: responseHeaders,
  },
  { methods: get, path: '/image', sentence: 'An image of the type that is accepted.', answer: acceptedImage },
  ...Object.entries(images).map(([name, answer]): Route => ({
    methods: get,
    path: `/image/${name}`,
    sentence: `An image, as ${name}.`,
    answer: () => answer,
  })),
  { methods: get, path: '/json', sentence: 'JSON.', answer: () => json(jsonSample) },
  { methods: get, path: '/html', sentence: 'HTML.', answer: () => text(htmlSample) },
  { methods: get, path: '/xml', sentence: 'XML.', answer: () => text(xmlSample, 'application/xml') },
  { methods: get, path: '/encoding/utf8', sentence: 'Text in many scripts.', answer: () => text(utf8Sample) },
  { methods: get, path: '/uuid', sentence: 'A random UUID.', answer: () => json({ uuid: randomUUID() }) },
  {
    methods: get,
    path: '/base64/:value',
    sentence: 'The decoded text.',
    answer: (_, part) => decodedBase64(part['value']!),
  },
  {
    methods: get,
    path: '/robots.txt',
    sentence: 'A page that robots may not read.',
    answer: () => text(robots, plainText),
  },
  { methods: get, path: '/deny', sentence: 'A page that robots may not read.', answer: () => text(denied, plainText) },
  {
    methods: get,
    path: '/links/:n(int)',
    sentence: 'A redirect to the first of n pages that link to each other.',
    answer: (_, { n }) => redirect(`/links/${n}/0`),
  },
  {
    methods: get,
    path: '/links/:n(int)/:i(int)',
    sentence: 'One of n pages (at most 200) that link to each other.',
    answer: (_, { n, i }) => text(linksPage(Math.min(Math.max(1, numberIn(n, 'n')), 200), Number(i))),
  },
  { methods: get, path: '/forms/post', sentence: 'A form that posts to /post.', answer: () => text(formPage) },
];

export interface Found {
  readonly route: Route;
  readonly part: Readonly<Record<string, string>>;
}

const patterns = routes.map((route) => ({
  route,
  pattern: new RegExp(
    `^${route.path
      .replace(/[.]/g, '\\.')
      .replace(/:(\w+)\(int\)/g, '(?<$1>\\d{1,15})')
      .replace(/:(\w+)/g, '(?<$1>[^/]+)')
      .replace(/\*(\w+)/g, '(?<$1>.*)')}$`,
  ),
}));

/**
 * By the first segment of a path, so that only a few patterns are tried. Patterns whose first segment is a parameter
 * are tried for every path.
 */
const ofAny = patterns.filter(({ route }) => /[:*]/.test(firstSegment(route.path)));
const bySegment = new Map(
  routes.map(({ path }) => {
    const segment = firstSegment(path);
    const some = patterns.filter((one) => ofAny.includes(one) || firstSegment(one.route.path) === segment);
    return [segment, some];
  }),
);

function firstSegment(path: string): string {
  const end = path.indexOf('/', 1);
  return end < 0 ? path : path.slice(0, end);
}

/** The routes of a path for all methods, literal ones before those with parameters. */
export function routesOf(path: string): Found[] {
  const found: Found[] = [];
  for (const { route, pattern } of bySegment.get(firstSegment(path)) ?? ofAny) {
    const match = pattern.exec(path);
    if (match !== null) found.push({ route, part: { ...match.groups } });
  }
  return found;
}
