import type { WirebenchError } from '../base/errors.ts';
import type { EndpointContext } from './endpoint.ts';
import { portOwner } from './portOwner.ts';
import type { CompleteSpec } from '../endpoints/spec.ts';
import { systemCode, systemError, type Attempt } from './systemErrors.ts';

/** The error of a server that could not listen. For a port in use, it names the program that has the port, if known. */
export async function listenError(
  error: unknown,
  spec: CompleteSpec,
  context: EndpointContext,
): Promise<WirebenchError> {
  const { transport, host, port } = spec;
  const attempt: Attempt = { action: 'listen', transport, host, port };
  if (systemCode(error) !== 'EADDRINUSE') return systemError(error, attempt);
  const protocol = transport === 'udp' ? 'udp' : 'tcp';
  const own = context.ownListener?.(protocol, host, port);
  if (own !== undefined) {
    const owner = `Wirebench's own server ${own.name}`;
    return systemError(error, { ...attempt, owner, facts: { owner, owningEndpoint: own.id } });
  }
  const program = await portOwner(protocol, host, port);
  if (program === undefined) return systemError(error, attempt);
  const owner = `${program.name} (pid ${program.pid})`;
  return systemError(error, { ...attempt, owner, facts: { owner, pid: program.pid } });
}
