import { parseIpv4, parseIpv6 } from '../ip.ts';

/**
 * The name with the PTR records of an address: `1.2.0.192.in-addr.arpa.` (RFC 1035, section 3.5), nibbles under
 * `ip6.arpa.` (RFC 3596, section 2.5). Undefined if the text is not an address.
 */
export function reverseName(address: string): string | undefined {
  const v4 = parseIpv4(address);
  if (v4 !== undefined) return `${[...v4].reverse().join('.')}.in-addr.arpa.`;
  const v6 = parseIpv6(address);
  if (v6 === undefined) return undefined;
  const nibbles = [...v6].flatMap((byte) => [byte >> 4, byte & 15]);
  return `${nibbles
    .reverse()
    .map((nibble) => nibble.toString(16))
    .join('.')}.ip6.arpa.`;
}
