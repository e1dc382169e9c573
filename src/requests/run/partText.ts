import { decode } from '../../protocol/text/decode.ts';
import { encode } from '../../protocol/text/encode.ts';
import { notUtf8, notUtf8Sentence } from '../../protocol/text/notUtf8.ts';
import type { BodyPart } from '../model.ts';
import { template } from '../parse/template.ts';
import { contentOf } from './files.ts';
import { FileError, inFile } from './requestError.ts';
import type { Filling } from './turn.ts';

/** Bytes at most of a file whose placeholders are filled in: it has to be read as a whole. */
const mostSubstituted = 16 * 1024 * 1024;

type FilePart = Extract<BodyPart, { kind: 'file' }>;

/** `<@ path`: the file's text with its placeholders filled in; with an encoding, it is read and sent in that one. */
export async function substituted(part: FilePart, encoding: string, turn: Filling): Promise<Uint8Array> {
  const named = part.encoding?.value ?? encoding;
  try {
    const bytes = await contentOf(part.path, turn, mostSubstituted);
    refuseMisread(bytes, named, part);
    const text = decode(bytes, named);
    return encode(await turn.fill(template(text, 0, text.length)), named);
  } catch (error) {
    // Its place is one in the other file.
    throw error instanceof FileError ? new FileError({ ...error.toData(), facts: {} }, part) : inFile(error, part);
  }
}

/** A part as text: of a file, what it holds in that encoding. */
export async function textOf(part: BodyPart, encoding: string, turn: Filling): Promise<string> {
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
