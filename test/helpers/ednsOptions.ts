// Makers of EDNS options, by their RFCs.
import type { EdnsOption } from '../../src/protocol/dns/ednsOptions.ts';
import { parseIpv4, parseIpv6 } from '../../src/protocol/ip.ts';

/** A client subnet (RFC 7871): the address cut to its prefix. */
export function ecsOption(address: string, sourcePrefix?: number, scopePrefix = 0): EdnsOption {
  const ipv4 = parseIpv4(address);
  const whole = ipv4 ?? parseIpv6(address)!;
  const prefix = sourcePrefix ?? (ipv4 ? 24 : 56);
  const length = Math.ceil(prefix / 8);
  const data = Uint8Array.of(0, ipv4 ? 1 : 2, prefix, scopePrefix, ...whole.subarray(0, length));
  if (length > 0) data[data.length - 1]! &= 0xff << (length * 8 - prefix);
  return { code: 8, data };
}

/** RFC 7873. */
export function cookieOption(client: Uint8Array, server: Uint8Array = new Uint8Array(0)): EdnsOption {
  return { code: 10, data: Uint8Array.of(...client, ...server) };
}

/** The name of the server that answered (RFC 5001); empty in a query. */
export function nsidOption(identifier: Uint8Array = new Uint8Array(0)): EdnsOption {
  return { code: 3, data: identifier };
}

/** RFC 7830. */
export function paddingOption(length: number): EdnsOption {
  return { code: 12, data: new Uint8Array(length) };
}

/** An extended error (RFC 8914). */
export function edeOption(infoCode: number, text = ''): EdnsOption {
  return { code: 15, data: Uint8Array.of(infoCode >> 8, infoCode & 0xff, ...new TextEncoder().encode(text)) };
}

/**
 * RFC 7828.
 * @param timeout idle time in tenths of a second, in an answer
 */
export function keepaliveOption(timeout?: number): EdnsOption {
  return {
    code: 11,
    data: timeout === undefined ? new Uint8Array(0) : Uint8Array.of(timeout >> 8, timeout & 0xff),
  };
}
