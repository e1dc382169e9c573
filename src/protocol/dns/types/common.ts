import { field } from '../field.ts';
import { ipv4, ipv6 } from '../kinds/addresses.ts';
import { charString, charStrings, name, plainName, u16, u32, u8 } from '../kinds/basic.ts';
import { quotedRest, tag } from '../kinds/binary.ts';
import { seconds } from '../kinds/dnssec.ts';
import {
  altitude,
  centimetres,
  latitude,
  locationText,
  longitude,
  parseLocation,
  version,
  type Location,
} from '../kinds/location.ts';
import { options } from '../kinds/options.ts';
import { define, internet, well } from './define.ts';

const locationFields = [
  field('version', version),
  field('size', centimetres),
  field('horizontalPrecision', centimetres),
  field('verticalPrecision', centimetres),
  field('latitude', latitude),
  field('longitude', longitude),
  field('altitude', altitude),
] as const;

/** The types that most zones use. */
export const common = {
  A: define('An IPv4 address of the name.', [field('address', ipv4)], internet),
  AAAA: define('An IPv6 address of the name.', [field('address', ipv6)], internet),
  NS: define('A name server of the zone.', [field('target', name, 'name server')], well),
  CNAME: define(
    'The name is an alias of another name, and has the records of that name.',
    [field('target', name, 'canonical name')],
    well,
  ),
  DNAME: define('Every name below this one is an alias of a name below another.', [field('target', plainName)]),
  PTR: define('A pointer to a name, as from an address to its host.', [field('target', name)], well),
  SOA: define(
    'The start of a zone: its primary server, its contact and its times.',
    [
      field('mname', name, 'primary name server'),
      field('rname', name, 'mailbox of the person responsible'),
      field('serial', u32),
      field('refresh', seconds),
      field('retry', seconds),
      field('expire', seconds),
      field('minimum', seconds, 'negative TTL'),
    ],
    well,
  ),
  MX: define(
    'A mail server of the name; the lowest preference is tried first.',
    [field('preference', u16), field('exchange', name, 'mail server')],
    well,
  ),
  TXT: define('Text for people and programs.', [field('strings', charStrings, 'text')]),
  SPF: define('The sender policy that TXT records have now.', [field('strings', charStrings, 'text')]),
  HINFO: define('The kind of machine and its system; also the answer of servers that refuse ANY.', [
    field('cpu', charString, 'CPU'),
    field('os', charString, 'operating system'),
  ]),
  RP: define('The person responsible for the name.', [
    field('mbox', plainName, 'mailbox'),
    field('txt', plainName, 'name of the TXT record'),
  ]),
  SRV: define(
    'A host and port of a service; the lowest priority is tried first.',
    [field('priority', u16), field('weight', u16), field('port', u16), field('target', plainName)],
    internet,
  ),
  NAPTR: define(
    'A rule that rewrites a name, as for telephone numbers.',
    [
      field('order', u16),
      field('preference', u16),
      field('flags', charString),
      field('service', charString),
      field('regexp', charString, 'regular expression'),
      field('replacement', plainName),
    ],
    internet,
  ),
  CAA: define('The authorities that may issue certificates for the name.', [
    field('flags', u8),
    field('tag', tag),
    field('value', quotedRest(0)),
  ]),
  URI: define('An address that the name stands for.', [
    field('priority', u16),
    field('weight', u16),
    field('target', quotedRest(1)),
  ]),
  LOC: define('A place on Earth.', locationFields, {
    text: { format: (data) => locationText(data as unknown as Location), parse: parseLocation },
  }),
  OPT: define('Not a record: the additions of EDNS to the header.', [field('options', options)]),
};
