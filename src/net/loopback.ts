import { isIPv4 } from 'node:net';

/** Whether only this machine can reach what listens there. */
export function isLoopback(host: string): boolean {
  if (isIPv4(host)) return host.split('.')[0] === '127';
  return host === '::1' || host === 'localhost' || host === '::ffff:127.0.0.1';
}
