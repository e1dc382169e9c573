import type { BodySource, HeaderList } from '../../../net/http/exchange.ts';
import { encode } from '../../../protocol/text/encode.ts';
import { encodeForm, isForm } from '../../formBody.ts';
import type { BodyPart, HttpItem } from '../../model.ts';
import { graphqlText } from './graphqlBody.ts';
import { charsetOf } from '../../run/bodyText.ts';
import { curlData } from './curlForm.ts';
import { fileOf } from '../../run/files.ts';
import { substituted } from '../../run/partText.ts';
import { inFile } from '../../run/requestError.ts';
import type { Turn } from '../../run/turn.ts';

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

function bytesOf(text: string, encoding: string, part: BodyPart): BodySource {
  try {
    return { kind: 'bytes', bytes: encode(text, encoding) };
  } catch (error) {
    throw inFile(error, part);
  }
}
