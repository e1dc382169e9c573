import { CLASS } from './codes.ts';
import { DnsError } from './error.ts';
import { field, type DataOf, type Field } from './field.ts';
import { ipv4, ipv6 } from './kinds/addresses.ts';
import { charString, charStrings, name, octal, plainName, u16, u32, u8 } from './kinds/basic.ts';
import { base64, eui, hashedOwner, hex, quotedRest, salt, tag } from './kinds/binary.ts';
import { algorithm, seconds, time, type, typeBitmap } from './kinds/dnssec.ts';
import {
  altitude,
  centimetres,
  latitude,
  locationText,
  longitude,
  parseLocation,
  version,
  type Location,
} from './kinds/location.ts';
import { options } from './kinds/options.ts';
import { svcParams } from './kinds/svcParams.ts';
import type { Tokens } from './tokens.ts';
import { TYPES, typeName, type TypeName } from './typeCodes.ts';
import { nameEnd, u16 as readU16 } from './wire.ts';

/** A record type: its fields in the order of the wire, which is that of master files too. */
export interface RecordType<F extends readonly Field[] = readonly Field[]> {
  readonly name: string;
  /** What it is for, in a sentence. */
  readonly about: string;
  readonly fields: F;
  /** Its data is defined for the class IN only; in another class it is unknown. */
  readonly internetOnly: boolean;
  /** Its names may be compressed (RFC 3597, section 4). */
  readonly compress: boolean;
  /** What no field alone can tell. Throws DnsError. The data is whole, each field right in itself. */
  readonly check?: ((bytes: Uint8Array, start: number, end: number) => void) | undefined;
  /** Master-file text where it is more than the fields' texts in a row. */
  readonly text?: RecordText | undefined;
}

export interface RecordText {
  format(data: unknown): string;
  parse(tokens: Tokens): unknown;
}

interface Traits {
  readonly internetOnly?: boolean;
  readonly compress?: boolean;
  readonly check?: (bytes: Uint8Array, start: number, end: number) => void;
  readonly text?: RecordText;
}

function define<const F extends readonly Field[]>(
  about: string,
  fields: F,
  traits: Traits = {},
): Omit<RecordType<F>, 'name'> {
  return {
    about,
    fields,
    internetOnly: traits.internetOnly ?? false,
    compress: traits.compress ?? false,
    check: traits.check,
    text: traits.text,
  };
}

function wrong(message: string, at: number): DnsError {
  return new DnsError('dns-bad-value', message, at);
}

/** Digests have the length of their kind: `lengths` by the number in the byte at `kindAt`. */
function digestCheck(kindAt: number, digestAt: number, lengths: Readonly<Record<number, number>>) {
  return (bytes: Uint8Array, start: number, end: number) => {
    const kind = bytes[start + kindAt]!;
    const length = lengths[kind];
    if (length !== undefined && end - start - digestAt !== length) {
      throw wrong(
        `The digest has ${end - start - digestAt} bytes; of its kind ${kind} it has ${length}.`,
        start + digestAt,
      );
    }
    if (kind === 0 && length === undefined) throw wrong(`The kind of digest is 0, which is reserved.`, start + kindAt);
  };
}

const DIGESTS = { 1: 20, 2: 32, 3: 32, 4: 48 };
const dsCheck = digestCheck(3, 4, DIGESTS);
/** The single zero byte that asks the parent to remove its DS (RFC 8078, section 4). */
const cdsCheck = digestCheck(3, 4, { ...DIGESTS, 0: 1 });

const zonemdDigest = digestCheck(5, 6, { 1: 48, 2: 64 });

function zonemdCheck(bytes: Uint8Array, start: number, end: number): void {
  if (bytes[start + 4] === 0) throw wrong(`The scheme is 0, which is reserved.`, start + 4);
  zonemdDigest(bytes, start, end);
}

/** RFC 9460, section 2.4.2: a record with priority 0 is an alias and nothing else. */
function svcbCheck(bytes: Uint8Array, start: number, end: number): void {
  const params = nameEnd(bytes, start + 2, end);
  if (readU16(bytes, start) === 0 && params < end)
    throw wrong(`An alias (priority 0) takes no parameters, and here are some.`, params);
}

const dsFields = [
  field('keyTag', u16),
  field('algorithm', algorithm),
  field('digestType', u8),
  field('digest', hex),
] as const;
const dnskeyFields = [
  field('flags', u16),
  field('protocol', u8),
  field('algorithm', algorithm),
  field('key', base64),
] as const;
const tlsaFields = [
  field('usage', u8),
  field('selector', u8),
  field('matchingType', u8),
  field('certificate', hex),
] as const;
const svcbFields = [
  field('priority', u16),
  field('target', plainName),
  field('params', svcParams, 'parameters'),
] as const;

const locationFields = [
  field('version', version),
  field('size', centimetres),
  field('horizontalPrecision', centimetres),
  field('verticalPrecision', centimetres),
  field('latitude', latitude),
  field('longitude', longitude),
  field('altitude', altitude),
] as const;

const well = { compress: true };
const internet = { internetOnly: true };

const definitions = {
  A: define('An IPv4 address of the name.', [field('address', ipv4)], internet),
  AAAA: define('An IPv6 address of the name.', [field('address', ipv6)], internet),
  NS: define('A name server of the zone.', [field('target', name, 'name server')], well),
  CNAME: define(
    'The name is an alias of another, whose records hold for it.',
    [field('target', name, 'canonical name')],
    well,
  ),
  DNAME: define('Every name below this one is an alias below another.', [field('target', plainName)]),
  PTR: define('A pointer to a name, as from an address to its host.', [field('target', name)], well),
  SOA: define(
    'The start of a zone: its primary server, who answers for it, and its times.',
    [
      field('mname', name, 'primary name server'),
      field('rname', name, 'mailbox of the person responsible'),
      field('serial', u32),
      field('refresh', seconds),
      field('retry', seconds),
      field('expire', seconds),
      field('minimum', seconds, 'negative TTL'),
    ],
    well,
  ),
  MX: define(
    'A mail server of the name; the lowest preference is tried first.',
    [field('preference', u16), field('exchange', name, 'mail server')],
    well,
  ),
  TXT: define('Text for people and programs.', [field('strings', charStrings, 'text')]),
  SPF: define('The sender policy that TXT records have now.', [field('strings', charStrings, 'text')]),
  HINFO: define('The kind of machine and its system; also the answer of servers that refuse ANY.', [
    field('cpu', charString, 'CPU'),
    field('os', charString, 'operating system'),
  ]),
  RP: define('The person responsible for the name.', [
    field('mbox', plainName, 'mailbox'),
    field('txt', plainName, 'name of the TXT record'),
  ]),
  SRV: define(
    'A host and port of a service; the lowest priority is tried first.',
    [field('priority', u16), field('weight', u16), field('port', u16), field('target', plainName)],
    internet,
  ),
  NAPTR: define(
    'A rule that rewrites a name, as for telephone numbers.',
    [
      field('order', u16),
      field('preference', u16),
      field('flags', charString),
      field('service', charString),
      field('regexp', charString, 'regular expression'),
      field('replacement', plainName),
    ],
    internet,
  ),
  CAA: define('Who may issue certificates for the name.', [
    field('flags', u8),
    field('tag', tag),
    field('value', quotedRest(0)),
  ]),
  URI: define('An address that the name stands for.', [
    field('priority', u16),
    field('weight', u16),
    field('target', quotedRest(1)),
  ]),
  LOC: define('A place on Earth.', locationFields, {
    text: { format: (data) => locationText(data as Location), parse: parseLocation },
  }),
  SSHFP: define('The fingerprint of an SSH server’s key.', [
    field('algorithm', u8),
    field('fingerprintType', u8),
    field('fingerprint', hex),
  ]),
  TLSA: define('The certificate or key that a TLS server has (DANE).', tlsaFields),
  SMIMEA: define('The certificate of a mail address.', tlsaFields),
  OPENPGPKEY: define('The OpenPGP key of a mail address.', [field('key', base64)]),
  SVCB: define('How to reach a service: alternative names and parameters.', svcbFields, {
    internetOnly: true,
    check: svcbCheck,
  }),
  HTTPS: define('How to reach a web site: alternative names, protocols and addresses.', svcbFields, {
    internetOnly: true,
    check: svcbCheck,
  }),
  DS: define('The digest of a key of the zone below: the link of the chain of trust.', dsFields, { check: dsCheck }),
  CDS: define('The DS record that the zone asks its parent to have.', dsFields, { check: cdsCheck }),
  DNSKEY: define('A public key of the zone.', dnskeyFields),
  CDNSKEY: define('The key whose DS record the zone asks its parent to have.', dnskeyFields),
  RRSIG: define('The signature of a record set.', [
    field('typeCovered', type),
    field('algorithm', algorithm),
    field('labels', u8),
    field('originalTtl', seconds, 'original TTL'),
    field('expiration', time),
    field('inception', time),
    field('keyTag', u16),
    field('signer', plainName),
    field('signature', base64),
  ]),
  NSEC: define('The next name of the zone and the types of this one: proof of what does not exist.', [
    field('next', plainName, 'next name'),
    field('types', typeBitmap),
  ]),
  NSEC3: define('The same with hashed names.', [
    field('hashAlgorithm', u8),
    field('flags', u8),
    field('iterations', u16),
    field('salt', salt),
    field('next', hashedOwner, 'next hashed owner'),
    field('types', typeBitmap),
  ]),
  NSEC3PARAM: define('How the zone’s names are hashed.', [
    field('hashAlgorithm', u8),
    field('flags', u8),
    field('iterations', u16),
    field('salt', salt),
  ]),
  ZONEMD: define(
    'A digest of the whole zone.',
    [field('serial', u32), field('scheme', u8), field('hashAlgorithm', u8), field('digest', hex)],
    { check: zonemdCheck },
  ),
  CSYNC: define('What the parent should copy from the zone.', [
    field('serial', u32),
    field('flags', u16),
    field('types', typeBitmap),
  ]),
  EUI48: define('A 48-bit hardware address.', [field('address', eui(6))]),
  EUI64: define('A 64-bit hardware address.', [field('address', eui(8))]),
  OPT: define('Not a record: what EDNS adds to the header.', [field('options', options)]),
} satisfies Partial<Record<TypeName, Omit<RecordType, 'name'>>>;

export type RecordTypeName = keyof typeof definitions;

/** The data of a record of a type: an object with its fields. */
export type DataFor<T extends RecordTypeName> = DataOf<(typeof definitions)[T]['fields']>;

/** The types whose fields are known, by name. */
export const RECORD_TYPES: Readonly<Record<RecordTypeName, RecordType>> = Object.fromEntries(
  Object.entries(definitions).map(([name, definition]) => [name, { ...definition, name }]),
) as unknown as Readonly<Record<RecordTypeName, RecordType>>;

const UNKNOWN: RecordType = {
  ...define('A type that Wirebench has no fields for.', [field('data', hex)]),
  name: 'unknown',
};

/** The one type whose data another class than IN defines for itself. */
const CHAOS_ADDRESS: RecordType = {
  ...define('A Chaosnet address of the name.', [field('domain', name), field('address', octal)]),
  name: 'A',
};

/** By code; most messages have types below 256. */
const byCode: readonly (RecordType | undefined)[] = (() => {
  const table: (RecordType | undefined)[] = new Array<undefined>(258).fill(undefined);
  for (const [name, definition] of Object.entries(RECORD_TYPES)) table[TYPES[name as TypeName]] = definition;
  return table;
})();

/** The fields of a type in a class; a type without fields of its own has one, `data` (RFC 3597). */
export function recordType(code: number, recordClass: number = CLASS.IN): RecordType {
  if (recordClass === CLASS.CH && code === TYPES.A) return CHAOS_ADDRESS;
  const found = byCode[code];
  return found === undefined || (found.internetOnly && !isInternet(recordClass)) ? UNKNOWN : found;
}

/** A record that an update deletes has the class NONE, and the data that it has in its zone (RFC 2136, section 2.5.4). */
function isInternet(recordClass: number): boolean {
  return recordClass === CLASS.IN || recordClass === CLASS.NONE;
}

export function isKnownType(code: number): boolean {
  return byCode[code] !== undefined;
}

/** The types whose fields are known, for pickers: name, code, and what each is for. */
export function knownTypes(): readonly { readonly name: string; readonly code: number; readonly about: string }[] {
  return byCode.flatMap((type, code) => (type ? [{ name: typeName(code), code, about: type.about }] : []));
}

/** The names that a record of the type has in request files' checks, besides `name`, `type`, `class` and `ttl`. */
export function fieldNames(code: number): readonly string[] {
  const names = recordType(code).fields.map((one) => one.name);
  return names.includes('strings') ? [...names, 'text'] : names;
}
