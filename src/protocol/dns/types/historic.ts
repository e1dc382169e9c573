import { field } from '../field.ts';
import { ipv4 } from '../kinds/addresses.ts';
import { charString, name, optionalString, plainName, u16, u8 } from '../kinds/basic.ts';
import { anyBase64, hex, nsap } from '../kinds/binary.ts';
import {
  addressSuffix,
  atmText,
  checkAtm,
  coordinate,
  ports,
  prefixLength,
  prefixName,
  x121,
} from '../kinds/historic.ts';
import { protocol } from '../kinds/named.ts';
import { define, internet, well } from './define.ts';

/** Types that today's zones no longer have, or never had. */
export const historic = {
  MD: define('A mail server, before MX.', [field('target', name, 'mail agent')], well),
  MF: define('A host that passes mail on, before MX.', [field('target', name, 'mail agent')], well),
  MB: define('The host with a mailbox.', [field('target', name, 'host')], well),
  MG: define('A mailbox of a mail group.', [field('target', name, 'mailbox')], well),
  MR: define('The new name of a mailbox.', [field('target', name, 'new name')], well),
  MINFO: define(
    'The contact for a mail group, and the mailbox for its errors.',
    [field('responsible', name, 'mailbox responsible'), field('errors', name, 'mailbox for errors')],
    well,
  ),
  WKS: define(
    'The services that a host has.',
    [field('address', ipv4), field('protocol', protocol), field('ports', ports)],
    internet,
  ),
  X25: define('An address in an X.25 network.', [field('address', x121)]),
  ISDN: define('A number in the ISDN.', [field('address', charString), field('subaddress', optionalString)]),
  RT: define('A host on the way to one that cannot be reached directly.', [
    field('preference', u16),
    field('host', plainName, 'intermediate host'),
  ]),
  NSAP: define('An address of the OSI network layer.', [field('address', nsap)], internet),
  'NSAP-PTR': define('A pointer from an OSI address to its host.', [field('target', plainName)], internet),
  PX: define(
    'Names of X.400 mail for those of the Internet.',
    [
      field('preference', u16),
      field('map822', plainName, 'name of RFC 822'),
      field('mapx400', plainName, 'name of X.400'),
    ],
    internet,
  ),
  GPOS: define('A place on Earth, before LOC.', [
    field('longitude', coordinate),
    field('latitude', coordinate),
    field('altitude', coordinate),
  ]),
  EID: define('An end point of Nimrod.', [field('identifier', hex)], internet),
  NIMLOC: define('A locator of Nimrod.', [field('locator', hex)], internet),
  ATMA: define('An address in an ATM network.', [field('format', u8), field('address', hex)], {
    internetOnly: true,
    check: checkAtm,
    text: atmText,
  }),
  A6: define(
    'A part of an IPv6 address, and the name that has the rest.',
    [field('prefixLength', prefixLength), field('suffix', addressSuffix), field('prefixName', prefixName)],
    internet,
  ),
  SINK: define('Any data.', [
    field('meaning', u8),
    field('coding', u8),
    field('subcoding', u8),
    field('data', anyBase64),
  ]),
};
