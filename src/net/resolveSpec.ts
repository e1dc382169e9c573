import { isIP, isIPv4 } from 'node:net';
import { domainToASCII } from 'node:url';
import type { ErrorCode } from '../base/codes.ts';
import { WirebenchError } from '../base/errors.ts';
import type { Effect } from '../base/trust.ts';
import { checkFraming } from '../protocol/framing.ts';
import { visible } from '../protocol/text/visible.ts';
import { isLoopback } from './loopback.ts';
import type {
  AddressFamily,
  BehaviourSpec,
  DnsServerSpec,
  Framing,
  HttpServerSpec,
  TcpClientSpec,
  TcpServerSpec,
  TlsClientEndpointSpec,
  TlsClientSpec,
  TlsServerEndpointSpec,
  TlsServerSpec,
  UdpClientSpec,
  UdpServerSpec,
} from './spec.ts';

/** Everything filled in, except what really is optional. */
type Complete<S extends { readonly application?: string | undefined }, Optional extends keyof S = never> = Required<
  Omit<S, Optional | 'family' | 'application'>
> &
  Pick<S, Optional | 'application'> & { readonly family?: AddressFamily };

export type CompleteTcpServer = Complete<TcpServerSpec>;
export type CompleteTlsServer = Complete<TlsServerEndpointSpec>;
export type CompleteUdpServer = Complete<UdpServerSpec>;
export type CompleteDnsServer = Complete<DnsServerSpec>;
/** `tls` is filled in for either transport, and used with `tls`. */
export type CompleteHttpServer = Complete<HttpServerSpec>;
export type CompleteTcpClient = Complete<TcpClientSpec, 'localAddress' | 'localPort'>;
export type CompleteTlsClient = Complete<TlsClientEndpointSpec, 'localAddress' | 'localPort'>;
export type CompleteUdpClient = Complete<UdpClientSpec, 'localAddress' | 'localPort'>;
export type CompleteStreamServer = CompleteTcpServer | CompleteTlsServer;
export type CompleteStreamClient = CompleteTcpClient | CompleteTlsClient;
export type CompleteServer = CompleteStreamServer | CompleteUdpServer | CompleteHttpServer | CompleteDnsServer;
export type CompleteSpec = CompleteServer | CompleteStreamClient | CompleteUdpClient;

/** Defaults and limits of what people may set. Durations in milliseconds, sizes in bytes. */
export const limits = {
  backlog: { default: 511, minimum: 1, maximum: 65_535 },
  maxConnections: { default: 10_000, minimum: 1, maximum: 100_000 },
  idleTimeout: { default: 0, minimum: 0, maximum: 86_400_000 },
  receiveBuffer: { default: 65_536, minimum: 1, maximum: 65_536 },
  connectTimeout: { default: 10_000, minimum: 1, maximum: 600_000 },
  localPort: { default: 0, minimum: 0, maximum: 65_535 },
} as const;

const nameLength = 100;
const pemLength = 1_000_000;
const pathLength = 4096;
const multicastGroups = 64;

type Fields = Readonly<Record<string, unknown>>;
type Check = (value: unknown, field: string) => unknown;

/** A value as an error shows it: short, on one line, and harmless. */
function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  if (typeof value === 'function') return 'a function';
  const text = typeof value === 'string' ? `"${value.slice(0, 60)}${value.length > 60 ? '...' : ''}"` : String(value);
  return visible(text);
}

function bad(code: ErrorCode, field: string, value: unknown, allowed: string): WirebenchError {
  const what = value === undefined ? `${field} is missing` : `${field} cannot be ${shown(value)}`;
  return new WirebenchError({
    code,
    message: `${what.charAt(0).toUpperCase()}${what.slice(1)}: ${allowed}.`,
    remedies: ['openSettings'],
    facts: { field, value: shown(value), allowed },
  });
}

const badSpec = (field: string, value: unknown, allowed: string) => bad('bad-spec', field, value, allowed);

const whole =
  (minimum: number, maximum: number, unit = ''): Check =>
  (value, field) => {
    if (typeof value === 'number' && Number.isInteger(value) && value >= minimum && value <= maximum) return value;
    throw badSpec(field, value, `it must be a whole number from ${minimum} to ${maximum}${unit}`);
  };

const port =
  (minimum: 0 | 1): Check =>
  (value, field) => {
    if (typeof value === 'number' && Number.isInteger(value) && value >= minimum && value <= 65_535) return value;
    const any = minimum === 0 ? ' (0 is any free port)' : '';
    throw bad('bad-port', field, value, `a port is a whole number from ${minimum} to 65535${any}`);
  };

const flag: Check = (value, field) => {
  if (typeof value === 'boolean') return value;
  throw badSpec(field, value, 'it must be true or false');
};

const text =
  (maximum: number): Check =>
  (value, field) => {
    if (typeof value === 'string' && value.length > 0 && value.length <= maximum) return value;
    throw badSpec(field, value, `it must be a text of 1 to ${maximum} characters`);
  };

const name: Check = (value, field) => {
  if (typeof value === 'string' && /^[^\u0000-\u001f\u007f]{1,100}$/u.test(value) && value.trim() !== '') return value;
  throw badSpec(field, value, `it must be one line of 1 to ${nameLength} characters`);
};

const label = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/i;

/** An address or a name that could be looked up (RFC 1123 labels, and underscores as services use them). */
const host: Check = (value, field) => {
  const wrong = () =>
    bad('bad-host', field, value, 'a host is an IPv4 or IPv6 address, or a name of letters, digits, hyphens and dots');
  if (typeof value !== 'string') throw wrong();
  const bare = value.startsWith('[') && value.endsWith(']') ? value.slice(1, -1) : value;
  if (isIP(bare) !== 0) {
    if (bare !== value && isIPv4(bare)) throw wrong();
    return bare;
  }
  if (bare !== value || value.includes(':')) throw wrong();

  const ascii = /^[\u0000-\u007f]*$/.test(value) ? value : domainToASCII(value);
  const labels = ascii.replace(/\.$/, '').split('.');
  // A last label of digits is an address that went wrong: 127.0.0.256, 10.1.
  if (ascii.length > 253 || !labels.every((part) => label.test(part)) || /^\d+$/.test(labels.at(-1)!)) throw wrong();
  return ascii;
};

const ip: Check = (value, field) => {
  if (typeof value === 'string' && isIP(value) !== 0) return value;
  throw bad('bad-host', field, value, 'it must be an IPv4 or IPv6 address');
};

const family: Check = (value, field) => {
  if (value === 4 || value === 6) return value;
  throw badSpec(field, value, 'it must be 4 or 6');
};

const encoding: Check = (value, field) => {
  if (typeof value === 'string' && /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,39}$/.test(value)) return value;
  throw bad('unknown-encoding', field, value, "it must be one of Python's encodings, such as utf-8, latin-1 or cp1252");
};

function fieldsOf(value: unknown, field: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw badSpec(field, value, 'it must be an object');
}

const framingKinds: Readonly<Record<string, Readonly<Record<string, { check: Check; optional?: true }>>>> = {
  none: {},
  line: {},
  fixed: { length: { check: whole(1, 1_048_576, ' bytes') } },
  'length-prefix': {
    bytes: { check: oneOf([1, 2, 4]) },
    endian: { check: oneOf(['big', 'little']) },
    includesPrefix: { check: flag, optional: true },
  },
  delimiter: { delimiter: { check: text(1000) } },
};

function oneOf(choices: readonly (string | number)[]): Check {
  return (value, field) => {
    if (choices.includes(value as string)) return value;
    throw badSpec(field, value, `it must be one of ${choices.join(', ')}`);
  };
}

const framing: Check = (value, field): Framing => {
  const fields = fieldsOf(value, field);
  const kind = oneOf(Object.keys(framingKinds))(fields.kind, `${field}.kind`) as string;
  const known = framingKinds[kind]!;
  const result: Record<string, unknown> = { kind };
  refuseUnknown(fields, ['kind', ...Object.keys(known)], `${field}.`);
  for (const [key, { check, optional }] of Object.entries(known)) {
    if (optional && fields[key] === undefined) continue;
    result[key] = check(fields[key], `${field}.${key}`);
  }
  checkFraming(result as Framing);
  return result as Framing;
};

/** The shape only: which names and options there are is the table of behaviours' to say. */
const behaviour: Check = (value, field): BehaviourSpec => {
  const fields = fieldsOf(value, field);
  refuseUnknown(fields, ['name', 'options'], `${field}.`);
  const behaviourName = text(50)(fields.name, `${field}.name`) as string;
  if (fields.options === undefined) return { name: behaviourName };
  const options = fieldsOf(fields.options, `${field}.options`);
  for (const [key, option] of Object.entries(options)) {
    if (!['string', 'number', 'boolean'].includes(typeof option)) {
      throw badSpec(
        `${field}.options.${visible(key.slice(0, 60))}`,
        option,
        'it must be a text, a number, true or false',
      );
    }
  }
  return { name: behaviourName, options: options as NonNullable<BehaviourSpec['options']> };
};

/** A field: how it is checked, and what it is when it is absent; `required` fields must be there, `optional` may stay away. */
export interface Field {
  readonly check: Check;
  readonly default?: unknown;
  readonly presence?: 'required' | 'optional';
  /** What it does that needs a trusted workspace, with any value or as the value has it. */
  readonly effect?: Effect | ((value: unknown) => Effect | undefined);
  /** Of an object: its own fields. */
  readonly fields?: Readonly<Record<string, Field>>;
}

const pem: Field = { check: text(pemLength) };
const path: Field = { check: text(pathLength), effect: 'file' };
const alpn: Check = (value, field) => {
  if (!Array.isArray(value) || value.length > 20) throw badSpec(field, value, 'it must be a list of at most 20 names');
  return value.map((item: unknown, index) => text(255)(item, `${field}[${index}]`));
};

const tlsServerFields: Readonly<Record<keyof TlsServerSpec, Field>> = {
  cert: pem,
  key: pem,
  certFile: path,
  keyFile: path,
  passphrase: { check: text(1000) },
  alpn: { check: alpn },
  requestClientCert: { check: flag },
};

const tlsClientFields: Readonly<Record<keyof TlsClientSpec, Field>> = {
  servername: { check: host },
  verify: { check: flag },
  caFile: path,
  ca: pem,
  certFile: path,
  keyFile: path,
  alpn: { check: alpn },
};

const objectOf =
  (known: Readonly<Record<string, Field>>): Check =>
  (value, field) => {
    const fields = fieldsOf(value, field);
    refuseUnknown(fields, Object.keys(known), `${field}.`);
    const result: Record<string, unknown> = {};
    for (const [key, { check }] of Object.entries(known)) {
      if (fields[key] !== undefined) result[key] = check(fields[key], `${field}.${key}`);
    }
    return result;
  };

/** A certificate without its key (or the other way round) is a mistake that OpenSSL would explain badly. */
const tlsServer: Check = (value, field) => {
  const result = objectOf(tlsServerFields)(value, field) as TlsServerSpec;
  const hasCert = result.cert !== undefined || result.certFile !== undefined;
  const hasKey = result.key !== undefined || result.keyFile !== undefined;
  if (hasCert !== hasKey) {
    throw badSpec(`${field}.${hasCert ? 'key' : 'cert'}`, undefined, 'a certificate and its key go together');
  }
  return result;
};

const multicast: Check = (value, field) => {
  if (!Array.isArray(value) || value.length > multicastGroups) {
    throw badSpec(field, value, `it must be a list of at most ${multicastGroups} groups`);
  }
  return value.map((item: unknown, index) => {
    const group = objectOf({ group: { check: ip }, interface: { check: text(100) } })(item, `${field}[${index}]`) as {
      group?: string;
    };
    if (group.group === undefined || !/^(22[4-9]|23\d)\.|^ff/i.test(group.group)) {
      throw badSpec(
        `${field}[${index}].group`,
        group.group,
        'it must be a multicast address: 224.0.0.0 to 239.255.255.255, or ff00::/8',
      );
    }
    return group;
  });
};

/** A group that is joined on another interface than the loopback one is heard from the network. */
const joinsNetwork = (value: unknown): Effect | undefined => {
  const groups = Array.isArray(value) ? (value as ({ readonly interface?: unknown } | null)[]) : [];
  return groups.every((group) => isLoopback(String(group?.interface))) ? undefined : 'network';
};

const limited = (field: keyof typeof limits, unit: string): Field => ({
  check: whole(limits[field].minimum, limits[field].maximum, unit),
  default: limits[field].default,
});

const common: Readonly<Record<string, Field>> = {
  role: { check: oneOf(['server', 'client']), presence: 'required' },
  transport: { check: oneOf(['tcp', 'tls', 'udp']), presence: 'required' },
  name: { check: name, presence: 'optional' },
  family: { check: family, presence: 'optional' },
  encoding: { check: encoding, default: 'utf-8' },
  framing: { check: framing, default: { kind: 'none' } },
};

const server: Readonly<Record<string, Field>> = {
  ...common,
  host: {
    check: host,
    presence: 'optional',
    effect: (value) => (isLoopback(String(value)) ? undefined : 'network'),
  },
  port: { check: port(0), presence: 'required' },
  behaviour: { check: behaviour, default: { name: 'none' } },
  receiveBuffer: limited('receiveBuffer', ' bytes'),
};

const streamServer: Readonly<Record<string, Field>> = {
  ...server,
  backlog: limited('backlog', ''),
  maxConnections: limited('maxConnections', ''),
  idleTimeout: limited('idleTimeout', ' milliseconds'),
  halfOpen: { check: flag, default: false },
};

const httpIdleTimeout = 60_000;
const mostAllowedHosts = 100;

const allowedHosts: Check = (value, field) => {
  if (!Array.isArray(value) || value.length > mostAllowedHosts) {
    throw badSpec(field, value, `it must be a list of at most ${mostAllowedHosts} names, or ["*"] for any`);
  }
  return value.map((item: unknown, index) => (item === '*' ? item : host(item, `${field}[${index}]`)));
};

const tlsOfServer: Field = { check: tlsServer, default: {}, fields: tlsServerFields };

const httpServer: Readonly<Record<string, Field>> = {
  role: common.role!,
  transport: common.transport!,
  application: { check: oneOf(['http']), presence: 'required' },
  name: common.name!,
  family: common.family!,
  encoding: common.encoding!,
  host: server.host!,
  port: server.port!,
  behaviour: { check: behaviour, default: { name: 'bin' } },
  backlog: streamServer.backlog!,
  maxConnections: streamServer.maxConnections!,
  idleTimeout: { check: streamServer.idleTimeout!.check, default: httpIdleTimeout },
  allowedHosts: {
    check: allowedHosts,
    default: [],
    // A page of the web reaches it then by way of the person's own browser.
    effect: (value) => (Array.isArray(value) && value.length === 0 ? undefined : 'network'),
  },
  tls: tlsOfServer,
};

const dnsServer: Readonly<Record<string, Field>> = {
  ...server,
  application: { check: oneOf(['dns']), presence: 'required' },
  behaviour: { check: behaviour, default: { name: 'zone' } },
};

const client: Readonly<Record<string, Field>> = {
  ...common,
  host: { check: host, presence: 'required' },
  port: { check: port(1), presence: 'required' },
  connectTimeout: limited('connectTimeout', ' milliseconds'),
  receiveBuffer: limited('receiveBuffer', ' bytes'),
  localAddress: { check: ip, presence: 'optional' },
  localPort: { check: port(0), presence: 'optional' },
};

/** By transport and role, then by the application where there is one. */
export const kinds: Readonly<Record<string, Readonly<Record<string, Field>>>> = {
  'tcp server': streamServer,
  'tls server': { ...streamServer, tls: tlsOfServer },
  'udp server': {
    ...server,
    reuse: { check: flag, default: false },
    broadcast: { check: flag, default: false },
    multicast: { check: multicast, default: [], effect: joinsNetwork },
  },
  'udp server dns': dnsServer,
  'tcp server http': httpServer,
  'tls server http': httpServer,
  'tcp client': { ...client, halfOpen: { check: flag, default: false } },
  'tls client': {
    ...client,
    halfOpen: { check: flag, default: false },
    tls: { check: objectOf(tlsClientFields), default: {}, fields: tlsClientFields },
  },
  'udp client': { ...client, broadcast: { check: flag, default: false } },
};

function refuseUnknown(fields: Fields, known: readonly string[], prefix = ''): void {
  for (const key of Object.keys(fields)) {
    if (!known.includes(key))
      throw badSpec(
        prefix + visible(key.slice(0, 60)),
        fields[key],
        `there is no such option; there are ${known.join(', ')}`,
      );
  }
}

/**
 * Checks what came from outside (settings, messages) and fills in what it leaves out. A server listens on the loopback
 * interface unless a host says otherwise. Throws WirebenchError `bad-port`, `bad-host`, `unknown-encoding`,
 * `bad-framing` or `bad-spec`, naming the field, its value and what is allowed.
 */
export function resolveSpec(value: unknown): CompleteSpec {
  const fields = fieldsOf(value, 'the endpoint');
  const role = common.role!.check(fields.role, 'role') as string;
  const transport = common.transport!.check(fields.transport, 'transport') as string;
  const table = kindOf(fields, transport, role);
  refuseUnknown(fields, Object.keys(table));
  const result: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(table)) {
    const given = fields[key];
    if (given !== undefined || field.presence === 'required') result[key] = field.check(given, key);
    else if (field.presence === undefined) result[key] = field.default;
  }
  result.host ??= result.family === 6 ? '::1' : '127.0.0.1';
  const hostFamily = isIP(result.host as string);
  if (hostFamily !== 0 && result.family !== undefined && result.family !== hostFamily) {
    throw badSpec('family', result.family, `${String(result.host)} is an IPv${hostFamily} address`);
  }
  if (hostFamily !== 0) result.family = hostFamily;
  result.name ??= defaultName(result as unknown as CompleteSpec);
  return result as unknown as CompleteSpec;
}

/** The fields that a spec may have, by what it says it is; none where that is nothing. Throws `bad-spec`. */
export function fieldsOfSpec(spec: Fields): Readonly<Record<string, Field>> {
  const [transport, role] = [String(spec.transport), String(spec.role)];
  return Object.hasOwn(kinds, `${transport} ${role}`) ? kindOf(spec, transport, role) : {};
}

function kindOf(fields: Fields, transport: string, role: string): Readonly<Record<string, Field>> {
  const plain = `${transport} ${role}`;
  if (fields.application === undefined) return kinds[plain]!;
  const known = Object.keys(kinds).filter((kind) => kind.startsWith(`${plain} `));
  const applications = known.map((kind) => kind.slice(plain.length + 1));
  const found = applications.indexOf(fields.application as string);
  if (found >= 0) return kinds[known[found]!]!;
  const allowed = applications.length === 0 ? `a ${plain} has none` : `it must be ${applications.join(' or ')}`;
  throw badSpec('application', fields.application, allowed);
}

function defaultName(spec: CompleteSpec): string {
  if (spec.application !== undefined) {
    return `${spec.transport === 'tls' ? `${spec.application}s` : spec.application} ${spec.behaviour.name}`;
  }
  if (spec.role === 'server') return spec.behaviour.name === 'none' ? `${spec.transport} server` : spec.behaviour.name;
  return `${spec.transport} to ${spec.host.includes(':') ? `[${spec.host}]` : spec.host}:${spec.port}`.slice(
    0,
    nameLength,
  );
}
