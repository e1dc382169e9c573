import type { Node } from './node.ts';
import type { EndpointSnapshot, RegistrySnapshot } from '../../engine/messages.ts';
import type { SavedServer } from '../settings.ts';

/** Identifies a node for as long as it exists, so that the editor keeps its selection and its expansion. */
export function nodeId(node: Node): string {
  switch (node.kind) {
    case 'endpoint':
      return `endpoint:${node.endpoint}`;
    case 'connection':
      return `connection:${node.connection}`;
    case 'more':
      return `more:${node.endpoint}`;
    case 'saved':
      return `saved:${node.name}`;
  }
}

/** A client's one connection is the client itself: it has no children. */
export function hasChildren(endpoint: EndpointSnapshot): boolean {
  return endpoint.spec.role === 'server' && endpoint.connections.length > 0;
}

/** Connections (for UDP: peers) that a server shows by default; the rest is behind one row. */
const shownAtFirst = 20;

/** The newest connections first, and a row for the rest. `opened`: the user asked for all connections known here. */
export function childrenOf(endpoint: EndpointSnapshot, opened = false): Node[] {
  if (!hasChildren(endpoint)) return [];
  const shown = endpoint.connections.slice(-shownConnections(endpoint, opened)).reverse();
  const nodes: Node[] = shown.map((connection) => ({
    kind: 'connection',
    endpoint: endpoint.id,
    connection: connection.id,
  }));
  return endpoint.connectionCount > shown.length ? [...nodes, { kind: 'more', endpoint: endpoint.id }] : nodes;
}

/** The number of a server's connections that have a row. */
export function shownConnections({ connections }: EndpointSnapshot, opened: boolean): number {
  return opened ? connections.length : Math.min(connections.length, shownAtFirst);
}

/** The endpoints that were drawn without children and now have some. */
export function firstChildren(before: RegistrySnapshot, after: RegistrySnapshot): number[] {
  const childless = new Set(before.endpoints.filter((endpoint) => !hasChildren(endpoint)).map(({ id }) => id));
  return after.endpoints.filter((endpoint) => hasChildren(endpoint) && childless.has(endpoint.id)).map(({ id }) => id);
}

/** Endpoints in the order of their creation, then the saved servers without an endpoint. */
export function rootNodes(registry: RegistrySnapshot, saved: readonly SavedServer[]): Node[] {
  const isShown = (server: SavedServer) => registry.endpoints.some((endpoint) => isOf(endpoint, server));
  return [
    ...registry.endpoints.map((endpoint): Node => ({ kind: 'endpoint', endpoint: endpoint.id })),
    ...saved.filter((server) => !isShown(server)).map(({ name }): Node => ({ kind: 'saved', name })),
  ];
}

/**
 * True if an endpoint is a saved server. Any echo server may be called "echo", so the port must match too if the saved
 * server has one.
 */
function isOf({ spec }: EndpointSnapshot, saved: SavedServer): boolean {
  if (spec.role !== 'server' || spec.transport !== saved.transport) return false;
  return saved.port > 0 ? spec.port === saved.port && isNamed(spec.name ?? '', saved.name) : spec.name === saved.name;
}

/** True for the saved name, also with the number that is added to a taken name. */
function isNamed(name: string, saved: string): boolean {
  return name === saved || (name.startsWith(`${saved} `) && /^\d+$/u.test(name.slice(saved.length + 1)));
}

/** The rows to redraw after a change of the registry: all, or these endpoints with their children. */
type Redraw = 'all' | readonly number[];

export function redraw(before: RegistrySnapshot, after: RegistrySnapshot): Redraw {
  if (before.endpoints.length !== after.endpoints.length) return 'all';
  const changed: number[] = [];
  for (const [index, endpoint] of after.endpoints.entries()) {
    const old = before.endpoints[index]!;
    if (old.id !== endpoint.id || old.name !== endpoint.name || old.spec.port !== endpoint.spec.port) return 'all';
    if (differs(old, endpoint)) changed.push(endpoint.id);
  }
  return changed;
}

/** Compares as JSON: snapshots are plain data, created in one place with their keys in one order. */
function differs(a: EndpointSnapshot, b: EndpointSnapshot): boolean {
  return a !== b && JSON.stringify(a) !== JSON.stringify(b);
}
