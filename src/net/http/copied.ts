import type { CopiedRequest } from '../../protocol/http/copyAs.ts';
import type { HttpHop } from './exchange.ts';

/** A request as it went out, for copying as code. */
export function copiedRequest(hop: HttpHop, body: Uint8Array | undefined): CopiedRequest {
  return {
    method: hop.method,
    url: hop.url,
    version: hop.version,
    headers: hop.requestHeaders,
    ...(hop.requestTarget === undefined ? {} : { target: hop.requestTarget }),
    ...(hop.headerEncoding === undefined ? {} : { headerEncoding: hop.headerEncoding }),
    ...(body && { body }),
    ...(hop.tls?.authorized === false && { insecure: true }),
  };
}
