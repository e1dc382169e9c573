import { domainToASCII } from 'node:url';
import { WirebenchError } from '../../base/errors.ts';
import { visible } from '../../protocol/text/visible.ts';
import { bracketed } from '../../traffic/event.ts';

/** The parts of a URL as written: nothing is normalised before it is sent. */
export interface Target {
  readonly scheme: 'http' | 'https';
  /** For looking up and for certificates: no brackets, ASCII. */
  readonly host: string;
  readonly port: number;
  /** For the Host header: the host as written, and the port unless it is the default of the scheme. */
  readonly authority: string;
  /** Path and query as written: `/a?b`. */
  readonly path: string;
  readonly user?: string;
  readonly password?: string;
  /** `http://host:port`, always with the port: equal for equal origins. */
  readonly origin: string;
  /** Without user information and fragment. */
  readonly href: string;
}

const ports = { http: 80, https: 443 } as const;

function bad(url: string, why: string): WirebenchError {
  return new WirebenchError({
    code: 'bad-url',
    message: `${url === '' ? 'The empty URL' : `The URL ${shown(visible(url))}`} cannot be used: ${why}`,
    facts: { url: url.slice(0, 2000) },
  });
}

function shown(url: string): string {
  return url.length > 200 ? `${url.slice(0, 200)}…` : url;
}

const form = /^([a-zA-Z][a-zA-Z0-9+.-]*):\/\/([^/?#]*)([^#]*)/s;

/** The URLs read last: a run uses the same few repeatedly. */
const known = new Map<string, Target>();
const mostKnown = 64;
/** Longer ones are not worth their memory, and those with a password are never kept. */
const longestKnown = 2000;

/** Throws WirebenchError `bad-url`. */
export function parseTarget(url: string): Target {
  let target = known.get(url);
  if (target !== undefined) return target;
  target = readTarget(url);
  if (url.length > longestKnown || target.user !== undefined) return target;
  if (known.size >= mostKnown) known.clear();
  known.set(url, target);
  return target;
}

function readTarget(url: string): Target {
  const parts = form.exec(url);
  if (parts === null) {
    throw bad(url, 'it has no scheme and host. Write it as http://host/path.');
  }
  const scheme = parts[1]!.toLowerCase();
  if (scheme !== 'http' && scheme !== 'https')
    throw bad(url, `${scheme} is not a scheme that this client supports. Use http or https.`);
  const at = parts[2]!.lastIndexOf('@');
  const place = /^(\[[^\]]*\]|[^:]*)(?::(\d*))?$/.exec(parts[2]!.slice(at + 1));
  if (/^\[[^\]]*$/.test(parts[2]!.slice(at + 1))) throw bad(url, 'the bracket of its IPv6 address is not closed.');
  if (place === null) throw bad(url, 'the port is not a number. Use one from 1 to 65535.');
  const written = place[1]!;
  if (written === '' || written === '[]') throw bad(url, 'it has no host.');
  const port = place[2] === undefined || place[2] === '' ? ports[scheme] : Number(place[2]);
  if (port < 1 || port > 65_535) throw bad(url, `${port} is not a port. Use one from 1 to 65535.`);
  const host = hostOf(written, url);
  const rest = parts[3]!;
  const path = rest.startsWith('/') ? rest : `/${rest}`;
  // A zone has a meaning only on this machine: RFC 6874, section 4.
  const named = written.startsWith('[') ? written.replace(/%.*\]$/, ']') : isAscii(written) ? written : host;
  const authority = port === ports[scheme] ? named : `${named}:${port}`;
  return {
    scheme,
    host,
    port,
    authority,
    path,
    ...(at < 0 ? {} : userOf(parts[2]!.slice(0, at))),
    origin: `${scheme}://${bracketed(host.toLowerCase())}:${port}`,
    href: `${scheme}://${parts[2]!.slice(at + 1)}${path}`,
  };
}

const isAscii = (text: string): boolean => /^[\x21-\x7e]*$/.test(text);

function hostOf(written: string, url: string): string {
  if (written.startsWith('[')) {
    const address = written.slice(1, -1).replace('%25', '%');
    if (!/^[0-9a-fA-F:.]+(%[^%\s]+)?$/.test(address)) throw bad(url, `${written} is not an IPv6 address.`);
    return address;
  }
  const name = isAscii(written) ? written : domainToASCII(written);
  if (name === '' || /[\s<>^`{|}"\\]/.test(name)) throw bad(url, `${shown(written)} is not a host name.`);
  // RFC 1035, section 2.3.4.
  if (name.length > 254 || name.split('.').some((label) => label.length > 63))
    throw bad(url, `${shown(written)} is too long for a host name: 253 characters, and 63 between two dots.`);
  return name;
}

function userOf(text: string): { user: string; password: string } {
  const colon = text.indexOf(':');
  const user = colon < 0 ? text : text.slice(0, colon);
  return { user: unescaped(user), password: colon < 0 ? '' : unescaped(text.slice(colon + 1)) };
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * The target of a Location header, RFC 3986, section 5: relative references are resolved against `base`. Throws
 * `bad-redirect`.
 */
export function resolveLocation(location: string, base: Target): Target {
  try {
    if (form.test(location)) return parseTarget(location);
    if (location.startsWith('//')) return parseTarget(`${base.scheme}:${location}`);
    return parseTarget(new URL(location, base.href).href);
  } catch (cause) {
    const why = cause instanceof WirebenchError ? cause.message : 'It has no target.';
    throw new WirebenchError(
      {
        code: 'bad-redirect',
        message: `${base.authority} redirects to ${shown(visible(location))}, where this client cannot go. ${why}`,
        remedies: ['showTraffic'],
        facts: { location: location.slice(0, 2000) },
      },
      { cause },
    );
  }
}

/**
 * Characters that no client sends unchanged: everything except visible ASCII, and the characters that the URL Standard
 * encodes in a path and in a query.
 */
const inPath = /[^\x21-\x7e]+|["<>^`{}]/g;
const inQuery = /[^\x21-\x7e]+|["<>]/g;

/** A target with illegal characters percent-encoded, as browsers or as curl do it. The rest is sent as written. */
export function encodeTarget(target: string, as: 'browsers' | 'curl' = 'browsers'): string {
  if (as === 'curl') return target.replace(/[^\x21-\x7e]+/g, encoded);
  const question = target.indexOf('?');
  if (question < 0) return target.replace(inPath, encoded);
  return target.slice(0, question).replace(inPath, encoded) + target.slice(question).replace(inQuery, encoded);
}

/** In UTF-8. */
function encoded(text: string): string {
  return Array.from(Buffer.from(text, 'utf8'), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(
    '',
  );
}
