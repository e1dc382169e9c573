import type { ErrorData } from '../base/errors.ts';
import { refusal, untrusted, type Trust } from '../base/trust.ts';
import type { EndpointSpec } from '../endpoints/spec.ts';
import { needsOfEndpoint } from '../net/trust.ts';

/** The refusal of an endpoint that an untrusted workspace may not start, or undefined if it may start. */
export function refusalToStart(spec: EndpointSpec, trust: Trust): ErrorData | undefined {
  const undone = spec.role === 'server' ? 'the server was not started' : 'the connection was not opened';
  return refusal(needsOfEndpoint(spec), trust, undone);
}

/** The refusal to read or write the saved servers of an untrusted workspace, or undefined if it is trusted. */
export function savedServerRefusal(trusted: boolean): ErrorData | undefined {
  if (trusted) return undefined;
  return untrusted(
    'This workspace is not trusted, so its saved servers are neither read nor written. Trust the workspace first. You can start servers by typing an address without that.',
  );
}
