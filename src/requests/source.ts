import path from 'node:path';
import type { Region, RequestFile } from './model.ts';

/** A text of requests: a whole file, or a part of one. */
interface SourcePart {
  /** Tells it from all others: the URI of its document, a path. */
  readonly id: string;
  readonly text: string;
}

/**
 * The text that requests are read from and run from, and what is around it: a file, an untitled document, a cell of a notebook, a
 * block of a Markdown file. Plain data, which crosses threads.
 */
export interface RequestSource extends SourcePart {
  /** The file that it is saved in, or is a part of; absent for a text that was never saved. */
  readonly path?: string;
  /** Relative paths begin here, and .env files are looked for from here up; absent: where the process runs, and no .env file. */
  readonly folder?: string;
  /** Servers and named results are kept under this key from one send to the next; parts of one file share it. */
  readonly session: string;
  /** The parts above it in the same file, in their order. Their variables, names and servers are known here. */
  readonly before: readonly SourcePart[];
}

/** The source of the last of the parts that are given: the one part of a file that is read whole, or one after those above it. */
export function requestSource(
  parts: readonly SourcePart[],
  of: { readonly path?: string | undefined; readonly folder?: string | undefined; readonly session?: string } = {},
): RequestSource {
  const { id, text } = parts.at(-1)!;
  const folder = of.folder ?? (of.path === undefined ? undefined : path.dirname(of.path));
  return {
    ...{ id, text, session: of.session ?? id, before: parts.slice(0, -1) },
    ...(of.path !== undefined && { path: of.path }),
    ...(folder !== undefined && { folder }),
  };
}

/** It is not all that its session is about. */
export function isPart({ id, session }: RequestSource): boolean {
  return id !== session;
}

/** The part that an offset in the text of a parsed source is in, and the offset in the part's own text. */
export function placeIn(source: RequestSource, offset: number): { readonly part: SourcePart; readonly offset: number } {
  let at = offset;
  for (const part of [source, ...source.before]) {
    if (at <= part.text.length) return { part, offset: at };
    at -= part.text.length + 1;
  }
  throw new RangeError(`${offset} is not in the source ${source.id}.`);
}

/** The part of a parsed source that a region is in: where its text begins, and the region's index in it. */
export function partOf(
  source: RequestSource,
  { seen }: RequestFile,
  region: Region,
): { readonly part: SourcePart; readonly from: number; readonly index: number } {
  const { part, offset } = placeIn(source, region.start);
  const from = region.start - offset;
  return { part, from, index: seen.indexOf(region) - seen.findIndex(({ start }) => start >= from) };
}
