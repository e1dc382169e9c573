import { lookup, lookupService } from 'node:dns/promises';
import { isIP } from 'node:net';
import { WirebenchError } from '../base/errors.ts';
import { serviceAt, serviceNamed, servicesFile, systemServices, type Service } from './services.ts';
import { systemCode } from './systemErrors.ts';

/** What the operating system says of names: its resolver with the hosts file and all, and its services file. */
export interface HostAnswer {
  readonly host: string;
  /** In the order of the system. */
  readonly addresses: readonly string[];
  /** The first. */
  readonly address: string;
}

export interface AddressAnswer {
  readonly address: string;
  readonly host: string;
}

export interface ServiceAnswer {
  readonly service: string;
  readonly port: number;
  readonly protocol: string;
  readonly aliases: readonly string[];
}

/** getaddrinfo(3). Throws `name-not-found`, `name-lookup-failed`. */
export async function lookUpHost(name: string, family: 4 | 6 | undefined): Promise<HostAnswer> {
  try {
    const found = await lookup(name, { all: true, verbatim: true, family: family ?? 0 });
    const addresses = found.map(({ address }) => address);
    return { host: name, addresses, address: addresses[0]! };
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
    throw new WirebenchError({ code: 'bad-address', message: `"${address}" is no IPv4 or IPv6 address.` });
  }
  try {
    const { hostname } = await lookupService(address, 0);
    if (hostname === address) throw Object.assign(new Error('no name'), { code: 'ENOTFOUND' });
    return { address, host: hostname };
  } catch (error) {
    throw notFound(`A name of the address ${address}`, error, 'Not every address has one.');
  }
}

/** `https`, `https/tcp`. Throws `service-not-found`. */
export async function lookUpService(text: string): Promise<ServiceAnswer> {
  const [name = '', protocol] = text.split('/');
  const service = serviceNamed(await systemServices(), name, protocol?.toLowerCase());
  if (service === undefined) throw noService(`The service ${text}`);
  return answerOf(service);
}

/** `443`, `443/tcp`. Throws `bad-port`, `service-not-found`. */
export async function lookUpPort(text: string): Promise<ServiceAnswer> {
  const [digits = '', protocol] = text.split('/');
  const port = Number(digits);
  if (!/^\d+$/.test(digits) || port > 65_535) {
    throw new WirebenchError({
      code: 'bad-port',
      message: `"${text}" is no port: write a number up to 65535, as in 443/tcp.`,
    });
  }
  const service = serviceAt(await systemServices(), port, protocol?.toLowerCase());
  if (service === undefined) throw noService(`A service at port ${text}`);
  return answerOf(service);
}

function answerOf({ name, port, protocol, aliases }: Service): ServiceAnswer {
  return { service: name, port, protocol, aliases };
}

function noService(what: string): WirebenchError {
  return new WirebenchError({
    code: 'service-not-found',
    message: `${what} is not in ${servicesFile}, which lists the services this machine knows.`,
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
