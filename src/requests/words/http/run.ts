import { needsOfHttp } from '../../../net/trust.ts';
import type { HttpItem } from '../../model.ts';
import { bodyBytes } from '../../run/bodyText.ts';
import type { HttpResult } from '../../run/outcome.ts';
import type { Subject, SubjectContext } from '../../run/subjectTable.ts';
import type { Turn } from '../../run/turn.ts';
import { httpSpec } from './httpSpec.ts';
import { keepRequest } from './sent.ts';
import { httpSubject } from './subjects.ts';

/** An exchange that failed is a result too: it says how far it came. */
export async function run(item: HttpItem, turn: Turn): Promise<HttpResult> {
  const spec = await httpSpec(item, turn);
  turn.refuse(needsOfHttp(spec), item);
  const exchange = await turn.host.http.send(spec, {
    signal: turn.signal,
    onProgress: (progress) => turn.report({ progress }),
  });
  keepRequest(exchange, spec);
  return { kind: 'http', exchange };
}

export async function subject({ exchange }: HttpResult, context: SubjectContext): Promise<Subject> {
  return httpSubject(exchange, await bodyBytes(exchange, context.bodies), context);
}
