import { fromData, type Subject, type SubjectContext } from '../../run/subjectTable.ts';
import { WirebenchError } from '../../../base/errors.ts';
import { dnsTransports, type DnsExchange, type DnsQuerySpec } from '../../../net/dns/exchange.ts';
import { asAsked } from '../../../protocol/dns/asAsked.ts';
import { decodeMessage } from '../../../protocol/dns/decode.ts';
import { FLAGS } from '../../../protocol/dns/codes.ts';
import type { DecodedMessage } from '../../../protocol/dns/message.ts';
import { parseName } from '../../../protocol/dns/name.ts';
import { messageJson, recordJson } from '../../../protocol/dns/recordText.ts';
import { reverseName } from '../../../protocol/dns/reverse.ts';
import { needsOfDns } from '../../../net/trust.ts';
import type { FieldLine } from '../../model.ts';
import type { DnsItem, DnsResult } from './model.ts';
import { Cancelled, FileError, inFile } from '../../run/requestError.ts';
import type { Turn } from '../../run/turn.ts';

const defaultTimeout = 5000;
/** Errors of the question itself, not of a server or the way to it. */
const faultsOfTheFile: ReadonlySet<string> = new Set([
  'bad-server',
  'bad-edns-size',
  'dns-bad-name',
  'dns-bad-type',
  'dns-bad-class',
  'dns-empty-label',
  'dns-label-too-long',
  'dns-name-too-long',
]);

/** DNS: asks a name server; an answer that says there is no such name is an answer. */
export async function run(item: DnsItem, turn: Turn): Promise<DnsResult> {
  const name = await turn.fill(item.name);
  const type = item.type === undefined ? undefined : await turn.fill(item.type);
  const spec: DnsQuerySpec = {
    // No name looks like an address: who asks for the names of one means this.
    name: (type?.trim().toUpperCase() === 'PTR' && reverseName(name.trim())) || name,
    ...(type === undefined ? {} : { type }),
    ...(item.class === undefined ? {} : { class: await turn.fill(item.class) }),
    ...queryOptions(turn),
  };
  turn.refuse(needsOfDns(spec), item);
  let exchanges: DnsExchange[];
  try {
    exchanges = await (await turn.host.dns()).resolve(spec, turn.signal);
  } catch (error) {
    if (error instanceof WirebenchError && faultsOfTheFile.has(error.code)) throw inFile(error, item);
    throw error;
  }
  const exchange = exchanges.at(-1)!;
  if (turn.signal.aborted) throw new Cancelled(turn.label);
  const [message] = exchange.messages;
  // An answer beside an error is a result too, to be looked at.
  if (message === undefined) throw new WirebenchError(exchange.error!);
  return { kind: 'dns', data: dnsData(exchange), message, exchange };
}

export function subject({ data }: DnsResult, context: SubjectContext): Subject {
  return fromData(data, context);
}

const flags = [
  'recursion',
  'dnssec',
  'checkingDisabled',
  'authenticData',
  'search',
  'caseRandom',
  'keepTruncated',
] as const;
const numbers = ['retries', 'serial'] as const;

function queryOptions(turn: Turn): Partial<DnsQuerySpec> {
  const { options, start } = turn;
  const ca = options.get('ca');
  const edns = options.get('edns');
  const given: { readonly [name in keyof DnsQuerySpec]?: DnsQuerySpec[name] | undefined } = {
    timeout: options.duration('timeout') ?? defaultTimeout,
    server: options.text('server'),
    transport: options.choice('transport', dnsTransports),
    ...Object.fromEntries(flags.map((name) => [name, options.flag(name)])),
    ...Object.fromEntries(numbers.map((name) => [name, options.number(name)])),
    edns: edns && ednsOf(edns),
    verify: start.verifyTls ?? options.flag('verify'),
    servername: options.text('servername'),
    caFile: ca && turn.path(ca.text, ca.field),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function ednsOf({ text, field }: { readonly text: string; readonly field: FieldLine }): number | false {
  if (text.toLowerCase() === 'off' || text.toLowerCase() === 'false') return false;
  const size = Number(text);
  if (/^\d{3,5}$/.test(text) && size >= 512 && size <= 65_535) return size;
  const message = `"${text}" is not a size for EDNS: write a number of bytes from 512 to 65535, or off.`;
  throw new FileError({ code: 'bad-value', message }, field.value);
}

/**
 * The data for checks: `messageJson`, and `authority`, `additional`, `question`, `flags` as `flags.aa`, `bytes`, `server`,
 * `transport`, `notes`, `problem`. For a transfer, the answers of all its messages.
 */
function dnsData(exchange: DnsExchange): Record<string, unknown> {
  const name = parseName(exchange.name);
  const messages = exchange.messages.map((bytes) => decodeMessage(asAsked(bytes, name)));
  const [first, ...rest] = messages as [DecodedMessage, ...DecodedMessage[]];
  const json: Record<string, unknown> = messageJson(first);
  return {
    ...json,
    ...(rest.length === 0 ? {} : { answers: messages.flatMap(({ answers }) => answers.map(recordJson)) }),
    authority: json['authorities'],
    additional: json['additionals'],
    question: (json['questions'] as unknown[])[0],
    flags: Object.fromEntries(FLAGS.map(({ name }) => [name, json[name]])),
    bytes: exchange.messages.reduce((sum, message) => sum + message.length, 0),
    server: exchange.server,
    transport: exchange.transport,
    notes: exchange.notes,
    problem: messages.find(({ problem }) => problem !== undefined)?.problem?.message ?? null,
  };
}
