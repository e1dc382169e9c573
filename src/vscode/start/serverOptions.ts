import { isIP } from 'node:net';
import { errorData } from '../../base/errors.ts';
import type { BehaviourOption } from '../../net/behaviours/behaviour.ts';
import type { EndpointSpec, Framing, UdpServerSpec } from '../../net/spec.ts';
import type { Transport } from '../../traffic/event.ts';
import { without } from '../without.ts';

/**
 * The options that the quick way leaves out, as data: the list of "More Options…" and its questions are made from it.
 * `path` is where the value goes in a spec.
 */
export interface SpecOption {
  readonly path: readonly [string, ...string[]];
  readonly label: string;
  readonly sentence: string;
  readonly type: 'integer' | 'boolean' | 'text' | 'encoding' | 'framing' | 'groups' | 'file';
  readonly minimum?: number;
  readonly maximum?: number;
  /** What holds where nothing is set, as text. */
  readonly default: string;
  readonly transports: readonly Transport[];
  /** Only where no application's protocol is spoken. */
  readonly plain?: true;
}

const streams = ['tcp', 'tls'] as const;
const any = ['tcp', 'tls', 'udp'] as const;

const name: SpecOption = {
  path: ['name'],
  label: 'Name',
  sentence: 'What it is called in the tree and in the traffic.',
  type: 'text',
  default: 'made from the behaviour',
  transports: any,
};
const encoding: SpecOption = {
  path: ['encoding'],
  label: 'Encoding',
  sentence: 'How bytes are read as text, by its name in Python: utf-8, latin-1, shift_jis.',
  type: 'encoding',
  default: 'utf-8',
  transports: any,
};
const framing: SpecOption = {
  path: ['framing'],
  label: 'Framing',
  sentence: 'How messages are found in the stream: none, line, fixed 16, prefix 2 big, delimiter \\r\\n.',
  type: 'framing',
  default: 'none',
  transports: streams,
  plain: true,
};
const halfOpen: SpecOption = {
  path: ['halfOpen'],
  label: 'Half-open',
  sentence: 'Keep our direction open after the peer ended its own.',
  type: 'boolean',
  default: 'no',
  transports: streams,
  plain: true,
};
const receiveBuffer: SpecOption = {
  path: ['receiveBuffer'],
  label: 'Receive buffer',
  sentence: 'Bytes that one receive takes at most, as recv(1024) does. UDP loses the rest of a longer datagram.',
  type: 'integer',
  minimum: 1,
  maximum: 65_536,
  default: '65536',
  transports: any,
  plain: true,
};

export const serverOptions: readonly SpecOption[] = [
  name,
  encoding,
  framing,
  receiveBuffer,
  {
    path: ['maxConnections'],
    label: 'Most connections',
    sentence: 'Connections open at the same time; further ones are closed at once.',
    type: 'integer',
    minimum: 1,
    maximum: 100_000,
    default: '10000',
    transports: streams,
  },
  {
    path: ['idleTimeout'],
    label: 'Idle timeout',
    sentence: 'Milliseconds without traffic before a connection is closed. 0: never.',
    type: 'integer',
    minimum: 0,
    maximum: 86_400_000,
    default: 'never',
    transports: streams,
  },
  {
    path: ['backlog'],
    label: 'Backlog',
    sentence: 'Connections that may wait to be accepted.',
    type: 'integer',
    minimum: 1,
    maximum: 65_535,
    default: '511',
    transports: streams,
  },
  halfOpen,
  {
    path: ['tls', 'certFile'],
    label: 'Certificate',
    sentence: 'A PEM file. Without one, a certificate for localhost is made on the spot.',
    type: 'file',
    default: 'made on the spot',
    transports: ['tls'],
  },
  {
    path: ['tls', 'keyFile'],
    label: 'Private key',
    sentence: 'The PEM file of the key of the certificate.',
    type: 'file',
    default: 'made on the spot',
    transports: ['tls'],
  },
  {
    path: ['tls', 'requestClientCert'],
    label: 'Ask for a client certificate',
    sentence: 'Ask clients for a certificate of their own.',
    type: 'boolean',
    default: 'no',
    transports: ['tls'],
  },
  {
    path: ['reuse'],
    label: 'Reuse address',
    sentence: 'Share the port with other programs that also ask to.',
    type: 'boolean',
    default: 'no',
    transports: ['udp'],
    plain: true,
  },
  {
    path: ['broadcast'],
    label: 'Broadcast',
    sentence: 'May send to broadcast addresses.',
    type: 'boolean',
    default: 'no',
    transports: ['udp'],
    plain: true,
  },
  {
    path: ['multicast'],
    label: 'Multicast groups',
    sentence: 'Groups to join, each with the address of an interface if need be: 239.1.2.3, 239.1.2.4 on 127.0.0.1.',
    type: 'groups',
    default: 'none',
    transports: ['udp'],
    plain: true,
  },
];

export const clientOptions: readonly SpecOption[] = [
  name,
  encoding,
  framing,
  {
    path: ['connectTimeout'],
    label: 'Connect timeout',
    sentence: 'Milliseconds to wait for the connection.',
    type: 'integer',
    minimum: 1,
    maximum: 600_000,
    default: '10000',
    transports: streams,
  },
  receiveBuffer,
  halfOpen,
  {
    path: ['localPort'],
    label: 'Local port',
    sentence: 'The port to send from. 0: any free one.',
    type: 'integer',
    minimum: 0,
    maximum: 65_535,
    default: 'any free port',
    transports: any,
  },
  {
    path: ['tls', 'verify'],
    label: 'Verify the certificate',
    sentence: 'A certificate that cannot be verified is an error.',
    type: 'boolean',
    default: 'yes',
    transports: ['tls'],
  },
  {
    path: ['tls', 'servername'],
    label: 'Server name',
    sentence: 'The name asked for (SNI) and looked for in the certificate.',
    type: 'text',
    default: 'the host',
    transports: ['tls'],
  },
  {
    path: ['tls', 'caFile'],
    label: 'Certificate authority',
    sentence: 'A PEM file with certificates to trust besides the usual ones.',
    type: 'file',
    default: 'the usual ones',
    transports: ['tls'],
  },
  {
    path: ['broadcast'],
    label: 'Broadcast',
    sentence: 'May send to broadcast addresses.',
    type: 'boolean',
    default: 'no',
    transports: ['udp'],
  },
];

type Values = Readonly<Record<string, unknown>>;

export function optionValue(spec: EndpointSpec, { path }: SpecOption): unknown {
  return path.reduce<unknown>((at, key) => (isValues(at) ? at[key] : undefined), spec);
}

/** The spec with one value set, or taken out where it is undefined. */
export function withOption<T extends EndpointSpec>(spec: T, { path }: SpecOption, value: unknown): T {
  return setAt(spec as unknown as Values, path, value) as unknown as T;
}

function setAt(at: Values, path: readonly string[], value: unknown): Values {
  const [key, ...rest] = path as [string, ...string[]];
  if (rest.length === 0) {
    return value === undefined ? without(at, key) : { ...at, [key]: value };
  }
  const inner = at[key];
  return { ...at, [key]: setAt(isValues(inner) ? inner : {}, rest, value) };
}

function isValues(value: unknown): value is Values {
  return typeof value === 'object' && value !== null;
}

/** A value as it is shown and typed. */
export function optionText(option: SpecOption, value: unknown): string {
  if (value === undefined) return option.default;
  if (option.type === 'framing') return framingText(value as Framing);
  if (option.type === 'groups') return groupsText(value as readonly MulticastGroup[]);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'number' ? String(value) : typeof value === 'string' ? value : JSON.stringify(value);
}

export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };

/** A whole number as typed, within the option's limits. */
export function readInteger(text: string, limits: { minimum?: number; maximum?: number }): Read<number> {
  const typed = text.trim();
  const { minimum = 0, maximum = Number.MAX_SAFE_INTEGER } = limits;
  const value = Number(typed);
  if (/^-?\d{1,15}$/.test(typed) && value >= minimum && value <= maximum) return { ok: true, value };
  const range = limits.maximum === undefined ? `of ${minimum} or more` : `from ${minimum} to ${maximum}`;
  return { ok: false, message: `"${typed}" is not a whole number ${range}.` };
}

/** A behaviour's option as typed. */
export function readBehaviourOption(text: string, option: BehaviourOption): Read<string | number | boolean> {
  if (option.type === 'number') {
    const value = Number(text.trim());
    const tooSmall = option.minimum !== undefined && value < option.minimum;
    const tooLarge = option.maximum !== undefined && value > option.maximum;
    if (text.trim() !== '' && Number.isFinite(value) && !tooSmall && !tooLarge) return { ok: true, value };
    const low = option.minimum === undefined ? '' : ` ${option.minimum} or more`;
    const high = option.maximum === undefined ? '' : ` ${option.maximum} or less`;
    return { ok: false, message: `"${text.trim()}" is not a number${low}${low && high ? ' and' : ''}${high}.` };
  }
  if (option.required && text === '') return { ok: false, message: `${option.name} must be given.` };
  try {
    option.check?.(text);
    return { ok: true, value: text };
  } catch (error) {
    return { ok: false, message: errorData(error).message };
  }
}

type MulticastGroup = NonNullable<UdpServerSpec['multicast']>[number];

export function groupsText(groups: readonly MulticastGroup[]): string {
  return groups.map((one) => (one.interface === undefined ? one.group : `${one.group} on ${one.interface}`)).join(', ');
}

/** Multicast groups as typed: the form that groupsText writes. Whether they are groups the engine says. */
export function readGroups(text: string): Read<MulticastGroup[]> {
  const groups: MulticastGroup[] = [];
  for (const part of text.split(',')) {
    const [group = '', on, at, ...rest] = part.trim().split(/\s+/);
    const isGroup = isIP(group) !== 0 && rest.length === 0;
    if (!isGroup || !(on === undefined || (on === 'on' && isIP(at ?? '') !== 0))) {
      return {
        ok: false,
        message: `"${part.trim()}" is not the address of a group: 239.1.2.3, or 239.1.2.3 on 127.0.0.1.`,
      };
    }
    groups.push(at === undefined ? { group } : { group, interface: at });
  }
  return { ok: true, value: groups };
}

export function framingText(framing: Framing): string {
  switch (framing.kind) {
    case 'none':
    case 'line':
      return framing.kind;
    case 'fixed':
      return `fixed ${framing.length}`;
    case 'length-prefix':
      return `prefix ${framing.bytes} ${framing.endian}${framing.includesPrefix ? ' inclusive' : ''}`;
    case 'delimiter':
      return `delimiter ${framing.delimiter}`;
  }
}

/** A framing as typed: the form that framingText writes. */
export function readFraming(text: string): Read<Framing> {
  const [kind = '', ...rest] = text.trim().split(/\s+/);
  switch (kind) {
    case 'none':
    case 'line':
      if (rest.length === 0) return { ok: true, value: { kind } };
      break;
    case 'fixed': {
      const length = Number(rest[0]);
      if (rest.length === 1 && Number.isInteger(length) && length > 0) return { ok: true, value: { kind, length } };
      return { ok: false, message: 'A fixed framing has a length in bytes: fixed 16.' };
    }
    case 'prefix':
      return readPrefix(rest);
    case 'delimiter':
      if (rest.length > 0)
        return { ok: true, value: { kind, delimiter: text.trim().slice('delimiter'.length).trim() } };
      return { ok: false, message: 'A delimiter framing has a delimiter, with escapes: delimiter \\r\\n.' };
  }
  return { ok: false, message: 'Type none, line, fixed 16, prefix 2 big, or delimiter \\r\\n.' };
}

function readPrefix(words: readonly string[]): Read<Framing> {
  const [size = '', endian = 'big', inclusive] = words;
  const bytes = ({ '1': 1, '2': 2, '4': 4 } as const)[size];
  if (bytes === undefined || (endian !== 'big' && endian !== 'little') || (inclusive ?? 'inclusive') !== 'inclusive') {
    return { ok: false, message: 'A length prefix has 1, 2 or 4 bytes and an order: prefix 2 big, prefix 4 little.' };
  }
  const framing: Framing = { kind: 'length-prefix', bytes, endian };
  return { ok: true, value: inclusive === undefined ? framing : { ...framing, includesPrefix: true } };
}
