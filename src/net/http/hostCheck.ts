import { isIP } from 'node:net';
import type { IncomingMessage } from 'node:http';

/**
 * Whether a request is meant for this server. A web page can point its own name to this machine (DNS rebinding) and
 * then read the answers of a local server. The browser still sends that name as `Host`, and the page's origin as
 * `Origin`. A request without either does not come from a browser.
 */
export interface HostCheck {
  /** The address on which the server listens. */
  readonly local: string;
  readonly allowed: readonly string[];
}

const loopbackNames = new Set([
  ...['localhost', 'localhost.localdomain', 'ip6-localhost', 'ip6-loopback'],
  ...['127.0.0.1', '::1'],
]);

/**
 * The host of an authority (`name:port`, `[::1]:80`) in lower case, without brackets and port; undefined if it is
 * invalid.
 */
export function hostOf(authority: string): string | undefined {
  const found = /^(?:\[([0-9a-f:.]+)\]|([^\s:/?#@[\]]+))(?::\d*)?$/i.exec(authority.trim());
  return (found?.[1] ?? found?.[2])?.toLowerCase().replace(/\.$/, '');
}

function isLoopback(host: string): boolean {
  if (loopbackNames.has(host)) return true;
  return isIP(host) === 4 && host.split('.')[0] === '127';
}

function isMeant(host: string, check: HostCheck): boolean {
  if (isLoopback(host) || host === check.local || check.allowed.includes('*')) return true;
  if (check.allowed.some((name) => name.toLowerCase().replace(/\.$/, '') === host)) return true;
  // A server that listens on every interface is reached by any of its addresses. An address cannot be rebound.
  return (check.local === '0.0.0.0' || check.local === '::') && isIP(host) !== 0;
}

/** The reason for refusing a request, as a sentence; undefined if it may be answered. */
export function hostProblem(request: IncomingMessage, check: HostCheck): string | undefined {
  const { host, origin } = request.headers;
  if (host !== undefined && host !== '') {
    const name = hostOf(host);
    if (name === undefined || !isMeant(name, check)) {
      return `This server is not called ${JSON.stringify(host)}. Call it by its address, or name the host in allowedHosts.`;
    }
  }
  // `null`: a page without its own origin (a file, a sandbox), which could be any page.
  if (origin === undefined || check.allowed.includes('*')) return undefined;
  const name = hostOf(origin.replace(/^[a-z][a-z0-9+.-]*:\/\//i, ''));
  if (origin === 'null' || name === undefined || !isMeant(name, check)) {
    return `Pages of ${JSON.stringify(origin)} may not use this server. Name the host in allowedHosts if they may.`;
  }
  return undefined;
}
