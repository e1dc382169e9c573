import type { ErrorCode } from '../../base/codes.ts';
import type { BodyPart, CurlFormPart, CurlOptions, FieldLine, Located, Range, Template } from '../model.ts';
import { report, shown, type RegionContext } from './context.ts';
import { formPart, formText } from './curlForm.ts';
import type { CurlAction, CurlOptionSpec } from './curlOptions.ts';
import { concat, slice, trimmed } from './template.ts';

/** The request as the options that were read so far make it. */
export class Command {
  method: Located | undefined;
  version: Located | undefined;
  url: Template | undefined;
  /** The headers of `-H`, in their order. */
  readonly headers: FieldLine[] = [];
  /** Headers that curl adds by itself, by their names in lower case: a value in place of its own; null: none. */
  readonly own: Record<string, Template | null> = {};
  /** Those that `-H 'Name:'` takes away, whatever another option says of them. In lower case. */
  readonly removed = new Set<string>();
  readonly data: BodyPart[] = [];
  readonly query: Template[] = [];
  readonly form: CurlFormPart[] = [];
  upload: Template | undefined;
  json = false;
  get = false;
  head = false;
  globoff = false;
  /** The schemes that `--proto` allows. */
  protocols: readonly string[] | undefined;
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

export function filePart(path: Template, curl?: 'joined' | 'urlencoded'): BodyPart {
  return { kind: 'file', start: path.start, end: path.end, path, substitute: false, ...(curl && { curl }) };
}

/** `on`: false for `--no-…`. */
type Act = (command: Command, value: Template, spec: CurlOptionSpec, on: boolean) => void;

function refuse(command: Command, range: Range, message: string, code: ErrorCode = 'not-supported'): void {
  report(command.context, range, code, message);
}

/** Whether it is `-` or `.`: the standard input, which is not read here. */
function isInput(command: Command, path: Template, spec: CurlOptionSpec): boolean {
  if (path.text !== '-' && path.text !== '.') return false;
  refuse(command, path, `curl's --${spec.long} reads the standard input here, and there is none.`);
  return true;
}

/** Data, which is a file if it begins with `@`. */
const dataOf =
  (between: string, how?: 'joined'): Act =>
  (command, value, spec) => {
    if (!value.text.startsWith('@')) command.addData(textPart(value), between);
    else if (!isInput(command, slice(value, 1), spec)) command.addData(filePart(slice(value, 1), how), between);
  };

export const acts: Readonly<Record<Exclude<CurlAction, 'ignore' | 'noEffect' | 'refuse'>, Act>> = {
  request: (command, value) => {
    if (value.text === '' || /\s/.test(value.text))
      refuse(command, value, `"${shown(value.text)}" is not a method: a method is one word.`, 'bad-value');
    else command.method = { start: value.start, end: value.end, value: value.text };
  },
  header: addHeader,
  data: dataOf('&', 'joined'),
  dataRaw: (command, value) => command.addData(textPart(value)),
  dataBinary: dataOf('&'),
  dataUrlencode: (command, value, spec) => {
    const encoded = urlencoded(command, value, spec);
    if (encoded?.file) {
      if (encoded.name) command.addData(textPart(encoded.name));
      command.addData(encoded.file, encoded.name ? '' : '&');
    } else if (encoded) command.addData(textPart(encoded.text));
  },
  json: (command, value, spec) => {
    command.json = true;
    dataOf('')(command, value, spec, true);
  },
  form: (command, value) => {
    const part = formPart(command.context, value);
    if (part) command.form.push(part);
  },
  formString: (command, value) => {
    const part = formText(command.context, value);
    if (part) command.form.push(part);
  },
  get: (command, _value, _spec, on) => (command.get = on),
  head: (command, _value, _spec, on) => (command.head = on),
  user: (command, value) => {
    if (value.text.includes(':') || value.placeholders.length > 0) command.curl.user = value.text;
    else refuse(command, value, 'curl asks for a password if none is given: write user:password, or user: for none.');
  },
  digest: (command, _value, _spec, on) => (command.curl.digest = on),
  basic: (command) => (command.curl.digest = false),
  bearer: (command, value) => (command.curl.bearer = value),
  cookie: addCookie,
  agent: (command, value) => {
    command.own['user-agent'] = value.text === '' ? null : value;
  },
  referer: (command, value) => {
    const auto = value.text.endsWith(';auto');
    const url = auto ? slice(value, 0, value.text.length - ';auto'.length) : value;
    command.curl.autoReferer = auto;
    command.own['referer'] = url.text === '' ? null : url;
  },
  range: (command, value) => {
    const open = /^\d+$/.test(value.text) ? '-' : '';
    if (value.text === '') refuse(command, value, 'A range of bytes is written 0-99.', 'bad-value');
    else command.own['range'] = concat(['bytes=', value, open], value);
  },
  insecure: (command, _value, _spec, on) => (command.curl.insecure = on),
  location: (command, _value, _spec, on) => (command.curl.location = on),
  maxRedirects: (command, value) => {
    const most = Number(value.text);
    if (/^-?\d+$/.test(value.text)) command.curl.maxRedirects = most < 0 ? Number.MAX_SAFE_INTEGER : most;
    else refuse(command, value, `"${shown(value.text)}" is not a number of redirects.`, 'bad-value');
  },
  compressed: (command, _value, _spec, on) => (command.curl.compressed = on),
  globoff: (command, _value, _spec, on) => (command.globoff = on),
  pathAsIs: (command, _value, _spec, on) => (command.curl.pathAsIs = on),
  requestTarget: (command, value) => {
    if (value.text === '' || /\s/.test(value.text))
      refuse(command, value, 'A request target is one word with no spaces.', 'bad-value');
    else command.curl.requestTarget = value;
  },
  proxy: (command, value, { says }) =>
    (command.curl.proxy = says === undefined ? value.text : `${says}://${value.text}`),
  noProxy: (command, value) => {
    if (value.text === '*') command.curl.proxy = '';
    else refuse(command, value, `curl's --noproxy is read here only as '*': no proxy at all.`);
  },
  protocols: (command, value) => {
    if (!/^=?(?:https?,)*https?$/i.test(value.text))
      refuse(command, value, `curl's --proto is read here only as a list of http and https.`);
    else command.protocols = value.text.toLowerCase().replace('=', '').split(',');
  },
  maxTime: secondsOf('maxTime'),
  connectTimeout: secondsOf('connectTimeout'),
  cacert: (command, value) => (command.curl.cacert = value.text),
  cert: (command, value) => (command.curl.cert = value.text),
  key: (command, value) => (command.curl.key = value.text),
  pass: (command, value) => (command.curl.pass = value.text),
  ipv4: (command) => (command.curl.family = 4),
  ipv6: (command) => (command.curl.family = 6),
  unixSocket: (command, value) => (command.curl.unixSocket = value.text),
  url: addUrl,
  urlQuery: (command, value, spec) => {
    const encoded = value.text.startsWith('+')
      ? { text: slice(value, 1), file: undefined }
      : urlencoded(command, value, spec);
    if (encoded?.file) refuse(command, value, 'A file is not put into a URL here.');
    else if (encoded) command.query.push(encoded.text);
  },
  upload: (command, value, spec) => {
    if (!isInput(command, value, spec)) command.upload = value;
  },
  version: (command, value, spec) => {
    command.curl.offerHttp2 = spec.says === 'HTTP/2 offered';
    command.version = command.curl.offerHttp2 ? undefined : { start: value.start, end: value.end, value: spec.says! };
  },
};

function secondsOf(field: 'maxTime' | 'connectTimeout'): Act {
  return (command, value) => {
    const seconds = Number(value.text);
    if (value.text.trim() !== '' && seconds >= 0) command.curl[field] = seconds;
    else refuse(command, value, `"${shown(value.text)}" is not a number of seconds.`, 'bad-value');
  };
}

/** `Name: value`; `Name:` takes away one that curl adds; `Name;` is one with no value. */
function addHeader(command: Command, value: Template): void {
  const { text } = value;
  if (text.startsWith('@')) {
    refuse(command, value, "curl's --header reads headers from a file here; write each with an -H of its own.");
    return;
  }
  const [, name, colon] = /^((?:\{\{[^{}]*\}\}|[^:;\s{])+)(:|;$)/.exec(text) ?? [];
  if (name === undefined) {
    refuse(command, value, `"${shown(text)}" is not a header: write Name: value.`, 'bad-header');
    return;
  }
  const rest = trimmed(text, name.length + 1, text.length);
  const content = slice(value, rest.start, rest.end);
  const lower = name.toLowerCase();
  const taken = colon === ':' && content.text === '';
  if (lower === 'host') addHost(command, text.endsWith(':') && taken ? null : content, value);
  else if (taken) command.removed.add(lower);
  else command.header(name, content, value);
}

/** curl has one, in the first place, and the first that is given. */
function addHost({ own, context }: Command, host: Template | null, range: Range): void {
  const before = own['host'];
  if (before === undefined) own['host'] = host;
  else if (!host?.text || !before?.text) {
    const message = 'Host is removed, or empty, and given once more: leave one of the two out.';
    report(context, range, 'not-supported', message);
  }
}

function addCookie(command: Command, value: Template): void {
  if (value.text === '') return;
  if (!value.text.includes('=') && value.placeholders.length === 0) {
    refuse(command, value, 'Cookies are not read from a file here: write name=value.');
    return;
  }
  const before = command.own['cookie'];
  command.own['cookie'] = before ? concat([before, ';', value], value) : value;
}

function addUrl(command: Command, value: Template): void {
  if (command.url === undefined) command.url = value;
  else refuse(command, value, 'A command asks for one URL here, and this is another. Put ### between two requests.');
}

type Encoded =
  | { readonly text: Template; readonly file?: undefined }
  | { readonly file: BodyPart; /** With its `=`. */ readonly name?: Template };

/** `content`, `=content`, `name=content`, `@file`, `name@file`; a placeholder's value is encoded when it is put in. */
function urlencoded(command: Command, value: Template, spec: CurlOptionSpec): Encoded | undefined {
  const split = value.text.includes('=') ? value.text.indexOf('=') : value.text.indexOf('@');
  const name = split > 0 ? slice(value, 0, split) : undefined;
  const content = slice(value, split + 1);
  if (value.text[split] === '@') {
    if (isInput(command, content, spec)) return undefined;
    return { file: filePart(content, 'urlencoded'), ...(name && { name: concat([name, '='], name) }) };
  }
  const pieces: (Template | string)[] = name ? [name, '='] : [];
  let done = 0;
  for (const placeholder of content.placeholders) {
    pieces.push(encodeQuery(content.text.slice(done, placeholder.at)));
    done = content.text.indexOf('}}', placeholder.at) + 2;
    const expression = `%${placeholder.expression}`;
    pieces.push({ ...placeholder, text: `{{${expression}}}`, placeholders: [{ ...placeholder, at: 0, expression }] });
  }
  pieces.push(encodeQuery(content.text.slice(done)));
  return { text: concat(pieces, value) };
}

/** As curl writes it: everything but letters, digits and - . _ ~ as %XX of its UTF-8, a space as +. */
function encodeQuery(text: string): string {
  return encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, '\ufffd'))
    .replaceAll(/[!'()*]/g, (unit) => `%${unit.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}
