import type { Check, Region, RequestFile } from './model.ts';
import { printItem } from './words/table.ts';

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
  if (region.item) lines.push(...printItem(region.item, file.text));
  if (region.checks.length > 0) lines.push('', ...region.checks.map(printCheck));
  return `${lines.join('\n')}\n\n`;
}

function printCheck({ subject, path, predicate, negated, value }: Check): string {
  return ['??', subject.value, path?.text, negated ? 'not' : undefined, predicate.value, value?.text]
    .filter((word) => word !== undefined)
    .join(' ');
}
