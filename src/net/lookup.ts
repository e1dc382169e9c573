import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { AddressFamily, Transport } from './spec.ts';
import { systemError } from './systemErrors.ts';

/** The first address of a host, as the system resolves names. Throws WirebenchError `name-not-found` or `name-lookup-failed`. */
export async function addressOf(
  host: string,
  port: number,
  transport: Transport,
  family: AddressFamily | undefined,
): Promise<{ readonly address: string; readonly family: AddressFamily }> {
  const known = isIP(host);
  if (known !== 0) return { address: host, family: known as AddressFamily };
  try {
    const found = await lookup(host, { family: family ?? 0 });
    return { address: found.address, family: found.family as AddressFamily };
  } catch (error) {
    throw systemError(error, { action: 'look up', transport, host, port });
  }
}
