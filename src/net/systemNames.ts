import { lookup, lookupService } from 'node:dns/promises';
import { isIP } from 'node:net';
import { WirebenchError } from '../base/errors.ts';
import { hostsLines, isSameAddress, type HostsLine } from './hostsFile.ts';
import { serviceAt, serviceNamed, services, type Service, type ServicesSource } from './services.ts';
import { systemCode } from './systemErrors.ts';

/** The source of an answer, and its duration. */
interface Origin {
  /** `the hosts file`, `the system's resolver`, `/etc/services`, ... */
  readonly source: string;
  /** Milliseconds. */
  readonly time: number;
}

/**
 * The operating system's answers about names: from its resolver, including the hosts file, and from its services file.
 */
export interface HostAnswer extends Origin {
  /** Lines of the hosts file with that name, which take precedence over DNS. */
  readonly hosts: readonly HostsLine[];
  readonly host: string;
  /** In the order of the system. */
  readonly addresses: readonly string[];
  /** The first. */
  readonly address: string;
}

export interface AddressAnswer extends Origin {
  readonly hosts: readonly HostsLine[];
  readonly address: string;
  readonly host: string;
}

export interface ServiceAnswer extends Origin {
  readonly service: string;
  readonly port: number;
  readonly protocol: string;
  readonly aliases: readonly string[];
}

/** getaddrinfo(3). Throws `name-not-found`, `name-lookup-failed`. */
export async function lookUpHost(name: string, family: 4 | 6 | undefined): Promise<HostAnswer> {
  const started = performance.now();
  try {
    const found = await lookup(name, { all: true, verbatim: true, family: family ?? 0 });
    const addresses = found.map(({ address }) => address);
    const hosts = hostsLines(name).filter((line) => addresses.some((one) => isSameAddress(one, line.address)));
    return { host: name, addresses, address: addresses[0]!, hosts, ...from(hosts, started) };
  } catch (error) {
    throw notFound(
      `The name ${name}`,
      error,
      'Check the spelling, the hosts file and the name servers of this machine.',
    );
  }
}

/** getnameinfo(3). Throws `bad-address`, `name-not-found`, `name-lookup-failed`. */
export async function lookUpAddress(address: string): Promise<AddressAnswer> {
  if (isIP(address) === 0) {
    throw new WirebenchError({
      code: 'bad-address',
      message: `"${address}" is not an IPv4 or IPv6 address: write one such as 127.0.0.1 or ::1.`,
    });
  }
  const started = performance.now();
  try {
    const { hostname } = await lookupService(address, 0);
    if (hostname === address) throw Object.assign(new Error('no name'), { code: 'ENOTFOUND' });
    const hosts = hostsLines(address).filter(({ names }) => names.includes(hostname));
    return { address, host: hostname, hosts, ...from(hosts, started) };
  } catch (error) {
    throw notFound(`A name of the address ${address}`, error, 'Not every address has one.');
  }
}

/** `https`, `https/tcp`. Throws `service-not-found`. */
export async function lookUpService(text: string): Promise<ServiceAnswer> {
  const [name = '', protocol] = text.split('/');
  const started = performance.now();
  const source = await services();
  const service = serviceNamed(source.services, name, protocol?.toLowerCase());
  if (service === undefined) throw noService(`The service ${text}`, source);
  return answerOf(service, source, started);
}

/** `443`, `443/tcp`. Throws `bad-port`, `service-not-found`. */
export async function lookUpPort(text: string): Promise<ServiceAnswer> {
  const [digits = '', protocol] = text.split('/');
  const port = Number(digits);
  if (!/^\d+$/.test(digits) || port > 65_535) {
    throw new WirebenchError({
      code: 'bad-port',
      message: `"${text}" is not a port: write a number up to 65535, as in 443/tcp.`,
    });
  }
  const started = performance.now();
  const source = await services();
  const service = serviceAt(source.services, port, protocol?.toLowerCase());
  if (service === undefined) throw noService(`A service at port ${text}`, source);
  return answerOf(service, source, started);
}

function answerOf(service: Service, source: ServicesSource, started: number): ServiceAnswer {
  const { name, port, protocol, aliases } = service;
  return { service: name, port, protocol, aliases, source: source.name, time: performance.now() - started };
}

function from(hosts: readonly HostsLine[], started: number): Origin {
  const [line] = hosts;
  return {
    source: line === undefined ? "the system's resolver" : `${line.file}, line ${line.line}`,
    time: performance.now() - started,
  };
}

function noService(what: string, source: ServicesSource): WirebenchError {
  return new WirebenchError({
    code: 'service-not-found',
    message: `${what} is not in ${source.name}, which lists the services this machine knows.`,
  });
}

function notFound(what: string, error: unknown, advice: string): WirebenchError {
  const system = systemCode(error);
  const unknown = system === 'ENOTFOUND' || system === 'ENODATA' || system === 'EAI_NONAME';
  const said = unknown ? 'was not found' : `could not be looked up (${system ?? String(error)})`;
  return new WirebenchError(
    {
      code: unknown ? 'name-not-found' : 'name-lookup-failed',
      message: `${what} ${said}. ${advice}`,
      ...(system === undefined ? {} : { system }),
      remedies: ['retry'],
    },
    { cause: error },
  );
}
