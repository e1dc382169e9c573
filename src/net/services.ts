import { readFile } from 'node:fs/promises';

/** One line of the services file (services(5)): the IANA's name of a port, for people. */
export interface Service {
  readonly name: string;
  readonly port: number;
  /** `tcp`, `udp`, `sctp`, ... */
  readonly protocol: string;
  readonly aliases: readonly string[];
}

export const servicesFile =
  process.platform === 'win32'
    ? `${process.env['SystemRoot'] ?? 'C:\\Windows'}\\System32\\drivers\\etc\\services`
    : '/etc/services';

/** Reads `name port/protocol aliases... # comment` lines; others are passed over. */
export function parseServices(text: string): Service[] {
  const services: Service[] = [];
  for (const line of text.split(/\r?\n/)) {
    const [name, where, ...aliases] = line.replace(/#.*/, '').trim().split(/\s+/);
    const match = /^(\d{1,5})\/(\w+)$/.exec(where ?? '');
    if (name === undefined || name === '' || match === null) continue;
    services.push({ name, port: Number(match[1]), protocol: match[2]!.toLowerCase(), aliases });
  }
  return services;
}

let known: Promise<readonly Service[]> | undefined;

/** The system's services; none where it has no such file. Read once. */
export function systemServices(): Promise<readonly Service[]> {
  known ??= readFile(servicesFile, 'latin1').then(parseServices, () => []);
  return known;
}

/** As getservbyname(3): by name or alias, and by protocol where one is given. Case counts, as it does there. */
export function serviceNamed(services: readonly Service[], name: string, protocol?: string): Service | undefined {
  const fits = (service: Service): boolean => protocol === undefined || service.protocol === protocol;
  return (
    services.find((service) => service.name === name && fits(service)) ??
    services.find((service) => service.aliases.includes(name) && fits(service))
  );
}

/** As getservbyport(3). */
export function serviceAt(services: readonly Service[], port: number, protocol?: string): Service | undefined {
  return services.find((service) => service.port === port && (protocol === undefined || service.protocol === protocol));
}
