import type { HttpExchange, HttpProgress, HttpRequestSpec } from '../../net/http/exchange.ts';
import type { HttpItem } from '../model.ts';
import { httpSpec } from './httpSpec.ts';
import type { Executor } from './turn.ts';

/** What runs need of an HTTP client; HttpClient (net/http/client.ts) is one. */
export interface HttpSender {
  send(
    spec: HttpRequestSpec,
    options: { readonly signal?: AbortSignal; readonly onProgress?: (progress: HttpProgress) => void },
  ): Promise<HttpExchange>;
  readonly bodies: {
    read(id: number, part: { readonly offset?: number; readonly length?: number }): Promise<Uint8Array>;
  };
}

/** An exchange that failed is a result too: it says how far it came. */
export const runHttp: Executor<HttpItem> = async (item, turn) => {
  const spec = await httpSpec(item, turn);
  const exchange = await turn.host.http.send(spec, {
    signal: turn.signal,
    onProgress: (progress) => turn.report({ progress }),
  });
  return { kind: 'http', exchange };
};
