import type { BodyPart, Check, FieldLine, HttpItem, Item, Region, RequestFile, SessionStep } from './model.ts';
import { bodyStyle } from './parse/body.ts';
import { headerText } from './parse/http.ts';

/** Writes a request file that reads as the same requests. Comments are not kept, and tags and variables stand before the request. */
export function printRequestFile(file: RequestFile): string {
  return file.regions.map((region, index) => printRegion(file, region, index)).join('');
}

/** What becomes a file: a request that was put together elsewhere. */
export interface HttpRequestText {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Text as it is to be sent, or the path of a file. */
  readonly body?: string | { readonly file: string };
  readonly version?: string;
  readonly name?: string;
}

export function printHttpItem(request: HttpRequestText): string {
  const { method, url, headers, body, version, name } = request;
  const lines = [
    ...(name === undefined ? [] : [`# @name ${name}`]),
    `${method} ${oneLine(url)}${version === undefined ? '' : ` HTTP/${version}`}`,
    ...headers.map(([header, value]) => `${header}: ${oneLine(value)}`.trimEnd()),
  ];
  const text = typeof body === 'string' ? body : body === undefined ? '' : `< ${body.file}`;
  return `${lines.join('\n')}\n${text === '' ? '' : `\n${text}\n`}`;
}

function oneLine(text: string): string {
  return text.replaceAll(/[\r\n]+/g, ' ');
}

function printRegion(file: RequestFile, region: Region, index: number): string {
  const separated = index > 0 || file.text.startsWith('###', region.start);
  const lines = [
    ...(separated ? [`###${region.title ? ` ${region.title.value}` : ''}`] : []),
    ...region.meta.map(({ name, value }) => `# @${name.value}${value ? ` ${value.value}` : ''}`),
    ...region.variables.map(({ name, value }) => `@${name.value} = ${value.text}`.trimEnd()),
  ];
  if (region.item) lines.push(...printItem(file, region.item));
  if (region.checks.length > 0) lines.push('', ...region.checks.map(printCheck));
  return `${lines.join('\n')}\n\n`;
}

function printCheck({ subject, path, predicate, negated, value }: Check): string {
  return ['??', subject.value, path?.text, negated ? 'not' : undefined, predicate.value, value?.text]
    .filter((word) => word !== undefined)
    .join(' ');
}

function printItem(file: RequestFile, item: Item): string[] {
  switch (item.kind) {
    case 'http':
      return item.curl ? file.text.slice(item.start, item.end).split(/\r\n|\r|\n/) : printHttp(item);
    case 'tcp':
    case 'udp':
    case 'tls':
      return [
        ...head(item.word.value, [item.address.text], item.options),
        ...item.steps.flatMap(printStep(item.steps)),
      ];
    case 'serve':
      return [...head(item.word.value, [item.url.text], item.options), ...printBody(item.body)];
    case 'relay':
      return head(item.word.value, [item.from.text, '->', item.to.text], item.options);
    case 'dns':
      return head(item.word.value, [item.name.text, item.type?.text, item.class?.text], item.options);
    case 'lookup':
      return head(item.word.value, [item.what.value, item.subject.text], item.options);
    case 'run':
      return head(
        item.word.value,
        item.command.map(({ text }) => shellWord(text)),
        item.options,
      );
  }
}

function head(word: string, words: readonly (string | undefined)[], options: readonly FieldLine[]): string[] {
  return [[word, ...words].filter((each) => each !== undefined).join(' '), ...options.map(printField)];
}

function printField({ name, value }: FieldLine): string {
  return `${name.value}: ${value.text}`.trimEnd();
}

function printHttp(item: HttpItem): string[] {
  const line = [item.method?.value, item.target.text, item.version?.value].filter((each) => each !== undefined);
  const { endLine, lineEnd } = bodyStyle(headerText(item.headers, 'content-type'));
  return [line.join(' '), ...item.headers.map(printField), ...printContent(item, endLine ? lineEnd : '')];
}

/** An empty line is before the variables of a query. */
function printContent({ body, graphql }: HttpItem, end: string): string[] {
  if (graphql === undefined) return printBody(body, end);
  return [...printBody(body.slice(0, graphql.variablesFrom)), ...printBody(body.slice(graphql.variablesFrom))];
}

/** `end`: a line end that the language adds after the last line. */
function printBody(parts: readonly BodyPart[], end = ''): string[] {
  if (parts.length === 0) return [];
  let text = parts
    .map((part) =>
      part.kind === 'text'
        ? part.template.text
        : `<${part.substitute ? `@${part.encoding?.value ?? ''}` : ''} ${part.path.text}`,
    )
    .join('');
  if (end !== '' && text.endsWith(end)) text = text.slice(0, -end.length);
  return ['', ...text.split(/\r\n|\r|\n/)];
}

const printStep =
  (steps: readonly SessionStep[]) =>
  (step: SessionStep, index: number): string[] => {
    if (step.kind === 'wait') return ['', '=== wait'];
    const follows = steps[index - 1]?.kind === 'message';
    return [...(follows ? ['', '==='] : []), ...printBody(step.parts)];
  };

/** Quoted where a shell would read it as something else than itself. */
function shellWord(text: string): string {
  if (text !== '' && /^(?:[\w@%+=:,./{}-])+$/.test(text)) return text;
  if (!/[\r\n]/.test(text)) return `'${text.replaceAll("'", "'\\''")}'`;
  const escaped = text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n').replaceAll('\r', '\\r');
  return `$'${escaped}'`;
}
