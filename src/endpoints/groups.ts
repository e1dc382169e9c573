import type { Effect } from '../base/trust.ts';
import { familyOf, isLoopback } from './address.ts';
import { badSpec, fieldsOf, listOf, refuseUnknown } from './check.ts';
import { expected, given, ip, plainText, type Read, type ValueKind } from './value.ts';

/** A multicast group to join, and the address of the interface to join it on. */
interface MulticastGroup {
  readonly group: string;
  readonly interface?: string;
}

const say = 'the address of a group: 239.1.2.3, or 239.1.2.3 on 127.0.0.1';

/**
 * `239.1.2.3`, `239.1.2.3 on 127.0.0.1`, `239.1.2.3 127.0.0.1`. `check` decides whether the address is that of a group.
 */
function readGroup(text: string): Read<MulticastGroup> {
  const [group = '', ...rest] = text.trim().split(/\s+/);
  const [at, ...more] = rest[0] === 'on' ? rest.slice(1) : rest;
  const isAlone = rest.length === 0;
  if (familyOf(group) === undefined || more.length > 0) return expected(say);
  if (isAlone) return given({ group });
  return at !== undefined && familyOf(at) !== undefined ? given({ group, interface: at }) : expected(say);
}

function readGroups(text: string): Read<readonly MulticastGroup[]> {
  const all = text.split(',').map(readGroup);
  const wrong = all.find((one) => !one.ok);
  return wrong ?? given(all.flatMap((one) => (one.ok ? [one.value] : [])));
}

function checkGroup(value: unknown, field: string): MulticastGroup {
  const fields = fieldsOf(value, field);
  refuseUnknown(fields, ['group', 'interface'], `${field}.`);
  const group = fields.group === undefined ? undefined : ip.check(fields.group, `${field}.group`, {});
  // RFC 5771, and RFC 4291, section 2.7.
  if (group === undefined || !/^(22[4-9]|23\d)\.|^ff/i.test(group)) {
    throw badSpec(`${field}.group`, group, 'it must be a multicast address: 224.0.0.0 to 239.255.255.255, or ff00::/8');
  }
  if (fields.interface === undefined) return { group };
  return { group, interface: plainText.check(fields.interface, `${field}.interface`, { maximum: 100 }) };
}

/** A group that is joined on an interface other than loopback receives datagrams from the network. */
function joinsNetwork(value: unknown): Effect | undefined {
  const all = Array.isArray(value) ? (value as ({ readonly interface?: unknown } | null)[]) : [];
  return all.every((one) => isLoopback(String(one?.interface))) ? undefined : 'network';
}

/** Groups, separated by commas. */
export const groups: ValueKind<readonly MulticastGroup[]> = {
  name: 'groups',
  say,
  read: readGroups,
  print: (value) =>
    value.map((one) => (one.interface === undefined ? one.group : `${one.group} on ${one.interface}`)).join(', '),
  check: (value, field) => listOf(value, field, { most: 64, of: 'groups' }, checkGroup),
  schema: () => ({
    type: 'array',
    maxItems: 64,
    items: {
      type: 'object',
      required: ['group'],
      additionalProperties: false,
      properties: {
        group: { type: 'string', description: 'The address of the group, such as 239.1.2.3.' },
        interface: { type: 'string', description: 'The address of the interface to join it on.' },
      },
    },
  }),
  effect: joinsNetwork,
};
