/** Finds the owner of a port in the output of system tools. Pure: portOwner.ts runs the tools. */

export interface Program {
  readonly name: string;
  readonly pid: number;
}

export const wildcards: ReadonlySet<string> = new Set(['0.0.0.0', '::', '*']);

interface ProcNetRow {
  readonly host: string;
  readonly port: number;
  readonly inode: string;
}

/** Linux's state column: 0A is LISTEN for TCP; a UDP socket without a peer is 07 (CLOSE). */
const boundStates = { tcp: '0A', udp: '07' } as const;

/** Rows of /proc/net/{tcp,tcp6,udp,udp6} that listen or are bound. See proc(5). */
export function parseProcNet(text: string, protocol: 'tcp' | 'udp'): ProcNetRow[] {
  const rows: ProcNetRow[] = [];
  for (const line of text.split('\n').slice(1)) {
    const columns = line.trim().split(/\s+/);
    const [address, port] = (columns[1] ?? '').split(':');
    const inode = columns[9];
    if (address === undefined || port === undefined || inode === undefined) continue;
    if (columns[3] !== boundStates[protocol]) continue;
    rows.push({ host: procAddress(address), port: parseInt(port, 16), inode });
  }
  return rows;
}

/** Addresses are printed as 32-bit words in the machine's byte order, which is little-endian wherever VS Code runs. */
function procAddress(hex: string): string {
  const bytes: number[] = [];
  for (let word = 0; word < hex.length; word += 8) {
    for (let byte = 6; byte >= 0; byte -= 2) bytes.push(parseInt(hex.slice(word + byte, word + byte + 2), 16));
  }
  if (bytes.length === 4) return bytes.join('.');
  const mapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff;
  return mapped ? bytes.slice(12).join('.') : compressed(bytes);
}

/** RFC 5952, section 4: lower case, no leading zeros, the longest run of two or more zero groups as `::`. */
function compressed(bytes: readonly number[]): string {
  const groups = Array.from({ length: 8 }, (_, index) => bytes[2 * index]! * 256 + bytes[2 * index + 1]!);
  let start = -1;
  let longest = 1;
  for (let at = 0; at < 8; at++) {
    let end = at;
    while (end < 8 && groups[end] === 0) end++;
    if (end - at > longest) {
      start = at;
      longest = end - at;
    }
  }
  const text = (part: readonly number[]) => part.map((group) => group.toString(16)).join(':');
  return start < 0 ? text(groups) : `${text(groups.slice(0, start))}::${text(groups.slice(start + longest))}`;
}

/** The first process of `lsof -Fpc`: lines `p4242`, `cpython3`. */
export function parseLsof(text: string): Program | undefined {
  let pid: number | undefined;
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith('p')) pid = Number(line.slice(1));
    else if (line.startsWith('c') && pid !== undefined) return { name: line.slice(1), pid };
  }
  return undefined;
}

/**
 * The listening pid in the output of Windows' `netstat -ano`. A row with the exact address takes precedence over one
 * with the wildcard.
 */
export function parseNetstatOwner(
  text: string,
  protocol: 'tcp' | 'udp',
  host: string,
  port: number,
): number | undefined {
  let byWildcard: number | undefined;
  for (const line of text.split(/\r?\n/)) {
    const columns = line.trim().split(/\s+/);
    const [name, local = '', remote = ''] = columns;
    // Windows translates the name of the state. A listener is recognised by its missing peer: port 0, or `*:*` for UDP.
    if (name?.toLowerCase() !== protocol || !/^(0\.0\.0\.0:0|\[::\]:0|\*:\*)$/.test(remote)) continue;
    const colon = local.lastIndexOf(':');
    if (Number(local.slice(colon + 1)) !== port) continue;
    const pid = Number(columns.at(-1));
    if (!Number.isInteger(pid)) continue;
    const bound = local.slice(0, colon).replace(/^\[(.*)\]$/, '$1');
    if (bound === host) return pid;
    if (wildcards.has(bound) || wildcards.has(host)) byWildcard ??= pid;
  }
  return byWildcard;
}

/** The image's name in `tasklist /FO CSV /NH`: `"python.exe","4242",...`. */
export function parseTasklist(text: string): string | undefined {
  return /^"([^"]+)","\d+"/m.exec(text)?.[1];
}
