import { isIP } from 'node:net';
import type { ErrorCode } from '../../base/codes.ts';
import { errorData, WirebenchError } from '../../base/errors.ts';
import { decodeMessage } from '../../protocol/dns/decode.ts';
import { isRecord } from '../../protocol/dns/message.ts';
import { displayName } from '../../protocol/dns/name.ts';
import { reverseName } from '../../protocol/dns/reverse.ts';
import {
  lookUpAddress,
  lookUpHost,
  lookUpPort,
  lookUpService,
  type AddressAnswer,
  type HostAnswer,
  type ServiceAnswer,
} from '../systemNames.ts';
import { isSameAddress } from '../hostsFile.ts';
import type { DnsExchange } from './exchange.ts';
import type { LookupAnswer, LookupSpec } from './requests.ts';
import type { DnsResolver } from './resolver.ts';

type Answer = HostAnswer | AddressAnswer | ServiceAnswer;

const systemLookups: Readonly<Record<LookupSpec['what'], (subject: string, family?: 4 | 6) => Promise<Answer>>> = {
  host: lookUpHost,
  address: lookUpAddress,
  service: lookUpService,
  port: lookUpPort,
};

const examples: Readonly<Record<LookupSpec['what'], string>> = {
  host: 'localhost',
  address: '127.0.0.1',
  service: 'https/tcp',
  port: '443/tcp',
};

/** The errors that mean that the system has no answer. */
const noAnswer: ReadonlySet<ErrorCode> = new Set(['name-not-found', 'name-lookup-failed', 'service-not-found']);

/**
 * The answer of the operating system, and for hosts and addresses, if wanted, the answer of DNS beside it, with the
 * reason if the two differ. Throws for an invalid subject.
 */
export async function lookUpNames(
  resolver: DnsResolver,
  spec: LookupSpec,
  signal?: AbortSignal,
): Promise<LookupAnswer> {
  const subject = spec.subject.trim();
  if (subject === '') {
    throw new WirebenchError({
      code: 'nothing-to-look-up',
      message: `The ${spec.what} to look up is missing. Write one, such as ${examples[spec.what]}.`,
    });
  }
  // The system answers a look-up of an address with the address itself, without asking anybody.
  const isName = spec.what === 'host' && isIP(subject) === 0;
  const asksDns = spec.withDns === true && (isName || spec.what === 'address');
  const [found, dns] = await Promise.all([
    systemAnswer(spec, subject),
    asksDns ? askDns(resolver, { ...spec, subject }, signal) : undefined,
  ]);
  const dnsValues = dns === undefined ? undefined : values(dns);
  return {
    what: spec.what,
    subject,
    ...found,
    ...(dns === undefined || dnsValues === undefined ? {} : { dns, dnsValues }),
    differences: dnsValues === undefined ? [] : differences(spec.what, subject, found.system, dnsValues, dns!),
  };
}

async function systemAnswer(
  { what, family }: LookupSpec,
  subject: string,
): Promise<Pick<LookupAnswer, 'system' | 'systemError'>> {
  try {
    return { system: await systemLookups[what](subject, family) };
  } catch (error) {
    const { code, message } = errorData(error);
    if (!noAnswer.has(code)) throw error;
    return { systemError: { code, message } };
  }
}

async function askDns(
  resolver: DnsResolver,
  { what, subject, server, family, timeout }: LookupSpec,
  signal: AbortSignal | undefined,
): Promise<DnsExchange[]> {
  const shared = {
    ...(server === undefined ? {} : { server }),
    ...(timeout === undefined ? {} : { timeout }),
    retries: 1,
  };
  if (what === 'address') {
    const name = reverseName(subject);
    return name === undefined ? [] : resolver.resolve({ ...shared, name, type: 'PTR' }, signal);
  }
  const types = [...(family === 6 ? [] : ['A']), ...(family === 4 ? [] : ['AAAA'])];
  const both = await Promise.all(
    types.map((type) => resolver.resolve({ ...shared, name: subject, type, search: true }, signal)),
  );
  return both.map((exchanges) => exchanges.at(-1)!);
}

function values(exchanges: readonly DnsExchange[]): string[] {
  return exchanges.flatMap(({ messages }) =>
    messages.flatMap((bytes) =>
      decodeMessage(bytes).answers.flatMap((record) => {
        if (isRecord(record, 'A') || isRecord(record, 'AAAA')) return [record.data.address];
        return isRecord(record, 'PTR') ? [displayName(record.data.target)] : [];
      }),
    ),
  );
}

function differences(
  what: LookupSpec['what'],
  subject: string,
  system: Answer | undefined,
  dns: readonly string[],
  exchanges: readonly DnsExchange[],
): string[] {
  const failed = exchanges.find(({ error }) => error !== undefined);
  const ours =
    system === undefined ? [] : 'addresses' in system ? system.addresses : 'host' in system ? [system.host] : [];
  const same = (a: string) => a.toLowerCase().replace(/\.$/, '');
  const onlySystem = ours.filter((one) => !dns.some((other) => same(other) === same(one)));
  const onlyDns = dns.filter((one) => !ours.some((other) => same(other) === same(one)));
  // An answer cannot be compared with a missing one.
  if (ours.length === 0 && dns.length === 0 && failed !== undefined)
    return [`${subject}: Neither the system nor DNS gives an answer. DNS: ${failed.error!.message}`];
  const found: string[] = [];
  if (onlySystem.length > 0) {
    const hosts = system !== undefined && 'hosts' in system ? system.hosts : [];
    const line = hosts.find(
      ({ address, names }) =>
        onlySystem.some((one) => isSameAddress(one, address)) || names.some((name) => onlySystem.includes(name)),
    );
    const why =
      line !== undefined
        ? `it is in ${line.file}, line ${line.line}, which the system reads before it asks DNS.`
        : failed !== undefined
          ? `DNS gave no answer: ${failed.error!.message}`
          : 'it has another source than this DNS server: another server, a cache, multicast DNS or a directory.';
    found.push(`The system returns ${onlySystem.join(', ')} but DNS does not: ${why}`);
  }
  if (onlyDns.length > 0) {
    const why =
      ours.length > 0 && onlySystem.length > 0
        ? 'results that the system found elsewhere come first.'
        : what === 'host'
          ? 'the system may leave out addresses of a family that this machine has no route for, or ask another server.'
          : ours.length > 0
            ? 'an address may have several names, and the system returns one.'
            : 'the system may ask another server, or remember an older answer.';
    found.push(`DNS returns ${onlyDns.join(', ')} but the system does not: ${why}`);
  }
  return found.map((sentence) => `${subject}: ${sentence}`);
}
