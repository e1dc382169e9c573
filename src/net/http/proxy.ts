import { isIP, isIPv4, type Socket } from 'node:net';
import { BlockList } from 'node:net';
import type { ErrorCode } from '../../base/codes.ts';
import { MessageParser } from '../../protocol/http/message.ts';
import type { MessageHead } from '../../protocol/http/messageLines.ts';
import { WirebenchError } from '../../base/errors.ts';
import { basicCredentials } from './compose.ts';
import type { Target } from './target.ts';
import { formatAddress } from '../../traffic/event.ts';

type ProxyKind = 'http' | 'https' | 'socks4' | 'socks4a' | 'socks5' | 'socks5h';

export interface Proxy {
  readonly kind: ProxyKind;
  readonly host: string;
  readonly port: number;
  readonly user?: string;
  readonly password?: string;
  /** For a person: no password. */
  readonly name: string;
}

const kinds: Readonly<Record<string, ProxyKind>> = {
  http: 'http',
  https: 'https',
  socks: 'socks4',
  socks4: 'socks4',
  socks4a: 'socks4a',
  socks5: 'socks5',
  socks5h: 'socks5h',
};

/** A proxy in curl's notation: without a scheme it is HTTP, without a port 1080 (443 for https). Throws `bad-proxy`. */
export function parseProxy(text: string): Proxy {
  const found = /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):\/\/)?(?:([^@/]*)@)?(\[[^\]]+\]|[^:/?#@\s]+)(?::(\d{1,5}))?\/?$/.exec(
    text.trim(),
  );
  const kind = found === null ? undefined : kinds[(found[1] ?? 'http').toLowerCase()];
  const port = Number(found?.[4] ?? (kind === 'https' ? 443 : 1080));
  if (found === null || kind === undefined || port < 1 || port > 65_535) {
    throw new WirebenchError({
      code: 'bad-proxy',
      message: `${JSON.stringify(text.replace(/\/\/.*@/, '//…@'))} is not a proxy. Write it as http://host:port or socks5://user:password@host:port.`,
      remedies: ['openSettings'],
    });
  }
  const [user, ...password] = (found[2] ?? '').split(':');
  const host = found[3]!.replace(/^\[|\]$/g, '');
  return {
    kind,
    host,
    port,
    ...(found[2] === undefined ? {} : { user: unescaped(user!), password: unescaped(password.join(':')) }),
    name: `${found[1]?.toLowerCase() ?? 'http'}://${found[3]!}:${port}`,
  };
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy for a server: the requested one, or else the environment's, as curl reads it (HTTP_PROXY in capitals is
 * ignored, because the client of a CGI program can set it). Unlike in curl, the environment's proxy is never used for
 * servers on this machine, which it could not reach.
 */
export function proxyFor(
  target: Target,
  asked: string | null | undefined,
  environment: Environment,
): Proxy | undefined {
  if (asked === null || asked === '') return undefined;
  if (asked !== undefined) return parseProxy(asked);
  const names = target.scheme === 'http' ? ['http_proxy'] : ['https_proxy', 'HTTPS_PROXY'];
  const value = [...names, 'all_proxy', 'ALL_PROXY'].map((name) => environment[name]).find((one) => one !== undefined);
  if (value === undefined || value === '' || isLoopback(target.host)) return undefined;
  if (isExcepted(target.host, environment['no_proxy'] ?? environment['NO_PROXY'] ?? '')) return undefined;
  return parseProxy(value);
}

function isLoopback(host: string): boolean {
  return /^(?:localhost|.*\.localhost|::1)\.?$/i.test(host) || (isIPv4(host) && host.startsWith('127.'));
}

/** NO_PROXY as in curl: names with or without a leading dot and all below them, addresses, networks, `*`. */
export function isExcepted(host: string, list: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '');
  const family = isIP(name);
  return list.split(/[\s,]+/).some((entry) => {
    if (entry === '') return false;
    if (entry === '*') return true;
    const one = entry.toLowerCase().replace(/^\[|\]$/g, '');
    if (family !== 0) return isInNetwork(name, family, one);
    const domain = one.replace(/^\.+|\.$/g, '');
    return domain !== '' && (name === domain || name.endsWith(`.${domain}`));
  });
}

function isInNetwork(address: string, family: number, entry: string): boolean {
  const [network, bits] = entry.split('/');
  if (isIP(network!) !== family) return false;
  const most = family === 4 ? 32 : 128;
  const prefix = bits === undefined || bits === '' ? most : Number(bits);
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > most) return false;
  const kind = family === 4 ? 'ipv4' : 'ipv6';
  const block = new BlockList();
  block.addSubnet(network!, prefix, kind);
  return block.check(address, kind);
}

export function proxyAuthorization(proxy: Proxy): string | undefined {
  return proxy.user === undefined ? undefined : basicCredentials(proxy.user, proxy.password ?? '');
}

function proxyError(code: ErrorCode, proxy: Proxy, message: string, system?: string): WirebenchError {
  return new WirebenchError({
    code,
    message,
    ...(system === undefined ? {} : { system }),
    remedies: ['retry', 'showTraffic'],
    facts: { proxy: proxy.name },
  });
}

/**
 * Makes a proxy connect to the server, over a stream to the proxy. Throws `proxy-refused`, `proxy-authentication`,
 * `proxy-failed`.
 */
export async function tunnel(stream: Socket, proxy: Proxy, target: Target): Promise<void> {
  if (proxy.kind === 'http' || proxy.kind === 'https') await connectThrough(stream, proxy, target);
  else await socksThrough(stream, proxy, target);
}

async function connectThrough(stream: Socket, proxy: Proxy, target: Target): Promise<void> {
  const place = formatAddress(target);
  const secret = proxyAuthorization(proxy);
  const lines = [
    `CONNECT ${place} HTTP/1.1`,
    `Host: ${place}`,
    ...(secret === undefined ? [] : [`Proxy-Authorization: ${secret}`]),
  ];
  const head = await new Promise<MessageHead>((resolve, reject) => {
    let found: MessageHead | undefined;
    const ignore = () => undefined;
    const parser = new MessageParser(
      { kind: 'response', method: 'CONNECT', maxHeadBytes: 65_536 },
      { head: (one) => (found = one), body: ignore, trailers: ignore },
    );
    const settle = (error?: WirebenchError) => {
      stream.off('data', take);
      stream.off('close', gone);
      if (error === undefined) resolve(found!);
      else reject(error);
    };
    const take = (chunk: Uint8Array) => {
      parser.push(chunk);
      // A refusal has a body, which is ignored.
      if (parser.done || (found !== undefined && (found.status >= 300 || found.version === '0.9'))) {
        stream.pause();
        settle();
      }
    };
    const gone = () =>
      settle(
        proxyError(
          'proxy-failed',
          proxy,
          `The proxy ${proxy.name} closed the connection when it was asked for ${place}.`,
        ),
      );
    stream.on('data', take);
    stream.once('close', gone);
    stream.resume();
    stream.write(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  });
  if (head.status >= 200 && head.status < 300) return;
  const said = `${head.status} ${head.reason}`.trim();
  if (head.status === 407) {
    throw proxyError(
      'proxy-authentication',
      proxy,
      `The proxy ${proxy.name} wants a user name and a password (${said}). Write them as ${proxy.kind}://user:password@host:port.`,
    );
  }
  throw proxyError(
    'proxy-refused',
    proxy,
    `The proxy ${proxy.name} did not connect to ${place}: it answered ${JSON.stringify(said)}.`,
  );
}

async function socksThrough(stream: Socket, proxy: Proxy, target: Target): Promise<void> {
  const { SocksClient } = await import('socks');
  const remote = proxy.kind === 'socks4a' || proxy.kind === 'socks5h' || isIP(target.host) !== 0;
  let { host } = target;
  if (!remote) {
    const { addressOf } = await import('../lookup.ts');
    host = (await addressOf(host, target.port, 'tcp', proxy.kind === 'socks4' ? 4 : undefined)).address;
  }
  try {
    await SocksClient.createConnection({
      command: 'connect',
      destination: { host, port: target.port },
      proxy: {
        host: proxy.host,
        port: proxy.port,
        type: proxy.kind.startsWith('socks4') ? 4 : 5,
        ...(proxy.user === undefined ? {} : { userId: proxy.user, password: proxy.password ?? '' }),
      },
      existing_socket: stream,
    });
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw proxyError(
      'proxy-refused',
      proxy,
      `The proxy ${proxy.name} did not connect to ${host}:${target.port}: ${said}.`,
      said,
    );
  }
}
