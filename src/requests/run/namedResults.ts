import { readFile } from 'node:fs/promises';
import { formatHex } from '../../protocol/text/hex.ts';
import { decode } from '../../protocol/text/decode.ts';
import { formatAddress } from '../../traffic/event.ts';
import type { HttpRequestSpec } from '../../net/http/exchange.ts';
import type { MessageSource, NamedResult } from '../variables.ts';
import { Parted } from '../parted.ts';
import { exchangeText, mostBody, textOfBody, type Bodies } from './bodyText.ts';
import type { ItemResult } from './outcome.ts';

/** A result as `{{name...}}` sees it. */
export function namedResultOf(result: ItemResult, bodies: Bodies): NamedResult {
  switch (result.kind) {
    case 'http': {
      const { hops } = result.exchange;
      const response = hops.at(-1)?.response;
      const sent: MessageSource = {
        headers: hops[0]?.requestHeaders ?? [],
        ...(hops[0] === undefined ? {} : { url: hops[0].url }),
        body: () => sentText(result.sent),
      };
      if (response === undefined) return { request: sent };
      const { url } = hops.at(-1)!;
      const body = (): Promise<string> => exchangeText(result.exchange, bodies);
      return { request: sent, response: { headers: response.headers, status: response.status, url, body } };
    }
    case 'session': {
      const { received, closed } = result;
      const text = decode(received, 'utf-8', 'backslashreplace');
      const parts = { text, hex: formatHex(received), bytes: received.length };
      return { data: { received: new Parted(text, parts), closed } };
    }
    case 'serve': {
      const { host, port, url } = result;
      return { data: { host, port, address: formatAddress({ host, port }), ...(url === undefined ? {} : { url }) } };
    }
    case 'run': {
      const { pid, output, exitCode, signal } = result;
      return { data: { pid, output, exitCode, signal } };
    }
    case 'dns':
    case 'lookup':
      return { data: result.data };
  }
}

async function sentText(request: HttpRequestSpec | undefined): Promise<string> {
  const pieces: Uint8Array[] = [];
  for (const source of request?.body ?? []) {
    pieces.push(source.kind === 'bytes' ? source.bytes : await readFile(source.path));
  }
  return textOfBody(Buffer.concat(pieces).subarray(0, mostBody), request?.headers ?? []);
}
