import type { IncomingMessage } from 'node:http';
import type { HttpVersion } from './versions.ts';
import { hostOf, hostProblem, type HostCheck } from './hostCheck.ts';

export interface RequestProblem {
  readonly status: number;
  /** For the sender, with its full stop. */
  readonly sentence: string;
}

const bad = (sentence: string): RequestProblem => ({ status: 400, sentence });

/** The reason for refusing a request that Node's parser accepts; undefined if it may be answered. */
export function requestProblem(
  request: IncomingMessage,
  check: HostCheck & { readonly version: HttpVersion },
): RequestProblem | undefined {
  const { httpVersion, rawHeaders } = request;
  if (httpVersion !== '1.1' && httpVersion !== '1.0')
    return bad(`The request is in HTTP/${httpVersion}; a connection like this one carries only 1.1 and 1.0.`);
  // RFC 9112, section 3.2: one Host, and a valid one.
  const hosts = rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]!.toLowerCase() === 'host');
  if (hosts.length > 1) return bad(`The request has ${hosts.length} Host headers; it must have one.`);
  const [host] = hosts;
  if (host === undefined && httpVersion === '1.1' && check.version === '1.1')
    return bad('The request has no Host header; HTTP/1.1 requires one (RFC 9112, section 3.2): "Host: localhost".');
  if (host !== undefined && host !== '' && hostOf(host) === undefined)
    return bad(
      `The Host header is ${JSON.stringify(host)}; it must be a name or an address, with or without a port after a colon.`,
    );
  const sentence = hostProblem(request, check);
  return sentence === undefined ? undefined : { status: 403, sentence };
}
