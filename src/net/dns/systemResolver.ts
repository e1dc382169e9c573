import { Resolver } from 'node:dns';
import { readFileSync } from 'node:fs';

/** The machine's DNS settings. */
export interface SystemResolver {
  /** Addresses, with a port unless it is 53, in the order of use. */
  readonly servers: readonly string[];
  /** Suffixes for relative names. */
  readonly search: readonly string[];
  /** A name with at least this many dots is first asked for unchanged. */
  readonly ndots: number;
}

const resolvConf = '/etc/resolv.conf';
const mostSearch = 32;

/**
 * resolv.conf(5): the last `search` or `domain` line counts. The servers come from a new Node resolver, since the
 * default one keeps those from the start of the program.
 */
export function systemResolver(file = resolvConf): SystemResolver {
  let text = '';
  try {
    text = readFileSync(file, 'utf8').slice(0, 65_536);
  } catch {
    // Other systems have no search list that we could read.
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
