import fs from 'node:fs/promises';
import * as vscode from 'vscode';
import { WirebenchError } from '../../base/errors.ts';
import { copiedRequest } from '../../net/http/copied.ts';
import type { BodySource, HttpHop } from '../../net/http/exchange.ts';
import { REQUEST_FORMATS, copyRequestAs, type CopiedRequest, type RequestFormat } from '../../protocol/http/copyAs.ts';
import { exchangeOf, type Entry } from './history.ts';
import { wireBytes, type Engine } from './wire.ts';

export const copyFormats: readonly { readonly format: string; readonly label: string }[] = Object.entries(
  REQUEST_FORMATS,
).map(([format, { label }]) => ({ format, label }));

function isFormat(format: string): format is RequestFormat {
  return Object.hasOwn(REQUEST_FORMATS, format);
}

/** Copies a request, as it was first sent, as a command or program that sends it. */
export async function copyRequest(engine: Engine, entry: Entry, format: string): Promise<void> {
  if (!isFormat(format))
    throw new WirebenchError({ code: 'unknown-copy-format', message: `There is no format ${format}.` });
  await vscode.env.clipboard.writeText(copyRequestAs(await sentRequest(engine, entry), format));
}

async function sentRequest(engine: Engine, entry: Entry): Promise<CopiedRequest> {
  const hop = exchangeOf(entry)?.hops[0];
  if (hop === undefined)
    throw new WirebenchError({
      code: 'nothing-sent',
      message: 'There is no sent request to copy. Send the request first.',
    });
  return copiedRequest(hop, await sentBody(engine, entry, hop));
}

/** The sent body: from the typed request, else from the journal. */
async function sentBody(engine: Engine, { origin }: Entry, hop: HttpHop): Promise<Uint8Array | undefined> {
  if (origin.kind === 'typed') {
    const parts = origin.request.body ?? [];
    const read = async (part: BodySource) => (part.kind === 'bytes' ? part.bytes : fs.readFile(part.path));
    return parts.length === 0 ? undefined : Buffer.concat(await Promise.all(parts.map(read)));
  }
  if (hop.requestBodyBytes === 0) return undefined;
  const { sent } = await wireBytes(engine, hop);
  const bytes = Buffer.from(sent.buffer, sent.byteOffset, sent.length);
  const end = bytes.indexOf('\r\n\r\n');
  const body = end < 0 ? undefined : bytes.subarray(end + 4, end + 4 + hop.requestBodyBytes);
  const chunked = hop.requestHeaders.some(([name]) => name.toLowerCase() === 'transfer-encoding');
  if (body?.length === hop.requestBodyBytes && !chunked && hop.version !== '2') return body;
  throw new WirebenchError({
    code: 'body-not-held',
    message: `The ${hop.requestBodyBytes} bytes of the sent body are no longer in the journal, so the request cannot be copied completely.`,
  });
}
