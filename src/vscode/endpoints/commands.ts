import * as vscode from 'vscode';
import { addressText } from '../../endpoints/address.ts';
import type { EndpointSnapshot } from '../../engine/messages.ts';
import type { HttpExchange } from '../../net/http/exchange.ts';
import { act, type Acting } from '../act.ts';
import type { HowToClose } from '../../net/spec.ts';
import { callAbout, type Call } from '../call.ts';
import { callCommand } from '../callCommand.ts';
import type { WholeShell } from '../lazyParts.ts';
import { isActive } from '../registryMirror.ts';
import type { Shell } from '../shell.ts';
import type { Connecting } from '../start/connect.ts';
import { labelText } from '../uiText.ts';
import { callableAddress, urlOf } from './itemText.ts';
import { chooseConnection, chooseEndpoint, chooseEndpoints, endpointItem } from './target.ts';

type Viewing = Pick<Shell, 'endpointsView' | 'registry'>;

export async function stop(acting: Acting, call: Call): Promise<void> {
  const chosen = await chooseEndpoints(acting, call, {
    question: 'Stop which endpoint?',
    fits: isActive,
    none: 'Nothing is running.',
  });
  await act(acting, 'stop', chosen);
}

export async function restart(acting: Acting, call: Call): Promise<readonly EndpointSnapshot[]> {
  const chosen = await chooseEndpoints(acting, call, {
    question: 'Start which endpoint again?',
    none: 'There is no endpoint. Start a server first.',
  });
  return act(acting, 'restart', chosen);
}

export async function remove(acting: Acting, call: Call): Promise<void> {
  const chosen = await chooseEndpoints(acting, call, {
    question: 'Remove which endpoint?',
    none: 'There is no endpoint.',
  });
  await act(acting, 'remove', chosen);
}

const closeQuestions = {
  end: 'Half-close which connection?',
  close: 'Close which connection?',
  reset: 'Reset which connection?',
} satisfies Record<HowToClose, string>;

export async function closeConnection(acting: Acting, call: Call, how: HowToClose): Promise<void> {
  const rows = call.nodes.filter((node) => node.kind === 'connection');
  const one = rows.length > 1 ? undefined : await chooseConnection(acting, call, closeQuestions[how]);
  const connections = rows.length > 1 ? rows.map(({ connection }) => connection) : one ? [one.connection.id] : [];
  await act(acting, 'closeConnections', { connections, how });
}

export async function showEndpoint({ registry, endpointsView }: Viewing, call: Call): Promise<void> {
  const endpoint = await chooseEndpoint({ registry }, call, {
    question: 'Show which endpoint?',
    none: 'There is no endpoint.',
  });
  if (endpoint) await endpointsView.reveal(endpoint.id);
}

/** Enter in the tree: starts a stopped endpoint, and asks for a message to send from a running one. */
export async function activateSelected(viewing: Viewing): Promise<void> {
  const { registry, endpointsView } = viewing;
  const [node] = endpointsView.selection;
  if (node === undefined) return;
  if (node.kind === 'more') return showMore(viewing, callAbout(node));
  const endpoint = node.kind === 'endpoint' ? registry.endpoint(node.endpoint) : undefined;
  if (node.kind === 'saved') await callCommand('wirebench.startSavedServer', node);
  else if (node.kind === 'connection' || (endpoint && isActive(endpoint))) await callCommand('wirebench.send', node);
  else await callCommand('wirebench.restart', node);
}

/** The row "and 280 more": shows the connections known here and, if they are shown already, the traffic of all. */
export async function showMore({ endpointsView }: Pick<Shell, 'endpointsView'>, { node }: Call): Promise<void> {
  if (node?.kind !== 'more' || endpointsView.showMore(node.endpoint)) return;
  await callCommand('wirebench.showTraffic', { kind: 'endpoint', endpoint: node.endpoint });
}

/** Stops everything. Without an engine, nothing runs. */
export const stopAll = (acting: Acting): Promise<void> => act(acting, 'stopAll', {});

export const removeStopped = (acting: Acting): Promise<void> => act(acting, 'removeStopped', {});

/** Connects to a server that runs here; for UDP, opens a socket that talks to it. */
export async function connectToServer(shell: Connecting, call: Call): Promise<EndpointSnapshot | undefined> {
  const server = await chooseEndpoint(shell, call, {
    question: 'Connect to which server?',
    fits: ({ spec, state }) => spec.role === 'server' && spec.application === undefined && state === 'running',
    none: 'No TCP, TLS or UDP server is running. Start one first.',
  });
  const peer = server && callableAddress(server);
  if (peer === undefined) return undefined;
  const { connectTo } = await import('../start/connect.ts');
  const { transport } = server!.spec;
  const address = addressText(peer.host, peer.port);
  // The certificate is our own: no authority can verify it.
  const tls = transport === 'tls' ? { tls: { verify: false } } : {};
  return connectTo(shell, { role: 'client', transport, ...peer, ...tls }, address);
}

/** Sends a GET to an HTTP server that runs here. */
export async function sendGetTo(
  shell: Pick<WholeShell, 'registry' | 'requests'>,
  call: Call,
): Promise<HttpExchange | undefined> {
  const server = await chooseEndpoint(shell, call, {
    question: 'Send GET to which server?',
    fits: ({ spec, state }) => spec.application === 'http' && state === 'running',
    none: 'No HTTP server is running. Start one first.',
  });
  const url = server && urlOf(server);
  if (url === undefined) return undefined;
  const tls = server!.spec.transport === 'tls' ? { tls: { verify: false } } : {};
  return (await shell.requests()).typed.send({ method: 'GET', url: `${url}/`, headers: [], ...tls }, true);
}

/** Delete in the tree: closes connections, stops running endpoints, removes stopped ones, and asks about saved ones. */
export async function deleteSelected(acting: Acting & Viewing): Promise<void> {
  for (const node of [...acting.endpointsView.selection]) {
    if (node.kind === 'connection') await closeConnection(acting, callAbout(node), 'close');
    else if (node.kind === 'saved') await callCommand('wirebench.forgetSavedServer', node);
    else if (node.kind === 'endpoint') {
      const endpoint = acting.registry.endpoint(node.endpoint);
      await act(acting, endpoint && isActive(endpoint) ? 'stop' : 'remove', { endpoints: [node.endpoint] });
    }
  }
}

interface Action extends vscode.QuickPickItem {
  readonly run?: () => Promise<unknown>;
}

/** The status bar's click: lists the running endpoints and the usual commands. */
export async function showActions({ registry }: Pick<Shell, 'registry'>): Promise<void> {
  const running = registry.running.map((endpoint): Action => ({
    ...endpointItem(endpoint),
    run: () => showActionsOf(endpoint),
  }));
  const separator = (label: string): Action => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const items: Action[] = [
    ...(running.length > 0 ? [separator('Running'), ...running] : []),
    separator('Wirebench'),
    { label: '$(play) Start Server…', run: () => callCommand('wirebench.startServer') },
    { label: '$(list-flat) Show Traffic', run: () => callCommand('wirebench.showTraffic') },
    ...(running.length > 0
      ? [
          { label: '$(send) Send Message…', run: () => callCommand('wirebench.send') },
          { label: '$(debug-stop) Stop All', run: () => callCommand('wirebench.stopAll') },
        ]
      : []),
  ];
  await (await vscode.window.showQuickPick(items, { title: 'Wirebench', matchOnDescription: true }))?.run?.();
}

async function showActionsOf({ id, name }: EndpointSnapshot): Promise<void> {
  const items: Action[] = [
    { label: '$(send) Send Message…', run: () => callCommand('wirebench.send', id) },
    { label: '$(list-flat) Show Traffic', run: () => callCommand('wirebench.showTraffic', id) },
    { label: '$(list-tree) Show in Endpoints', run: () => callCommand('wirebench.showEndpoint', id) },
    { label: '$(copy) Copy Address', run: () => callCommand('wirebench.copyAddress', id) },
    { label: '$(debug-restart) Restart', run: () => callCommand('wirebench.restart', id) },
    { label: '$(debug-stop) Stop', run: () => callCommand('wirebench.stop', id) },
  ];
  await (await vscode.window.showQuickPick(items, { title: labelText(name) }))?.run?.();
}
