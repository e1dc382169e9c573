import { endings } from '../../traffic/endings.ts';
import { formatAddress, type SocketAddress } from '../../traffic/event.ts';
import type { ConnectionSnapshot, EndpointSnapshot } from '../../engine/messages.ts';
import type { ConnectionState, EndpointState } from '../../net/spec.ts';
import type { EndpointSpec, ServerSpec } from '../../endpoints/spec.ts';
import type { EndpointKind } from '../../endpoints/kind.ts';
import { endpointKinds, kindOf } from '../../endpoints/table.ts';
import { addressText } from '../../endpoints/address.ts';
import { count, formatBytes } from '../../base/quantities.ts';
import { capital } from '../../base/capital.ts';
import { formatTraffic } from '../format.ts';
import type { SavedServer } from '../settings.ts';
import { plainText, shorten } from '../uiText.ts';

/** The texts of a row of the tree. They are plain text: a name or a peer cannot add markup. */
export interface ItemText {
  readonly label: string;
  readonly description: string;
  readonly tooltip: string;
  /** The text for screen readers, in place of label and description. */
  readonly spoken: string;
  readonly icon: string;
  /** A theme colour, or none for the default one. */
  readonly color?: string;
  /** Matched by the `when` clauses of menus and keys in package.json. */
  readonly context: string;
}

interface StateLook {
  readonly icon: string | undefined;
  readonly color?: string;
  readonly said: string;
}

/** Visible on the background of light themes too, unlike the green of a passed test. */
const running = 'charts.green';

const endpointStates = {
  starting: { icon: 'loading~spin', said: 'starting' },
  running: { icon: undefined, color: running, said: 'running' },
  stopping: { icon: 'loading~spin', said: 'stopping' },
  stopped: { icon: 'circle-outline', color: 'disabledForeground', said: 'stopped' },
  failed: { icon: 'error', color: 'errorForeground', said: 'failed' },
} satisfies Record<EndpointState, StateLook>;

/** The endpoint runs, but not as it should. */
const troubled: StateLook = {
  icon: 'warning',
  color: 'problemsWarningIcon.foreground',
  said: 'running with a problem',
};

const connectionStates = {
  opening: { icon: 'loading~spin', said: 'opening' },
  open: { icon: 'arrow-swap', color: running, said: 'open' },
  'half-closed-in': { icon: 'arrow-right', color: 'testing.iconQueued', said: 'half-closed by the peer' },
  'half-closed-out': { icon: 'arrow-left', color: 'testing.iconQueued', said: 'half-closed by us' },
  closing: { icon: 'loading~spin', said: 'closing' },
  closed: { icon: 'circle-slash', color: 'disabledForeground', said: 'closed' },
} satisfies Record<ConnectionState, StateLook>;

const runningIcons = { server: 'broadcast', client: 'plug' } as const;

/**
 * The longest name shown whole: a longer one would leave no space for the port in a narrow side bar. The tooltip shows
 * it whole.
 */
const labelLength = 24;

/** The protocol: `TCP`, `HTTPS`. A saved server can have any transport in the settings. */
export function protocolName(spec: EndpointSpec): string {
  const id = kindOf(spec);
  return id === undefined ? '?' : endpointKinds[id].label;
}

export function kindOfEndpoint({ spec }: EndpointSnapshot): string {
  const { transport, role } = spec;
  return transport === 'udp' && role === 'client' ? 'UDP socket' : `${protocolName(spec)} ${role}`;
}

/** The URL of a server that has one, for programs on this machine. */
export function urlOf(endpoint: EndpointSnapshot): string | undefined {
  const id = kindOf(endpoint.spec);
  const row: EndpointKind | undefined = id && endpointKinds[id];
  if (row?.server.hasUrl !== true) return undefined;
  const { host, port } = callableAddress(endpoint);
  return `${id}://${addressText(host, port)}`;
}

/** The address at which programs on this machine reach a server. */
export function callableAddress({ spec, local }: EndpointSnapshot): SocketAddress {
  const { host, port } = local ?? { host: spec.host ?? '127.0.0.1', port: spec.port };
  return { host: host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host, port };
}

/** The current or future address; for an HTTP server, its URL. */
export function whereIs(endpoint: EndpointSnapshot): string {
  const { spec, local } = endpoint;
  const url = urlOf(endpoint);
  if (url !== undefined) return url;
  if (spec.role === 'client') return addressText(spec.host, spec.port);
  return local ? formatAddress(local) : addressText(spec.host ?? '127.0.0.1', spec.port);
}

/** The address for a narrow tree: the port comes first, and the host is shown only if it is not the default. */
function placeOf(endpoint: EndpointSnapshot): { readonly port: string; readonly host: string | undefined } {
  const { spec, local } = endpoint;
  if (spec.role === 'client') return { port: plainText(addressText(spec.host, spec.port)), host: undefined };
  const { host, port } = local ?? { host: spec.host ?? '127.0.0.1', port: spec.port };
  return { port: `:${port}`, host: host === '127.0.0.1' ? undefined : plainText(host) };
}

export function behaviourName(spec: ServerSpec): string {
  return spec.behaviour?.name ?? 'none';
}

/** For a client with an ended connection, the text names the end that closed it. */
function lookOf({ state, ending }: EndpointSnapshot): StateLook {
  const look: StateLook = endpointStates[state];
  return state === 'stopped' && ending !== undefined ? { ...look, said: endings[ending].text } : look;
}

export function endpointText(endpoint: EndpointSnapshot): ItemText & { readonly summary: string } {
  const { spec, state, counters } = endpoint;
  const isTroubled = state === 'running' && endpoint.isTroubled === true;
  const look = isTroubled ? troubled : lookOf(endpoint);
  const udp = spec.transport === 'udp';
  const name = plainText(endpoint.name);
  const where = plainText(whereIs(endpoint));
  const behaviour = spec.role === 'server' ? plainText(behaviourName(spec)) : undefined;
  const peers = spec.role === 'server' ? count(endpoint.connectionCount, udp ? 'peer' : 'connection') : undefined;
  const error = endpoint.error ? plainText(endpoint.error.message) : undefined;
  const lower = name.toLowerCase();
  // A side bar is narrow: changing parts come early, and parts that repeat the label are left out.
  const says = (part: string | undefined) => (part === undefined || lower.includes(part.toLowerCase()) ? [] : [part]);
  const { port, host } = placeOf(endpoint);
  const description = [
    ...says(port),
    ...(state === 'running' && !isTroubled ? [formatTraffic(counters)] : [look.said]),
    ...((state === 'failed' || isTroubled) && error !== undefined ? [shorten(error, 120)] : []),
    ...says(protocolName(spec)),
    ...says(behaviour),
    ...says(host),
  ];
  const received = `received ${formatBytes(counters.bytesIn)} in ${count(counters.chunksIn, udp ? 'datagram' : 'chunk')}`;
  const sent = `sent ${formatBytes(counters.bytesOut)} in ${count(counters.chunksOut, udp ? 'datagram' : 'chunk')}`;
  const counted = counters.bytesIn + counters.bytesOut > 0 || state !== 'failed';
  const lines = [
    `${name}: ${kindOfEndpoint(endpoint)}, ${look.said}`,
    ...(error === undefined ? [] : [error]),
    spec.role === 'server'
      ? `${urlOf(endpoint) === undefined ? 'Address' : 'URL'}: ${where}`
      : `Connected to: ${where}`,
    ...(spec.role === 'client' && endpoint.local ? [`Local address: ${formatAddress(endpoint.local)}`] : []),
    ...(behaviour === undefined ? [] : [`Behaviour: ${behaviour}`]),
    ...(peers === undefined || !counted ? [] : [`${udp ? 'Peers' : 'Connections'}: ${endpoint.connectionCount}`]),
    `Encoding: ${plainText(spec.encoding ?? 'utf-8')}`,
    ...(counted ? [capital(received), capital(sent)] : []),
    ...(counted && counters.errors > 0 ? [`Errors: ${counters.errors}`] : []),
  ];
  const spoken = [name, kindOfEndpoint(endpoint), look.said, where, behaviour, peers, received, sent, error];
  const summary = [look.said, behaviour === name ? undefined : behaviour, peers, received, sent];
  return {
    label: shorten(name, labelLength),
    description: description.join('  '),
    tooltip: lines.join('\n'),
    spoken: spoken.filter((part) => part !== undefined).join(', '),
    summary: summary.filter((part) => part !== undefined).join(', '),
    icon: look.icon ?? runningIcons[spec.role],
    ...(look.color === undefined ? {} : { color: look.color }),
    context: `endpoint.${spec.role}.${spec.application ?? spec.transport}.${state}`,
  };
}

export function connectionText(endpoint: EndpointSnapshot, connection: ConnectionSnapshot): ItemText {
  const udp = connection.transport === 'udp';
  const look: StateLook = udp ? { icon: 'person', said: 'peer' } : connectionStates[connection.state];
  const peer = plainText(formatAddress(connection.peer));
  const { counters } = connection;
  const received = `received ${formatBytes(counters.bytesIn)}`;
  const sent = `sent ${formatBytes(counters.bytesOut)}`;
  const shown = connection.state === 'open' || udp ? [] : [look.said];
  return {
    label: peer,
    description: [...shown, formatTraffic(counters)].join('  '),
    tooltip: [
      `${udp ? 'Peer' : 'Connection with'} ${peer}${udp ? '' : `, ${look.said}`}`,
      `Local address: ${plainText(formatAddress(connection.local))}`,
      ...(connection.security === undefined ? [] : [`Security: ${plainText(connection.security)}`]),
      `${capital(received)} in ${count(counters.chunksIn, udp ? 'datagram' : 'chunk')}`,
      `${capital(sent)} in ${count(counters.chunksOut, udp ? 'datagram' : 'chunk')}`,
    ].join('\n'),
    spoken: `${peer}, ${udp ? 'peer' : `connection, ${look.said}`} of ${plainText(endpoint.name)}, ${received}, ${sent}`,
    icon: look.icon ?? 'arrow-swap',
    ...(look.color === undefined ? {} : { color: look.color }),
    context: `connection.${connection.transport}.${connection.state}`,
  };
}

/** `problem`: the reason why it cannot be started. */
export function savedText(server: SavedServer, problem?: string): ItemText {
  const name = plainText(server.name);
  if (problem !== undefined) return wrongText(name, plainText(problem));
  const where = plainText(addressText(server.host ?? '127.0.0.1', server.port));
  const loopback = (server.host ?? '127.0.0.1') === '127.0.0.1';
  const transport = protocolName(server);
  const behaviour = plainText(behaviourName(server));
  return {
    label: shorten(name, labelLength),
    description: [`:${server.port}`, 'saved', behaviour, ...(loopback ? [] : [plainText(server.host ?? '')])].join(
      '  ',
    ),
    tooltip: `${name}: saved ${transport} server, not running\nAddress: ${where}\nBehaviour: ${behaviour}`,
    spoken: `${name}, saved ${transport} server, not running, ${where}, ${behaviour}`,
    icon: 'bookmark',
    context: 'saved',
  };
}

/** A saved server with an error: only its name is reliable. */
function wrongText(name: string, problem: string): ItemText {
  return {
    label: shorten(name, labelLength),
    description: `saved  ${shorten(problem, 120)}`,
    tooltip: `${name}: this saved server cannot be started.\n${problem}\nClick to open the settings.`,
    spoken: `${name}, saved server that cannot be started, ${problem}`,
    icon: 'warning',
    color: 'list.warningForeground',
    context: 'saved.wrong',
  };
}

/**
 * The row for connections that are not shown. `opened`: all connections known here are shown, the rest is in Traffic.
 */
export function moreText(left: number, opened: boolean): ItemText {
  const label = `and ${count(left)} more`;
  const about = opened ? 'shown in Traffic' : '';
  return {
    label,
    description: about,
    tooltip: opened ? `${label}: shows the traffic of all of them.` : `${label}: shows them here.`,
    spoken: opened ? `${label}, ${about}` : label,
    icon: 'ellipsis',
    context: 'more',
  };
}
