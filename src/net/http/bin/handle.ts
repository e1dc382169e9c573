import type { IncomingMessage, ServerResponse } from 'node:http';
import { once } from 'node:events';
import { BodyTooLong } from '../body.ts';
import { BadRequest, text, type Answer } from './answer.ts';
import { binRequest, type BinRequest } from './request.ts';
import { routes, routesOf, type Found } from './routes.ts';
import { nearest } from '../../../base/nearest.ts';
import type { HttpContext } from '../behaviours/behaviour.ts';

const corsMethods = 'GET, POST, PUT, DELETE, PATCH, OPTIONS';

/** Answers one request as `bin` does. */
export async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  context: HttpContext,
  cors: boolean,
): Promise<void> {
  const asked = binRequest(request, context);
  if (cors) allowOrigin(request, response);
  const answer = await answered(asked);
  if (context.over) return;
  await send(request, response, answer, context);
}

function allowOrigin(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('Access-Control-Allow-Origin', request.headers.origin ?? '*');
  response.setHeader('Access-Control-Allow-Credentials', 'true');
  if (request.method !== 'OPTIONS') return;
  response.setHeader('Access-Control-Allow-Methods', corsMethods);
  response.setHeader('Access-Control-Max-Age', '3600');
  const wanted = request.headers['access-control-request-headers'];
  if (wanted !== undefined) response.setHeader('Access-Control-Allow-Headers', wanted);
}

async function answered(request: BinRequest): Promise<Answer> {
  const found = routesAt(request.path);
  if (found.length === 0) return notFound(request.path);
  if (request.method === 'OPTIONS') {
    return {
      headers: [
        ['Content-Type', 'text/html; charset=utf-8'],
        ['Allow', allowedAt(found)],
      ],
      body: '',
    };
  }
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const match = found.find(({ route }) => route.methods.includes(method));
  if (match === undefined) {
    const sentence = `${request.path} takes ${allowedAt(found)}, not ${request.method}.\n`;
    return {
      ...text(sentence, 'text/plain; charset=utf-8', 405),
      headers: [
        ['Content-Type', 'text/plain; charset=utf-8'],
        ['Allow', allowedAt(found)],
      ],
    };
  }
  try {
    return await match.route.answer(request, match.part);
  } catch (error) {
    if (error instanceof BadRequest) return text(`${error.message}\n`, 'text/plain; charset=utf-8', 400);
    if (error instanceof BodyTooLong)
      return text('The body is too long: 10 MB at most.\n', 'text/plain; charset=utf-8', 413);
    throw error;
  }
}

/** As on most servers, several slashes count as one unless a route has several. */
function routesAt(path: string): Found[] {
  const found = routesOf(path);
  return found.length > 0 || !path.includes('//') ? found : routesOf(path.replace(/\/{2,}/g, '/'));
}

const allowedAt = (found: readonly Found[]) =>
  [...new Set(found.flatMap(({ route }) => allowedOf(route.methods)))].join(', ');

const allowedOf = (methods: readonly string[]) => [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'];

function notFound(path: string): Answer {
  const near = nearest(
    path,
    routes.map((route) => route.path),
  );
  const hint = near === undefined ? '/ lists all paths.' : `Did you mean ${near}?`;
  return text(`There is nothing at ${path}. ${hint}\n`, 'text/plain; charset=utf-8', 404);
}

async function send(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  context: HttpContext,
): Promise<void> {
  const { status = 200, headers = [], body, pieces } = answer;
  for (const [name, value] of headers) response.appendHeader(name, value);
  response.statusCode = status;
  // The unread part would be taken for the next request, so it is discarded.
  request.resume();
  if (pieces === undefined) {
    const hasBody = status >= 200 && status !== 204 && status !== 304;
    if (hasBody) sendWhole(response, body ?? '');
    else response.end();
    return;
  }
  if (answer.length !== undefined) response.setHeader('Content-Length', answer.length);
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  response.flushHeaders();
  for await (const piece of pieces) {
    if (context.over) return;
    if (!response.write(piece)) await once(response, 'drain', { signal: context.signal });
  }
  response.end();
}

function sendWhole(response: ServerResponse, body: string | Uint8Array): void {
  const length = Buffer.byteLength(body);
  response.setHeader('Content-Length', length);
  // Node joins its head with a text, which is one write instead of two; in UTF-8 it would also recode the head.
  if (typeof body === 'string' && length === body.length) response.end(body, 'latin1');
  else response.end(typeof body === 'string' ? Buffer.from(body, 'utf8') : body);
}
