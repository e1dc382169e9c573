import { needsOfHttp } from '../../net/trust.ts';
import type { HttpItem } from '../model.ts';
import { httpSpec } from './httpSpec.ts';
import type { Executor } from './turn.ts';

/** An exchange that failed is a result too: it says how far it came. */
export const runHttp: Executor<HttpItem> = async (item, turn) => {
  const spec = await httpSpec(item, turn);
  turn.refuse(needsOfHttp(spec), item);
  const exchange = await turn.host.http.send(spec, {
    signal: turn.signal,
    onProgress: (progress) => turn.report({ progress }),
  });
  return { kind: 'http', exchange, sent: spec };
};
