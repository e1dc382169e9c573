import { JsonNumber, parseJson, printJson, type JsonObject, type JsonValue } from '../../../protocol/json.ts';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { fillMock, matchMock, parseMock, type MockAnswer, type MockRoute } from '../../../protocol/http/mock.ts';
import { badOption } from '../../behaviours/options.ts';
import { nearest } from '../../../base/nearest.ts';
import { headerText, wait } from '../bin/answer.ts';
import { BodyTooLong } from '../body.ts';
import { binRequest, type BinRequest } from '../bin/request.ts';
import { typeOfFile } from '../mimeTypes.ts';
import type { HttpBehaviour, HttpBehaviourKind, HttpContext } from './behaviour.ts';
import type { VersionedResponse } from '../versions.ts';
import { unreadable } from '../../unreadable.ts';

const fileLimit = 5_000_000;

/** The behaviour `mock` with the routes of a file or of a text. Rejects if neither or both are given, or the routes are wrong. */
export async function answerRoutes(
  kind: HttpBehaviourKind,
  file: string | undefined,
  given: string | undefined,
): Promise<HttpBehaviour> {
  if ((file === undefined) === (given === undefined))
    throw badOption(kind, 'file', 'or the option "routes" is needed, but not both');
  const text = given ?? (await readRoutes(file!));
  const { routes, problems } = parseMock(text);
  const [first] = problems;
  if (first !== undefined) {
    const line = text.slice(0, first.start).split('\n').length;
    throw badOption(kind, file === undefined ? 'routes' : 'file', `has a mistake in line ${line}: ${first.message}`);
  }
  const asked = new Map<MockRoute, number>();
  return { handle: (request, response, context) => handle(routes, asked, request, response, context) };
}

async function readRoutes(file: string): Promise<string> {
  try {
    const bytes = await readFile(file);
    if (bytes.length > fileLimit) throw new Error(`it is longer than ${fileLimit / 1_000_000} MB`);
    return bytes.toString('utf8').replace(/^\ufeff/, '');
  } catch (error) {
    throw unreadable('file', file, error);
  }
}

async function handle(
  routes: readonly MockRoute[],
  asked: Map<MockRoute, number>,
  request: IncomingMessage,
  response: VersionedResponse,
  context: HttpContext,
): Promise<void> {
  const given = binRequest(request, context);
  const path = given.target.split('?')[0]!;
  const match = matchMock(routes, given.method, path);
  if (match === undefined) {
    request.resume();
    refuse(response, 404, notFound(routes, given.method, path));
    return;
  }
  const { route, parts } = match;
  const count = asked.get(route) ?? 0;
  asked.set(route, count + 1);
  const answer = route.answers[Math.min(count, route.answers.length - 1)]!;
  if (answer.delay > 0) await wait(answer.delay, context.signal);
  await send(given, request, response, answer, parts, count + 1);
}

async function send(
  given: BinRequest,
  request: IncomingMessage,
  response: VersionedResponse,
  answer: MockAnswer,
  parts: Readonly<Record<string, string>>,
  count: number,
): Promise<void> {
  const texts = [answer.body, ...answer.headers.map(([, value]) => value)];
  let body = '';
  try {
    if (texts.some((text) => /\{\{\s*request\.body/.test(text))) body = (await given.body()).toString('utf8');
  } catch (error) {
    if (!(error instanceof BodyTooLong)) throw error;
    refuse(response, 413, 'The body is too long: 10 MB at most.');
    return;
  }
  request.resume();
  if (answer.is10) response.speak10();
  const value = (name: string) => valueOf(name, given, parts, body, count);
  for (const [name, text] of answer.headers) response.appendHeader(name, headerText(fillMock(text, value)));
  const bytes = Buffer.from(fillMock(answer.body, value), 'utf8');
  if (!response.hasHeader('content-type') && bytes.length > 0)
    response.setHeader('Content-Type', guessedType(answer.body));
  response.statusCode = answer.status;
  if (answer.reason !== undefined) response.statusMessage = headerText(answer.reason);
  const hasBody = answer.status !== 204 && answer.status !== 304;
  if (hasBody) response.setHeader('Content-Length', bytes.length);
  response.end(hasBody ? bytes : undefined);
}

function guessedType(body: string): string {
  if (/^\s*[[{]/.test(body)) return typeOfFile('x.json');
  return `${typeOfFile(/^\s*</.test(body) ? 'x.html' : 'x.txt')}; charset=utf-8`;
}

/** `id` of the path, `request.method`, `request.query.x`, `request.headers.x`, `request.body`, `request.body.$.a[0].b`, `count`. */
function valueOf(
  name: string,
  request: BinRequest,
  parts: Readonly<Record<string, string>>,
  body: string,
  count: number,
): string | undefined {
  if (Object.hasOwn(parts, name)) return parts[name];
  if (name === 'count') return String(count);
  const [, field = '', rest = ''] = /^request\.(\w+)(?:\.(.*))?$/s.exec(name) ?? [];
  const firstOf = (pairs: Iterable<readonly [string, string]>) => {
    for (const [known, value] of pairs) if (known.toLowerCase() === rest.toLowerCase()) return value;
    return '';
  };
  switch (field) {
    case 'method':
      return request.method;
    case 'path':
      return request.path;
    case 'url':
      return request.target;
    case 'query':
      return rest === '' ? request.query : firstOf(request.args);
    case 'headers':
    case 'header':
      return firstOf(Object.entries(request.headers));
    case 'body':
      return rest === '' ? body : partOfJson(body, rest);
    default:
      return undefined;
  }
}

function partOfJson(body: string, path: string): string {
  let value: JsonValue | undefined;
  try {
    value = parseJson(body);
  } catch {
    return '';
  }
  for (const [, name, index, quoted] of path.replace(/^\$/, '').matchAll(/\.?([^.[\]]+)|\[(\d+)\]|\["([^"]*)"\]/g)) {
    const key = name ?? index ?? quoted ?? '';
    value =
      typeof value === 'object' && value !== null && !(value instanceof JsonNumber) && Object.hasOwn(value, key)
        ? (value as JsonObject)[key]
        : undefined;
  }
  if (value === undefined) return '';
  return typeof value === 'string' ? value : printJson(value);
}

function notFound(routes: readonly MockRoute[], method: string, path: string): string {
  const here = routes.filter((route) => matchMock([{ ...route, method: '*' }], method, path) !== undefined);
  if (here.length > 0) return `${path} answers ${here.map((route) => route.method).join(', ')}, not ${method}.`;
  const near = nearest(
    path,
    routes.map((route) => route.path),
  );
  const known = routes.slice(0, 20).map((route) => `${route.method} ${route.path}`);
  const hint = near === undefined ? `The routes are: ${known.join(', ') || 'none'}.` : `Did you mean ${near}?`;
  return `No route answers ${method} ${path}. ${hint}`;
}

function refuse(response: ServerResponse, status: number, sentence: string): void {
  const body = `${sentence}\n`;
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
  });
  response.end(body);
}
