import { readFile } from 'node:fs/promises';
import type { HttpRequestSpec } from '../../../net/http/exchange.ts';
import type { HttpItem, Located, Range } from '../../model.ts';
import { headers, methods } from '../../httpWords.ts';
import { bodyStyle } from '../../parse/body.ts';
import { headerText } from '../../parse/headers.ts';
import { printBody, printField } from '../../printing.ts';
import { exchangeText, mostBody, textOfBody } from '../../run/bodyText.ts';
import type { HttpResult } from '../../run/outcome.ts';
import type { MessageSource } from '../../variables.ts';
import type { Explained, RequestKind } from '../kind.ts';
import { presentExchange } from './present.ts';
import { certificateForm } from './certificate.ts';
import { needsOfCurl } from './curlTrust.ts';
import { httpSpec } from './spec.ts';

export const httpKind: RequestKind<HttpItem, HttpResult> = {
  spec: httpSpec,
  print: (item, text) => (item.curl ? text.slice(item.start, item.end).split(/\r\n|\r|\n/) : printHttp(item)),
  body: ({ body }) => body,
  folds: ({ body, curl }) => (curl === undefined ? body : []),
  // curl sends the headers it is given, whatever they mean.
  headers: ({ headers, curl }) => (curl === undefined ? headers : []),
  explain: explainHttp,
  needs: needsOfCurl,
  certificate: certificateForm,
  runner: () => import('./run.ts'),
  named({ exchange, sent }, bodies) {
    const [first] = exchange.hops;
    const request: MessageSource = {
      headers: first?.requestHeaders ?? [],
      ...(first === undefined ? {} : { url: first.url }),
      body: () => sentText(sent),
    };
    const { response, url } = exchange.hops.at(-1) ?? {};
    if (response === undefined || url === undefined) return { request };
    const { headers, status } = response;
    return { request, response: { headers, status, url, body: () => exchangeText(exchange, bodies) } };
  },
  targets: ({ target }) => [target],
  crossing: ({ kind, exchange }) => ({ kind, exchange }),
  present: ({ exchange }) => presentExchange(exchange),
};

function printHttp(item: HttpItem): string[] {
  const line = [item.method?.value, item.target.text, item.version?.value].filter((each) => each !== undefined);
  const { endLine, lineEnd } = bodyStyle(headerText(item.headers, 'content-type'));
  return [line.join(' '), ...item.headers.map(printField), ...printContent(item, endLine ? lineEnd : '')];
}

/** Its method, or a header. */
function explainHttp({ method, headers: written, curl }: HttpItem, offset: number): Explained | undefined {
  if (curl !== undefined) return undefined;
  const at = ({ start, end }: Range): boolean => start <= offset && offset <= end;
  if (method && at(method)) return explained(method, methods);
  const header = written.find(({ name }) => at(name));
  return header && explained(header.name, headers);
}

function explained(place: Located, rows: readonly Omit<Explained, 'place'>[]): Explained | undefined {
  const row = rows.find(({ name }) => name.toLowerCase() === place.value.toLowerCase());
  return row && { place, name: row.name, sentence: row.sentence };
}

/** An empty line is before the variables of a query. */
function printContent({ body, graphql }: HttpItem, end: string): string[] {
  if (graphql === undefined) return printBody(body, end);
  return [...printBody(body.slice(0, graphql.variablesFrom)), ...printBody(body.slice(graphql.variablesFrom))];
}

async function sentText(request: HttpRequestSpec | undefined): Promise<string> {
  const pieces: Uint8Array[] = [];
  for (const source of request?.body ?? []) {
    pieces.push(source.kind === 'bytes' ? source.bytes : await readFile(source.path));
  }
  return textOfBody(Buffer.concat(pieces).subarray(0, mostBody), request?.headers ?? []);
}
