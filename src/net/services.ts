import { readFile } from 'node:fs/promises';

/** One line of the services file (services(5)): the IANA's name of a port. */
export interface Service {
  readonly name: string;
  readonly port: number;
  /** `tcp`, `udp`, `sctp`, ... */
  readonly protocol: string;
  readonly aliases: readonly string[];
}

const servicesFile =
  process.platform === 'win32'
    ? `${process.env['SystemRoot'] ?? 'C:\\Windows'}\\System32\\drivers\\etc\\services`
    : '/etc/services';

/** Reads `name port/protocol aliases... # comment` lines and skips others. */
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

export interface ServicesSource {
  readonly services: readonly Service[];
  /** The file, or the registry in its place. */
  readonly name: string;
}

export const registryName = "the IANA's registry of service names (the system has no services file)";

let known: Promise<ServicesSource> | undefined;

/** The system's services; on a system without the file, the IANA's registry. Read once. */
export function services(): Promise<ServicesSource> {
  known ??= readServices(servicesFile);
  return known;
}

/** The path of that file; the IANA's registry if there is none. */
export async function readServices(file: string): Promise<ServicesSource> {
  try {
    return { services: parseServices(await readFile(file, 'latin1')), name: file };
  } catch {
    const { ianaServices } = await import('./ianaServices.ts');
    return { services: parseRegistry(ianaServices), name: registryName };
  }
}

const protocols: Readonly<Record<string, string>> = { t: 'tcp', u: 'udp', s: 'sctp', d: 'dccp' };

/** The registry's comment describes its form. */
function parseRegistry(text: string): Service[] {
  let port = 0;
  return text
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [, name, step, letters] = /^(\S+)(?: (\d*)([tusd]*))?$/.exec(line)!;
      port += Number(step || 1);
      const entry = { name: name!, port, aliases: [] };
      return Array.from(letters || 'tu', (letter) => ({ ...entry, protocol: protocols[letter]! }));
    });
}

/**
 * As getservbyname(3): the first line with that name or alias, and with the protocol if one is given. Case counts, as
 * it does there.
 */
export function serviceNamed(services: readonly Service[], name: string, protocol?: string): Service | undefined {
  return services.find(
    (service) =>
      (service.name === name || service.aliases.includes(name)) &&
      (protocol === undefined || service.protocol === protocol),
  );
}

/** As getservbyport(3). */
export function serviceAt(services: readonly Service[], port: number, protocol?: string): Service | undefined {
  return services.find((service) => service.port === port && (protocol === undefined || service.protocol === protocol));
}
