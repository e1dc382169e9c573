import { isIP } from 'node:net';
import { resolveSpec } from '../../../endpoints/resolve.ts';
import type { ClientSpec, TlsClientSpec } from '../../../endpoints/spec.ts';
import { needsOfEndpoint } from '../../../net/trust.ts';
import type { LineEnding } from '../../../protocol/text/payload.ts';
import type { ConversationItem } from './model.ts';
import { splitAddress } from '../../../endpoints/address.ts';
import { badValue } from '../../run/options.ts';
import { FileError, inFile } from '../../run/requestError.ts';
import type { Turn } from '../../run/turn.ts';

const formats = ['text', 'raw', 'hex', 'base64', 'file'] as const;
const lineEndings: readonly LineEnding[] = ['none', 'lf', 'crlf', 'cr'];
/** Milliseconds to wait for the connection, and each time for the other side. */
const conversationTimeout = 10_000;

/** The settings of a TCP, UDP or TLS request, all of them checked. */
export interface ConversationPlan {
  readonly spec: ClientSpec;
  readonly timeout: number;
  readonly encoding: string;
  readonly format: (typeof formats)[number];
  readonly lineEnding: LineEnding;
  /** Our direction ends after the last message. */
  readonly halfClose: boolean;
  /** Messages of the other side after which it is over. */
  readonly expect: number | undefined;
}

export async function conversationPlan(item: ConversationItem, turn: Turn): Promise<ConversationPlan> {
  const { options } = turn;
  const written = await turn.fill(item.address);
  const address = splitAddress(written.replace(/^(tcp|udp|tls):\/\//i, ''));
  if (address === undefined) {
    const message = `"${written}" is not an address: write ${item.word.value} host:port.`;
    throw new FileError({ code: 'bad-address', message }, item.address);
  }
  const timeout = options.duration('timeout') ?? conversationTimeout;
  const encoding = options.text('encoding') ?? 'utf-8';
  const framing = options.framing('framing');
  const receiveBuffer = options.number('receiveBuffer');
  const broadcast = options.flag('broadcast');
  const spec = {
    ...{ role: 'client', transport: item.kind, ...address, encoding, ...source(turn) },
    // A limit of 0 is none; the longest there is, for a connection.
    ...{ connectTimeout: timeout === 0 ? 600_000 : Math.min(timeout, 600_000) },
    ...(turn.region.name === undefined ? {} : { name: turn.region.name.value }),
    ...(framing === undefined ? {} : { framing }),
    ...(receiveBuffer === undefined ? {} : { receiveBuffer }),
    ...(broadcast === undefined ? {} : { broadcast }),
    ...(item.kind === 'tls' ? { tls: tlsOf(turn) } : {}),
  } as ClientSpec;
  turn.refuse(needsOfEndpoint(spec), item);
  try {
    resolveSpec(spec);
  } catch (error) {
    throw inFile(error, item.address);
  }
  return {
    spec,
    timeout,
    encoding,
    format: options.choice('format', formats) ?? 'text',
    lineEnding: options.choice('lineEnding', lineEndings) ?? 'none',
    halfClose: options.flag('end') ?? false,
    expect: options.number('expect'),
  };
}

/** `source: 127.0.0.1`, `source: 127.0.0.1:5000`, `source: [::1]:5000`. */
function source(turn: Turn): { localAddress?: string; localPort?: number } {
  const option = turn.options.get('source');
  if (option === undefined) return {};
  const bare = option.text.replace(/^\[(.*)\]$/, '$1');
  if (isIP(bare) !== 0) return { localAddress: bare };
  const address = splitAddress(option.text);
  if (address === undefined || isIP(address.host) === 0) throw badValue(option, 'write an address, or address:port');
  return { localAddress: address.host, localPort: address.port };
}

function tlsOf(turn: Turn): TlsClientSpec {
  const { options } = turn;
  const file = (name: string): string | undefined => {
    const option = options.get(name);
    return option && turn.path(option.text, option.field);
  };
  const alpn = options.text('alpn');
  const given = {
    servername: options.text('servername'),
    verify: turn.start.verifyTls ?? options.flag('verify'),
    caFile: file('ca'),
    certFile: file('cert'),
    keyFile: file('key'),
    alpn: alpn?.split(',').map((name) => name.trim()),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
