import * as vscode from 'vscode';
import { WirebenchError } from '../../base/errors.ts';
import type { ConnectionSnapshot, EndpointSnapshot } from '../../engine/messages.ts';
import { formatAddress } from '../../traffic/event.ts';
import type { Shell } from '../shell.ts';
import { labelText } from '../uiText.ts';
import { connectionText, endpointText, kindOfEndpoint, whereIs } from './itemText.ts';
import { asNode, selection, type Node } from './treeModel.ts';

interface Wanted {
  /** What the person is asked: `Stop which endpoint?` */
  readonly question: string;
  readonly fits?: (endpoint: EndpointSnapshot) => boolean;
  /** Said where there is none: `Nothing is running.` */
  readonly none: string;
}

/** The endpoint a command is about: given as a node, an id or a name, or chosen from those that fit. */
export async function chooseEndpoint(
  shell: Shell,
  target: unknown,
  wanted: Wanted,
): Promise<EndpointSnapshot | undefined> {
  const named = await endpointGiven(shell, target);
  if (named !== undefined) return named;
  const fitting = shell.registry.endpoints.filter(wanted.fits ?? (() => true));
  if (fitting.length === 0) {
    void vscode.window.showInformationMessage(wanted.none);
    return undefined;
  }
  if (fitting.length === 1) return fitting[0];
  const items = fitting.map((endpoint) => ({ ...endpointItem(endpoint), endpoint }));
  const chosen = await vscode.window.showQuickPick(items, { title: wanted.question, matchOnDescription: true });
  return chosen?.endpoint;
}

/** Every endpoint a command is about: the selected ones, or the one that is given or chosen. */
export async function chooseEndpoints(
  shell: Shell,
  target: unknown,
  others: unknown,
  wanted: Wanted,
): Promise<EndpointSnapshot[]> {
  const nodes = nodesGiven(shell, target, others);
  if (nodes.length > 1) {
    const ids = new Set(nodes.flatMap((node) => (node.kind === 'endpoint' ? [node.endpoint] : [])));
    return shell.registry.endpoints.filter(({ id }) => ids.has(id));
  }
  const one = await chooseEndpoint(shell, target, wanted);
  return one === undefined ? [] : [one];
}

/** The nodes of the tree that a command was called for. */
export function nodesGiven(shell: Shell, target: unknown, others: unknown): Node[] {
  if (Array.isArray(others)) return others.map(asNode).filter((node) => node !== undefined);
  if (target === selection) return [...shell.endpointsView.selection];
  const node = asNode(target);
  return node === undefined ? [] : [node];
}

async function endpointGiven(shell: Shell, target: unknown): Promise<EndpointSnapshot | undefined> {
  if (target === undefined) return undefined;
  const wanted = target === selection ? shell.endpointsView.selection[0] : (asNode(target) ?? idOrName(target));
  if (wanted === undefined || (typeof wanted === 'object' && wanted.kind === 'saved')) return undefined;
  const find = () =>
    shell.registry.endpoints.find((endpoint) =>
      typeof wanted === 'string'
        ? endpoint.name === wanted
        : endpoint.id === (typeof wanted === 'number' ? wanted : wanted.endpoint),
    );
  if (find() === undefined) await shell.registry.refresh();
  const found = find();
  if (found !== undefined) return found;
  throw new WirebenchError({
    code: 'no-such-endpoint',
    message: 'That endpoint was removed.',
  });
}

function idOrName(target: unknown): number | string | undefined {
  if (typeof target === 'number' || typeof target === 'string') return target;
  if (typeof target === 'object' && target !== null && 'endpoint' in target) return idOrName(target.endpoint);
  return undefined;
}

interface ConnectionTarget {
  readonly endpoint: EndpointSnapshot;
  readonly connection: ConnectionSnapshot;
}

/** The connection a command is about: a node's, a client's own, an id, or chosen from those that are open. */
export async function chooseConnection(
  shell: Shell,
  target: unknown,
  question: string,
): Promise<ConnectionTarget | undefined> {
  const given = target === selection ? shell.endpointsView.selection[0] : asNode(target);
  if (given?.kind === 'connection') return shell.registry.connection(given.connection);
  const id = connectionId(target);
  if (id !== undefined) {
    await shell.registry.refresh();
    return shell.registry.connection(id);
  }
  const endpoints = given?.kind === 'endpoint' ? [shell.registry.endpoint(given.endpoint)] : shell.registry.endpoints;
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

function connectionId(target: unknown): number | undefined {
  if (typeof target !== 'object' || target === null || !('connection' in target)) return undefined;
  return typeof target.connection === 'number' ? target.connection : undefined;
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
