import { metaLines } from '../metaWords.ts';
import type { Region, RequestFile } from '../model.ts';
import type { XPathAnswer } from './xpath.ts';

/** XPath into the body of a message, as REST Client has it: by its Content-Type, or if the path says so. */

const XML = /^\s*(?:text\/xml|application\/xml|[^;\s]+\+xml)\s*(?:;|$)/i;
const HTML = /^\s*text\/html\s*(?:;|$)/i;
const FORCED = /^asXml\./;

/** Whether a path into a body with this Content-Type is an XPath. */
export function isXPath(path: string, type: string): boolean {
  if (FORCED.test(path) || path.startsWith('/')) return true;
  return !path.startsWith('$') && !path.startsWith('asJson.') && (XML.test(type) || HTML.test(type));
}

export interface BodyQuestion {
  readonly text: string;
  /** The Content-Type; it may be empty. */
  readonly type: string;
  readonly path: string;
  readonly namespaces: ReadonlyMap<string, string>;
  /** As XPathQuestion has it. */
  readonly timeout?: number;
}

/** Evaluates an XPath. Throws XmlProblem (document.ts) with the end of a sentence about the body. */
export async function askBody({ text, type, path, ...how }: BodyQuestion): Promise<XPathAnswer> {
  const { ask } = await import('./xpath.ts');
  const html = HTML.test(type) || (!XML.test(type) && /^\s*<(?:!doctype\s+html|html)\b/i.test(text));
  return ask({ text, html, path: path.replace(FORCED, ''), ...how });
}

/** The namespaces of `@xpath_ns prefix=uri` lines up to and with a region; the last one of a prefix counts. */
export function namespacesFor(file: RequestFile, region: Region | undefined): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const each of file.seen) {
    if (region !== undefined && each.index > region.index) break;
    for (const { value } of metaLines(each.meta, 'xpath_ns')) {
      const [, prefix, uri] = /^([^\s=:]+)\s*=\s*"?(.*?)"?$/.exec(value?.value.trim() ?? '') ?? [];
      if (prefix !== undefined && uri !== undefined) found.set(prefix, uri);
    }
  }
  return found;
}
