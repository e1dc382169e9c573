// An Internet on loopback: name servers at addresses of their own, all at one port.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Registry } from '../../src/net/registry.ts';

/** The zones of each server: by address, by origin (`.` is the root), the text of each. */
export type World = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The top of a zone, below its $TTL: the SOA record. */
export const zoneHead = (serial = 1): string => `$TTL 100\n@ SOA ns h ${serial} 2 3 4 50\n`;

/** Starts them all from files in the folder; returns their port. */
export async function startInternet(registry: Registry, folder: string, world: World): Promise<number> {
  let port = 0;
  for (const [host, zones] of Object.entries(world)) {
    const files: string[] = [];
    for (const [origin, text] of Object.entries(zones)) {
      const file = path.join(folder, `${host}-${origin === '.' ? 'root' : origin}.zone`);
      await writeFile(file, `$ORIGIN ${origin === '.' ? '.' : `${origin}.`}\n${text}`);
      files.push(file);
    }
    const server = await registry.start({
      role: 'server',
      transport: 'udp',
      application: 'dns',
      host,
      port,
      behaviour: { name: 'zone', options: { zone: files.join(',') } },
    });
    port = server.local!.port;
  }
  return port;
}
