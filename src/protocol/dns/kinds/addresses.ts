import { formatIpv4, formatIpv6, groupBytes, parseIpv4, parseIpv6 } from '../../ip.ts';
import type { Kind } from '../field.ts';
import { wrongToken } from '../tokens.ts';
import { badField, fixed } from './basic.ts';

/** Four groups of up to four hexadecimal digits (RFC 6742, section 2.1.2); undefined for anything else. */
function parseGroups(text: string): Uint8Array | undefined {
  if (!/^[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){3}$/i.test(text)) return undefined;
  return Uint8Array.from(groupBytes(text, false)!);
}

function formatGroups(bytes: Uint8Array, at: number): string {
  return [0, 2, 4, 6].map((i) => ((bytes[at + i]! << 8) | bytes[at + i + 1]!).toString(16).padStart(4, '0')).join(':');
}

function address(
  length: number,
  form: string,
  format: (bytes: Uint8Array, at: number) => string,
  parse: (text: string) => Uint8Array | undefined,
): Kind<string> {
  return {
    measure: (_bytes, at, end) => fixed(at, length, end),
    read: (bytes, start) => format(bytes, start),
    write(out, value) {
      const bytes = typeof value === 'string' ? parse(value) : undefined;
      if (!bytes) throw badField(`“${value}” is not ${form}.`);
      out.raw(bytes);
    },
    format: (value) => value,
    parse(tokens, what) {
      const token = tokens.next(what);
      const bytes = token.quoted ? undefined : parse(token.text);
      if (!bytes) throw wrongToken(token, `“${token.text}” is not ${form}.`);
      return format(bytes, 0);
    },
    json: (value) => value,
  };
}

export const ipv4 = address(4, 'an IPv4 address', formatIpv4, parseIpv4);
export const ipv6 = address(16, 'an IPv6 address', formatIpv6, parseIpv6);

/** An identifier or a locator of ILNP (RFC 6742). */
export const groups = address(
  8,
  'four groups of hexadecimal digits, as in 14:4fff:ff20:ee64',
  formatGroups,
  parseGroups,
);
