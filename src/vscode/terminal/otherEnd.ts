import type { EndpointSnapshot } from '../../engine/messages.ts';
import { formatAddress } from '../../traffic/event.ts';
import { addressText } from '../../endpoints/address.ts';
import type { Shell } from '../shell.ts';
import { spokenAt } from './lineEnding.ts';

/** The wildcard addresses: a server there is reached at every address of the machine. */
const anyAddress: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

/**
 * The protocol of an endpoint's peer, if its lines end with CR LF: known for our own servers, else guessed from the
 * port.
 */
export function spokenWith(shell: Pick<Shell, 'registry'>, { spec }: EndpointSnapshot): string | undefined {
  if (spec.transport === 'udp') return undefined;
  if (spec.role === 'server') return spec.application === 'http' ? 'HTTP' : undefined;
  const host = spec.host === 'localhost' ? '127.0.0.1' : spec.host;
  const own = shell.registry.running.find(
    (other) =>
      other.spec.role === 'server' &&
      other.spec.transport !== 'udp' &&
      other.local?.port === spec.port &&
      (anyAddress.has(other.local.host) || other.local.host === host),
  );
  if (own !== undefined) return own.spec.application === 'http' ? 'HTTP' : undefined;
  return spokenAt(spec.port);
}

/** The peer's address or, if it is unknown, the endpoint's name. */
export function peerName(shell: Pick<Shell, 'registry'>, endpoint: number, connection: number): string {
  const snapshot = shell.registry.endpoint(endpoint);
  const peer = snapshot?.connections.find(({ id }) => id === connection)?.peer;
  if (peer) return formatAddress(peer);
  return snapshot?.spec.role === 'client'
    ? addressText(snapshot.spec.host, snapshot.spec.port)
    : (snapshot?.name ?? '');
}
