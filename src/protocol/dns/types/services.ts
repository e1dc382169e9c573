import { formatBase64 } from '../../text/base64.ts';
import { formatHex } from '../../text/hex.ts';
import { field } from '../field.ts';
import { groups, ipv4 } from '../kinds/addresses.ts';
import { charString, charStrings, names, plainName, u16, u32, u64, u8 } from '../kinds/basic.ts';
import { anyBase64, anyHex, base64, dashBase64, eui, parseBase64Token, parseHexToken, sized } from '../kinds/binary.ts';
import { gateway, lengthOf, relay, relayType, type Gateway, type RelayType } from '../kinds/dependent.ts';
import { type } from '../kinds/dnssec.ts';
import { scheme } from '../kinds/named.ts';
import { prefixes } from '../kinds/prefixes.ts';
import { svcParams } from '../kinds/svcParams.ts';
import type { Name } from '../name.ts';
import { wrongToken } from '../tokens.ts';
import { nameEnd, u16 as readU16 } from '../wire.ts';
import { define, internet, wrong, type RecordText } from './define.ts';

/** RFC 9460, section 2.4.2: a record with priority 0 is only an alias. */
function svcbCheck(bytes: Uint8Array, start: number, end: number): void {
  const params = nameEnd(bytes, start + 2, end);
  if (readU16(bytes, start) === 0 && params < end)
    throw wrong(`An alias (priority 0) takes no parameters, and this one has some.`, params);
}

const svcbFields = [
  field('priority', u16),
  field('target', plainName),
  field('params', svcParams, 'parameters'),
] as const;

const texts = [field('strings', charStrings, 'text')] as const;

const hit = sized((bytes, rdata) => bytes[rdata]!, formatHex, parseHexToken);
const hostKey = sized((bytes, rdata) => readU16(bytes, rdata + 2), formatBase64, parseBase64Token);

/** HIP's text has its fields in another order than the wire, and no lengths (RFC 8005, section 6). */
const hipText: RecordText = {
  format: (data) =>
    [
      u8.format(data['algorithm'] as number),
      hit.format(data['hit'] as Uint8Array),
      hostKey.format(data['key'] as Uint8Array),
      names.format(data['servers'] as readonly Name[]),
    ]
      .join(' ')
      .trimEnd(),
  parse(tokens) {
    const algorithm = u8.parse(tokens, 'algorithm', {});
    const tag = hit.parse(tokens, 'host identity tag', {});
    const key = hostKey.parse(tokens, 'key', {});
    const servers = names.parse(tokens, 'rendezvous server', {});
    return { hitLength: tag.length, algorithm, keyLength: key.length, hit: tag, key, servers };
  },
};

/** DHCID's text is all of its fields as one Base64 (RFC 4701, section 3.2). */
const dhcidText: RecordText = {
  format({ identifierType, digestType, digest }) {
    const number = identifierType as number;
    return formatBase64(Uint8Array.of(number >> 8, number & 0xff, digestType as number, ...(digest as Uint8Array)));
  },
  parse(tokens) {
    const first = tokens.peek();
    const bytes = base64.parse(tokens, 'data', {});
    if (first && bytes.length < 3)
      throw wrongToken(first, 'The data is shorter than a type of identifier and a kind of digest.');
    return { identifierType: readU16(bytes, 0), digestType: bytes[2]!, digest: bytes.subarray(3) };
  },
};

function keyCheck(bytes: Uint8Array, start: number, end: number): void {
  const gatewayEnd = gateway.measure(bytes, start + 3, end, start);
  if (bytes[start + 2] !== 0 && gatewayEnd === end)
    throw wrong(`The algorithm is ${bytes[start + 2]!}, but the key is missing.`, end);
}

/** A relay of an undefined type has no text: the data is written as bytes (RFC 3597, section 5). */
const relayText: RecordText = {
  format({ precedence, relayType: of, relay: value }) {
    const { discoveryOptional, type: code } = of as RelayType;
    if (!(value instanceof Uint8Array))
      return `${precedence as number} ${relayType.format(of as RelayType)} ${relay.format(value as Gateway)}`;
    const head = Uint8Array.of(precedence as number, (discoveryOptional ? 128 : 0) | code);
    return `\\# ${2 + value.length} ${formatHex(head)}${formatHex(value)}`;
  },
  parse(tokens) {
    const precedence = u8.parse(tokens, 'precedence', {});
    const of = relayType.parse(tokens, 'relay type', {});
    return { precedence, relayType: of, relay: relay.parse(tokens, 'relay', { relayType: of }) };
  },
};

/** How services are found and reached, and facts about their hosts. */
export const services = {
  SVCB: define('How to reach a service: alternative names and parameters.', svcbFields, {
    internetOnly: true,
    check: svcbCheck,
  }),
  HTTPS: define('How to reach a web site: alternative names, protocols and addresses.', svcbFields, {
    internetOnly: true,
    check: svcbCheck,
  }),
  AFSDB: define('A server of the AFS file system or of DCE.', [field('subtype', u16), field('host', plainName)]),
  KX: define(
    'A host that agrees on keys for the name; the lowest preference is tried first.',
    [field('preference', u16), field('exchanger', plainName)],
    internet,
  ),
  APL: define('Lists of address prefixes.', [field('prefixes', prefixes)], internet),
  DHCID: define(
    'Which DHCP client has the name, as a digest.',
    [field('identifierType', u16), field('digestType', u8), field('digest', anyHex)],
    { internetOnly: true, text: dhcidText },
  ),
  IPSECKEY: define(
    'A public key for IPsec, and the gateway to go by.',
    [
      field('precedence', u8),
      field('gatewayType', u8),
      field('algorithm', u8),
      field('gateway', gateway),
      field('key', anyBase64),
    ],
    { check: keyCheck },
  ),
  HIP: define(
    'The identity of a host for the Host Identity Protocol.',
    [
      field('hitLength', lengthOf(u8, 'hit'), 'length of the tag'),
      field('algorithm', u8),
      field('keyLength', lengthOf(u16, 'key'), 'length of the key'),
      field('hit', hit, 'host identity tag'),
      field('key', hostKey),
      field('servers', names, 'rendezvous servers'),
    ],
    { text: hipText },
  ),
  NID: define('An identifier of a node (ILNP).', [
    field('preference', u16),
    field('nodeId', groups, 'node identifier'),
  ]),
  L32: define('A 32-bit locator of a node (ILNP).', [field('preference', u16), field('locator', ipv4)]),
  L64: define('A 64-bit locator of a node (ILNP).', [field('preference', u16), field('locator', groups)]),
  LP: define('The name of a subnetwork that a node is in (ILNP).', [
    field('preference', u16),
    field('target', plainName, 'name with the locators'),
  ]),
  AMTRELAY: define(
    'A relay for multicast through networks without it.',
    [field('precedence', u8), field('relayType', relayType), field('relay', relay)],
    { text: relayText },
  ),
  EUI48: define('A 48-bit hardware address.', [field('address', eui(6))]),
  EUI64: define('A 64-bit hardware address.', [field('address', eui(8))]),
  DSYNC: define('The address at which a zone’s parent accepts notices of changes.', [
    field('rrtype', type, 'record type'),
    field('scheme', scheme),
    field('port', u16),
    field('target', plainName),
  ]),
  RESINFO: define('The abilities of a resolver.', texts),
  WALLET: define('Addresses of wallets of cryptocurrencies.', texts),
  AVC: define('Text for the control of applications.', texts),
  NINFO: define('Text about the state of a zone.', texts),
  CLA: define('How a node of a delay-tolerant network is reached.', texts),
  IPN: define('The number of a node of a delay-tolerant network.', [field('node', u64)]),
  DOA: define('An object with a digital address.', [
    field('enterprise', u32),
    field('doaType', u32, 'type'),
    field('location', u8),
    field('mediaType', charString),
    field('data', dashBase64),
  ]),
};
