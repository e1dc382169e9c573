import { Resolver } from 'node:dns';
import { readFileSync } from 'node:fs';

/** How the machine looks names up in DNS. */
export interface SystemResolver {
  /** Addresses, with a port where it is not 53, in the order in which they are asked. */
  readonly servers: readonly string[];
  /** Suffixes for names that are not whole. */
  readonly search: readonly string[];
  /** A name with at least so many dots is asked for as it is first. */
  readonly ndots: number;
}

const resolvConf = '/etc/resolv.conf';
const mostSearch = 32;

/** resolv.conf(5): the last `search` or `domain` line counts. The servers are what a new resolver of Node's finds: its own remembers those from when the program began. */
export function systemResolver(file = resolvConf): SystemResolver {
  let text = '';
  try {
    text = readFileSync(file, 'utf8').slice(0, 65_536);
  } catch {
    // Systems without it have no search list that we could read.
  }
  return { servers: new Resolver().getServers(), ...parseResolvConf(text) };
}

export function parseResolvConf(text: string): Omit<SystemResolver, 'servers'> {
  let search: string[] = [];
  let ndots = 1;
  for (const line of text.split(/\r?\n/)) {
    const [word, ...rest] = line
      .replace(/[#;].*/, '')
      .trim()
      .split(/\s+/);
    if (word === 'search') search = rest.slice(0, mostSearch);
    else if (word === 'domain' && rest[0] !== undefined) search = [rest[0]];
    else if (word === 'options') {
      for (const option of rest) {
        const match = /^ndots:(\d{1,2})$/.exec(option);
        if (match !== null) ndots = Math.min(15, Number(match[1]));
      }
    }
  }
  return { search, ndots };
}
