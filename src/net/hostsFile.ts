import { readFileSync } from 'node:fs';
import { formatIpv6, parseIpv6 } from '../protocol/ip.ts';

const hostsFile =
  process.platform === 'win32'
    ? `${process.env['SystemRoot'] ?? 'C:\\Windows'}\\System32\\drivers\\etc\\hosts`
    : '/etc/hosts';

const largestFile = 16 * 2 ** 20;

/** A line of the hosts file (hosts(5)) that names a host. */
export interface HostsLine {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly address: string;
  readonly names: readonly string[];
  readonly text: string;
}

export function parseHosts(text: string, file = hostsFile): HostsLine[] {
  return text.split(/\r?\n/).flatMap((whole, index) => {
    const [address, ...names] = whole.replace(/#.*/, '').trim().split(/\s+/);
    if (address === undefined || address === '' || names.length === 0) return [];
    return [{ file, line: index + 1, address, names, text: whole.trim() }];
  });
}

/** The lines of the machine's hosts file with this name (ignoring case) or this address. */
export function hostsLines(nameOrAddress: string, file = hostsFile): HostsLine[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').slice(0, largestFile);
  } catch {
    return [];
  }
  const wanted = nameOrAddress.toLowerCase().replace(/\.$/, '');
  return parseHosts(text, file).filter(
    ({ address, names }) => isSameAddress(address, wanted) || names.some((name) => name.toLowerCase() === wanted),
  );
}

/** An IPv6 address has many forms: `::1` is `0:0:0:0:0:0:0:1`. */
export function isSameAddress(a: string, b: string): boolean {
  return canonical(a) === canonical(b);
}

function canonical(address: string): string {
  const bytes = parseIpv6(address);
  return bytes === undefined ? address.toLowerCase() : formatIpv6(bytes);
}
