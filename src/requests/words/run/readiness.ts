import { readFile } from 'node:fs/promises';
import { createSocket } from 'node:dgram';
import { connect, isIPv6 } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { parseProcNet, wildcards } from '../../../net/portOwnerParse.ts';

/** Milliseconds between two looks, growing: nothing tells when another program begins to listen. */
const firstPause = 10;
const longestPause = 250;
/** Milliseconds in which a system says that nobody listens at a UDP port of its own. */
const refusalTime = 100;

/**
 * Resolves when something listens there. Rejects when the signal is aborted.
 *
 * Where the system lists its sockets (Linux) and the address is its own, that list is read: a program that serves one
 * connection and ends, or that counts the datagrams it gets, does not notice. Elsewhere it is tried: by a connection for TCP, by an
 * empty datagram for UDP.
 */
export async function listening(
  transport: 'tcp' | 'udp',
  host: string,
  port: number,
  signal: AbortSignal,
): Promise<void> {
  for (let wait = firstPause; ; wait = Math.min(wait * 2, longestPause)) {
    signal.throwIfAborted();
    const listed = await isListed(transport, host, port);
    if (listed ?? (await tries[transport](host, port, signal))) return;
    await pause(wait, undefined, { signal });
  }
}

/** Undefined if the system does not say. */
async function isListed(transport: 'tcp' | 'udp', host: string, port: number): Promise<boolean | undefined> {
  const address = host === 'localhost' ? undefined : host;
  if (process.platform !== 'linux') return undefined;
  if (address !== undefined && address !== '::1' && !address.startsWith('127.')) return undefined;
  const texts = await Promise.all(
    [transport, `${transport}6`].map((table) => readFile(`/proc/net/${table}`, 'latin1').catch(() => undefined)),
  );
  if (texts.every((text) => text === undefined)) return undefined;
  return texts
    .flatMap((text) => parseProcNet(text ?? '', transport))
    .some((row) => {
      const same = address === undefined ? isLoopback(row.host) : row.host === address;
      return row.port === port && (same || wildcards.has(row.host));
    });
}

function isLoopback(host: string): boolean {
  return host === '::1' || host.startsWith('127.');
}

const tries = {
  tcp: (host: string, port: number, signal: AbortSignal): Promise<boolean> =>
    new Promise((resolve) => {
      const socket = connect({ host, port, signal });
      const done = (answer: boolean): void => {
        socket.destroy();
        resolve(answer);
      };
      socket.once('connect', () => done(true));
      socket.once('error', () => done(false));
    }),
  udp: (host: string, port: number, signal: AbortSignal): Promise<boolean> =>
    new Promise((resolve) => {
      const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
      let over = false;
      const done = (answer: boolean): void => {
        if (over) return;
        over = true;
        clearTimeout(timer);
        signal.removeEventListener('abort', no);
        socket.close();
        resolve(answer);
      };
      const no = (): void => done(false);
      const timer = setTimeout(() => done(true), refusalTime);
      signal.addEventListener('abort', no, { once: true });
      socket.on('error', no);
      // The callback gets the error if the name is not found.
      const connected = (error?: Error): void => (error === undefined ? socket.send('') : no());
      socket.connect(port, host, connected);
    }),
} as const;
