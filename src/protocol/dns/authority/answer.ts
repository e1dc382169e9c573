import { CLASS, OPCODE, RCODE } from '../codes.ts';
import {
  ednsRecord,
  isRecord,
  type DecodedMessage,
  type DnsRecord,
  type MessageParts,
  type Question,
} from '../message.ts';
import { isWithin, nameKey, nameLength, MAX_NAME, sameName, type Name } from '../name.ts';
import { TYPES } from '../typeCodes.ts';
import { ASTERISK, signaturesOf } from './denial.ts';
import { signatureOf, unknownKey } from './signedQuery.ts';
import type { ZoneIndex, ZoneNode } from './zoneIndex.ts';

/** The most aliases that are followed within our zones for one question. A longer chain, or a circle, ends there. */
const MAX_ALIASES = 16;
/** The supported EDNS version (RFC 6891). */
const EDNS_VERSION = 0;

/** The sections of an answer while they grow. */
interface Draft {
  readonly answers: DnsRecord[];
  readonly authorities: DnsRecord[];
  readonly additionals: DnsRecord[];
  authoritative: boolean;
  rcode: number;
  /** The additional records are glue that the referral needs. */
  referral: boolean;
  /** Signatures and proofs of nonexistence are wanted (DO). */
  readonly dnssec: boolean;
}

interface AuthorityAnswer {
  readonly message: MessageParts;
  readonly glue: boolean;
}

interface AuthorityOptions {
  /** The UDP payload that the server accepts, announced in EDNS. */
  readonly udpSize: number;
}

/**
 * The answer of an authoritative server of these zones to a query (RFC 1034, section 4.3.2, with RFC 2181, 2308, 4592,
 * 6672 and 6891). Undefined for a response, which must not be answered at all.
 */
export function answerQuery(
  zones: readonly ZoneIndex[],
  query: DecodedMessage,
  options: AuthorityOptions,
): AuthorityAnswer | undefined {
  if (query.response) return undefined;
  const draft: Draft = {
    answers: [],
    authorities: [],
    additionals: [],
    authoritative: false,
    rcode: RCODE.NOERROR,
    referral: false,
    dnssec: query.edns?.dnssecOk ?? false,
  };
  const refused = refusal(query);
  if (refused !== undefined) draft.rcode = refused;
  else answerQuestion(zones, query.questions[0]!, draft);
  const { edns } = query;
  if (edns !== undefined && hasPlainEdns(query))
    draft.additionals.push(ednsRecord({ udpSize: options.udpSize, dnssecOk: edns.dnssecOk }));
  const signature = signatureOf(query);
  const unknown = draft.rcode === RCODE.NOTAUTH && signature && unknownKey(signature, query.id);
  if (unknown) draft.additionals.push(unknown);
  return {
    glue: draft.referral,
    message: {
      id: query.id,
      response: true,
      opcode: query.opcode,
      authoritative: draft.authoritative,
      recursionDesired: query.recursionDesired,
      rcode: draft.rcode,
      // A question that could not be read is not repeated.
      questions: query.counts.questions === 1 ? query.questions : [],
      answers: draft.answers,
      authorities: draft.authorities,
      additionals: draft.additionals,
    },
  };
}

function isUnreadable(query: DecodedMessage): boolean {
  return query.problem !== undefined || query.questions.length !== 1;
}

/**
 * If there are two OPT records, neither counts (RFC 6891, section 6.1.1), and no OPT record of a truncated message
 * counts. A wrong option does not affect the others.
 */
function hasPlainEdns({ additionals, problem }: DecodedMessage): boolean {
  if (additionals.filter(({ type }) => type === TYPES.OPT).length !== 1) return false;
  return problem === undefined || problem.code === 'dns-bad-value';
}

/** The reason why a query gets only a status; undefined for a plain question. */
function refusal(query: DecodedMessage): number | undefined {
  if (query.opcode !== OPCODE.QUERY) return RCODE.NOTIMP;
  if (isUnreadable(query)) return RCODE.FORMERR;
  const signature = signatureOf(query);
  if (signature !== undefined) return unknownKey(signature, query.id) === undefined ? RCODE.FORMERR : RCODE.NOTAUTH;
  if (query.edns !== undefined && query.edns.version > EDNS_VERSION) return RCODE.BADVERS;
  const { type, class: asked } = query.questions[0]!;
  if (asked === CLASS.ANY) return RCODE.FORMERR;
  if (asked !== CLASS.IN) return RCODE.REFUSED;
  // Transfers go over TCP (RFC 5936, section 4.2). The server handles those before they come here.
  if (type === TYPES.AXFR) return RCODE.NOTIMP;
  if (type === TYPES.OPT) return RCODE.FORMERR;
  return undefined;
}

/** The zone of a name: the deepest zone whose origin is the name or above it. */
export function zoneOf(zones: readonly ZoneIndex[], name: Name, type?: number): ZoneIndex | undefined {
  let best: ZoneIndex | undefined;
  for (const zone of zones) {
    if (!isWithin(name, zone.origin)) continue;
    // The records that a parent signs about a delegation belong to the parent (RFC 4035, section 3.1.4.1).
    if (type === TYPES.DS && zones.length > 1 && sameName(name, zone.origin) && name.length > 0) {
      const parent = zoneOf(
        zones.filter((other) => other !== zone),
        name,
      );
      if (parent !== undefined) return parent;
    }
    if (best === undefined || zone.origin.length > best.origin.length) best = zone;
  }
  return best;
}

function answerQuestion(zones: readonly ZoneIndex[], question: Question, draft: Draft): void {
  let { name } = question;
  for (let alias = 0; alias <= MAX_ALIASES; alias++) {
    const zone = zoneOf(zones, name, question.type);
    if (zone === undefined) {
      // The server is not responsible for the first name. The client must ask for the target of an alias itself.
      if (alias === 0) draft.rcode = RCODE.REFUSED;
      return;
    }
    const next = step(zone, name, question.type, draft, alias === 0);
    if (next === undefined) return;
    // A circle of aliases: the records found so far are the whole answer.
    if (draft.answers.some((record) => record.type === TYPES.CNAME && sameName(record.name, next))) return;
    name = next;
  }
}

/** Adds the records of one name. Returns the next name if this one is an alias. */
function step(zone: ZoneIndex, name: Name, type: number, draft: Draft, first: boolean): Name | undefined {
  const place = findPlace(zone, name, type);
  switch (place.kind) {
    case 'referral':
      refer(zone, place.node, draft, first);
      return undefined;
    case 'dname':
      draft.authoritative = true;
      return rename(place.node, name, type, draft);
    case 'missing':
      draft.authoritative = true;
      draft.rcode = RCODE.NXDOMAIN;
      deny(zone, draft);
      prove(draft, zone.denial?.noName(name, place.encloser));
      return undefined;
    case 'node':
      // AA is about the first name of the answer (RFC 1035, section 4.1.1).
      if (first) draft.authoritative = true;
      return answerNode(zone, place, name, type, draft);
  }
}

interface NodePlace {
  readonly kind: 'node';
  readonly node: ZoneNode;
  /** If a wildcard made the node: the name directly above the asterisk. */
  readonly encloser?: Name;
}

type Place =
  | NodePlace
  | { readonly kind: 'referral'; readonly node: ZoneNode }
  | { readonly kind: 'dname'; readonly node: ZoneNode }
  | { readonly kind: 'missing'; readonly encloser: Name };

/** Walks from the zone's origin down to the name. A delegation or a DNAME on the way takes precedence. */
function findPlace(zone: ZoneIndex, name: Name, type: number): Place {
  const { origin, nodes } = zone;
  let encloser = nodes.get(nameKey(origin))!;
  for (let length = origin.length; length <= name.length; length++) {
    const node = nodes.get(nameKey(name.slice(name.length - length)));
    if (node === undefined) break;
    encloser = node;
    const whole = length === name.length;
    if (length > origin.length && node.sets.has(TYPES.NS) && !(whole && type === TYPES.DS))
      return { kind: 'referral', node };
    if (whole) return { kind: 'node', node };
    if (node.sets.has(TYPES.DNAME)) return { kind: 'dname', node };
  }
  // RFC 4592, section 3.3.1: the source of synthesis is the asterisk directly below the closest encloser.
  const wildcard = nodes.get(nameKey([ASTERISK, ...encloser.name]));
  if (wildcard === undefined) return { kind: 'missing', encloser: encloser.name };
  if (wildcard.sets.has(TYPES.NS)) return { kind: 'referral', node: { name, sets: renamed(wildcard.sets, name) } };
  return { kind: 'node', node: { name, sets: renamed(wildcard.sets, name) }, encloser: encloser.name };
}

function renamed(
  sets: ReadonlyMap<number, readonly DnsRecord[]>,
  name: Name,
): ReadonlyMap<number, readonly DnsRecord[]> {
  return new Map([...sets].map(([type, set]) => [type, set.map((record) => ({ ...record, name }))]));
}

function answerNode(zone: ZoneIndex, place: NodePlace, name: Name, type: number, draft: Draft): Name | undefined {
  const { node, encloser } = place;
  const { denial } = zone;
  // Proves that no closer name prevents the wildcard (RFC 4035, section 3.1.3.3).
  const proveExpanded = () => prove(draft, encloser && denial?.expanded(name, encloser));
  const denyType = () => {
    deny(zone, draft);
    prove(draft, encloser === undefined ? denial?.noType(name) : denial?.expandedNoType(name, encloser));
  };
  if (type === TYPES.ANY) {
    // As in bind9: in a signed zone, ANY includes the signatures.
    const all = draft.dnssec || denial !== undefined;
    for (const [of, set] of node.sets) if (all || of !== TYPES.RRSIG) draft.answers.push(...asked(set, name));
    if (node.sets.size === 0) denyType();
    else proveExpanded();
    return undefined;
  }
  const set = node.sets.get(type);
  if (set !== undefined) {
    draft.answers.push(...asked(set, name));
    addSignatures(node, type, draft.answers, draft);
    proveExpanded();
    addAddresses(zone, draft);
    return undefined;
  }
  const alias = node.sets.get(TYPES.CNAME)?.[0];
  if (alias === undefined || !isRecord(alias, 'CNAME')) {
    denyType();
    return undefined;
  }
  draft.answers.push({ ...alias, name });
  addSignatures(node, TYPES.CNAME, draft.answers, draft);
  proveExpanded();
  return alias.data.target;
}

/** With the name as it was asked, including its case: widely used servers do this, and a resolver may check it. */
function asked(set: readonly DnsRecord[], name: Name): DnsRecord[] {
  return set.map((record) => ({ ...record, name }));
}

/** RFC 6672, section 3: the DNAME record, and the alias that it makes for the name that was asked for. */
function rename(node: ZoneNode, name: Name, type: number, draft: Draft): Name | undefined {
  const dname = node.sets.get(TYPES.DNAME)![0]!;
  if (!isRecord(dname, 'DNAME')) return undefined;
  draft.answers.push(dname);
  addSignatures(node, TYPES.DNAME, draft.answers, draft);
  const target = [...name.slice(0, name.length - node.name.length), ...dname.data.target];
  if (nameLength(target) > MAX_NAME) {
    draft.rcode = 6;
    return undefined;
  }
  draft.answers.push({ name, type: TYPES.CNAME, class: CLASS.IN, ttl: dname.ttl, data: { target } });
  // A question for the alias itself is already answered.
  return type === TYPES.CNAME ? undefined : target;
}

/** NODATA and NXDOMAIN carry the SOA record with the TTL for negative answers (RFC 2308, section 3). */
function deny(zone: ZoneIndex, draft: Draft): void {
  const ttl = Math.min(zone.soa.ttl, zone.soa.data.minimum);
  draft.authorities.push({ ...zone.soa, ttl });
  const apex = zone.nodes.get(nameKey(zone.origin))!;
  if (draft.dnssec)
    draft.authorities.push(
      ...signaturesOf(apex.sets.get(TYPES.RRSIG), TYPES.SOA).map((record) => ({ ...record, ttl })),
    );
}

function refer(zone: ZoneIndex, node: ZoneNode, draft: Draft, first: boolean): void {
  const servers = node.sets.get(TYPES.NS)!;
  draft.authorities.push(...servers);
  // In an unsigned zone, nobody could verify it.
  const signed = zone.nodes.get(nameKey(zone.origin))!.sets.has(TYPES.DNSKEY);
  if (draft.dnssec && signed && node.sets.has(TYPES.DS)) {
    draft.authorities.push(...node.sets.get(TYPES.DS)!);
    addSignatures(node, TYPES.DS, draft.authorities, draft);
  } else prove(draft, zone.denial?.noType(node.name));
  for (const server of servers) if (isRecord(server, 'NS')) addAddress(zone, server.data.target, draft);
  // Without the addresses of servers inside the delegation, no resolver can continue (RFC 9471).
  draft.referral = draft.additionals.length > 0;
  if (first) draft.authoritative = false;
}

/** Each proof once, since one record may prove several things. */
function prove(draft: Draft, proof: readonly DnsRecord[] | undefined): void {
  if (!draft.dnssec || proof === undefined) return;
  for (const record of proof) if (!draft.authorities.includes(record)) draft.authorities.push(record);
}

/** The names in an answer whose addresses the client will need next (RFC 1035, section 3.3; RFC 2782). */
const TARGETS: Readonly<Record<number, string>> = {
  [TYPES.NS]: 'target',
  [TYPES.MX]: 'exchange',
  [TYPES.SRV]: 'target',
};

function addAddresses(zone: ZoneIndex, draft: Draft): void {
  for (const { type, data } of [...draft.answers]) {
    const field = TARGETS[type];
    if (field !== undefined) addAddress(zone, data[field] as Name, draft);
  }
}

function addAddress(zone: ZoneIndex, name: Name, draft: Draft): void {
  const node = zone.nodes.get(nameKey(name)) ?? synthesized(zone, name);
  if (node === undefined) return;
  for (const type of [TYPES.A, TYPES.AAAA]) {
    const set = node.sets.get(type);
    if (set === undefined || has(draft.additionals, set[0]!) || has(draft.answers, set[0]!)) continue;
    draft.additionals.push(...set);
    addSignatures(node, type, draft.additionals, draft);
  }
}

/** The records that the zone has for the target of a record, which a wildcard may provide. */
function synthesized(zone: ZoneIndex, name: Name): ZoneNode | undefined {
  if (!isWithin(name, zone.origin)) return undefined;
  const place = findPlace(zone, name, TYPES.A);
  return place.kind === 'node' ? place.node : undefined;
}

function has(records: readonly DnsRecord[], one: DnsRecord): boolean {
  return records.some((record) => record.type === one.type && sameName(record.name, one.name));
}

/** The signatures in the zone file, for clients that ask for them (DO). The server signs nothing itself. */
function addSignatures(node: ZoneNode, type: number, to: DnsRecord[], { dnssec }: Draft): void {
  if (dnssec) to.push(...signaturesOf(node.sets.get(TYPES.RRSIG), type));
}
