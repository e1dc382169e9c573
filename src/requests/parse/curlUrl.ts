import type { Template } from '../model.ts';
import { report, shown, type RegionContext } from './context.ts';
import { concat, slice } from './template.ts';

/** The URL of a curl command as curl takes it. Undefined: curl would not, or would ask for another; why is a problem. */
export function curlUrl(context: RegionContext, written: Template, globoff: boolean): Template | undefined {
  const url = globoff ? written : globbed(context, written);
  if (url === null) return undefined;
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(url.text)?.[1];
  const bare = url.text.replaceAll(/\{\{[^{}]*\}\}/g, '');
  const wrong =
    scheme !== undefined && !/^https?$/i.test(scheme)
      ? `${scheme} is not spoken here: a URL begins with http or https.`
      : scheme === undefined && /^https?:\//i.test(url.text)
        ? 'A URL begins with http:// or https://, with two slashes.'
        : /^https?:\/\/\//i.test(url.text)
          ? 'This URL has no host.'
          : scheme === undefined && /^(?:ftp|dict|ldap|imap|smtp|pop3)\./i.test(url.text)
            ? 'curl takes another scheme than http by the name of this host. Write http:// before it.'
            : /[\x00- \x7f]/.test(bare)
              ? 'curl takes no URL with a space or a control character in it; a space is written %20.'
              : undefined;
  if (wrong !== undefined) {
    report(context, written, 'bad-url', wrong);
    return undefined;
  }
  return scheme !== undefined || /^(?:\{\{|\/)/.test(url.text) ? url : concat(['http://', url], url);
}

/**
 * `{a,b}` and `[1-3]` ask for many URLs; `{a}` and `[1-1]` for one. An address of IPv6 and `[]` are none of these, and a backslash
 * escapes a bracket.
 */
function globbed(context: RegionContext, url: Template): Template | null {
  const refuse = (message: string): null => {
    report(context, url, 'not-supported', `${message} With -g (--globoff) curl takes the URL as it is written.`);
    return null;
  };
  const { text } = url;
  const pieces: (Template | string)[] = [];
  for (let at = 0; at < text.length;) {
    const placeholder = url.placeholders.find((each) => each.at === at);
    const escaped = /^\\[[\]{}]/.test(text.slice(at, at + 2));
    const unit = text[at]!;
    if (placeholder) {
      const to = text.indexOf('}}', at) + 2;
      pieces.push(slice(url, at, to));
      at = to;
    } else if (escaped) {
      pieces.push(text[at + 1]!);
      at += 2;
    } else if (unit === '{' || unit === '[') {
      const glob = unit === '{' ? setAt(text, at) : rangeAt(text, at);
      if (glob === undefined)
        return refuse(
          `curl reads ${unit} as the beginning of a ${unit === '{' ? 'list' : 'range'} of URLs, and this is not one.`,
        );
      if (glob.value === undefined)
        return refuse(`${shown(text.slice(at, glob.to))} asks for more than one URL; here a command is one request.`);
      pieces.push(glob.value);
      at = glob.to;
    } else if (unit === '}' || unit === ']') {
      return refuse(`curl reads ${unit} as the end of a list of URLs that was not begun.`);
    } else {
      pieces.push(unit);
      at++;
    }
  }
  return concat(pieces, url);
}

interface Glob {
  readonly to: number;
  /** Undefined: there are several. */
  readonly value?: string;
}

function setAt(text: string, at: number): Glob | undefined {
  const found = /^\{((?:\\.|[^{}[\]\\])*)\}/s.exec(text.slice(at));
  if (found === null || found[1] === '') return undefined;
  const to = at + found[0].length;
  return found[1]!.replaceAll(/\\./gs, '').includes(',')
    ? { to }
    : { to, value: found[1]!.replaceAll(/\\(.)/gs, '$1') };
}

function rangeAt(text: string, at: number): Glob | undefined {
  const rest = text.slice(at);
  const literal = /^\[\]|^\[[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(?:%[^\]]*)?\]/.exec(rest);
  if (literal) return { to: at + literal[0].length, value: literal[0] };
  const range = /^\[(?:([a-z])-([a-z])|([A-Z])-([A-Z])|(\d+)-(\d+))(?::(\d+))?\]/.exec(rest);
  if (range === null) return undefined;
  const [from, to] = [range[1] ?? range[3] ?? range[5]!, range[2] ?? range[4] ?? range[6]!];
  return { to: at + range[0].length, ...(from === to && { value: from }) };
}
