import { WirebenchError } from '../../../base/errors.ts';
import type { HttpExchange, HttpHop } from '../../../net/http/exchange.ts';
import { parseJson } from '../../../protocol/json.ts';
import { asBodyText } from '../../run/bodyText.ts';
import {
  atPath,
  unknownSubject,
  type Subject,
  type SubjectContext,
  type SubjectTable,
} from '../../run/subjectTable.ts';
import { askBody, type BodyQuestion } from '../../xml/body.ts';

export function httpSubject(exchange: HttpExchange, body: Uint8Array, context: SubjectContext): Subject {
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
  const table: SubjectTable = {
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
  return {
    async read(name, path) {
      const read = Object.hasOwn(table, name) ? table[name] : undefined;
      if (read === undefined) throw unknownSubject(name, Object.keys(table));
      const value = await read(path);
      if (name === 'xpath') return { value };
      const arrived = { first: exchange.startedAt, last: exchange.startedAt + exchange.duration };
      return { value, arrived, ...(name === 'body' && path === undefined && { bytes: body }) };
    },
  };
}

function jsonOf(text: string): unknown {
  try {
    return parseJson(text);
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    const message = `The body is not JSON, so a path finds nothing in it: ${said}.`;
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

async function atXPath(question: BodyQuestion): Promise<unknown> {
  const { comparedValue, XmlProblem } = await import('../../xml/xpath.ts');
  try {
    return comparedValue(await askBody(question));
  } catch (cause) {
    if (!(cause instanceof XmlProblem)) throw cause;
    throw new WirebenchError({ code: 'bad-xpath', message: `The body ${cause.message}` }, { cause });
  }
}

/** The duration of a hop's step in milliseconds, from the end of the step before. Undefined if it did not take place. */
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
