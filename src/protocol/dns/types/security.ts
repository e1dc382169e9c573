import { field } from '../field.ts';
import { name, plainName, u16, u32, u48, u8 } from '../kinds/basic.ts';
import { anyBase64, base64, counted16, hashedOwner, hex, salt } from '../kinds/binary.ts';
import { seconds, time, type, typeBitmap } from '../kinds/dnssec.ts';
import { oldBitmap } from '../kinds/historic.ts';
import {
  algorithm,
  certificateAlgorithm,
  certificateType,
  keyFlags,
  keyProtocol,
  signatureError,
} from '../kinds/named.ts';
import { define, digestCheck, wrong } from './define.ts';

const DIGESTS = { 1: 20, 2: 32, 3: 32, 4: 48 };
const dsCheck = digestCheck(3, 4, DIGESTS);
/** The single zero byte that asks the parent to remove its DS (RFC 8078, section 4). */
const cdsCheck = digestCheck(3, 4, { ...DIGESTS, 0: 1 });

const zonemdDigest = digestCheck(5, 6, { 1: 48, 2: 64 });

function zonemdCheck(bytes: Uint8Array, start: number, end: number): void {
  if (bytes[start + 4] === 0) throw wrong(`The scheme is 0, which is reserved.`, start + 4);
  // RFC 8976, section 2.2.4.
  if (end - start < 18) throw wrong(`The digest has ${end - start - 6} bytes; it has 12 at least.`, start + 6);
  zonemdDigest(bytes, start, end);
}

/** The key is absent if, and only if, the first two flags say so (RFC 2535, section 3.1.2). */
function keyCheck(bytes: Uint8Array, start: number, end: number): void {
  const none = end - start === 4;
  if (none === bytes[start]! >= 0xc0) return;
  throw wrong(
    none ? 'The key is missing, but the flags do not announce that.' : 'The flags announce that the key is missing.',
    end,
  );
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
const signatureFields = [
  field('typeCovered', type),
  field('algorithm', algorithm),
  field('labels', u8),
  field('originalTtl', seconds, 'original TTL'),
  field('expiration', time),
  field('inception', time),
  field('keyTag', u16),
  field('signer', plainName),
  field('signature', base64),
] as const;

/** Keys, certificates, signatures and proofs. */
export const security = {
  SSHFP: define('The fingerprint of an SSH server’s key.', [
    field('algorithm', u8),
    field('fingerprintType', u8),
    field('fingerprint', hex),
  ]),
  TLSA: define('The certificate or key that a TLS server has (DANE).', tlsaFields),
  SMIMEA: define('The certificate of a mail address.', tlsaFields),
  OPENPGPKEY: define('The OpenPGP key of a mail address.', [field('key', base64)]),
  DS: define('The digest of a key of the zone below: the link of the chain of trust.', dsFields, { check: dsCheck }),
  CDS: define('The DS record that the zone asks its parent to have.', dsFields, { check: cdsCheck }),
  DNSKEY: define('A public key of the zone.', dnskeyFields),
  CDNSKEY: define('The key whose DS record the zone asks its parent to have.', dnskeyFields),
  RRSIG: define('The signature of a record set.', signatureFields),
  NSEC: define('The next name of the zone and the types of this one: proof that others do not exist.', [
    field('next', plainName, 'next name'),
    field('types', typeBitmap),
  ]),
  NSEC3: define('The same as NSEC, with hashed names.', [
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
  CSYNC: define('The types that the parent should copy from the zone.', [
    field('serial', u32),
    field('flags', u16),
    field('types', typeBitmap),
  ]),
  TA: define('The digest of a key that is trusted without a chain.', dsFields, { check: dsCheck }),
  DLV: define('A DS record that stands outside the chain of trust.', dsFields, { check: dsCheck }),
  CERT: define('A certificate, or a list of revoked certificates.', [
    field('certificateType', certificateType),
    field('keyTag', u16),
    field('algorithm', certificateAlgorithm),
    field('certificate', base64),
  ]),
  KEY: define(
    'A public key, today for SIG(0) and TKEY only.',
    [field('flags', keyFlags), field('protocol', keyProtocol), field('algorithm', algorithm), field('key', anyBase64)],
    { check: keyCheck },
  ),
  SIG: define('The signature of a message, and long ago of record sets.', signatureFields),
  NXT: define('The forerunner of NSEC.', [field('next', name, 'next name'), field('types', oldBitmap)]),
  RKEY: define('A public key to encrypt NAPTR records with.', [
    field('flags', u16),
    field('protocol', u8),
    field('algorithm', algorithm),
    field('key', base64),
  ]),
  TALINK: define('A link to the next name in a list of trust anchors.', [
    field('previous', plainName, 'previous name'),
    field('next', plainName, 'next name'),
  ]),
  HHIT: define('A hierarchical host identity tag of a drone, as CBOR.', [field('data', base64)]),
  BRID: define('The broadcasts of a drone about itself, as CBOR.', [field('data', base64)]),
  TKEY: define('Not a record of a zone: how a client and a server agree on a key.', [
    field('algorithm', plainName),
    field('inception', u32),
    field('expiration', u32),
    field('mode', u16),
    field('error', signatureError),
    field('key', counted16),
    field('other', counted16, 'other data'),
  ]),
  TSIG: define('Not a record of a zone: the signature of the message.', [
    field('algorithm', plainName),
    field('timeSigned', u48),
    field('fudge', u16),
    field('mac', counted16, 'signature'),
    field('originalId', u16, 'original ID'),
    field('error', signatureError),
    field('other', counted16, 'other data'),
  ]),
};
