import * as vscode from 'vscode';
import type { ConnectionSnapshot, EndpointSnapshot } from '../../engine/messages.ts';
import { formatAddress } from '../../traffic/event.ts';
import { endpointOf, type Endpoints } from '../actions/endpoints.ts';
import type { Call } from '../call.ts';
import type { Shell } from '../shell.ts';
import { labelText } from '../uiText.ts';
import { connectionText, endpointText, kindOfEndpoint, whereIs } from './itemText.ts';

interface Wanted {
  /** The question to the user: `Stop which endpoint?` */
  readonly question: string;
  readonly fits?: (endpoint: EndpointSnapshot) => boolean;
  /** The message if there is no endpoint: `Nothing is running.` */
  readonly none: string;
}

type Choosing = Pick<Shell, 'registry'>;

/** The endpoint of a command: given as a row, an id or a name, or chosen from those that fit. */
export async function chooseEndpoint(
  { registry }: Choosing,
  { node, reference }: Call,
  wanted: Wanted,
): Promise<EndpointSnapshot | undefined> {
  const given = node === undefined || node.kind === 'saved' ? reference : node.endpoint;
  if (given !== undefined) return endpointOf(registry, given);
  const fitting = registry.endpoints.filter(wanted.fits ?? (() => true));
  if (fitting.length === 0) {
    void vscode.window.showInformationMessage(wanted.none);
    return undefined;
  }
  if (fitting.length === 1) return fitting[0];
  const items = fitting.map((endpoint) => ({ ...endpointItem(endpoint), endpoint }));
  const chosen = await vscode.window.showQuickPick(items, { title: wanted.question, matchOnDescription: true });
  return chosen?.endpoint;
}

/** All endpoints of a command: the selected ones, or the one that is given or chosen. */
export async function chooseEndpoints(choosing: Choosing, call: Call, wanted: Wanted): Promise<Endpoints> {
  if (call.nodes.length > 1) {
    const ids = new Set(call.nodes.flatMap((node) => (node.kind === 'endpoint' ? [node.endpoint] : [])));
    return { endpoints: [...ids].filter((id) => choosing.registry.endpoint(id) !== undefined) };
  }
  const one = await chooseEndpoint(choosing, call, wanted);
  return { endpoints: one === undefined ? [] : [one.id] };
}

interface ConnectionTarget {
  readonly endpoint: EndpointSnapshot;
  readonly connection: ConnectionSnapshot;
}

/** The connection of a command: a row's, a client's own, an id, or chosen from the open ones. */
export async function chooseConnection(
  { registry }: Choosing,
  { node, connection: id }: Call,
  question: string,
): Promise<ConnectionTarget | undefined> {
  if (node?.kind === 'connection') return registry.connection(node.connection);
  if (id !== undefined) {
    await registry.refresh();
    return registry.connection(id);
  }
  const endpoints = node?.kind === 'endpoint' ? [registry.endpoint(node.endpoint)] : registry.endpoints;
  const all = endpoints.flatMap((endpoint) =>
    endpoint === undefined ? [] : endpoint.connections.map((connection) => ({ endpoint, connection })),
  );
  const open = all.filter(({ connection }) => connection.transport !== 'udp' && connection.state !== 'closed');
  if (open.length === 0) {
    void vscode.window.showInformationMessage('No connection is open.');
    return undefined;
  }
  if (open.length === 1) return open[0];
  const items = open.map((found) => ({ ...connectionItem(found), found }));
  return (await vscode.window.showQuickPick(items, { title: question, matchOnDescription: true }))?.found;
}

export function endpointItem(endpoint: EndpointSnapshot): vscode.QuickPickItem {
  const text = endpointText(endpoint);
  return {
    label: labelText(endpoint.name),
    description: labelText(`${kindOfEndpoint(endpoint)}  ${whereIs(endpoint)}`),
    detail: labelText(text.summary),
    iconPath: new vscode.ThemeIcon(text.icon),
  };
}

function connectionItem({ endpoint, connection }: ConnectionTarget): vscode.QuickPickItem {
  return {
    label: labelText(formatAddress(connection.peer)),
    description: labelText(`${endpoint.name}  ${connectionText(endpoint, connection).description}`),
  };
}
