import { isIP } from 'node:net';
import { WirebenchError } from '../../base/errors.ts';
import type { DnsServerAddress, DnsTransport } from './exchange.ts';
import { formatAddress } from '../../traffic/event.ts';

const defaultPorts: Readonly<Record<DnsTransport, number>> = { udp: 53, tcp: 53, tls: 853, https: 443 };
const defaultPath = '/dns-query';

/**
 * Reads `9.9.9.9`, `127.0.0.1:5353`, `::1`, `[::1]:5353`, `ns1.example`, `udp://…`, `tcp://…`, `tls://…`, `https://host/path`.
 * Throws WirebenchError `bad-server`.
 */
export function parseServer(text: string, transport?: DnsTransport): DnsServerAddress {
  const trimmed = text.trim();
  const scheme = /^(udp|tcp|tls|https):\/\//i.exec(trimmed);
  const over = (scheme?.[1]?.toLowerCase() as DnsTransport | undefined) ?? transport ?? 'udp';
  const rest = scheme === null ? trimmed : trimmed.slice(scheme[0].length);
  if (isIP(rest) !== 0) return address(over, rest, undefined, undefined);
  const match = /^(?:\[([^\]]+)\]|([^:/\s[\]]+))(?::(\d{1,5}))?(\/[^\s]*)?$/.exec(rest);
  const host = match?.[1] ?? match?.[2];
  const port = match?.[3] === undefined ? undefined : Number(match[3]);
  const isName = match?.[1] === undefined ? host !== undefined && /^[\p{L}\p{N}._-]+$/u.test(host) : isIP(host!) === 6;
  const isAddressGoneWrong = host !== undefined && /^[\d.]+$/.test(host) && isIP(host) === 0;
  const wrongPort = port !== undefined && (port < 1 || port > 65_535);
  const wrongPath = match?.[4] !== undefined && over !== 'https';
  if (host === undefined || !isName || isAddressGoneWrong || wrongPort || wrongPath) {
    throw new WirebenchError({
      code: 'bad-server',
      message: `"${trimmed.slice(0, 80)}" is not a DNS server: write an address, with a port if it is not the usual one, as in 127.0.0.1:5353, [::1]:5353, tcp://127.0.0.1, tls://9.9.9.9 or https://127.0.0.1/dns-query.`,
      facts: { server: trimmed.slice(0, 80) },
    });
  }
  return address(over, host, port, match?.[4]);
}

function address(
  transport: DnsTransport,
  host: string,
  port: number | undefined,
  path: string | undefined,
): DnsServerAddress {
  return {
    transport,
    host,
    port: port ?? defaultPorts[transport],
    ...(transport === 'https' ? { path: path ?? defaultPath } : {}),
  };
}

/** As `parseServer` reads it, the port always with it. */
export function formatServer(server: DnsServerAddress, transport = server.transport): string {
  const where = formatAddress(server);
  return transport === 'udp' ? where : `${transport}://${where}${server.path ?? ''}`;
}
