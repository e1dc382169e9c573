import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { BodySource, HeaderList } from '../../net/http/exchange.ts';
import { decode } from '../../protocol/text/decode.ts';
import { encode } from '../../protocol/text/encode.ts';
import { encodeForm, isForm } from '../formBody.ts';
import type { BodyPart, HttpItem } from '../model.ts';
import { template } from '../parse/template.ts';
import { graphqlText } from './graphqlBody.ts';
import { charsetOf } from './bodyText.ts';
import { contentOf, fileOf } from './files.ts';
import { FileError, inFile } from './requestError.ts';
import type { Turn } from './turn.ts';

/** Bytes at most of a file whose placeholders are filled in: it has to be read as a whole. */
const mostSubstituted = 16 * 1024 * 1024;

/** The body of an HTTP request: text in the charset of its Content-Type (UTF-8 without one), files as they are. */
export async function bodySources(item: HttpItem, headers: HeaderList, turn: Turn): Promise<BodySource[]> {
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  const encoding = charsetOf(type);
  if (item.graphql !== undefined) {
    const text = await graphqlText(item.body, item.graphql, turn);
    return [{ kind: 'bytes', bytes: Buffer.from(text, 'utf8') }];
  }
  const sources: BodySource[] = [];
  // A form is written for people; a curl command is not.
  const written = isForm(type) && item.curl === undefined ? encodeForm : asIs;
  for (const part of item.body) sources.push(await sourceOf(part, written, encoding, turn));
  return sources;
}

const asIs = (text: string): string => text;

async function sourceOf(
  part: BodyPart,
  written: (text: string) => string,
  encoding: string,
  turn: Turn,
): Promise<BodySource> {
  if (part.kind === 'text') return bytesOf(written(await turn.fill(part.template)), encoding, part);
  if (!part.substitute) return { kind: 'file', path: await fileOf(part.path, turn) };
  return { kind: 'bytes', bytes: await substituted(part, encoding, turn) };
}

/** `<@ path`: the file's text with its placeholders filled in; with an encoding, it is read and sent in that one. */
export async function substituted(
  part: Extract<BodyPart, { kind: 'file' }>,
  encoding: string,
  turn: Turn,
): Promise<Uint8Array> {
  const named = part.encoding?.value ?? encoding;
  try {
    const text = decode(await contentOf(part.path, turn, mostSubstituted), named);
    return encode(await turn.fill(template(text, 0, text.length)), named);
  } catch (error) {
    // Its place in the other file is no place in this one.
    throw error instanceof FileError ? new FileError({ ...error.toData(), facts: {} }, part) : inFile(error, part);
  }
}

/** A part as text: of a file, what it holds in that encoding. */
export async function textOf(part: BodyPart, encoding: string, turn: Turn): Promise<string> {
  if (part.kind === 'text') return turn.fill(part.template);
  if (part.substitute) return decode(await substituted(part, encoding, turn), part.encoding?.value ?? encoding);
  try {
    return decode(await contentOf(part.path, turn, mostSubstituted), encoding);
  } catch (error) {
    throw error instanceof FileError ? error : inFile(error, part);
  }
}

function bytesOf(text: string, encoding: string, part: BodyPart): BodySource {
  try {
    return { kind: 'bytes', bytes: encode(text, encoding) };
  } catch (error) {
    throw inFile(error, part);
  }
}

/** What `curl --form` sends, RFC 7578: `name=value`, `name=@file;type=text/plain`, `name=<file`. */
export function curlForm(
  fields: readonly string[],
  turn: Turn,
  item: HttpItem,
): { readonly contentType: string; readonly body: BodySource[] } {
  const boundary = `------------------------${randomUUID().replaceAll('-', '').slice(0, 24)}`;
  const text = (value: string): BodySource => ({ kind: 'bytes', bytes: Buffer.from(value, 'utf8') });
  const body = fields.flatMap((field): BodySource[] => {
    const match = /^([^=]+)=([@<]?)(.*)$/s.exec(field);
    if (match === null) {
      const message = `The form field "${field}" has no value: write name=value, or name=@file.`;
      throw new FileError({ code: 'bad-value', message }, item);
    }
    const [, name, how, rest] = match as unknown as [string, string, string, string];
    const [value = '', ...parameters] = how === '' ? [rest] : rest.split(';');
    const type = parameters.map((parameter) => /^type=(.+)$/.exec(parameter.trim())?.[1]).find((found) => found);
    const disposition = `Content-Disposition: form-data; name="${quoted(name)}"`;
    const head =
      how === '@'
        ? `${disposition}; filename="${quoted(path.basename(value))}"\r\nContent-Type: ${type ?? 'application/octet-stream'}`
        : `${disposition}${type === undefined ? '' : `\r\nContent-Type: ${type}`}`;
    const content: BodySource = how === '' ? text(value) : { kind: 'file', path: turn.path(value, item) };
    return [text(`--${boundary}\r\n${head}\r\n\r\n`), content, text('\r\n')];
  });
  return { contentType: `multipart/form-data; boundary=${boundary}`, body: [...body, text(`--${boundary}--\r\n`)] };
}

/** As the HTML standard escapes a name in a form's part, and curl with it. */
function quoted(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
