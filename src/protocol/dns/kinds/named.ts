import { RCODES } from '../codes.ts';
import type { Kind } from '../field.ts';
import { tokenNumber, wrongToken, type Token } from '../tokens.ts';
import { u16, u8 } from './basic.ts';

type Codes = Readonly<Record<string, number>>;

/** Numbers that can be names in text; written as numbers. */
function nameable(kind: Kind<number>, codes: Codes): Kind<number> {
  const names = new Map(Object.entries(codes).map(([name, code]) => [code, name]));
  return {
    ...kind,
    parse(tokens, what, before) {
      const token = tokens.peek();
      const upper = token?.quoted === false ? token.text.toUpperCase() : '';
      if (!Object.hasOwn(codes, upper)) return kind.parse(tokens, what, before);
      tokens.next(what);
      return codes[upper]!;
    },
    describe: (value) => (names.has(value) ? `${value} (${names.get(value)!})` : String(value)),
  };
}

/** The same, written by name if there is one. */
function named(kind: Kind<number>, codes: Codes): Kind<number> {
  const names = new Map(Object.entries(codes).map(([name, code]) => [code, name]));
  const format = (value: number) => names.get(value) ?? String(value);
  return { ...nameable(kind, codes), format, json: format };
}

/** DNSSEC algorithms (RFC 8624). */
const ALGORITHMS: Codes = {
  RSAMD5: 1,
  DH: 2,
  DSA: 3,
  RSASHA1: 5,
  DSANSEC3SHA1: 6,
  RSASHA1NSEC3SHA1: 7,
  RSASHA256: 8,
  RSASHA512: 10,
  ECCGOST: 12,
  ECDSAP256SHA256: 13,
  ECDSAP384SHA384: 14,
  ED25519: 15,
  ED448: 16,
  INDIRECT: 252,
  PRIVATEDNS: 253,
  PRIVATEOID: 254,
};

export const algorithm = nameable(u8, ALGORITHMS);
/** CERT writes them by name, while DNSSEC's records use numbers. */
export const certificateAlgorithm = named(u8, ALGORITHMS);

/** RFC 4398, section 2.1. */
export const certificateType = named(u16, {
  PKIX: 1,
  SPKI: 2,
  PGP: 3,
  IPKIX: 4,
  ISPKI: 5,
  IPGP: 6,
  ACPKIX: 7,
  IACPKIX: 8,
  URI: 253,
  OID: 254,
});

/** RFC 9859, section 3. */
export const scheme = named(u8, { NOTIFY: 1 });

/** RFC 2535, section 7.1. */
export const keyProtocol = nameable(u8, { NONE: 0, TLS: 1, EMAIL: 2, DNSSEC: 3, IPSEC: 4, ALL: 255 });

/** Protocols of the Internet. WKS uses two of them. */
export const protocol = nameable(u8, { ICMP: 1, TCP: 6, UDP: 17 });

/** An error of TSIG or TKEY. There 16 means the signature, not the version of EDNS (RFC 8945, section 3). */
export const signatureError = named(u16, {
  ...Object.fromEntries(Object.entries(RCODES).map(([code, { name }]) => [name, Number(code)])),
  BADSIG: 16,
});

/** KEY's flags: a number, or words with | between (RFC 2535, section 7.1). */
const KEY_FLAGS: Readonly<Record<string, number>> = {
  NOCONF: 0x4000,
  NOAUTH: 0x8000,
  NOKEY: 0xc000,
  EXTEND: 0x1000,
  ZONE: 0x0100,
  USER: 0,
  ENTITY: 0x0200,
  HOST: 0x0200,
};

export const keyFlags: Kind<number> = {
  ...u16,
  parse(tokens, what) {
    const token = tokens.next(what);
    if (/^\d/.test(token.text)) return tokenNumber(token, what, 0xffff);
    return token.text.split('|').reduce((flags, word) => flags | keyFlag(word.toUpperCase(), token), 0);
  },
};

function keyFlag(word: string, token: Token): number {
  const [, signatory, bit] = /^(?:SIG(\d{1,2})|FLAG(\d{1,2}))$/.exec(word) ?? [];
  if (Object.hasOwn(KEY_FLAGS, word)) return KEY_FLAGS[word]!;
  if (Number(signatory) < 16) return Number(signatory);
  if (Number(bit) < 16) return 0x8000 >> Number(bit);
  throw wrongToken(token, `“${token.text}” is not the flags of a key: a number, or words as in HOST|SIG0.`);
}
