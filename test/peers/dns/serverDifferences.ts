/** Where the three differ and our answer is none of theirs, and why. All else is held to one of them (test/peers/dns/server.test.ts). */
export const differences: readonly {
  readonly name: string;
  readonly type: string;
  readonly part: string;
  readonly reason: string;
}[] = [
  {
    name: 'www.oldother',
    type: 'ANY',
    part: 'answers',
    reason:
      'A DNAME into another zone of the same server: nsd goes on there with two of the types, bind9 and knot do not go on. We go on, as for every other type, with all of them.',
  },
  {
    name: 'bigmx',
    type: 'MX',
    part: 'additionals',
    reason:
      'How many of the additional records fit into the same size depends on how names are compressed: all three differ.',
  },
];

export interface Place {
  readonly name: string;
  readonly type: string;
  readonly part: string;
}

/** Why our answer may be none of the three. */
export function reasonFor(place: Place): string | undefined {
  return differences.find(({ name, type, part }) => name === place.name && type === place.type && part === place.part)
    ?.reason;
}
