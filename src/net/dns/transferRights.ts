import type { ZoneSettings } from './zoneBehaviour.ts';

/** Whether a client at this address may receive whole zones. */
export function mayTransfer(who: ZoneSettings['transfer'], host: string): boolean {
  return who === 'all' || (who === 'loopback' && isLoopback(host));
}

/** RFC 1122, section 3.2.1.3 (all of 127/8); a socket for both families writes IPv4 as `::ffff:127.0.0.1`. */
function isLoopback(host: string): boolean {
  const bare = host.toLowerCase().replace(/^::ffff:/, '');
  return bare === '::1' || /^127\.\d+\.\d+\.\d+$/.test(bare);
}
