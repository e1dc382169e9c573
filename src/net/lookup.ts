import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { AddressFamily } from '../endpoints/spec.ts';
import type { Transport } from '../protocol/transport.ts';
import { systemError } from './systemErrors.ts';
import { untilAborted } from './untilAborted.ts';

export interface FoundAddress {
  readonly address: string;
  readonly family: AddressFamily;
}

/**
 * The first address of a host, as the system resolves names. Throws WirebenchError `name-not-found` or `name-lookup-failed`, and the
 * signal's reason.
 */
export async function addressOf(
  host: string,
  port: number,
  transport: Transport,
  family: AddressFamily | undefined,
  signal?: AbortSignal,
): Promise<FoundAddress> {
  const [first] = await addressesOf(host, port, transport, family, signal);
  return first!;
}

/** All addresses of a host, in the system's order; at least one. Throws as `addressOf`. */
export async function addressesOf(
  host: string,
  port: number,
  transport: Transport,
  family: AddressFamily | undefined,
  signal?: AbortSignal,
): Promise<readonly FoundAddress[]> {
  const known = isIP(host);
  if (known !== 0) return [{ address: host, family: known as AddressFamily }];
  try {
    const found = lookup(host, { family: family ?? 0, all: true });
    return (await untilAborted(found, signal)) as unknown as readonly FoundAddress[];
  } catch (error) {
    signal?.throwIfAborted();
    throw systemError(error, { action: 'look up', transport, host, port });
  }
}
