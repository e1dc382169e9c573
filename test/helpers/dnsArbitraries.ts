// Random names, records and messages for property tests.
import fc, { type Arbitrary } from 'fast-check';
import { groups, ipv4, ipv6 } from '../../src/protocol/dns/kinds/addresses.ts';
import { formatIpv4, formatIpv6 } from '../../src/protocol/ip.ts';
import {
  charString,
  charStrings,
  name,
  names,
  optionalString,
  plainName,
  u16,
  u32,
  u48,
  u64,
  u8,
} from '../../src/protocol/dns/kinds/basic.ts';
import {
  anyBase64,
  anyHex,
  base64,
  counted16,
  dashBase64,
  hashedOwner,
  hex,
  nsap,
  salt,
  tag,
} from '../../src/protocol/dns/kinds/binary.ts';
import { relayType } from '../../src/protocol/dns/kinds/dependent.ts';
import { seconds, time, type, typeBitmap } from '../../src/protocol/dns/kinds/dnssec.ts';
import { coordinate, oldBitmap, ports, x121 } from '../../src/protocol/dns/kinds/historic.ts';
import {
  algorithm,
  certificateAlgorithm,
  certificateType,
  keyFlags,
  keyProtocol,
  protocol,
  scheme,
  signatureError,
} from '../../src/protocol/dns/kinds/named.ts';
import { prefixes } from '../../src/protocol/dns/kinds/prefixes.ts';
import { altitude, centimetres, latitude, longitude, version } from '../../src/protocol/dns/kinds/location.ts';
import { options } from '../../src/protocol/dns/kinds/options.ts';
import { svcParams } from '../../src/protocol/dns/kinds/svcParams.ts';
import { ednsRecord, type DnsRecord, type Message, type RecordData } from '../../src/protocol/dns/message.ts';
import { nameLength, type Name } from '../../src/protocol/dns/name.ts';
import { isKnownType, recordType, type RecordTypeName } from '../../src/protocol/dns/recordTypes.ts';
import { NOT_IN_ZONES, TYPES } from '../../src/protocol/dns/typeCodes.ts';
import { cookieOption, ecsOption, edeOption, keepaliveOption, nsidOption, paddingOption } from './ednsOptions.ts';

const max16 = fc.integer({ min: 0, max: 0xffff });
const max32 = fc.integer({ min: 0, max: 0xffffffff });
const bytes = (minLength: number, maxLength: number) => fc.uint8Array({ minLength, maxLength });

/** Labels of any bytes, often the same few, so that names can be compressed. */
const label = fc.oneof(
  fc
    .constantFrom('a', 'b', 'www', 'test', 'WWW')
    .map((text) => Uint8Array.from(text, (letter) => letter.charCodeAt(0))),
  bytes(1, 63),
);

export const arbitraryName: Arbitrary<Name> = fc
  .array(label, { maxLength: 8 })
  .filter((labels) => nameLength(labels) <= 255);

const svcParam: Arbitrary<{ key: number; value: Uint8Array }> = fc.oneof(
  fc
    .array(bytes(1, 20), { minLength: 1, maxLength: 3 })
    .map((ids) => ({ key: 1, value: Uint8Array.from(ids.flatMap((id) => [id.length, ...id])) })),
  bytes(2, 2).map((value) => ({ key: 3, value })),
  bytes(1, 3).map((seeds) => ({ key: 4, value: Uint8Array.from([...seeds].flatMap((seed) => [192, 0, 2, seed])) })),
  bytes(1, 30).map((value) => ({ key: 5, value })),
  bytes(16, 16).map((value) => ({ key: 6, value })),
  fc.constant({ key: 7, value: Uint8Array.from(Buffer.from('/ü{?x,dns}')) }),
  fc.uniqueArray(max16, { minLength: 1, maxLength: 4 }).map((groups) => ({
    key: 9,
    value: Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 0xff])),
  })),
  fc
    .array(bytes(1, 20), { maxLength: 3 })
    .map((ids) => ({ key: 10, value: Uint8Array.from(ids.flatMap((id) => [id.length, ...id])) })),
  fc.tuple(fc.integer({ min: 11, max: 0xffff }), bytes(0, 20)).map(([key, value]) => ({ key, value })),
);

const params = fc
  .uniqueArray(svcParam, { selector: ({ key }) => key, maxLength: 6 })
  .map((list) => list.sort((a, b) => a.key - b.key));

const option = fc.oneof(
  fc
    .tuple(bytes(4, 4), fc.integer({ min: 0, max: 32 }))
    .map(([address, prefix]) => ecsOption(formatIpv4(address), prefix)),
  fc
    .tuple(bytes(16, 16), fc.integer({ min: 0, max: 128 }))
    .map(([address, prefix]) => ecsOption(formatIpv6(address), prefix, 7)),
  fc.tuple(bytes(8, 8), fc.oneof(bytes(0, 0), bytes(8, 32))).map(([client, server]) => cookieOption(client, server)),
  bytes(0, 20).map(nsidOption),
  fc.integer({ min: 0, max: 100 }).map(paddingOption),
  fc.tuple(max16, fc.string()).map(([code, text]) => edeOption(code, text.replaceAll('\0', ''))),
  fc.option(max16, { nil: undefined }).map(keepaliveOption),
  fc.tuple(fc.integer({ min: 100, max: 0xffff }), bytes(0, 20)).map(([code, data]) => ({ code, data })),
);

const sized = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 9 }))
  .map(([digit, power]) => digit * 10 ** power);

const ascii = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const digits = (least: number, most: number) =>
  fc.array(fc.nat(9), { minLength: least, maxLength: most }).map((list) => ascii(list.join('')));
const withoutZeros = (value: Uint8Array) => value.slice(0, value.findLastIndex((byte) => byte > 0) + 1);

/** As the codec makes them. */
const plainObject = { noNullPrototype: true } as const;

const prefix = fc.oneof(
  fc.record(
    {
      family: fc.constant(1),
      bits: fc.nat(32),
      negated: fc.boolean(),
      address: bytes(0, 4).map(withoutZeros),
    },
    plainObject,
  ),
  fc.record(
    {
      family: fc.constant(2),
      bits: fc.nat(128),
      negated: fc.boolean(),
      address: bytes(0, 16).map(withoutZeros),
    },
    plainObject,
  ),
  fc.record(
    {
      family: fc.integer({ min: 3, max: 0xffff }),
      bits: fc.nat(255),
      negated: fc.boolean(),
      address: bytes(0, 127).map(withoutZeros),
    },
    plainObject,
  ),
);

/** A gateway by its type. */
const GATEWAYS = [
  fc.constant('.'),
  bytes(4, 4).map((value) => formatIpv4(value)),
  bytes(16, 16).map((value) => formatIpv6(value)),
  arbitraryName,
] as const;

const byKind = new Map<unknown, Arbitrary<unknown>>([
  [u8, fc.nat(255)],
  [algorithm, fc.nat(255)],
  [u16, max16],
  [type, max16],
  [u32, max32],
  [seconds, max32],
  [time, max32],
  [name, arbitraryName],
  [plainName, arbitraryName],
  [charString, bytes(0, 255)],
  [charStrings, fc.array(bytes(0, 255), { minLength: 1, maxLength: 5 })],
  [ipv4, bytes(4, 4).map((value) => formatIpv4(value))],
  [ipv6, bytes(16, 16).map((value) => formatIpv6(value))],
  [hex, bytes(1, 80)],
  [base64, bytes(1, 80)],
  [salt, bytes(0, 20)],
  [hashedOwner, bytes(1, 32)],
  [names, fc.array(arbitraryName, { maxLength: 3 })],
  [optionalString, fc.option(bytes(0, 255))],
  [u48, fc.nat(2 ** 48 - 1)],
  [u64, fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })],
  [
    groups,
    bytes(8, 8).map((value) =>
      Buffer.from(value)
        .toString('hex')
        .replace(/(.{4})(?!$)/g, '$1:'),
    ),
  ],
  [anyHex, bytes(0, 80)],
  [anyBase64, bytes(1, 80)],
  [dashBase64, bytes(0, 80)],
  [counted16, bytes(0, 300)],
  [nsap, bytes(1, 30)],
  [relayType, fc.record({ discoveryOptional: fc.boolean(), type: fc.constant(0) }, plainObject)],
  [ports, bytes(0, 30).map(withoutZeros)],
  [
    oldBitmap,
    fc.uniqueArray(fc.integer({ min: 1, max: 127 }), { maxLength: 9 }).map((list) => list.sort((a, b) => a - b)),
  ],
  [coordinate, fc.integer({ min: -180_000, max: 180_000 }).map((value) => ascii(String(value / 1000)))],
  [x121, digits(4, 20)],
  [prefixes, fc.array(prefix, { maxLength: 5 })],
  [certificateType, max16],
  [certificateAlgorithm, fc.nat(255)],
  [keyFlags, max16],
  [keyProtocol, fc.nat(255)],
  [protocol, fc.nat(255)],
  [scheme, fc.nat(255)],
  [signatureError, max16],
  [tag, fc.stringMatching(/^[a-zA-Z0-9]{1,20}$/)],
  [
    typeBitmap,
    fc.uniqueArray(fc.integer({ min: 1, max: 0xffff }), { maxLength: 20 }).map((types) => types.sort((a, b) => a - b)),
  ],
  [svcParams, params],
  [options, fc.array(option, { maxLength: 5 })],
  [version, fc.constant(0)],
  [centimetres, sized],
  [latitude, fc.integer({ min: -90 * 3_600_000, max: 90 * 3_600_000 })],
  [longitude, fc.integer({ min: -180 * 3_600_000, max: 180 * 3_600_000 })],
  [altitude, fc.integer({ min: -10_000_000, max: 0xffffffff - 10_000_000 })],
]);

/** Fields whose values depend on each other, or whose kind is created for them. */
const special: Readonly<Partial<Record<RecordTypeName, Readonly<Record<string, Arbitrary<unknown>>>>>> = {
  CAA: { value: bytes(0, 300) },
  URI: { target: bytes(1, 300) },
  EUI48: { address: bytes(6, 6) },
  EUI64: { address: bytes(8, 8) },
  DS: { digestType: fc.constant(2), digest: bytes(32, 32) },
  CDS: { digestType: fc.constant(4), digest: bytes(48, 48) },
  ZONEMD: { scheme: fc.integer({ min: 1, max: 255 }), hashAlgorithm: fc.constant(1), digest: bytes(48, 48) },
  SVCB: { priority: fc.integer({ min: 1, max: 0xffff }) },
  HTTPS: { priority: fc.integer({ min: 1, max: 0xffff }) },
  KEY: { flags: fc.nat(0xbfff) },
  TA: { digestType: fc.constant(2), digest: bytes(32, 32) },
  DLV: { digestType: fc.constant(4), digest: bytes(48, 48) },
  SSHFP: { fingerprintType: fc.constant(2), fingerprint: bytes(32, 32) },
};

/** Data in which one field determines another. */
const whole: Readonly<Partial<Record<RecordTypeName, Arbitrary<RecordData>>>> = {
  IPSECKEY: fc.nat(3).chain((gatewayType) =>
    fc.record({
      precedence: fc.nat(255),
      gatewayType: fc.constant(gatewayType),
      algorithm: fc.nat(255),
      gateway: GATEWAYS[gatewayType]!,
      key: bytes(1, 80),
    }),
  ),
  AMTRELAY: fc.nat(4).chain((type) =>
    fc.record({
      precedence: fc.nat(255),
      relayType: fc.record({ discoveryOptional: fc.boolean(), type: fc.constant(type) }, plainObject),
      relay: GATEWAYS[type] ?? bytes(0, 20),
    }),
  ),
  HIP: fc
    .record({
      algorithm: fc.nat(255),
      hit: bytes(1, 255),
      key: bytes(1, 300),
      servers: fc.array(arbitraryName, { maxLength: 3 }),
    })
    .map((data) => ({ hitLength: data.hit.length, keyLength: data.key.length, ...data })),
  ATMA: fc.oneof(
    fc.record({ format: fc.constant(0), address: bytes(1, 40) }),
    fc.record({ format: fc.constant(1), address: digits(1, 40) }),
  ),
  A6: fc.nat(128).chain((prefixLength) => {
    const length = Math.ceil((128 - prefixLength) / 8);
    return fc.record({
      prefixLength: fc.constant(prefixLength),
      suffix:
        length === 0
          ? fc.constant('')
          : bytes(length, length).map((value) => {
              const address = new Uint8Array(16);
              address.set(value, 16 - length);
              address[16 - length]! &= 0xff >> (prefixLength & 7);
              return formatIpv6(address);
            }),
      prefixName: prefixLength === 0 ? fc.constant(null) : arbitraryName,
    });
  }),
};

/** Data of a type. */
export function arbitraryData(typeName: RecordTypeName): Arbitrary<RecordData> {
  const known = whole[typeName];
  if (known) return known;
  const fields = recordType(TYPES[typeName]).fields.map(({ name: fieldName, kind }) => {
    const arbitrary = special[typeName]?.[fieldName] ?? byKind.get(kind);
    if (!arbitrary) throw new Error(`There is no arbitrary value for ${typeName} ${fieldName}.`);
    return [fieldName, arbitrary] as const;
  });
  return fc.record(Object.fromEntries(fields));
}

export const KNOWN_TYPES = (Object.keys(TYPES) as RecordTypeName[]).filter((typeName) => isKnownType(TYPES[typeName]));

const plainRecord: Arbitrary<DnsRecord> = fc
  .constantFrom(...KNOWN_TYPES.filter((typeName) => !NOT_IN_ZONES.has(TYPES[typeName])))
  .chain((typeName) =>
    fc.record({
      name: arbitraryName,
      type: fc.constant<number>(TYPES[typeName]),
      class: fc.constant(1),
      ttl: max32,
      data: arbitraryData(typeName),
    }),
  );

const unknownRecord: Arbitrary<DnsRecord> = fc.record({
  name: arbitraryName,
  type: fc.integer({ min: 300, max: 0xffff }),
  class: max16,
  ttl: max32,
  data: bytes(0, 40).map((data) => ({ data })),
});

export const arbitraryRecord: Arbitrary<DnsRecord> = fc.oneof(
  { weight: 9, arbitrary: plainRecord },
  { weight: 1, arbitrary: unknownRecord },
);

const records = fc.array(arbitraryRecord, { maxLength: 6 });
const optRecord = fc
  .record({ udpSize: max16, version: fc.nat(255), dnssecOk: fc.boolean(), options: fc.array(option, { maxLength: 5 }) })
  .map((edns) => ednsRecord(edns));

/** A message with EDNS, so that its rcode may be large. */
export const arbitraryMessage: Arbitrary<Message> = fc
  .record({
    id: max16,
    response: fc.boolean(),
    // Records without data have different rules in an update.
    opcode: fc.integer({ min: 0, max: 15 }).filter((opcode) => opcode !== 5),
    authoritative: fc.boolean(),
    truncated: fc.boolean(),
    recursionDesired: fc.boolean(),
    recursionAvailable: fc.boolean(),
    reserved: fc.boolean(),
    authenticData: fc.boolean(),
    checkingDisabled: fc.boolean(),
    rcode: fc.nat(0xfff),
    questions: fc.array(fc.record({ name: arbitraryName, type: max16, class: max16 }), { maxLength: 2 }),
    answers: records,
    authorities: records,
    additionals: fc.tuple(records, optRecord).map(([others, opt]) => [...others, opt]),
  })
  .map((message) => ({
    ...message,
    // Its TTL holds the upper bits of the status.
    additionals: message.additionals.map((record) =>
      record.type === TYPES.OPT
        ? { ...record, ttl: ((record.ttl & 0xffffff) | ((message.rcode >> 4) << 24)) >>> 0 }
        : record,
    ),
  }));
