import type { BodySource, HeaderList } from '../../../net/http/exchange.ts';
import { decode } from '../../../protocol/text/decode.ts';
import { encode } from '../../../protocol/text/encode.ts';
import { notUtf8, notUtf8Sentence } from '../../../protocol/text/notUtf8.ts';
import { encodeForm, isForm } from '../../formBody.ts';
import type { BodyPart, HttpItem } from '../../model.ts';
import { template } from '../../parse/template.ts';
import { graphqlText } from './graphqlBody.ts';
import { charsetOf } from '../../run/bodyText.ts';
import { curlData } from './curlForm.ts';
import { contentOf, fileOf } from '../../run/files.ts';
import { FileError, inFile } from '../../run/requestError.ts';
import type { Turn } from '../../run/turn.ts';

/** Bytes at most of a file whose placeholders are filled in: it has to be read as a whole. */
const mostSubstituted = 16 * 1024 * 1024;

/** The body of an HTTP request: text in the charset of its Content-Type (UTF-8 without one), files as they are. */
export async function bodySources(item: HttpItem, headers: HeaderList, turn: Turn): Promise<BodySource[]> {
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  // curl sends what it is given.
  const encoding = item.curl === undefined ? charsetOf(type) : 'utf-8';
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

type FilePart = Extract<BodyPart, { kind: 'file' }>;

const asIs = (text: string): string => text;

async function sourceOf(
  part: BodyPart,
  written: (text: string) => string,
  encoding: string,
  turn: Turn,
): Promise<BodySource> {
  if (part.kind === 'text') return bytesOf(written(await turn.fill(part.template)), encoding, part);
  if (part.curl !== undefined) return { kind: 'bytes', bytes: await curlData(part.path, part.curl, turn) };
  if (!part.substitute) return { kind: 'file', path: await fileOf(part.path, turn) };
  return { kind: 'bytes', bytes: await substituted(part, encoding, turn) };
}

/** `<@ path`: the file's text with its placeholders filled in; with an encoding, it is read and sent in that one. */
export async function substituted(part: FilePart, encoding: string, turn: Turn): Promise<Uint8Array> {
  const named = part.encoding?.value ?? encoding;
  try {
    const bytes = await contentOf(part.path, turn, mostSubstituted);
    refuseMisread(bytes, named, part);
    const text = decode(bytes, named);
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
  const bytes = await contentOf(part.path, turn, mostSubstituted);
  refuseMisread(bytes, encoding, part);
  try {
    return decode(bytes, encoding);
  } catch (error) {
    throw inFile(error, part);
  }
}

/** A file of text that is not in the encoding it is read in: which byte, and what it may be. */
function refuseMisread(bytes: Uint8Array, encoding: string, part: FilePart): void {
  const wrong = encoding === 'utf-8' ? notUtf8(bytes) : undefined;
  if (wrong === undefined) return;
  const instead = wrong.fits[0] ?? 'latin1';
  const message = `${notUtf8Sentence(part.path.text, wrong)} Nothing is sent: name its encoding, as in <@${instead} ${part.path.text}.`;
  throw new FileError({ code: 'not-utf-8', message }, part);
}

function bytesOf(text: string, encoding: string, part: BodyPart): BodySource {
  try {
    return { kind: 'bytes', bytes: encode(text, encoding) };
  } catch (error) {
    throw inFile(error, part);
  }
}
