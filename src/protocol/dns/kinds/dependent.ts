import type { Kind, FieldValues } from '../field.ts';
import type { Name } from '../name.ts';
import { DnsError } from '../error.ts';
import { tokenNumber, wrongToken } from '../tokens.ts';
import { ipv4, ipv6 } from './addresses.ts';
import { badField, checkedNumber, plainName, u8 } from './basic.ts';
import { anyHex } from './binary.ts';

/** The number of bytes of another field, which only this field gives. */
export function lengthOf(kind: Kind<number>, other: string): Kind<number> {
  return {
    ...kind,
    write: (out, _value, compress, all) =>
      kind.write(out, (all[other] as Uint8Array | undefined)?.length ?? 0, compress, all),
  };
}

/** No gateway and no bytes: a dot in text. */
const nothing: Kind<string> = {
  measure: (_bytes, at) => at,
  read: () => '.',
  write(_out, value) {
    if (value !== '.') throw badField('A gateway of the type 0 is written as “.”.');
  },
  format: () => '.',
  parse(tokens, what) {
    const token = tokens.next(what);
    if (token.text !== '.') throw wrongToken(token, `The type 0 means no ${what}, which is written as “.”.`);
    return '.';
  },
  json: () => '.',
};

/** The text of an address or the dot; a name; the bytes of an undefined type. */
export type Gateway = string | Name | Uint8Array;

const GATEWAYS = [nothing, ipv4, ipv6, plainName] as unknown as readonly Kind<Gateway>[];

function gatewayText(value: Gateway): string {
  if (typeof value === 'string') return value;
  return value instanceof Uint8Array ? anyHex.format(value) : plainName.format(value);
}

/**
 * A gateway. Its type is in the data's second byte under `mask`: 0 to 3 for none, an IPv4 address, an IPv6 address or a
 * name. `others` reads other types; without it they are an error.
 */
function byType(typeIn: (values: FieldValues) => number, mask: number, others?: Kind<Gateway>): Kind<Gateway> {
  const inData = (bytes: Uint8Array, rdata: number) => GATEWAYS[bytes[rdata + 1]! & mask] ?? others;
  return {
    measure(bytes, at, end, rdata = 0) {
      const kind = inData(bytes, rdata);
      if (kind) return kind.measure(bytes, at, end);
      throw new DnsError(
        'dns-bad-value',
        `The type of the gateway at offset ${rdata + 1} is ${bytes[rdata + 1]! & mask}; the types are 0 to 3.`,
        rdata + 1,
      );
    },
    read: (bytes, start, end, seen, rdata = 0) => inData(bytes, rdata)!.read(bytes, start, end, seen),
    write(out, value, compress, all) {
      const kind = GATEWAYS[typeIn(all)] ?? others;
      if (!kind) throw badField(`The gateway type ${typeIn(all)} does not exist: the types are 0 to 3.`);
      kind.write(out, value, compress, all);
    },
    format: gatewayText,
    parse(tokens, what, before) {
      const kind = GATEWAYS[typeIn(before)];
      if (kind) return kind.parse(tokens, what, before);
      throw wrongToken(tokens.next(what), `The type of the ${what} is ${typeIn(before)}; the types are 0 to 3.`);
    },
    json: (value) =>
      typeof value === 'string' || value instanceof Uint8Array ? gatewayText(value) : plainName.json(value),
    folded: (value) => (typeof value === 'string' || value instanceof Uint8Array ? value : plainName.folded!(value)),
  };
}

/** For IPSECKEY (RFC 4025, section 2.3): the field after a gateway of another type cannot be found. */
export const gateway = byType(({ gatewayType }) => gatewayType as number, 0xff);

/** For AMTRELAY (RFC 8777, section 4.2): the gateway is the last field. */
export const relay = byType(({ relayType: of }) => (of as RelayType).type, 0x7f, anyHex);

/** AMTRELAY's second byte: the discovery bit, and the type of the relay (RFC 8777, section 4.2). */
export interface RelayType {
  readonly discoveryOptional: boolean;
  readonly type: number;
}

export const relayType: Kind<RelayType> = {
  measure: (bytes, at, end) => u8.measure(bytes, at, end),
  read: (bytes, start) => ({ discoveryOptional: bytes[start]! > 127, type: bytes[start]! & 127 }),
  write: (out, value) => out.u8((value.discoveryOptional ? 128 : 0) | checkedNumber(value.type, 127)),
  format: ({ discoveryOptional, type: of }) => `${discoveryOptional ? 1 : 0} ${of}`,
  parse: (tokens, what) => ({
    discoveryOptional: tokenNumber(tokens.next('discovery bit'), 'discovery bit', 1) === 1,
    type: tokenNumber(tokens.next(what), what, 127),
  }),
  json: ({ discoveryOptional, type: of }) => ({ discoveryOptional, type: of }),
  parts: (bytes, start, end) => [
    { name: 'discovery optional', text: bytes[start]! > 127 ? '1' : '0', start, end },
    { name: 'type', text: String(bytes[start]! & 127), start, end },
  ],
};
