import { createHash, generateKeyPair, randomBytes, sign, type KeyObject } from 'node:crypto';
import { domainToASCII } from 'node:url';
import { promisify } from 'node:util';
import { parseIpv4, parseIpv6 } from '../../protocol/ip.ts';

interface KeyPair {
  /** PEM. */
  readonly cert: string;
  /** PEM, PKCS #8. */
  readonly key: string;
}

/** Those made so far, by their names. */
const ownPairs = new Map<string, Promise<KeyPair>>();
const mostPairs = 100;

const generate = promisify(generateKeyPair);
const day = 86_400_000;
/** Days before and after now for which the certificate holds. */
const daysBefore = 1;
const daysAfter = 90;

/** A certificate for localhost and other names, made once in an engine's life and kept in memory only. */
export function ownCertificate(names: readonly string[] = []): Promise<KeyPair> {
  const key = names.join(',');
  let pair = ownPairs.get(key);
  if (pair === undefined) {
    if (ownPairs.size >= mostPairs) ownPairs.delete(ownPairs.keys().next().value!);
    pair = makeCertificate(names);
    ownPairs.set(key, pair);
  }
  return pair;
}

/** Signed by its own key: ECDSA over P-256 with SHA-256 (RFC 5758, RFC 5480). */
async function makeCertificate(names: readonly string[]): Promise<KeyPair> {
  const { privateKey, publicKey } = await generate('ec', { namedCurve: 'P-256' });
  const body = toBeSigned(publicKey, names, Date.now());
  const signature = sign('sha256', body, privateKey);
  const der = sequence(body, ecdsaWithSha256, bits(signature));
  const lines = der.toString('base64').replace(/.{1,64}/g, '$&\n');
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines}-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  };
}

/** RFC 5280, section 4.1. */
function toBeSigned(publicKey: KeyObject, names: readonly string[], now: number): Buffer {
  const keyInfo = publicKey.export({ type: 'spki', format: 'der' });
  const name = sequence(tagged(0x31, sequence(oid('2.5.4.3'), text(0x0c, names[0]?.slice(0, 64) ?? 'localhost'))));
  // Positive, and its first byte is not 0.
  const serial = randomBytes(16);
  serial[0] = (serial[0]! & 0x3f) | 0x40;
  return sequence(
    tagged(0xa0, tagged(0x02, Buffer.of(2))),
    tagged(0x02, serial),
    ecdsaWithSha256,
    name,
    sequence(time(now - daysBefore * day), time(now + daysAfter * day)),
    name,
    keyInfo,
    tagged(0xa3, sequence(...extensions(keyInfo, names))),
  );
}

/** RFC 5280, section 4.2.1. */
function extensions(keyInfo: Buffer, names: readonly string[]): Buffer[] {
  // The point of the key is the end of its description.
  const keyId = createHash('sha1').update(keyInfo.subarray(-65)).digest();
  const all = [...new Set(['localhost', '127.0.0.1', '::1', ...names])];
  const yes = tagged(0x01, Buffer.of(0xff));
  const extension = (id: string, value: Buffer, ...critical: Buffer[]): Buffer =>
    sequence(oid(id), ...critical, tagged(0x04, value));
  return [
    // No authority.
    extension('2.5.29.19', sequence(), yes),
    // Digital signatures.
    extension('2.5.29.15', Buffer.of(0x03, 0x02, 0x07, 0x80), yes),
    // A server of TLS.
    extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.1'))),
    extension('2.5.29.17', sequence(...all.map(generalName))),
    extension('2.5.29.14', tagged(0x04, keyId)),
    extension('2.5.29.35', sequence(tagged(0x80, keyId))),
  ];
}

function generalName(name: string): Buffer {
  const address = parseIpv4(name) ?? parseIpv6(name);
  return address === undefined ? text(0x82, domainToASCII(name) || name) : tagged(0x87, address);
}

/** UTCTime up to 2049, then GeneralizedTime. */
function time(milliseconds: number): Buffer {
  const digits = new Date(milliseconds).toISOString().replaceAll(/[-:T]|\.\d+/g, '');
  return digits < '2050' ? text(0x17, digits.slice(2)) : text(0x18, digits);
}

/** X.690: a tag, a length and the content. */
function tagged(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.of(tag, length), content]);
  const bytes = length < 0x100 ? [length] : [length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, 0x80 | bytes.length, ...bytes), content]);
}

function sequence(...parts: readonly Uint8Array[]): Buffer {
  return tagged(0x30, ...parts);
}

function bits(bytes: Uint8Array): Buffer {
  return tagged(0x03, Buffer.of(0), bytes);
}

function text(tag: number, value: string): Buffer {
  return tagged(tag, Buffer.from(value));
}

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const arcs = [first * 40 + second, ...rest].flatMap((arc) => {
    const groups = [arc & 0x7f];
    for (let left = arc >> 7; left > 0; left >>= 7) groups.unshift(0x80 | (left & 0x7f));
    return groups;
  });
  return tagged(0x06, Buffer.from(arcs));
}

const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'));
