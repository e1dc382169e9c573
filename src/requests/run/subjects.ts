import { WirebenchError } from '../../base/errors.ts';
import type { HttpExchange, HttpHop } from '../../net/http/exchange.ts';
import { decode } from '../../protocol/text/decode.ts';
import { parseJson } from '../../protocol/json.ts';
import { formatBase64 } from '../../protocol/text/base64.ts';
import { formatHex } from '../../protocol/text/hex.ts';
import { comparedFind, find } from '../jsonPath.ts';
import { askBody, type BodyQuestion } from '../xml/body.ts';
import { asBodyText, bodyBytes, type Bodies } from './bodyText.ts';
import type { ItemResult, SessionResult } from './outcome.ts';

/** What a check looks at. */
export interface Found {
  /** Undefined: it is not there. */
  readonly value: unknown;
  /** Of what was received, and of a body: for digests. */
  readonly bytes?: Uint8Array;
}

export type Subject = (name: string, path: string | undefined) => Found | Promise<Found>;

export interface SubjectContext {
  readonly bodies: Bodies;
  /** Milliseconds that the request took. */
  readonly duration: number;
  /** Of a session: how its bytes are read as text. */
  readonly encoding: string;
  /** What prefixes in XPaths stand for. */
  readonly namespaces: ReadonlyMap<string, string>;
}

/** The subjects of a result. What takes time (a body) is read before. The reader throws WirebenchError where it cannot tell. */
export async function subjectOf(result: ItemResult, context: SubjectContext): Promise<Subject> {
  switch (result.kind) {
    case 'http':
      return httpSubject(result.exchange, await bodyBytes(result.exchange, context.bodies), context);
    case 'session':
      return fromTable(sessionTable(result, context), context, result.received);
    case 'serve':
      return fromTable({ host: () => result.host, port: () => result.port }, context);
    case 'run':
      return fromTable(
        {
          pid: () => result.pid,
          output: () => result.output,
          exitCode: () => result.exitCode,
          signal: () => result.signal,
        },
        context,
      );
    case 'dns':
    case 'lookup':
      return (name, path) => {
        if (name === 'duration') return { value: context.duration };
        return { value: atPath(result.data, path === undefined ? name : `${name}.${path}`) };
      };
  }
}

type Table = Readonly<Record<string, (path: string | undefined) => unknown>>;

function fromTable(table: Table, context: SubjectContext, received?: Uint8Array): Subject {
  return (name, path) => {
    if (name === 'duration') return { value: context.duration };
    const read = Object.hasOwn(table, name) ? table[name] : undefined;
    if (read === undefined) throw unknownSubject(name, Object.keys(table));
    return { value: read(path), ...(received !== undefined && { bytes: received }) };
  };
}

function unknownSubject(name: string, known: readonly string[]): WirebenchError {
  const message = `A result of this kind has no "${name}"; it has ${[...known, 'duration'].join(', ')}.`;
  return new WirebenchError({ code: 'unknown-subject', message });
}

function sessionTable(result: SessionResult, { encoding }: SubjectContext): Table {
  const { received } = result;
  const text = (): string => decode(received, encoding, 'backslashreplace');
  return {
    received: text,
    'received text': text,
    'received hex': () => formatHex(received),
    'received base64': () => formatBase64(received),
    'received bytes': () => result.chunks.reduce((sum, length) => sum + length, 0),
    'received length': () => result.chunks.reduce((sum, length) => sum + length, 0),
    'received lines': () => text().split(/\r\n|\n|\r/).length - (/(^|[\r\n])$/.test(text()) ? 1 : 0),
    'received chunks': () => result.messages,
    'sent bytes': () => result.sentBytes,
    closed: () => result.closed,
  };
}

function httpSubject(exchange: HttpExchange, body: Uint8Array, context: SubjectContext): Subject {
  const last = exchange.hops.at(-1);
  const response = last?.response;
  const headers = (name: string): string[] =>
    (response?.headers ?? []).filter(([key]) => key.toLowerCase() === name.toLowerCase()).map(([, value]) => value);
  let text: string | undefined;
  const bodyText = (): string => (text ??= asBodyText(exchange, body));
  let parsed: { value: unknown } | undefined;
  const json = (): unknown => {
    parsed ??= { value: jsonOf(bodyText()) };
    return parsed.value;
  };
  const table: Table = {
    status: () => response?.status,
    reason: () => response?.reason,
    version: () => response?.version,
    header: (name = '') => (headers(name).length === 0 ? undefined : headers(name).join(', ')),
    body: (path) => (path === undefined ? bodyText() : atPath(json(), path)),
    xpath: (path = '') =>
      atXPath({ text: bodyText(), type: headers('content-type')[0] ?? '', path, namespaces: context.namespaces }),
    'body bytes': () => exchange.body?.bytes ?? 0,
    url: () => last?.url,
    redirects: () => exchange.hops.filter(({ next }) => next === 'redirect').length,
    cookie: (name = '') => cookieOf(headers('set-cookie'), name),
    duration: (step) => (step === undefined ? exchange.duration : timing(last, step)),
  };
  return (name, path) => {
    const read = Object.hasOwn(table, name) ? table[name] : undefined;
    if (read === undefined) throw unknownSubject(name, Object.keys(table));
    if (name === 'xpath') return Promise.resolve(read(path)).then((value) => ({ value }));
    return { value: read(path), ...(name === 'body' && path === undefined && { bytes: body }) };
  };
}

function jsonOf(text: string): unknown {
  try {
    return parseJson(text);
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    const message = `The body is no JSON, so no path leads into it: ${said}.`;
    throw new WirebenchError({ code: 'no-json', message }, { cause });
  }
}

function cookieOf(lines: readonly string[], name: string): string | undefined {
  for (const line of lines) {
    const [pair = ''] = line.split(';');
    const equals = pair.indexOf('=');
    if (equals >= 0 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim();
  }
  return undefined;
}

/** What a path finds; throws where it is no path. */
function atPath(value: unknown, path: string): unknown {
  const found = find(value, path);
  if (found.found) return comparedFind(found.values);
  if (found.problem !== undefined) throw new WirebenchError({ code: 'bad-path', message: found.problem });
  return undefined;
}

async function atXPath(question: BodyQuestion): Promise<unknown> {
  const { comparedValue, XmlProblem } = await import('../xml/xpath.ts');
  try {
    return comparedValue(await askBody(question));
  } catch (cause) {
    if (!(cause instanceof XmlProblem)) throw cause;
    throw new WirebenchError({ code: 'bad-xpath', message: `The body ${cause.message}` }, { cause });
  }
}

/** Of a hop's steps, in milliseconds: from the end of the one before. Undefined where the step did not take place. */
function timing(hop: HttpHop | undefined, step: string): number | undefined {
  const { lookup, connected, secured, sent, firstByte, done } = hop?.timings ?? {};
  const between = (from: number | undefined, to: number | undefined): number | undefined =>
    to === undefined ? undefined : to - (from ?? 0);
  const steps: Readonly<Record<string, number | undefined>> = {
    lookup,
    connect: between(lookup, connected),
    tls: between(connected, secured),
    firstByte: between(sent, firstByte),
    download: between(firstByte, done),
  };
  if (Object.hasOwn(steps, step)) return steps[step];
  const message = `There is no step "${step}" of a duration; there are ${Object.keys(steps).join(', ')}.`;
  throw new WirebenchError({ code: 'unknown-subject', message });
}
