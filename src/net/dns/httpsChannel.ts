import { WirebenchError } from '../../base/errors.ts';
import type { HttpClient } from '../http/client.ts';
import { whyNotTheAnswer } from './matching.ts';
import type { DnsQuerySpec, DnsServerAddress } from './exchange.ts';
import { formatAddress } from '../../traffic/event.ts';

const mediaType = 'application/dns-message';
const largestMessage = 65_535;

/**
 * Asks over HTTPS with POST (RFC 8484, section 4.1). Throws `doh-status`, `doh-body`, and the error of the exchange.
 */
export async function askHttps(
  http: HttpClient,
  server: DnsServerAddress,
  query: Uint8Array,
  spec: Omit<DnsQuerySpec, 'name'>,
  timeout: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const url = `https://${formatAddress(server)}${server.path ?? '/dns-query'}`;
  const exchange = await http.send(
    {
      method: 'POST',
      url,
      headers: [
        ['Accept', mediaType],
        ['Content-Type', mediaType],
      ],
      body: [{ kind: 'bytes', bytes: query }],
      preferHttp2: true,
      followRedirects: false,
      timeout,
      maxBodyBytes: largestMessage,
      jar: null,
      proxy: null,
      tls: {
        ...(spec.verify === undefined ? {} : { verify: spec.verify }),
        ...(spec.caFile === undefined ? {} : { caFile: spec.caFile }),
        ...(spec.servername === undefined ? {} : { servername: spec.servername }),
      },
    },
    { signal },
  );
  const { body } = exchange;
  try {
    if (exchange.error !== undefined) throw new WirebenchError(exchange.error);
    const response = exchange.hops.at(-1)?.response;
    if (response?.status !== 200) {
      throw new WirebenchError({
        code: 'doh-status',
        message: `${url} answered ${response?.status ?? 'nothing'} ${response?.reason ?? ''}, and a DNS server over HTTPS answers 200. Check the path of the URL.`,
      });
    }
    const type = response.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
    const bytes = body === undefined ? new Uint8Array(0) : await http.bodies.read(body.id);
    const why = type.toLowerCase().startsWith(mediaType)
      ? whyNotTheAnswer(query, bytes, 'any')
      : `its type is "${type.slice(0, 60)}", not ${mediaType}`;
    if (why === undefined) return bytes.slice();
    throw new WirebenchError({ code: 'doh-body', message: `The answer of ${url} was not taken: ${why}.` });
  } finally {
    if (body !== undefined) await http.bodies.forget([body.id]);
  }
}
