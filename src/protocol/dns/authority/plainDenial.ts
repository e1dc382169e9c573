import type { DnsRecord } from '../message.ts';
import { compareNames, nameKey, type Name } from '../name.ts';
import { TYPES } from '../typeCodes.ts';
import { ASTERISK, Chain, signaturesOf, type Denial, type Link } from './denial.ts';

interface Owner {
  readonly name: Name;
  readonly sets: ReadonlyMap<number, readonly DnsRecord[]>;
}

/** The proofs of a zone with NSEC records (RFC 4035, section 3.1.3); undefined if its top has none. */
export function plainDenial(nodes: ReadonlyMap<string, Owner>, origin: Name): Denial | undefined {
  if (nodes.get(nameKey(origin))?.sets.has(TYPES.NSEC) !== true) return undefined;
  const links: Link<Name>[] = [];
  for (const { name, sets } of nodes.values()) {
    const set = sets.get(TYPES.NSEC);
    if (set === undefined) continue;
    links.push({ key: name, proof: [...set, ...signaturesOf(sets.get(TYPES.RRSIG), TYPES.NSEC)] });
  }
  const chain = new Chain(links, compareNames);
  const around = (...names: Name[]) => names.flatMap((name) => chain.around(name));
  return {
    // A name without records has no NSEC record. The gap that contains it leads to a name below it.
    noType: (name) => around(name),
    noName: (name, encloser) => around(name, [ASTERISK, ...encloser]),
    expanded: (name) => around(name),
    expandedNoType: (name, encloser) => around(name, [ASTERISK, ...encloser]),
  };
}
