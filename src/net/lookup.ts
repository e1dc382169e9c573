import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { AddressFamily } from '../endpoints/spec.ts';
import type { Transport } from '../protocol/transport.ts';
import { systemError } from './systemErrors.ts';

export interface FoundAddress {
  readonly address: string;
  readonly family: AddressFamily;
}

/** The first address of a host, as the system resolves names. Throws WirebenchError `name-not-found` or `name-lookup-failed`. */
export async function addressOf(
  host: string,
  port: number,
  transport: Transport,
  family: AddressFamily | undefined,
): Promise<FoundAddress> {
  const [first] = await addressesOf(host, port, transport, family);
  return first!;
}

/** All addresses of a host, in the system's order; at least one. Throws as `addressOf`. */
export async function addressesOf(
  host: string,
  port: number,
  transport: Transport,
  family: AddressFamily | undefined,
): Promise<readonly FoundAddress[]> {
  const known = isIP(host);
  if (known !== 0) return [{ address: host, family: known as AddressFamily }];
  try {
    return (await lookup(host, { family: family ?? 0, all: true })) as unknown as readonly FoundAddress[];
  } catch (error) {
    throw systemError(error, { action: 'look up', transport, host, port });
  }
}
