import { networkInterfaces } from 'node:os';
import { splitAddress } from '../../../endpoints/address.ts';
import { addressesOf } from '../../../net/lookup.ts';
import { listSockets } from '../../../net/sockets/list.ts';
import { askedAddresses, hasAddress, isServer, plainAddress, type SocketRow } from '../../../net/sockets/row.ts';
import { formatAddress } from '../../../traffic/event.ts';
import { FileError } from '../../run/requestError.ts';
import type { LookupItem, LookupResult } from './model.ts';
import type { MachineKind } from './spec.ts';

/** What this machine itself has: its sockets and its interfaces. Throws WirebenchError `sockets-unknown`, FileError. */
export function lookUpMachine(
  kind: MachineKind,
  subject: string,
  item: LookupItem,
  signal: AbortSignal,
): Promise<LookupResult> {
  return kinds[kind](subject, item, signal);
}

const kinds: Readonly<
  Record<MachineKind, (subject: string, item: LookupItem, signal: AbortSignal) => Promise<LookupResult>>
> = {
  socket: socketAt,
  async sockets() {
    return several('socket', (await listSockets()).map(socketData));
  },
  interfaces: () => Promise.resolve(several('interface', interfaceRows())),
};

function several(word: 'socket' | 'interface', rows: readonly object[]): LookupResult {
  return { kind: 'lookup', data: { count: rows.length, rows }, several: { word, rows } };
}

/** `127.0.0.1:5550`, `:5550`, `5550`, `localhost:53/udp`. */
async function socketAt(subject: string, item: LookupItem, signal: AbortSignal): Promise<LookupResult> {
  const [, written = '', transport] = /^(.*?)(?:\/(tcp|udp))?$/i.exec(subject) ?? [];
  const address = splitAddress(written.includes(':') ? written : `:${written}`);
  if (address === undefined) {
    const message = `"${subject}" is not an address of a socket: write HOST:PORT, or HOST:PORT/udp.`;
    throw new FileError({ code: 'bad-value', message }, item.subject ?? item.what);
  }
  const { host, port } = address;
  const asked =
    host === 'localhost'
      ? askedAddresses(host)
      : (await addressesOf(host, port, 'tcp', undefined, signal)).map((each) => plainAddress(each.address));
  const kind = transport?.toLowerCase() as SocketRow['transport'] | undefined;
  const all = await listSockets({ port, ...(kind && { transport: kind }) });
  const here = all.filter(({ local }) => asked.some((each) => hasAddress(local.host, each)));
  const rows = here.sort((a, b) => rank(a, asked) - rank(b, asked)).map(socketData);
  const [first] = rows;
  const data = first ?? { state: 'FREE', host, port, address: formatAddress(address) };
  return { kind: 'lookup', data: { ...data, count: rows.length, rows } };
}

/** A server before its connections, and the very address before a wildcard. */
function rank(row: SocketRow, asked: readonly string[]): number {
  return (isServer(row) ? 0 : 2) + (asked.includes(row.local.host) ? 0 : 1);
}

/** Flat, as checks and tables have it. */
function socketData({ transport, local, peer, state, program, pid, receiveQueue, sendQueue }: SocketRow) {
  return {
    ...{ transport, address: formatAddress(local), host: local.host, port: local.port },
    ...(peer && { peer: formatAddress(peer) }),
    state,
    ...(program !== undefined && { program }),
    ...(pid !== undefined && { pid }),
    ...(receiveQueue !== undefined && { receiveQueue }),
    ...(sendQueue !== undefined && { sendQueue }),
  };
}

function interfaceRows() {
  return Object.entries(networkInterfaces()).flatMap(([name, addresses = []]) =>
    addresses.map(({ address, family, cidr, mac, internal }) => ({
      ...{ name, address, family: family === 'IPv6' ? 6 : 4 },
      ...(cidr !== null && { prefix: Number(cidr.split('/')[1]) }),
      ...{ mac, loopback: internal },
    })),
  );
}
