import fs from 'node:fs/promises';
import * as vscode from 'vscode';
import { WirebenchError } from '../../base/errors.ts';
import { copiedRequest } from '../../net/http/copied.ts';
import type { BodySource, HttpHop } from '../../net/http/exchange.ts';
import { REQUEST_FORMATS, copyRequestAs, type CopiedRequest, type RequestFormat } from '../../protocol/http/copyAs.ts';
import type { Shell } from '../shell.ts';
import { exchangeOf, type Entry } from './history.ts';
import { wireBytes } from './wire.ts';

export const copyFormats: readonly { readonly format: string; readonly label: string }[] = Object.entries(
  REQUEST_FORMATS,
).map(([format, { label }]) => ({ format, label }));

function isFormat(format: string): format is RequestFormat {
  return Object.hasOwn(REQUEST_FORMATS, format);
}

/** Puts a request on the clipboard, as it was sent first, as a command or a program that sends it. */
export async function copyRequest(shell: Shell, entry: Entry, format: string): Promise<void> {
  if (!isFormat(format))
    throw new WirebenchError({ code: 'unknown-copy-format', message: `There is no format ${format}.` });
  await vscode.env.clipboard.writeText(copyRequestAs(await sentRequest(shell, entry), format));
}

async function sentRequest(shell: Shell, entry: Entry): Promise<CopiedRequest> {
  const hop = exchangeOf(entry)?.hops[0];
  if (hop === undefined)
    throw new WirebenchError({
      code: 'nothing-sent',
      message: 'Nothing was sent that could be copied: send the request first.',
    });
  return copiedRequest(hop, await sentBody(shell, entry, hop));
}

/** The body that was sent: as it was typed, else as it is in the journal. */
async function sentBody(shell: Shell, { origin }: Entry, hop: HttpHop): Promise<Uint8Array | undefined> {
  if (origin.kind === 'typed') {
    const parts = origin.request.body ?? [];
    const read = async (part: BodySource) => (part.kind === 'bytes' ? part.bytes : fs.readFile(part.path));
    return parts.length === 0 ? undefined : Buffer.concat(await Promise.all(parts.map(read)));
  }
  if (hop.requestBodyBytes === 0) return undefined;
  const { sent } = await wireBytes(shell.engine, hop);
  const bytes = Buffer.from(sent.buffer, sent.byteOffset, sent.length);
  const end = bytes.indexOf('\r\n\r\n');
  const body = end < 0 ? undefined : bytes.subarray(end + 4, end + 4 + hop.requestBodyBytes);
  const chunked = hop.requestHeaders.some(([name]) => name.toLowerCase() === 'transfer-encoding');
  if (body?.length === hop.requestBodyBytes && !chunked && hop.version !== '2') return body;
  throw new WirebenchError({
    code: 'body-not-held',
    message: `The ${hop.requestBodyBytes} bytes of the body that was sent are not in the journal as they were: the request cannot be copied whole.`,
  });
}
