import { nearest } from '../../base/nearest.ts';
import type { BodyPart, CurlOptions, FieldLine, HttpItem, Located, Range, Template } from '../model.ts';
import { report, lineText, shown, type RegionContext } from './context.ts';
import { curlOptions, type CurlAction, type CurlOptionSpec } from './curlOptions.ts';
import { collectBody } from './http.ts';
import { isBlank } from './sideLines.ts';
import { splitCommand } from './shellWords.ts';
import { concat, slice, trimmed } from './template.ts';

/** What the options that were read so far make of the request. */
class Command {
  method: Located | undefined;
  version: Located | undefined;
  url: Template | undefined;
  readonly headers: FieldLine[] = [];
  /** Names that `-H 'Name:'` takes out of what curl adds by itself. */
  readonly removed = new Set<string>();
  readonly data: BodyPart[] = [];
  readonly query: Template[] = [];
  readonly form: string[] = [];
  upload: Template | undefined;
  json = false;
  get = false;
  head = false;
  curl: { -readonly [K in keyof CurlOptions]: CurlOptions[K] } = {};
  readonly context: RegionContext;

  constructor(context: RegionContext) {
    this.context = context;
  }

  header(name: string, value: Template, range: Range): void {
    this.headers.push({
      start: range.start,
      end: range.end,
      name: { start: range.start, end: range.end, value: name },
      value,
    });
  }

  hasHeader(name: string): boolean {
    return this.removed.has(name) || this.headers.some((header) => header.name.value.toLowerCase() === name);
  }

  addData(part: BodyPart, between = '&'): void {
    if (this.data.length > 0 && between !== '') this.data.push(textPart(concat([between], part)));
    this.data.push(part);
  }
}

function textPart(template: Template): BodyPart {
  return { kind: 'text', start: template.start, end: template.end, template };
}

function filePart(path: Template): BodyPart {
  return { kind: 'file', start: path.start, end: path.end, path, substitute: false };
}

type Act = (command: Command, value: Template, spec: CurlOptionSpec) => void;

/** Data that is a file where it begins with `@`. */
const dataOf =
  (between: string): Act =>
  (command, value) => {
    command.addData(value.text.startsWith('@') ? filePart(slice(value, 1)) : textPart(value), between);
  };
const named =
  (name: string): Act =>
  (command, value) => {
    if (value.text !== '') command.header(name, value, value);
  };

const acts: Readonly<Record<Exclude<CurlAction, 'ignore' | 'unsupported'>, Act>> = {
  request: (command, value) => (command.method = { start: value.start, end: value.end, value: value.text }),
  header: addHeader,
  data: dataOf('&'),
  dataRaw: (command, value) => command.addData(textPart(value)),
  dataBinary: dataOf('&'),
  dataUrlencode: (command, value) => {
    const encoded = urlencoded(command, value);
    if (encoded) command.addData(textPart(encoded));
  },
  json: (command, value) => {
    command.json = true;
    dataOf('')(command, value, curlOptions[0]!);
  },
  form: (command, value) => command.form.push(value.text),
  formString: (command, value) => command.form.push(value.text),
  get: (command) => (command.get = true),
  head: (command) => (command.head = true),
  user: (command, value) => (command.curl.user = value.text),
  digest: (command) => (command.curl.digest = true),
  basic: (command) => (command.curl.digest = false),
  bearer: (command, value) => command.header('Authorization', concat(['Bearer ', value], value), value),
  cookie: (command, value) => {
    if (value.text.includes('=')) command.header('Cookie', value, value);
    else
      report(command.context, value, 'not-supported', 'Cookies are not read from a file here.', {
        severity: 'warning',
      });
  },
  agent: named('User-Agent'),
  referer: named('Referer'),
  range: (command, value) => command.header('Range', concat(['bytes=', value], value), value),
  insecure: (command) => (command.curl.insecure = true),
  location: (command) => (command.curl.location = true),
  compressed: (command) => (command.curl.compressed = true),
  proxy: (command, value) => (command.curl.proxy = value.text),
  maxTime: secondsOf('maxTime'),
  connectTimeout: secondsOf('connectTimeout'),
  cacert: (command, value) => (command.curl.cacert = value.text),
  cert: (command, value) => (command.curl.cert = value.text),
  key: (command, value) => (command.curl.key = value.text),
  ipv4: (command) => (command.curl.family = 4),
  ipv6: (command) => (command.curl.family = 6),
  unixSocket: (command, value) => (command.curl.unixSocket = value.text),
  url: addUrl,
  urlQuery: (command, value) => {
    const encoded = value.text.startsWith('+') ? slice(value, 1) : urlencoded(command, value);
    if (encoded) command.query.push(encoded);
  },
  upload: (command, value) => (command.upload = value),
  version: (command, value, spec) => (command.version = { start: value.start, end: value.end, value: spec.says! }),
};

function secondsOf(field: 'maxTime' | 'connectTimeout'): Act {
  return (command, value) => {
    const seconds = Number(value.text);
    if (value.text.trim() !== '' && seconds >= 0) command.curl[field] = seconds;
    else report(command.context, value, 'bad-value', `"${shown(value.text)}" is no number of seconds.`);
  };
}

function addHeader(command: Command, value: Template): void {
  const colon = value.text.indexOf(':');
  const empty = /^([^:;]+);\s*$/.exec(value.text);
  if (empty) {
    command.header(empty[1]!.trim(), concat([], value), value);
    return;
  }
  if (colon < 1) {
    report(command.context, value, 'bad-header', `"${shown(value.text)}" is no header: one is written Name: value.`);
    return;
  }
  const name = value.text.slice(0, colon).trim();
  const rest = trimmed(value.text, colon + 1, value.text.length);
  if (rest.start === rest.end) command.removed.add(name.toLowerCase());
  else command.header(name, slice(value, rest.start, rest.end), value);
}

function addUrl(command: Command, value: Template): void {
  if (command.url === undefined) command.url = value;
  else
    report(command.context, value, 'not-supported', 'A command asks for one URL here; this one is left out.', {
      severity: 'warning',
    });
}

/** `content`, `=content`, `name=content`; a placeholder's value is encoded when it is put in. */
function urlencoded(command: Command, value: Template): Template | undefined {
  const equals = value.text.indexOf('=');
  if (equals === -1 && value.text.includes('@')) {
    report(command.context, value, 'not-supported', 'A file is not encoded for a URL here.', { severity: 'warning' });
    return undefined;
  }
  const name = equals > 0 ? slice(value, 0, equals + 1) : undefined;
  const content = slice(value, equals + 1);
  const pieces: (Template | string)[] = name ? [name] : [];
  let done = 0;
  for (const placeholder of content.placeholders) {
    pieces.push(encodeQuery(content.text.slice(done, placeholder.at)));
    done = content.text.indexOf('}}', placeholder.at) + 2;
    const expression = `%${placeholder.expression}`;
    pieces.push({ ...placeholder, text: `{{${expression}}}`, placeholders: [{ ...placeholder, at: 0, expression }] });
  }
  pieces.push(encodeQuery(content.text.slice(done)));
  return concat(pieces, value);
}

/** As curl writes it: everything but letters, digits and - . _ ~ as %XX of its UTF-8, a space as +. */
function encodeQuery(text: string): string {
  return encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, '\ufffd'))
    .replaceAll(/[!'()*]/g, (unit) => `%${unit.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}

/** Reads a curl command that begins at line `at`. What it means becomes a request; nothing is run. */
export function parseCurl(context: RegionContext, at: number): HttpItem | undefined {
  const { text } = context;
  const first = context.lines[at]!;
  const start = trimmed(text, first.start, first.end).start;
  const { words, end } = splitCommand(context, { start, end: context.lines.at(-1)!.next });
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
  if (rest)
    report(
      context,
      trimmed(context.text, rest.start, rest.end),
      'unexpected-text',
      'This is not a part of the curl command above: a line that goes on ends with a backslash.',
    );
}

function readOptions(command: Command, words: readonly Template[]): void {
  let only = false;
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (only || !word.text.startsWith('-') || word.text === '-') addUrl(command, word);
    else if (word.text === '--') only = true;
    else if (word.text.startsWith('--')) i += readLong(command, word, words[i + 1]);
    else i += readShort(command, word, words[i + 1]);
  }
}

/** How many further words it took. */
function readLong(command: Command, word: Template, next: Template | undefined): number {
  const name = word.text.slice(2);
  const spec = longOption(name);
  if (spec === undefined) {
    unknownOption(command, word, `--${name}`);
    return 0;
  }
  return apply(command, spec, word, spec.value ? next : word) ? 1 : 0;
}

/** As curl does it: a beginning will do where only one option begins so. */
function longOption(name: string): CurlOptionSpec | undefined {
  const exact = curlOptions.find((option) => option.long === name);
  if (exact) return exact;
  const begun = curlOptions.filter((option) => name.length > 2 && option.long.startsWith(name));
  return begun.length === 1 ? begun[0] : undefined;
}

function readShort(command: Command, word: Template, next: Template | undefined): number {
  for (let i = 1; i < word.text.length; i++) {
    const letter = word.text[i]!;
    const spec = curlOptions.find((option) => option.short === letter);
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
function apply(command: Command, spec: CurlOptionSpec, word: Template, value: Template | undefined): boolean {
  if (value === undefined) {
    report(command.context, word, 'missing-value', `curl's --${spec.long} needs a value.`);
    return false;
  }
  if (spec.action === 'unsupported') {
    report(command.context, word, 'not-supported', `curl's --${spec.long} has no effect here.`, {
      severity: 'warning',
    });
  } else if (spec.action !== 'ignore') acts[spec.action](command, value, spec);
  return spec.value === true;
}

function unknownOption(command: Command, word: Template, name: string): void {
  const near = name.startsWith('--')
    ? nearest(
        name.slice(2),
        curlOptions.map((option) => option.long),
      )
    : undefined;
  report(
    command.context,
    word,
    'unknown-option',
    `curl has no option ${name} that is known here.${near ? ` Did you mean --${near}?` : ''}`,
    {
      severity: 'warning',
      ...(near && { replacement: `--${near}` }),
    },
  );
}

function toItem(command: Command, url: Template, range: Range): HttpItem {
  const { context, headers } = command;
  if (command.get && command.data.length > 0) {
    for (const part of command.data) {
      if (part.kind === 'text') {
        if (part.template.text !== '&') command.query.push(part.template);
      } else report(context, part, 'not-supported', 'A file is not put into a URL here.', { severity: 'warning' });
    }
    command.data.length = 0;
  }
  let target = withScheme(url);
  for (const query of command.query) {
    const hash = target.text.indexOf('#');
    const base = hash === -1 ? target : slice(target, 0, hash);
    target = concat([base, base.text.includes('?') ? '&' : '?', query], url);
  }
  const form = command.form.length > 0 ? command.form : undefined;
  if (command.json) {
    if (!command.hasHeader('content-type')) command.header('Content-Type', concat(['application/json'], range), range);
    if (!command.hasHeader('accept')) command.header('Accept', concat(['application/json'], range), range);
  } else if (command.data.length > 0 && form === undefined && !command.hasHeader('content-type')) {
    command.header('Content-Type', concat(['application/x-www-form-urlencoded'], range), range);
  }
  const body = command.upload ? [filePart(command.upload)] : command.data;
  if (command.upload && target.text.endsWith('/')) {
    target = concat([target, encodeQuery(command.upload.text.split(/[\\/]/).at(-1)!)], url);
  }
  const method = command.method ?? impliedMethod(command, body, form, range);
  return {
    kind: 'http',
    start: range.start,
    end: range.end,
    ...(method && { method }),
    target,
    ...(command.version && { version: command.version }),
    headers,
    body,
    curl: { ...command.curl, ...(form && { form }) },
  };
}

function withScheme(url: Template): Template {
  return /^(?:[a-z][a-z0-9+.-]*:\/\/|\{\{|\/)/i.test(url.text) ? url : concat(['http://', url], url);
}

function impliedMethod(
  command: Command,
  body: readonly BodyPart[],
  form: readonly string[] | undefined,
  range: Range,
): Located | undefined {
  const value = command.head ? 'HEAD' : command.upload ? 'PUT' : body.length > 0 || form ? 'POST' : undefined;
  return value === undefined ? undefined : { ...range, value };
}
