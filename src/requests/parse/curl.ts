import { nearest } from '../../base/nearest.ts';
import type { BodyPart, HttpItem, Located, Range, Template } from '../model.ts';
import { isForCmd, splitCmd } from './cmdWords.ts';
import { lineText, type RegionContext, report, warn } from './context.ts';
import { acts, Command, filePart } from './curlCommand.ts';
import { curlOptions, longOption, shortOption, type CurlOptionSpec } from './curlOptions.ts';
import { curlUrl } from './curlUrl.ts';
import { collectBody } from './bodyLines.ts';
import { isBlank } from './sideLines.ts';
import { splitCommand } from './shellWords.ts';
import { concat, slice, trimmed } from './template.ts';

/** Reads a curl command that begins at line `at` as a request; nothing is run. */
export function parseCurl(context: RegionContext, at: number): HttpItem | undefined {
  const { text } = context;
  const first = context.lines[at]!;
  const start = trimmed(text, first.start, first.end).start;
  const split = isForCmd(lineText(context, first)) ? splitCmd : splitCommand;
  const { words, end } = split(context, { start, end: context.lines.at(-1)!.next });
  const command = new Command(context);
  readOptions(
    command,
    words.slice(1).map((word) => word.template),
  );
  refuseRest(context, at, end);
  const stop = trimmed(text, start, end).end;
  if (command.url === undefined) {
    report(context, { start, end: start + 4 }, 'bad-request-line', 'This curl command has no URL.');
    return undefined;
  }
  return toItem(command, command.url, { start, end: stop });
}

/** After the command there are only lines that stand beside it. */
function refuseRest(context: RegionContext, at: number, end: number): void {
  let next = at + 1;
  while (next < context.lines.length && context.lines[next]!.start < end) next++;
  const rest = collectBody(context, next).find((line) => !isBlank(lineText(context, line)));
  if (rest) {
    const message = 'This is not a part of the curl command above: a line that goes on ends with a backslash.';
    report(context, trimmed(context.text, rest.start, rest.end), 'unexpected-text', message);
  }
}

function readOptions(command: Command, words: readonly Template[]): void {
  let only = false;
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (only || !word.text.startsWith('-') || word.text === '-') acts.url(command, word, curlOptions[0]!, true);
    else if (word.text === '--') only = true;
    else if (word.text.startsWith('--')) i += readLong(command, word, words[i + 1]);
    else i += readShort(command, word, words[i + 1]);
  }
}

/** How many further words it took. */
function readLong(command: Command, word: Template, next: Template | undefined): number {
  const name = word.text.slice(2);
  const found = longOption(name);
  if (found === undefined) {
    unknownOption(command, word, `--${name}`);
    return 0;
  }
  const { spec, on } = found;
  return apply(command, spec, word, spec.value ? next : word, on) ? 1 : 0;
}

function readShort(command: Command, word: Template, next: Template | undefined): number {
  for (let i = 1; i < word.text.length; i++) {
    const letter = word.text[i]!;
    const spec = shortOption(letter);
    if (spec === undefined) {
      unknownOption(command, word, `-${letter}`);
      return 0;
    }
    if (!spec.value) {
      apply(command, spec, word, word);
      continue;
    }
    if (i + 1 < word.text.length) {
      apply(command, spec, word, slice(word, i + 1));
      return 0;
    }
    return apply(command, spec, word, next) ? 1 : 0;
  }
  return 0;
}

/** True: a word of its own was the value. */
function apply(
  command: Command,
  spec: CurlOptionSpec,
  word: Template,
  value: Template | undefined,
  on = true,
): boolean {
  if (value === undefined) {
    report(command.context, word, 'missing-value', `curl's --${spec.long} needs a value.`);
    return false;
  }
  switch (spec.action) {
    case 'ignore':
      break;
    case 'noEffect':
      warn(command.context, word, 'not-supported', `curl's --${spec.long} has no effect here.`);
      break;
    case 'refuse': {
      const message = `curl's --${spec.long} is not followed here, so this command is not sent.`;
      report(command.context, word, 'not-supported', message);
      break;
    }
    default:
      acts[spec.action](command, value, spec, on);
  }
  return spec.value === true;
}

function unknownOption(command: Command, word: Template, name: string): void {
  const near = name.startsWith('--')
    ? nearest(
        name.slice(2),
        curlOptions.map((option) => option.long),
      )
    : undefined;
  const message = `curl has no option ${name} that is known here.${near ? ` Did you mean --${near}?` : ''}`;
  report(command.context, word, 'unknown-option', message, near && `--${near}`);
}

/** curl refuses two kinds of request in one command. */
function checkKinds(command: Command, range: Range): void {
  const kinds = [
    ...(command.data.length > 0 ? (command.get ? [] : ['--data']) : []),
    ...(command.form.length > 0 ? ['--form'] : []),
    ...(command.upload ? ['--upload-file'] : []),
    ...(command.head ? ['--head'] : []),
    ...(command.get && !command.head ? ['--get'] : []),
  ];
  if (kinds.length > 1) {
    const message = `${kinds.join(' and ')} ask for different requests: curl takes one of them in a command.`;
    report(command.context, range, 'not-supported', message);
  }
  if (command.form.length > 0 && command.removed.has('content-type'))
    report(command.context, range, 'not-supported', 'A form (-F) is not sent without its Content-Type.');
  if (command.own['range'] && (command.data.length > 0 || command.form.length > 0 || command.upload) && !command.get)
    report(command.context, range, 'not-supported', 'A --range of a body that is sent is not followed here.');
}

function toItem(command: Command, written: Template, range: Range): HttpItem | undefined {
  const { context, headers } = command;
  const url = curlUrl(context, written, command.globoff);
  checkKinds(command, range);
  if (url === undefined) return undefined;
  checkScheme(command, url);
  if (command.get) dataToQuery(command, range);
  if (command.json) {
    if (!command.hasHeader('content-type')) command.header('Content-Type', concat(['application/json'], range), range);
    if (!command.hasHeader('accept')) command.header('Accept', concat(['application/json'], range), range);
  }
  if (command.data.length > 0 && !command.hasHeader('content-type'))
    command.own['content-type'] = concat(['application/x-www-form-urlencoded'], range);
  for (const name of command.removed) command.own[name] = null;
  const form = command.form.length > 0 ? command.form : undefined;
  const body = command.upload ? [filePart(command.upload)] : command.data;
  const method = command.method ?? impliedMethod(command, body, form !== undefined, range);
  return {
    kind: 'http',
    start: range.start,
    end: range.end,
    ...(method && { method }),
    target: targetOf(command, url),
    ...(command.version && { version: command.version }),
    headers,
    body,
    curl: {
      ...command.curl,
      ...(command.method && { fixedMethod: true }),
      ...((command.data.length > 0 || form) && { posted: true }),
      ...(form && { form }),
      ...(Object.keys(command.own).length > 0 && { own: command.own }),
    },
  };
}

function checkScheme(command: Command, url: Template): void {
  const beside = command.curl.location === true ? '--location' : command.curl.proxy ? '--proxy' : undefined;
  if (command.curl.requestTarget && beside)
    report(command.context, url, 'not-supported', `curl's --request-target is not followed beside ${beside} here.`);
  const scheme = /^(https?):/i.exec(url.text)?.[1]?.toLowerCase();
  if (scheme === undefined) return;
  if (command.curl.offerHttp2 === true && scheme === 'http') {
    const message =
      "Over http, curl's --http2 asks the server to upgrade, which is not done here: write --http2-prior-knowledge or --http1.1.";
    report(command.context, url, 'not-supported', message);
  }
  if (command.protocols?.includes(scheme) === false)
    report(command.context, url, 'not-supported', `curl's --proto does not allow ${scheme} here.`);
}

/** `-G`: what would be the body stands in the URL. */
function dataToQuery(command: Command, range: Range): void {
  if (command.data.length === 0) return;
  const pieces: (Template | string)[] = [];
  if (command.query.length > 0)
    report(command.context, range, 'not-supported', 'curl leaves --url-query out when -G puts data into the URL.');
  for (const part of command.data) {
    if (part.kind === 'file') report(command.context, part, 'not-supported', 'A file is not put into a URL here.');
    else if (/[\s\x7f]/.test(part.template.text.replaceAll(/\{\{[^{}]*\}\}/g, ''))) {
      const message = 'curl takes no URL with a space in it: --data-urlencode writes the data as a URL has it.';
      report(command.context, part, 'bad-url', message);
    } else pieces.push(part.template);
  }
  command.data.length = 0;
  const query = concat(pieces, range);
  command.query.splice(0, command.query.length, query);
}

/** The URL with what options put into it: the name of a file, a query. */
function targetOf(command: Command, url: Template): Template {
  const { upload, query } = command;
  const hash = url.text.indexOf('#');
  let target = hash === -1 ? url : slice(url, 0, hash);
  if (upload) {
    const mark = target.text.indexOf('?');
    const path = mark === -1 ? target : slice(target, 0, mark);
    const rest = mark === -1 || mark === target.text.length - 1 ? '' : slice(target, mark);
    const dots = command.curl.pathAsIs === true ? '' : '(?:\\.{1,2})?';
    const bare = new RegExp(`^https?://[^/]*$|/${dots}$`, 'i').test(path.text) && !path.text.endsWith('/');
    if (bare || path.text.endsWith('/')) {
      const name = encodeURIComponent(upload.text.split(/[\\/]/).at(-1)!);
      target = concat([path, bare ? '/' : '', name, rest], url);
    }
  }
  for (const part of query) {
    const asked = /\?./s.test(target.text);
    if (part.text === '' && !asked) continue;
    const between = asked ? (target.text.endsWith('&') ? '' : '&') : target.text.endsWith('?') ? '' : '?';
    target = concat([target, between, part], url);
  }
  return target;
}

function impliedMethod(command: Command, body: readonly BodyPart[], form: boolean, range: Range): Located | undefined {
  const value = command.head ? 'HEAD' : command.upload ? 'PUT' : body.length > 0 || form ? 'POST' : undefined;
  return value === undefined ? undefined : { ...range, value };
}
