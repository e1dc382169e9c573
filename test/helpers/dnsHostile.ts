// Invalid messages, and valid ones to derive invalid ones from.
import { encodeMessage } from '../../src/protocol/dns/encode.ts';
import { ednsRecord, type DnsRecord } from '../../src/protocol/dns/message.ts';
import { parseName, type Name } from '../../src/protocol/dns/name.ts';
import { typeCode } from '../../src/protocol/dns/typeCodes.ts';
import { RDATA_VECTORS } from './dnsVectors.ts';
import { cookieOption, ecsOption, edeOption, keepaliveOption, nsidOption, paddingOption } from './ednsOptions.ts';
import { parseRdata } from './dnsText.ts';

const origin = parseName('wirebench.test.');

export function makeRecord(type: string, text: string, name: Name = origin): DnsRecord {
  const code = typeCode(type)!;
  return { name, type: code, class: 1, ttl: 300, data: parseRdata(code, text, origin) };
}

/** A message for each type, with all vectors of the type as answers, and one with every option of EDNS. */
export function goodMessages(): Uint8Array[] {
  // TSIG stands at the end of a message or nowhere.
  const types = Object.entries(RDATA_VECTORS).filter(([type]) => type !== 'TSIG');
  const messages = types.map(([type, texts], id) =>
    encodeMessage({
      id,
      response: true,
      recursionDesired: true,
      questions: [{ name: origin, type: typeCode(type)!, class: 1 }],
      answers: texts.map((text) => makeRecord(type, text)),
      authorities: [makeRecord('NS', 'ns1')],
      additionals: [makeRecord('A', '192.0.2.1', parseName('ns1', origin)), ednsRecord()],
    }),
  );
  const options = [
    nsidOption(Uint8Array.of(0x6e, 0x73)),
    ecsOption('192.0.2.129', 25),
    ecsOption('2001:db8::1'),
    cookieOption(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), new Uint8Array(16)),
    paddingOption(5),
    edeOption(18, 'not today'),
    keepaliveOption(100),
    { code: 65001, data: Uint8Array.of(1, 2, 3) },
  ];
  const edns = ednsRecord({ udpSize: 4096, dnssecOk: true, options });
  return [
    ...messages,
    encodeMessage({
      id: 1,
      response: true,
      rcode: 23,
      questions: [{ name: origin, type: 1, class: 1 }],
      additionals: [edns],
    }),
  ];
}

const HEADER = [0x12, 0x34, 0x80, 0x00];

/** A header with these counts, and what follows. */
export function raw(
  counts: readonly [number, number, number, number],
  ...parts: readonly (readonly number[])[]
): Uint8Array {
  return Uint8Array.from([...HEADER, ...counts.flatMap((count) => [count >> 8, count & 0xff]), ...parts.flat()]);
}

export const NAME = [3, 0x77, 0x77, 0x77, 4, 0x74, 0x65, 0x73, 0x74, 0];
const u16 = (value: number) => [value >> 8, value & 0xff];

/** A record of the class IN with these bytes of data, and perhaps another RDLENGTH than they have. */
export function rawRecord(
  type: number,
  rdata: readonly number[],
  length = rdata.length,
  name: readonly number[] = NAME,
): number[] {
  return [...name, ...u16(type), 0, 1, 0, 0, 1, 0x2c, ...u16(length), ...rdata];
}

const opt = (rdata: readonly number[] = [], name: readonly number[] = [0]) => [
  ...name,
  0,
  41,
  4,
  0xd0,
  0,
  0,
  0,
  0,
  ...u16(rdata.length),
  ...rdata,
];
const option = (code: number, data: readonly number[], length = data.length) => [...u16(code), ...u16(length), ...data];
const param = (key: number, value: readonly number[], length = value.length) => [...u16(key), ...u16(length), ...value];
const svcb = (...params: readonly number[][]) => [0, 1, 0, ...params.flat()];
const answer = (type: number, rdata: readonly number[], length?: number) =>
  raw([0, 1, 0, 0], rawRecord(type, rdata, length));
const withOption = (code: number, data: readonly number[], length?: number) =>
  raw([0, 0, 0, 1], opt(option(code, data, length)));

/** A name at the end of so many pointers, each to the one before. */
export function pointerChain(links: number): Uint8Array {
  const start = 12 + rawRecord(65280, []).length;
  const pointers = [
    0,
    ...Array.from({ length: links }, (_, i) => u16(0xc000 | (i === 0 ? start : start + 1 + 2 * (i - 1)))).flat(),
  ];
  const last = start + 1 + 2 * (links - 1);
  return raw([0, 2, 0, 0], rawRecord(65280, pointers), rawRecord(1, [1, 2, 3, 4], 4, u16(0xc000 | last)));
}

const longName = (labels: number) => [
  ...Array.from({ length: labels }, () => [63, ...new Array<number>(63).fill(0x61)]).flat(),
  0,
];

/** Messages that no resolver should accept, by their fault. */
export const HOSTILE: Readonly<Record<string, Uint8Array>> = {
  'no bytes': new Uint8Array(0),
  'eleven bytes': raw([0, 0, 0, 0]).subarray(0, 11),
  'a pointer to itself': raw([1, 0, 0, 0], [0xc0, 12, 0, 1, 0, 1]),
  'a pointer forward': raw([1, 0, 0, 0], [0xc0, 20, 0, 1, 0, 1, 0, 0, 0, 0]),
  'a pointer beyond the end': raw([1, 0, 0, 0], [0xff, 0xff, 0, 1, 0, 1]),
  'two pointers to each other': raw([1, 1, 0, 0], [1, 0x61, 0xc0, 16, 0xc0, 12, 0, 1], rawRecord(1, [1, 2, 3, 4])),
  'a pointer to before it that comes back to it': raw([1, 0, 0, 0], [1, 0x61, 0xc0, 12, 0, 1, 0, 1]),
  'a pointer of one byte': raw([1, 0, 0, 0], [1, 0x61, 0xc0]),
  'label bits 01': raw([1, 0, 0, 0], [0x41, 0x61, 0, 0, 1, 0, 1]),
  'label bits 10': raw([1, 0, 0, 0], [0x81, 0x61, 0, 0, 1, 0, 1]),
  'a name of 257 bytes': raw([1, 0, 0, 0], longName(4), [0, 1, 0, 1]),
  'a label that goes on beyond the end': raw([1, 0, 0, 0], [63, 0x61, 0x61]),
  'a question without its class': raw([1, 0, 0, 0], NAME, [0, 1, 0]),
  'a record without its RDLENGTH': raw([0, 1, 0, 0], NAME, [0, 1, 0, 1, 0, 0, 1, 0x2c]),
  'RDLENGTH beyond the end': answer(1, [1, 2, 3, 4], 400),
  'RDLENGTH too small for an address': answer(1, [1, 2, 3]),
  'RDLENGTH too large for an address': answer(1, [1, 2, 3, 4, 5]),
  'RDLENGTH that takes the next record in': raw(
    [0, 2, 0, 0],
    rawRecord(1, [1, 2, 3, 4], 4 + rawRecord(1, [1, 2, 3, 4]).length),
    rawRecord(1, [1, 2, 3, 4]),
  ),
  'RDLENGTH too small for a name': answer(15, [0, 10, ...NAME], 8),
  'RDLENGTH too large for a name': answer(15, [0, 10, ...NAME, 0]),
  'RDLENGTH 0 for an address': answer(1, []),
  'a string longer than its record': answer(16, [5, 0x61, 0x62]),
  'no string at all': answer(16, []),
  'trailing bytes': raw([1, 0, 0, 0], NAME, [0, 1, 0, 1, 0xde, 0xad]),
  'two OPT records': raw([0, 0, 0, 2], opt(), opt()),
  'OPT among the answers': raw([0, 1, 0, 0], opt()),
  'OPT of a name': raw([0, 0, 0, 1], opt([], NAME)),
  'an option longer than OPT': withOption(10, [1, 2, 3, 4], 8),
  'an option without its length': raw([0, 0, 0, 1], opt([0, 10, 0])),
  'a client subnet with an unknown family': withOption(8, [0, 9, 8, 0, 1]),
  'a client subnet with a prefix too long': withOption(8, [0, 1, 33, 0, 1, 2, 3, 4, 5]),
  'a client subnet without its address': withOption(8, [0, 1, 24, 0]),
  'a client subnet with too much address': withOption(8, [0, 1, 8, 0, 1, 2, 3]),
  'an extended error that is not UTF-8': withOption(15, [0, 18, 0xff, 0xfe]),
  'an extended error of one byte': withOption(15, [0]),
  'a cookie of 5 bytes': withOption(10, [1, 2, 3, 4, 5]),
  'SvcParams out of order': answer(64, svcb(param(3, [0, 53]), param(1, [2, 0x68, 0x32]))),
  'a SvcParam twice': answer(64, svcb(param(3, [0, 53]), param(3, [0, 53]))),
  'a SvcParam longer than its record': answer(64, svcb(param(3, [0, 53], 9))),
  'a port of three bytes': answer(64, svcb(param(3, [0, 53, 1]))),
  'an alpn that ends inside a name': answer(65, svcb(param(1, [5, 0x68, 0x32]))),
  'an alpn with an empty name': answer(65, svcb(param(1, [0]))),
  'no-default-alpn alone': answer(65, svcb(param(2, []))),
  'a mandatory key that is missing': answer(65, svcb(param(0, [0, 1]))),
  'an IPv4 hint of five bytes': answer(65, svcb(param(4, [1, 2, 3, 4, 5]))),
  'parameters of an alias': answer(64, [0, 0, 0, ...param(3, [0, 53])]),
  'a type bitmap with windows out of order': answer(47, [0, 1, 1, 0x40, 0, 1, 0x40]),
  'a type bitmap with an empty window': answer(47, [0, 0, 0]),
  'a type bitmap of 33 bytes': answer(47, [0, 0, 33, ...new Array<number>(33).fill(1)]),
  'a digest too short for its kind': answer(43, [0, 1, 8, 2, 1, 2, 3]),
  'a location of another version': answer(29, [1, 0x12, 0x16, 0x13, 0x80, 0, 0, 0, 0x80, 0, 0, 0, 0, 0x98, 0x96, 0x80]),
  'a location beyond the pole': answer(29, [0, 0x12, 0x16, 0x13, 0xff, 0, 0, 0, 0x80, 0, 0, 0, 0, 0x98, 0x96, 0x80]),
  'a CAA tag with a hyphen': answer(257, [0, 2, 0x61, 0x2d, 0x62]),
  'an empty URI': answer(256, [0, 1, 0, 1]),
  '65,535 questions claimed': raw([65535, 0, 0, 0], NAME, [0, 1, 0, 1]),
  '65,535 answers claimed': raw([0, 65535, 0, 0], rawRecord(1, [1, 2, 3, 4])),
  'one record more claimed than there is': raw([0, 1, 0, 1], rawRecord(1, [1, 2, 3, 4])),
  'an OPT record with RDLENGTH too large': raw([0, 0, 0, 1], [...opt().slice(0, -2), 0, 4]),
  '65,535 authority records claimed': raw([0, 0, 65535, 0], rawRecord(2, NAME)),
  '65,535 additional records claimed': raw([0, 0, 0, 65535], rawRecord(1, [1, 2, 3, 4])),
  'a pointer forward in the data of a record': answer(5, [0xc0, 60]),
  'a pointer to itself in the data of a record': answer(5, [0xc0, 32]),
  'an address of the class CH that is one of IN': raw([0, 1, 0, 0], NAME, [0, 1, 0, 3, 0, 0, 0, 0, 0, 4, 192, 0, 2, 1]),
  'one question fewer claimed than there is': raw([1, 0, 0, 0], NAME, [0, 1, 0, 1], NAME, [0, 1, 0, 1]),
};

/** Valid messages that look invalid: a label may contain any byte (RFC 2181, section 11). */
export const ODD_BUT_RIGHT: Readonly<Record<string, Uint8Array>> = {
  'control characters in a label': raw([1, 0, 0, 0], [6, 0, 10, 13, 27, 0x7f, 0xff, 0, 0, 1, 0, 1]),
  'a dot and a backslash in a label': raw([1, 0, 0, 0], [3, 0x2e, 0x5c, 0x2e, 0, 0, 1, 0, 1]),
  'no question': raw([0, 0, 0, 0]),
  'two questions': raw([2, 0, 0, 0], NAME, [0, 1, 0, 1], NAME, [0, 28, 0, 1]),
  'a chain of three pointers': pointerChain(3),
  'an address of a class that nobody has': raw([0, 1, 0, 0], NAME, [0, 1, 0, 12, 0, 0, 0, 0, 0, 2, 1, 2]),
  'an address of the class CH': raw([0, 1, 0, 0], NAME, [0, 1, 0, 3, 0, 0, 0, 0, 0, 5, 1, 0x61, 0, 1, 2]),
  'an address of the class HS': raw([0, 1, 0, 0], NAME, [0, 1, 0, 4, 0, 0, 0, 0, 0, 3, 1, 2, 3]),
};

/** 8,000 pointers, each to the one before: some versions of dnspython follow them all. */
export const LONG_CHAIN = pointerChain(8000);

/** A record of an update: its class and TTL count there (RFC 2136). */
function updateRecord(type: number, recordClass: number, ttl: number, rdata: readonly number[]): number[] {
  return [...NAME, ...u16(type), ...u16(recordClass), 0, 0, ...u16(ttl), ...u16(rdata.length), ...rdata];
}

/** A zone section, and the records of one other section. */
function update(
  section: 'prerequisite' | 'update' | 'additional',
  record: readonly number[],
  zone: readonly number[] = [...NAME, 0, 6, 0, 1],
  zones = 1,
): Uint8Array {
  const counts = ['prerequisite', 'update', 'additional'].map((name) => (name === section ? 1 : 0));
  const bytes = raw([zones, counts[0]!, counts[1]!, counts[2]!], zone, record);
  bytes[2] = 0x28;
  return bytes;
}

const address = [192, 0, 2, 1];

/** Updates that RFC 2136, sections 2 and 3, does not allow. */
export const HOSTILE_UPDATES: Readonly<Record<string, Uint8Array>> = {
  'no zone': update('update', updateRecord(1, 1, 60, address), [], 0),
  'no zone and no record': update('update', [], [], 0).map((byte, at) => (at === 9 ? 0 : byte)),
  'two zones': update('update', updateRecord(1, 1, 60, address), [...NAME, 0, 6, 0, 1, ...NAME, 0, 6, 0, 1], 2),
  'a zone of the type A': update('update', updateRecord(1, 1, 60, address), [...NAME, 0, 1, 0, 1]),
  'a zone of the class ANY': update('update', updateRecord(1, 1, 60, address), [...NAME, 0, 6, 0, 255]),
  'a zone of the class NONE': update('update', updateRecord(1, 1, 60, address), [...NAME, 0, 6, 0, 254]),
  'ANY with data as a prerequisite': update('prerequisite', updateRecord(1, 255, 0, address)),
  'NONE with data as a prerequisite': update('prerequisite', updateRecord(1, 254, 0, address)),
  'a value without data as a prerequisite': update('prerequisite', updateRecord(1, 1, 0, [])),
  'ANY with data in the update': update('update', updateRecord(1, 255, 0, address)),
  'NONE without data in the update': update('update', updateRecord(1, 254, 0, [])),
  'NONE with too little data in the update': update('update', updateRecord(1, 254, 0, [192, 0, 2])),
  'a record without data that is to be added': update('update', updateRecord(1, 1, 60, [])),
  'ANY with data among the additional records': update('additional', updateRecord(1, 255, 0, address)),
  'a TTL in a prerequisite of the class ANY': update('prerequisite', updateRecord(1, 255, 1, [])),
  'a TTL in a prerequisite of the class NONE': update('prerequisite', updateRecord(1, 254, 1, [])),
  'a TTL in a prerequisite with a value': update('prerequisite', updateRecord(1, 1, 1, address)),
  'a TTL in an update of the class ANY': update('update', updateRecord(1, 255, 1, [])),
  'a TTL in an update of the class NONE': update('update', updateRecord(1, 254, 1, address)),
  'a record of another class than the zone': update('update', updateRecord(1, 3, 60, [0, 2, 1])),
  'a prerequisite of another class than the zone': update('prerequisite', updateRecord(65280, 3, 0, [1])),
  'a record to add of the type ANY': update('update', updateRecord(255, 1, 60, [])),
  'a record to delete of the type AXFR': update('update', updateRecord(252, 255, 0, [])),
  'a record to delete of the class NONE and the type ANY': update('update', updateRecord(255, 254, 0, [])),
};

/** Faults by RFC 2136 that dnspython accepts. */
export const ONLY_WE_REFUSE: readonly string[] = [
  'no zone and no record',
  'a TTL in a prerequisite of the class ANY',
  'a TTL in a prerequisite of the class NONE',
  'a TTL in a prerequisite with a value',
  'a TTL in an update of the class ANY',
  'a TTL in an update of the class NONE',
  'a record of another class than the zone',
  'a prerequisite of another class than the zone',
  'a record to add of the type ANY',
  'a record to delete of the type AXFR',
  'a record to delete of the class NONE and the type ANY',
];
