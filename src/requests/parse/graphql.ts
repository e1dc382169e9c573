import { graphqlWord } from '../httpWords.ts';
import type { BodyPart, FieldLine, GraphqlBody, Located } from '../model.ts';
import { metaLines } from '../metaWords.ts';
import { plainBody, readBody, isFileLine } from './body.ts';
import { lineText, report, type RegionContext } from './context.ts';
import type { Line } from './lines.ts';
import { isBlank } from './sideLines.ts';
import { template, trimmed } from './template.ts';

/**
 * GraphQL over HTTP as the three clients write it: a query, an empty line, its variables as JSON. They go out as one JSON object.
 * https://graphql.github.io/graphql-over-http/draft/
 */

/** REST Client's header for it; it is not sent. */
const TYPE_HEADER = 'x-request-type';

/** The texts that httpYac takes for a query, but for a form whose field is called `query`. */
const OPERATION = /^\s*(?:query|mutation|subscription)(?:\s+([A-Za-z_]\w*))?\s*[({@]/;
/** httpYac: `gql name < file`. */
const FILE = /^[ \t]*gql(?:[ \t]+([A-Za-z_]\w*))?[ \t]+<[ \t]+(\S.*?)[ \t]*$/;
const LAST_BRACE = /[{}]|"(?:[^"\\\n]|\\.)*"/g;

interface Written {
  readonly method: Located | undefined;
  readonly headers: readonly FieldLine[];
  readonly contentType: string | undefined;
  readonly lines: readonly Line[];
}

export function isTypeHeader(name: string): boolean {
  return name.toLowerCase() === TYPE_HEADER;
}

/** A query of GraphQL that a request of this kind has as its body. Undefined: its body is sent as it is. */
export function readGraphql(
  context: RegionContext,
  written: Written,
): { readonly graphql: GraphqlBody; readonly body: BodyPart[] } | undefined {
  const { lines } = written;
  const first = lines.find((line) => !isBlank(lineText(context, line)));
  const asked = written.method?.value === graphqlWord || written.headers.some(isAsked);
  if (first === undefined) {
    if (asked) missing(context, written);
    return undefined;
  }
  const file = FILE.exec(lineText(context, first));
  const text = context.text.slice(first.start, lines.at(-1)!.end);
  if (!asked && !(sentAsJson(context, written) && (file !== null || OPERATION.test(text)))) return undefined;
  const split = variablesAt(context, lines);
  const query = file === null ? readBody(context, lines.slice(0, split), plainBody) : [filePart(context, first, file)];
  const operationName = file === null ? OPERATION.exec(text)?.[1] : file[1];
  return {
    graphql: { variablesFrom: query.length, ...(operationName === undefined ? {} : { operationName }) },
    body: [...query, ...readBody(context, lines.slice(split), plainBody)],
  };
}

function isAsked({ name, value }: FieldLine): boolean {
  return isTypeHeader(name.value) && value.text.trim().toLowerCase() === 'graphql';
}

/** httpYac makes JSON of any query; here a method without a body, or a body that says it is something else, is left as it is. */
function sentAsJson(context: RegionContext, { method, contentType }: Written): boolean {
  if (metaLines(context.meta, 'no-gql-parsing').length > 0) return false;
  if (method === undefined || method.value === 'GET' || method.value === 'HEAD') return false;
  return contentType === undefined || /^\s*application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(contentType);
}

function missing(context: RegionContext, { method, headers }: Written): void {
  const place = headers.find(isAsked) ?? method!;
  report(context, place, 'bad-body', 'A request of GraphQL needs a query: write it after an empty line.');
}

/** The first line of the variables: a JSON object, or a file, after an empty line that is within no braces of the query. */
function variablesAt(context: RegionContext, lines: readonly Line[]): number {
  let depth = 0;
  let begun = false;
  for (const [index, line] of lines.entries()) {
    const text = lineText(context, line);
    const startsObject = /^\s*\{(?!\{)/.test(text) || isFileLine(text);
    if (begun && depth === 0 && startsObject && isBlank(lineText(context, lines[index - 1]!))) return index;
    begun ||= !isBlank(text);
    for (const [found] of text.matchAll(LAST_BRACE)) depth += found === '{' ? 1 : found === '}' ? -1 : 0;
  }
  return lines.length;
}

function filePart(context: RegionContext, line: Line, [whole, , path]: RegExpExecArray): BodyPart {
  const at = line.start + whole.lastIndexOf(path!);
  return {
    ...trimmed(context.text, line.start, line.end),
    kind: 'file',
    path: template(context.text, at, at + path!.length),
    substitute: true,
  };
}

/** httpYac shares fragments between requests: a region of its own has one. */
export function refuseFragment(context: RegionContext, line: Line): boolean {
  if (!/^[ \t]*(?:fragment[ \t]+\w+[ \t]+on[ \t]|gql[ \t])/.test(lineText(context, line))) return false;
  const message = 'A fragment of GraphQL is not shared between requests here: put it below the query that uses it.';
  report(context, trimmed(context.text, line.start, line.end), 'not-supported', message);
  return true;
}
