import type { Item, Range, Region, RequestFile } from '../model.ts';
import { namesIn } from '../expressions.ts';
import { metaLines } from '../metaWords.ts';
import { definitionsFor, promptsOf } from '../variables.ts';
import { templatesIn } from '../templates.ts';
import type { Starts } from '../words/spec.ts';
import { bodyOf, kindOf, ownVariables } from '../words/table.ts';
import { contains, placeholderAt, regionAt, rootOf } from './place.ts';

/** The things that an editor shows beside the text of a request file, as plain data. */

export interface FileSymbol {
  readonly name: string;
  readonly detail: string;
  readonly kind: 'request' | Starts | 'variable' | 'check';
  /** All of it, and what is selected when it is chosen. */
  readonly range: Range;
  readonly selection: Range;
  readonly children: readonly FileSymbol[];
}

export function symbols(file: RequestFile): FileSymbol[] {
  return file.regions.flatMap((region) => {
    const variables = region.variables.map((each): FileSymbol => ({
      name: `@${each.name.value}`,
      detail: each.value.text,
      kind: 'variable',
      range: place(each),
      selection: place(each.name),
      children: [],
    }));
    const { item } = region;
    if (item === undefined) return variables;
    const checks = region.checks.map((each): FileSymbol => ({
      name: file.text.slice(each.start, each.end),
      detail: '',
      kind: 'check',
      range: place(each),
      selection: place(each),
      children: [],
    }));
    const line = requestLine(file, item);
    const name = region.title ?? region.name;
    const request: FileSymbol = {
      name: name?.value ?? file.text.slice(line.start, line.end),
      detail: name ? file.text.slice(line.start, line.end) : '',
      kind: kindOf(item.kind).spec.starts ?? 'request',
      range: { start: region.start, end: contentEnd(file, region) },
      selection: line,
      children: [...variables, ...checks],
    };
    return [request];
  });
}

function place({ start, end }: Range): Range {
  return { start, end };
}

/** The first line of the request. */
function requestLine(file: RequestFile, item: Item): Range {
  const end = /[\r\n]/.exec(file.text.slice(item.start, item.end));
  return { start: item.start, end: end ? item.start + end.index : item.end };
}

/** Without the white space after it. */
function contentEnd(file: RequestFile, region: Region): number {
  return region.start + file.text.slice(region.start, region.end).trimEnd().length;
}

interface Fold extends Range {
  readonly kind: 'region' | 'body';
}

/** From the end of a line that stays up to the end of what is hidden. */
export function folding(file: RequestFile): Fold[] {
  return file.regions.flatMap((region) => {
    const folds: Fold[] = [];
    const end = contentEnd(file, region);
    const separated = file.text.startsWith('###', region.start);
    if (separated && file.text.slice(region.start, end).includes('\n'))
      folds.push({ kind: 'region', start: region.start, end });
    const { item } = region;
    const body = item === undefined ? undefined : bodyRange(item);
    if (body && file.text.slice(body.start, body.end).includes('\n')) folds.push({ kind: 'body', ...body });
    return folds;
  });
}

function bodyRange(item: Item): Range | undefined {
  const parts = kindOf(item.kind).folds?.(item) ?? bodyOf(item);
  const [first] = parts;
  return first && { start: first.start, end: parts.at(-1)!.end };
}

export interface Lens {
  readonly range: Range;
  /** `send`: this request; `runAll`: the whole file; `checks`: how many checks it has. */
  readonly kind: 'send' | 'start' | 'look' | 'runAll';
  /** Index of the region; absent for the whole file. */
  readonly region?: number;
}

/** Above each request, and *Run all* above the first if there are more. */
export function codeLenses(file: RequestFile): Lens[] {
  const requests = file.regions.filter((region) => region.item);
  return requests.flatMap((region, index) => {
    const range = requestLine(file, region.item!);
    const { starts, looks } = kindOf(region.item!.kind).spec;
    const kind = starts !== undefined ? 'start' : looks === true ? 'look' : 'send';
    const lens: Lens = { range, kind, region: region.index };
    return index === 0 && requests.length > 1 ? [lens, { range, kind: 'runAll' }] : [lens];
  });
}

/** Where what is at an offset is defined: a variable, a prompt, a request by its name. */
export function definition(file: RequestFile, offset: number): Range | undefined {
  const region = regionAt(file, offset);
  if (region === undefined) return undefined;
  const ref = ['ref', 'forceRef', 'needs']
    .flatMap((tag) => metaLines(region.meta, tag))
    .find((line) => line.value && contains(line.value, offset));
  if (ref) return requestNamed(file, ref.value!.value);
  const placeholder = placeholderAt(region, offset);
  if (placeholder === undefined) return undefined;
  const [name = ''] = namesIn(placeholder.expression);
  const prompt = promptsOf(region).find((each) => each.name.value === name)?.name;
  const variable = definitionsFor(file, region).get(name)?.name;
  const own = ownVariables(region).find(({ value }) => value === name);
  const found = prompt ?? own ?? variable;
  return found ? place(found) : requestNamed(file, rootOf(name));
}

function requestNamed(file: RequestFile, name: string): Range | undefined {
  const found = file.seen.find((region) => region.name?.value === name)?.name;
  return found && place(found);
}

/** Every use and the definition of the variable or request at an offset. */
export function references(file: RequestFile, offset: number): Range[] {
  const target = definition(file, offset) ?? nameAt(file, offset);
  if (target === undefined) return [];
  const name = file.text.slice(target.start, target.end);
  const uses = file.seen.flatMap((region) =>
    [...templatesIn([region.variables, region.item, region.checks])].flatMap((template) =>
      template.placeholders.filter(({ expression }) =>
        namesIn(expression).some((used) => [used, rootOf(used)].includes(name)),
      ),
    ),
  );
  return [target, ...uses.map(place)].sort((a, b) => a.start - b.start);
}

function nameAt(file: RequestFile, offset: number): Range | undefined {
  const region = regionAt(file, offset);
  const found =
    region?.variables.find((each) => contains(each.name, offset))?.name ??
    (region?.name && contains(region.name, offset) ? region.name : undefined);
  return found && place(found);
}
