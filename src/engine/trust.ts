import { refusal, type Need, type Trust } from '../base/trust.ts';
import { WirebenchError } from '../base/errors.ts';
import type { RequestMessage } from '../base/requestAnswerer.ts';
import { needsOfDns, needsOfEndpoint, needsOfHttp } from '../net/trust.ts';
import type { EngineParams, EngineRequestName, EngineRequests } from './messages.ts';

interface Row<P> {
  readonly needs: (params: P) => readonly Need[];
  /** The consequence of a refusal. */
  readonly undone: string;
}

/**
 * The requests that may need a trusted workspace. Runs of request files check each of their requests
 * (requests/trust.ts). The other requests read no file that they name, and start nothing new.
 */
const rows: { readonly [N in EngineRequestName]?: Row<EngineParams<N>> } = {
  'endpoint.start': { needs: ({ spec }) => needsOfEndpoint(spec), undone: 'it was not started' },
  'endpoint.restart': {
    needs: ({ spec }) => (spec === undefined ? [] : needsOfEndpoint(spec)),
    undone: 'it was not started again',
  },
  'endpoint.send': {
    needs: ({ payload }) => (payload.kind === 'file' ? [{ effect: 'file', subject: 'The message' }] : []),
    undone: 'nothing was sent',
  },
  'http.send': { needs: ({ request }) => needsOfHttp(request), undone: 'nothing was sent' },
  'dns.resolve': { needs: ({ spec }) => needsOfDns(spec), undone: 'nothing was asked' },
  'dns.compare': { needs: ({ spec }) => needsOfDns(spec), undone: 'nothing was asked' },
};

/** Throws WirebenchError `untrusted-workspace` if the request comes from an untrusted workspace and needs trust. */
export function refuseUntrusted({ name, params }: RequestMessage<EngineRequests>): void {
  if (!Object.hasOwn(rows, name)) return;
  const { needs, undone } = rows[name] as Row<unknown>;
  const refused = refusal(needs(params), params as Trust, undone);
  if (refused !== undefined) throw new WirebenchError(refused);
}
