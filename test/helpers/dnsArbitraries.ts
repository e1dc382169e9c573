// Random names, records and messages for property tests.
import fc, { type Arbitrary } from 'fast-check';
import {
  cookieOption,
  ecsOption,
  edeOption,
  keepaliveOption,
  nsidOption,
  paddingOption,
} from '../../src/protocol/dns/ednsOptions.ts';
import { formatIpv4, formatIpv6, ipv4, ipv6 } from '../../src/protocol/dns/kinds/addresses.ts';
import { charString, charStrings, name, plainName, u16, u32, u8 } from '../../src/protocol/dns/kinds/basic.ts';
import { base64, hashedOwner, hex, salt, tag } from '../../src/protocol/dns/kinds/binary.ts';
import { algorithm, seconds, time, type, typeBitmap } from '../../src/protocol/dns/kinds/dnssec.ts';
import { altitude, centimetres, latitude, longitude, version } from '../../src/protocol/dns/kinds/location.ts';
import { options } from '../../src/protocol/dns/kinds/options.ts';
import { svcParams } from '../../src/protocol/dns/kinds/svcParams.ts';
import { ednsRecord, type DnsRecord, type Message, type RecordData } from '../../src/protocol/dns/message.ts';
import { nameLength, type Name } from '../../src/protocol/dns/name.ts';
import { RECORD_TYPES, type RecordTypeName } from '../../src/protocol/dns/recordTypes.ts';
import { TYPES } from '../../src/protocol/dns/typeCodes.ts';

const max16 = fc.integer({ min: 0, max: 0xffff });
const max32 = fc.integer({ min: 0, max: 0xffffffff });
const bytes = (minLength: number, maxLength: number) => fc.uint8Array({ minLength, maxLength });

/** Labels of any bytes; few different ones often, so that there is something to compress. */
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
  fc.tuple(fc.integer({ min: 9, max: 0xffff }), bytes(0, 20)).map(([key, value]) => ({ key, value })),
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

/** Fields whose values depend on each other, or whose kind is made for them. */
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
};

/** Data of a type. */
export function arbitraryData(typeName: RecordTypeName): Arbitrary<RecordData> {
  const fields = RECORD_TYPES[typeName].fields.map(({ name: fieldName, kind }) => {
    const arbitrary = special[typeName]?.[fieldName] ?? byKind.get(kind);
    if (!arbitrary) throw new Error(`There is no arbitrary value for ${typeName} ${fieldName}.`);
    return [fieldName, arbitrary] as const;
  });
  return fc.record(Object.fromEntries(fields));
}

export const KNOWN_TYPES = Object.keys(RECORD_TYPES) as RecordTypeName[];

const plainRecord: Arbitrary<DnsRecord> = fc
  .constantFrom(...KNOWN_TYPES.filter((typeName) => typeName !== 'OPT'))
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
    // An update has rules of its own for records without data.
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
