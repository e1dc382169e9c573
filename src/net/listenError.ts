import type { WirebenchError } from '../base/errors.ts';
import type { EndpointContext } from './endpoint.ts';
import { portOwner } from './sockets/owner.ts';
import type { SocketProgram } from './sockets/row.ts';
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
  // Of a name, the error has the address that was tried.
  const { address = host } = error as { readonly address?: string };
  const own = context.ownListener?.(protocol, address, port);
  if (own !== undefined) {
    const owner = `Wirebench's own server ${own.name}`;
    return systemError(error, { ...attempt, owner, facts: { owner, owningEndpoint: own.id } });
  }
  const program = await portOwner(protocol, address, port);
  return systemError(error, { ...attempt, ...(program && ownerOf(program)) });
}

/** The process of Windows itself, in which its HTTP server (http.sys) listens for other programs. */
const windowsItself = 4;

/** The owner of a port, as an error names it; without a pid in the facts, nobody can end it. */
export function ownerOf(
  { name, pid }: SocketProgram,
  platform: NodeJS.Platform = process.platform,
): Pick<Attempt, 'owner' | 'facts'> {
  if (platform === 'win32' && pid === windowsItself) {
    const owner = 'Windows itself (pid 4; "netsh http show servicestate" names the program)';
    return { owner, facts: { owner } };
  }
  const owner = `${name} (pid ${pid})`;
  return { owner, facts: { owner, pid } };
}
