/** Where the three differ and our answer is none of theirs, and why. All else is held to one of them (test/peers/dns/server.test.ts). */
export const differences: readonly {
  readonly names: readonly string[];
  readonly type: string;
  readonly part: string;
  readonly reason: string;
}[] = [
  {
    names: ['www.oldother'],
    type: 'ANY',
    part: 'answers',
    reason:
      'A DNAME into another zone of the same server: nsd goes on there with two of the types, bind9 and knot do not go on. We go on, as for every other type, with all of them.',
  },
  {
    names: ['bigmx'],
    type: 'MX',
    part: 'additionals',
    reason:
      'How many of the additional records fit into the same size depends on how names are compressed: all three differ.',
  },
  {
    names: ['www.old', 'alias.old', 'host.oldwild'],
    type: 'ANY',
    part: 'answers',
    reason:
      'A DNAME in a zone that is signed: bind9 does not go on there; knot and nsd go on, without NSEC. We go on with all there is, as bind9 gives it elsewhere.',
  },
  {
    names: `a.b.wild q.x.wild q.r.x.wild one.aliases a.b.aliases q.chain q.dangling q.towild a.b.towild q.loops q.away
      q.empty.below`.split(/\s+/),
    type: 'NSEC',
    part: 'authorities',
    reason:
      "A wildcard's own NSEC record: bind9 and nsd prove it as we do, and add the zone's servers as to every answer; knot proves nothing.",
  },
];

export interface Place {
  readonly name: string;
  readonly type: string;
  readonly part: string;
}

/** Why our answer may be none of the three. */
export function reasonFor(place: Place): string | undefined {
  return differences.find(
    ({ names, type, part }) => names.includes(place.name) && type === place.type && part === place.part,
  )?.reason;
}
