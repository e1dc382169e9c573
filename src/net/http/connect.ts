import { isIP, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { WirebenchError } from '../../base/errors.ts';
import type { OnDemandClient } from '../onDemandClient.ts';
import { ClientSocket } from '../sockets/clientSocket.ts';
import { highWaterMark } from '../stream/connection.ts';
import { securityOf } from '../stream/tls.ts';
import { systemCode, systemError } from '../systemErrors.ts';
import { HttpConnection } from './connection.ts';
import type { HttpTlsSpec } from './exchange.ts';
import { tunnel, type Proxy } from './proxy.ts';
import { secure, tlsInfoOf } from './secure.ts';
import type { Stop } from './stop.ts';
import type { Target } from './target.ts';

/** The route to a server: everything that distinguishes connections. */
export interface Route {
  readonly target: Target;
  readonly socketPath?: string;
  readonly family?: 4 | 6;
  readonly proxy?: Proxy;
  readonly tls: HttpTlsSpec;
  /** The protocols to offer by ALPN, the best first; empty: no ALPN. */
  readonly alpn: readonly string[];
  /** Milliseconds for the look-up, the connection and the handshake together. */
  readonly connectTimeout: number;
}

/** Equal for routes whose connections are interchangeable. */
export function routeKey(route: Route): string {
  const { target, socketPath = '', family = '', tls, alpn, proxy } = route;
  const secrets = target.scheme === 'http' ? '' : JSON.stringify(tls);
  const through = proxy === undefined ? '' : JSON.stringify(proxy);
  return `${target.origin} ${socketPath} ${family} ${alpn.join()} ${secrets} ${through}`;
}

/** The step of the set-up in which a connection ended. */
type Step = 'look up' | 'connect' | 'tunnel' | 'secure';

const late: Readonly<Record<Step, (where: string, seconds: number) => string>> = {
  'look up': (where, seconds) =>
    `The name of ${where} was not looked up within ${seconds} s. Check the network, or use an address.`,
  connect: (where, seconds) =>
    `${where} did not answer within ${seconds} s (while connecting). Check the address, or that no firewall drops the packets.`,
  tunnel: (where, seconds) => `The proxy did not connect to ${where} within ${seconds} s.`,
  secure: (where, seconds) =>
    `${where} accepted the connection but did not finish the TLS handshake within ${seconds} s. Check that it speaks TLS on that port.`,
};

/**
 * Opens a connection: look-up, TCP (or a Unix socket), TLS. `entered` is called as soon as it is in the journal. Throws
 * WirebenchError, or the reason of the stop.
 */
export async function openConnection(
  client: OnDemandClient,
  route: Route,
  stop: Stop,
  entered: (connection: HttpConnection) => void,
): Promise<HttpConnection> {
  const { target, connectTimeout } = route;
  const where = route.socketPath ?? `${target.host}:${target.port}`;
  let step: Step = 'look up';
  let stopped: unknown;
  let drop: () => void = () => undefined;
  const end = (reason: unknown) => {
    stopped = reason;
    drop();
  };
  const timer =
    connectTimeout > 0
      ? setTimeout(
          () =>
            end(
              new WirebenchError({
                code: 'timeout',
                message: late[step](where, connectTimeout / 1000),
                system: 'ETIMEDOUT',
                remedies: ['retry'],
                facts: { host: target.host, port: target.port, milliseconds: connectTimeout, phase: step },
              }),
            ),
          connectTimeout,
        )
      : undefined;
  const abort = () => end(stop.reason);
  stop.throwIfStopped();
  stop.on(abort);
  const setUp: HttpConnection['setUp'] = {};
  try {
    const raw = new ClientSocket({ highWaterMark });
    drop = () => raw.destroy();
    if (route.socketPath !== undefined || isIP((route.proxy ?? target).host) !== 0) step = 'connect';
    await dial(raw, route, () => {
      setUp.lookup ??= performance.now();
      step = 'connect';
    });
    setUp.connected = performance.now();
    const transport = target.scheme === 'https' ? 'tls' : 'tcp';
    const connection = new HttpConnection(client, transport, raw, route.socketPath);
    Object.assign(connection.setUp, setUp);
    drop = () => connection.destroy();
    entered(connection);
    const { proxy } = route;
    if (proxy !== undefined) {
      step = 'tunnel';
      connection.proxy = proxy.name;
      if (proxy.kind === 'https') {
        const toProxy = { target: proxyTarget(proxy), tls: {}, alpn: [] };
        await secureConnection(connection, toProxy, proxy.name);
        connection.tls = undefined;
      }
      if (target.scheme === 'https' || !proxy.kind.startsWith('http')) await tunnel(connection.stream, proxy, target);
    }
    if (target.scheme === 'https') {
      step = 'secure';
      await secureConnection(connection, route, where);
    }
    return connection;
  } catch (error) {
    drop();
    throw stopped ?? error;
  } finally {
    clearTimeout(timer);
    stop.off(abort);
  }
}

/** The address to dial: the server, or the proxy before it. */
function proxyTarget(proxy: Proxy): Pick<Target, 'host' | 'port'> {
  return { host: proxy.host, port: proxy.port };
}

async function secureConnection(
  connection: HttpConnection,
  route: {
    readonly target: Pick<Target, 'host' | 'port'>;
    readonly tls: HttpTlsSpec;
    readonly alpn: readonly string[];
  },
  where: string,
): Promise<void> {
  const { target, tls, alpn } = route;
  let stream: TLSSocket;
  try {
    stream = await secure(connection.stream, tls, { host: target.host, port: target.port }, alpn);
  } catch (error) {
    connection.destroy();
    throw error;
  }
  const { info, error } = tlsInfoOf(stream, where);
  connection.tls = info;
  connection.setUp.secured = performance.now();
  connection.secured(stream, securityOf(stream));
  if (error !== undefined && tls.verify !== false) {
    connection.fail(error);
    connection.destroy();
    throw error;
  }
}

function dial(raw: Socket, route: Route, lookedUp: () => void): Promise<void> {
  const { socketPath, family } = route;
  const target = route.proxy ?? route.target;
  return new Promise<void>((resolve, reject) => {
    const failed = (error: Error) => reject(dialError(error, route));
    const gone = () => failed(new Error('the socket was closed'));
    raw.once('error', failed);
    raw.once('close', gone);
    if (isIP(target.host) === 0) raw.once('lookup', lookedUp);
    const connected = () => {
      raw.off('error', failed);
      raw.off('close', gone);
      resolve();
    };
    if (socketPath !== undefined) {
      raw.connect({ path: socketPath }, connected);
      return;
    }
    raw.connect(
      {
        host: target.host,
        port: target.port,
        noDelay: true,
        autoSelectFamily: family === undefined,
        ...(family === undefined ? {} : { family }),
      },
      connected,
    );
  });
}

function dialError(error: Error, route: Route): WirebenchError {
  const { target, socketPath, proxy } = route;
  if (proxy !== undefined) {
    const { message, system } = systemError(error, {
      action: 'connect',
      transport: 'tcp',
      host: proxy.host,
      port: proxy.port,
    });
    return new WirebenchError(
      {
        code: 'proxy-failed',
        message: `The proxy ${proxy.name} could not be reached: ${message}`,
        ...(system === undefined ? {} : { system }),
        remedies: ['retry', 'openSettings'],
        facts: { proxy: proxy.name },
      },
      { cause: error },
    );
  }
  if (socketPath === undefined) {
    if (route.family !== undefined && systemCode(error) === 'ENOTFOUND')
      return noSuchFamily(error, route.family, target);
    return systemError(error, { action: 'connect', transport: 'tcp', host: target.host, port: target.port });
  }
  const system = (error as { code?: string }).code ?? error.message;
  const why =
    system === 'ENOENT'
      ? 'the socket does not exist'
      : system === 'ECONNREFUSED'
        ? 'no program listens there'
        : `the system says ${system}`;
  return new WirebenchError(
    {
      code: 'refused',
      message: `Could not connect to the Unix socket ${socketPath}: ${why}. Start the server and try again.`,
      system,
      remedies: ['retry'],
      facts: { path: socketPath },
    },
    { cause: error },
  );
}

/** If one family is requested, a name with only addresses of the other family counts as not found too. */
function noSuchFamily(error: Error, family: 4 | 6, { host }: Pick<Target, 'host'>): WirebenchError {
  return new WirebenchError(
    {
      code: 'name-not-found',
      message: `No IPv${family} address was found for the name ${host}. Check the spelling, or do not ask for IPv${family} alone.`,
      system: 'ENOTFOUND',
      facts: { host, family },
    },
    { cause: error },
  );
}
