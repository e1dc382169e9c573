import { resolveSpec } from '../../../endpoints/resolve.ts';
import type { ClientSpec, TlsClientSpec } from '../../../endpoints/spec.ts';
import { needsOfEndpoint } from '../../../net/trust.ts';
import { endpointKinds } from '../../../endpoints/table.ts';
import { lineEndings, type LineEnding } from '../../../protocol/text/payload.ts';
import { writtenOptions } from '../endpointOptions.ts';
import { givenOptions } from '../givenOptions.ts';
import { formats } from './spec.ts';
import type { ConversationItem } from './model.ts';
import { unbracketed } from '../../../protocol/hostPort.ts';
import { familyOf, splitAddress } from '../../../endpoints/address.ts';
import { badValue } from '../../run/options.ts';
import { FileError, inFile } from '../../run/requestError.ts';
import type { Range } from '../../model.ts';
import type { Turn } from '../../run/turn.ts';

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
  const written = await turn.fill(item.address);
  const address = splitAddress(written.replace(/^(tcp|udp|tls):\/\//i, ''));
  if (address === undefined) {
    const message = `"${written}" is not an address: write ${item.word.value} host:port.`;
    throw new FileError({ code: 'bad-address', message }, item.address);
  }
  return planTo(item, item.kind, { ...address, place: item.address }, turn);
}

/** Of a client to an address, which stands at a place in the file. */
export function planTo(
  item: Range,
  transport: ConversationItem['kind'],
  { place, ...address }: { readonly host: string; readonly port: number; readonly place: Range },
  turn: Turn,
): ConversationPlan {
  const { options } = turn;
  const timeout = options.duration('timeout') ?? conversationTimeout;
  const { verifyTls: verify } = turn.start;
  const given = givenOptions(writtenOptions({ [transport]: endpointKinds[transport].client.options }), turn);
  const spec = {
    ...{ role: 'client', transport, ...address, ...given, ...source(turn) },
    // A limit of 0 is none; the longest there is, for a connection.
    ...{ connectTimeout: timeout === 0 ? 600_000 : Math.min(timeout, 600_000) },
    ...(turn.region.name === undefined ? {} : { name: turn.region.name.value }),
    ...(verify === undefined || transport !== 'tls' ? {} : { tls: { ...(given.tls as TlsClientSpec), verify } }),
  } as ClientSpec;
  turn.refuse(needsOfEndpoint(spec), item);
  try {
    resolveSpec(spec);
  } catch (error) {
    throw inFile(error, place);
  }
  return {
    spec,
    timeout,
    encoding: spec.encoding ?? 'utf-8',
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
  const bare = unbracketed(option.text);
  if (familyOf(bare) !== undefined) return { localAddress: bare };
  const address = splitAddress(option.text);
  if (address === undefined || familyOf(address.host) === undefined)
    throw badValue(option, 'write an address, or address:port');
  return { localAddress: address.host, localPort: address.port };
}
