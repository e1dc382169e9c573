/** Record types by name, including the pseudo-types of queries (IANA's registry of DNS parameters). */
export const TYPES = {
  A: 1,
  NS: 2,
  MD: 3,
  MF: 4,
  CNAME: 5,
  SOA: 6,
  MB: 7,
  MG: 8,
  MR: 9,
  NULL: 10,
  WKS: 11,
  PTR: 12,
  HINFO: 13,
  MINFO: 14,
  MX: 15,
  TXT: 16,
  RP: 17,
  AFSDB: 18,
  X25: 19,
  ISDN: 20,
  RT: 21,
  NSAP: 22,
  'NSAP-PTR': 23,
  SIG: 24,
  KEY: 25,
  PX: 26,
  GPOS: 27,
  AAAA: 28,
  LOC: 29,
  NXT: 30,
  EID: 31,
  NIMLOC: 32,
  SRV: 33,
  ATMA: 34,
  NAPTR: 35,
  KX: 36,
  CERT: 37,
  A6: 38,
  DNAME: 39,
  SINK: 40,
  OPT: 41,
  APL: 42,
  DS: 43,
  SSHFP: 44,
  IPSECKEY: 45,
  RRSIG: 46,
  NSEC: 47,
  DNSKEY: 48,
  DHCID: 49,
  NSEC3: 50,
  NSEC3PARAM: 51,
  TLSA: 52,
  SMIMEA: 53,
  HIP: 55,
  NINFO: 56,
  RKEY: 57,
  TALINK: 58,
  CDS: 59,
  CDNSKEY: 60,
  OPENPGPKEY: 61,
  CSYNC: 62,
  ZONEMD: 63,
  SVCB: 64,
  HTTPS: 65,
  DSYNC: 66,
  HHIT: 67,
  BRID: 68,
  SPF: 99,
  UINFO: 100,
  UID: 101,
  GID: 102,
  UNSPEC: 103,
  NID: 104,
  L32: 105,
  L64: 106,
  LP: 107,
  EUI48: 108,
  EUI64: 109,
  NXNAME: 128,
  TKEY: 249,
  TSIG: 250,
  IXFR: 251,
  AXFR: 252,
  MAILB: 253,
  MAILA: 254,
  ANY: 255,
  URI: 256,
  CAA: 257,
  AVC: 258,
  DOA: 259,
  AMTRELAY: 260,
  RESINFO: 261,
  WALLET: 262,
  CLA: 263,
  IPN: 264,
  TA: 32768,
  DLV: 32769,
} as const;

export type TypeName = keyof typeof TYPES;

const NAMES: ReadonlyMap<number, string> = new Map(Object.entries(TYPES).map(([name, code]) => [code, name]));

/** Types that only questions have, and no record. */
export const QUESTION_ONLY: ReadonlySet<number> = new Set([
  TYPES.IXFR,
  TYPES.AXFR,
  TYPES.MAILB,
  TYPES.MAILA,
  TYPES.ANY,
]);

/** Those, and the types of messages: no record in a zone has them. Bitmaps may contain the last (RFC 9824). */
export const NOT_IN_ZONES: ReadonlySet<number> = new Set([
  ...QUESTION_ONLY,
  TYPES.OPT,
  TYPES.TKEY,
  TYPES.TSIG,
  TYPES.NXNAME,
]);

/** `MX`, or `TYPE65280` if there is no name (RFC 3597, section 5). */
export function typeName(code: number): string {
  return NAMES.get(code) ?? `TYPE${code}`;
}

/** The code of a name in any case, of `TYPE123`, or of `*` for ANY; undefined for anything else. */
export function typeCode(text: string): number | undefined {
  const upper = text.toUpperCase();
  if (Object.hasOwn(TYPES, upper)) return TYPES[upper as TypeName];
  if (upper === '*') return TYPES.ANY;
  return numbered(upper, 'TYPE');
}

/** The number after a prefix, up to 65535. */
export function numbered(text: string, prefix: string): number | undefined {
  const digits = text.startsWith(prefix) ? text.slice(prefix.length) : '';
  return /^\d{1,5}$/.test(digits) && Number(digits) <= 0xffff ? Number(digits) : undefined;
}
