import { numbered } from './typeCodes.ts';

/** A value with its name and its meaning, in one sentence for people. */
interface Code {
  readonly name: string;
  readonly about: string;
}

export const CLASS = { IN: 1, CH: 3, HS: 4, NONE: 254, ANY: 255 } as const;

export const CLASSES: Readonly<Record<number, Code>> = {
  1: { name: 'IN', about: 'The Internet.' },
  3: { name: 'CH', about: 'Chaosnet; today used to ask a server about itself, as in version.bind.' },
  4: { name: 'HS', about: 'Hesiod, a directory of the 1980s.' },
  254: { name: 'NONE', about: 'No class: in a dynamic update, it marks records to delete.' },
  255: { name: 'ANY', about: 'Any class.' },
};

/** Status codes of answers. Those from 16 on need EDNS (RFC 6895, section 2.3). */
export const RCODES: Readonly<Record<number, Code>> = {
  0: { name: 'NOERROR', about: 'The question was answered, even if no record of the type exists.' },
  1: { name: 'FORMERR', about: 'The server could not read the query.' },
  2: { name: 'SERVFAIL', about: 'The server failed: it found no answer, or an answer that did not validate.' },
  3: { name: 'NXDOMAIN', about: 'The name does not exist, with any type.' },
  4: { name: 'NOTIMP', about: 'The server does not know this kind of query.' },
  5: { name: 'REFUSED', about: 'The server won’t answer this, to this client or about this name.' },
  6: { name: 'YXDOMAIN', about: 'A name exists that should not.' },
  7: { name: 'YXRRSET', about: 'A record set exists that should not.' },
  8: { name: 'NXRRSET', about: 'A record set that should exist does not.' },
  9: { name: 'NOTAUTH', about: 'The server is not authoritative for the zone, or the query’s signature is not valid.' },
  10: { name: 'NOTZONE', about: 'A name is not in the zone that was named.' },
  11: { name: 'DSOTYPENI', about: 'The server does not know this kind of stateful operation.' },
  16: { name: 'BADVERS', about: 'The server does not know this version of EDNS, or the signature is wrong.' },
  17: { name: 'BADKEY', about: 'The key of the signature is not known.' },
  18: { name: 'BADTIME', about: 'The signature’s time is too far off.' },
  19: { name: 'BADMODE', about: 'The way of agreeing on a key is not known.' },
  20: { name: 'BADNAME', about: 'The name of the key exists already.' },
  21: { name: 'BADALG', about: 'The algorithm is not known.' },
  22: { name: 'BADTRUNC', about: 'The signature is cut too short.' },
  23: { name: 'BADCOOKIE', about: 'The server cookie is missing or wrong; ask again with the one in the answer.' },
};

export const RCODE = {
  NOERROR: 0,
  FORMERR: 1,
  SERVFAIL: 2,
  NXDOMAIN: 3,
  NOTIMP: 4,
  REFUSED: 5,
  NOTAUTH: 9,
  BADVERS: 16,
  BADCOOKIE: 23,
} as const;

export const OPCODE = { QUERY: 0, IQUERY: 1, STATUS: 2, NOTIFY: 4, UPDATE: 5, DSO: 6 } as const;

export const OPCODES: Readonly<Record<number, Code>> = {
  0: { name: 'QUERY', about: 'A question and its answer.' },
  1: { name: 'IQUERY', about: 'An inverse query, long out of use.' },
  2: { name: 'STATUS', about: 'A request for the server’s state, never defined.' },
  4: { name: 'NOTIFY', about: 'A primary server reports a change of its zone.' },
  5: { name: 'UPDATE', about: 'A change to a zone’s records.' },
  6: { name: 'DSO', about: 'Stateful operations over a connection that stays open.' },
};

/** A bit of the header's flags, or of OPT's. */
interface Flag extends Code {
  readonly title: string;
  readonly mask: number;
  /** The message's property that holds the bit. */
  readonly property: string;
  /** The meaning if the bit is not set. */
  readonly unset: string;
}

/** The bits of the header's second 16 bits (RFC 1035, section 4.1.1; RFC 4035, section 3), as dig prints them. */
export const FLAGS: readonly Flag[] = [
  {
    name: 'qr',
    title: 'response',
    mask: 0x8000,
    property: 'response',
    about: 'This is a response.',
    unset: 'This is a query.',
  },
  {
    name: 'aa',
    title: 'authoritative answer',
    mask: 0x0400,
    property: 'authoritative',
    about: 'The server is an authority for the name: the answer is not a copy from a cache.',
    unset: 'The server does not claim to be an authority for the name.',
  },
  {
    name: 'tc',
    title: 'truncated',
    mask: 0x0200,
    property: 'truncated',
    about: 'The message was cut to fit; ask again over TCP for all of it.',
    unset: 'The message is whole.',
  },
  {
    name: 'rd',
    title: 'recursion desired',
    mask: 0x0100,
    property: 'recursionDesired',
    about: 'The client asks the server to find the answer wherever it is.',
    unset: 'The client asks only for the server’s own data.',
  },
  {
    name: 'ra',
    title: 'recursion available',
    mask: 0x0080,
    property: 'recursionAvailable',
    about: 'The server finds answers wherever they are.',
    unset: 'The server does not offer to ask others.',
  },
  {
    name: 'z',
    title: 'reserved',
    mask: 0x0040,
    property: 'reserved',
    about: 'A bit that must be 0.',
    unset: 'A bit that must be 0.',
  },
  {
    name: 'ad',
    title: 'authentic data',
    mask: 0x0020,
    property: 'authenticData',
    about: 'The server checked the signatures of everything in the answer; in a query: the client wants to know.',
    unset: 'The server does not claim to have checked signatures.',
  },
  {
    name: 'cd',
    title: 'checking disabled',
    mask: 0x0010,
    property: 'checkingDisabled',
    about: 'The client takes answers whose signatures were not checked.',
    unset: 'The server should check signatures if it can.',
  },
];

/** Reasons of RFC 8914 and IANA's registry. */
export const EXTENDED_ERRORS: Readonly<Record<number, string>> = {
  0: 'Other',
  1: 'Unsupported DNSKEY Algorithm',
  2: 'Unsupported DS Digest Type',
  3: 'Stale Answer',
  4: 'Forged Answer',
  5: 'DNSSEC Indeterminate',
  6: 'DNSSEC Bogus',
  7: 'Signature Expired',
  8: 'Signature Not Yet Valid',
  9: 'DNSKEY Missing',
  10: 'RRSIGs Missing',
  11: 'No Zone Key Bit Set',
  12: 'NSEC Missing',
  13: 'Cached Error',
  14: 'Not Ready',
  15: 'Blocked',
  16: 'Censored',
  17: 'Filtered',
  18: 'Prohibited',
  19: 'Stale NXDOMAIN Answer',
  20: 'Not Authoritative',
  21: 'Not Supported',
  22: 'No Reachable Authority',
  23: 'Network Error',
  24: 'Invalid Data',
  25: 'Signature Expired before Valid',
  26: 'Too Early',
  27: 'Unsupported NSEC3 Iterations Value',
  28: 'Unable to conform to policy',
  29: 'Synthesized',
};

/** `IN`, or `CLASS12` (RFC 3597, section 5). */
export function className(code: number): string {
  return CLASSES[code]?.name ?? `CLASS${code}`;
}

/** The code of a class by its name in any case, or by a name such as `CLASS12`; undefined for anything else. */
export function classCode(text: string): number | undefined {
  const upper = text.toUpperCase();
  return Object.hasOwn(CLASS, upper) ? CLASS[upper as keyof typeof CLASS] : numbered(upper, 'CLASS');
}

/** `NXDOMAIN`, or `RCODE42`. */
export function rcodeName(code: number): string {
  return RCODES[code]?.name ?? `RCODE${code}`;
}

/** `QUERY`, or `OPCODE7`. */
export function opcodeName(code: number): string {
  return OPCODES[code]?.name ?? `OPCODE${code}`;
}
