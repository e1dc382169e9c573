import type { Kind, FieldValues } from '../field.ts';
import type { Name } from '../name.ts';
import { DnsError } from '../error.ts';
import { tokenNumber, wrongToken } from '../tokens.ts';
import { ipv4, ipv6 } from './addresses.ts';
import { badField, checkedNumber, plainName, u8 } from './basic.ts';

/** The number of bytes of another field, which alone says it. */
export function lengthOf(kind: Kind<number>, other: string): Kind<number> {
  return {
    ...kind,
    write: (out, _value, compress, all) =>
      kind.write(out, (all[other] as Uint8Array | undefined)?.length ?? 0, compress, all),
  };
}

/** No gateway, and no byte: a dot in text. */
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

const GATEWAYS = [nothing, ipv4, ipv6, plainName] as unknown as readonly Kind<string | Name>[];

/**
 * Where to go by a gateway or a relay: its type, which is 0 to 3 for nothing, an IPv4 address, an IPv6 address or a name, is
 * in the lower bits of the data's second byte (RFC 4025, section 2.3; RFC 8777, section 4.2).
 */
export function gateway(typeIn: (values: FieldValues) => number): Kind<string | Name> {
  const inData = (bytes: Uint8Array, rdata: number): Kind<string | Name> | undefined =>
    GATEWAYS[bytes[rdata + 1]! & 0x7f];
  const known = (values: FieldValues): Kind<string | Name> => {
    const kind = GATEWAYS[typeIn(values)];
    if (!kind) throw badField(`There is no gateway of the type ${typeIn(values)}: the types are 0 to 3.`);
    return kind;
  };
  return {
    measure(bytes, at, end, rdata = 0) {
      const kind = inData(bytes, rdata);
      if (!kind)
        throw new DnsError(
          'dns-bad-value',
          `The type of the gateway at offset ${rdata + 1} is ${bytes[rdata + 1]! & 0x7f}; the types are 0 to 3.`,
          rdata + 1,
        );
      return kind.measure(bytes, at, end);
    },
    read: (bytes, start, end, seen, rdata = 0) => inData(bytes, rdata)!.read(bytes, start, end, seen),
    write: (out, value, compress, all) => known(all).write(out, value, compress, all),
    format: (value) => (typeof value === 'string' ? value : plainName.format(value)),
    parse(tokens, what, before) {
      const kind = GATEWAYS[typeIn(before)];
      const token = tokens.peek();
      if (!kind && token)
        throw wrongToken(token, `The type of the ${what} is ${typeIn(before)}; the types are 0 to 3.`);
      return (kind ?? nothing).parse(tokens, what, before);
    },
    json: (value) => (typeof value === 'string' ? value : plainName.json(value)),
    folded: (value) => (typeof value === 'string' ? value : plainName.folded!(value)),
  };
}

/** AMTRELAY's second byte: whether to go without discovery, and the type of the relay (RFC 8777, section 4.2). */
export interface RelayType {
  readonly discoveryOptional: boolean;
  readonly type: number;
}

export const relayType: Kind<RelayType> = {
  measure: (bytes, at, end) => u8.measure(bytes, at, end),
  read: (bytes, start) => ({ discoveryOptional: bytes[start]! > 127, type: bytes[start]! & 127 }),
  write: (out, value) => out.u8((value.discoveryOptional ? 128 : 0) | checkedNumber(value.type, 127)),
  format: ({ discoveryOptional, type: relay }) => `${discoveryOptional ? 1 : 0} ${relay}`,
  parse: (tokens, what) => ({
    discoveryOptional: tokenNumber(tokens.next('discovery bit'), 'discovery bit', 1) === 1,
    type: tokenNumber(tokens.next(what), what, 127),
  }),
  json: ({ discoveryOptional, type: relay }) => ({ discoveryOptional, type: relay }),
  parts: (bytes, start, end) => [
    { name: 'discovery optional', text: bytes[start]! > 127 ? '1' : '0', start, end },
    { name: 'type', text: String(bytes[start]! & 127), start, end },
  ],
};
