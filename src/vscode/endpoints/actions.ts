import * as vscode from 'vscode';
import type { EndpointSnapshot } from '../../engine/messages.ts';
import { count } from '../../base/quantities.ts';
import { isActive } from '../registryMirror.ts';
import type { WholeShell } from '../lazyParts.ts';
import { withSlowProgress, type Shell } from '../shell.ts';
import { labelText, messageText } from '../uiText.ts';
import { addressText } from '../../endpoints/address.ts';
import { callableAddress, urlOf } from './itemText.ts';
import { asNode } from './treeModel.ts';
import { chooseConnection, chooseEndpoint, chooseEndpoints, endpointItem, nodesGiven } from './target.ts';

export async function stop(shell: Shell, target: unknown, others: unknown): Promise<void> {
  const chosen = await chooseEndpoints(shell, target, others, {
    question: 'Stop which endpoint?',
    fits: isActive,
    none: 'Nothing is running.',
  });
  await forEach(shell, chosen, 'Stopping', ({ id }) => shell.engine.request('endpoint.stop', { endpoint: id }));
}

export async function stopAll(shell: Shell): Promise<void> {
  if (!shell.engine.isStarted) return;
  await withSlowProgress('Stopping all endpoints', shell.engine.request('endpoint.stopAll', null));
  await shell.registry.refresh();
}

/** Starts stopped and failed ones again, and those that run after they stopped. */
export async function restart(shell: Shell, target: unknown, others: unknown): Promise<EndpointSnapshot[]> {
  const chosen = await chooseEndpoints(shell, target, others, {
    question: 'Start which endpoint again?',
    none: 'There is no endpoint. Start a server first.',
  });
  return forEach(shell, chosen, 'Starting', async ({ id, state }) => {
    if (state === 'running' || state === 'starting') await shell.engine.request('endpoint.stop', { endpoint: id });
    return shell.engine.request('endpoint.restart', { endpoint: id });
  });
}

export async function remove(shell: Shell, target: unknown, others: unknown): Promise<void> {
  const chosen = await chooseEndpoints(shell, target, others, {
    question: 'Remove which endpoint?',
    none: 'There is no endpoint.',
  });
  await forEach(shell, chosen, 'Removing', ({ id }) => shell.engine.request('endpoint.remove', { endpoint: id }));
}

export async function removeStopped(shell: Shell): Promise<void> {
  const gone = shell.registry.endpoints.filter((endpoint) => !isActive(endpoint));
  await forEach(shell, gone, 'Removing', ({ id }) => shell.engine.request('endpoint.remove', { endpoint: id }));
}

async function forEach<T>(
  shell: Shell,
  endpoints: readonly EndpointSnapshot[],
  doing: string,
  act: (endpoint: EndpointSnapshot) => Promise<T>,
): Promise<T[]> {
  const [first] = endpoints;
  if (first === undefined) return [];
  const what = endpoints.length === 1 ? first.name : count(endpoints.length, 'endpoint');
  try {
    return await withSlowProgress(messageText(`${doing} ${what}`), Promise.all(endpoints.map(act)));
  } finally {
    await shell.registry.refresh();
  }
}

type HowToClose = 'end' | 'close' | 'reset';

const closeQuestions = {
  end: 'Half-close which connection?',
  close: 'Close which connection?',
  reset: 'Reset which connection?',
} satisfies Record<HowToClose, string>;

export async function closeConnection(shell: Shell, target: unknown, others: unknown, how: HowToClose): Promise<void> {
  const nodes = nodesGiven(shell, target, others).filter((node) => node.kind === 'connection');
  const ids =
    nodes.length > 1
      ? nodes.map((node) => node.connection)
      : [(await chooseConnection(shell, target, closeQuestions[how]))?.connection.id];
  await Promise.all(
    ids
      .filter((id) => id !== undefined)
      .map((connection) => shell.engine.request('connection.close', { connection, how })),
  );
  await shell.registry.refresh();
}

export async function showEndpoint(shell: Shell, target: unknown): Promise<void> {
  const endpoint = await chooseEndpoint(shell, target, {
    question: 'Show which endpoint?',
    none: 'There is no endpoint.',
  });
  if (endpoint) await shell.endpointsView.reveal(endpoint.id);
}

/** Enter in the tree: what is stopped starts, what runs is asked for a message to send. */
export async function activateSelected(shell: Shell): Promise<unknown> {
  const [node] = shell.endpointsView.selection;
  if (node === undefined) return undefined;
  if (node.kind === 'more') return showMore(shell, node);
  if (node.kind === 'saved') return vscode.commands.executeCommand('wirebench.startSavedServer', node);
  if (node.kind === 'connection') return vscode.commands.executeCommand('wirebench.send', node);
  const endpoint = shell.registry.endpoint(node.endpoint);
  const command = endpoint && isActive(endpoint) ? 'wirebench.send' : 'wirebench.restart';
  return vscode.commands.executeCommand(command, node);
}

/** The row "and 280 more": the connections that are known here, and beyond those the traffic of all. */
export async function showMore(shell: Shell, target: unknown): Promise<void> {
  const node = asNode(target);
  if (node?.kind !== 'more' || shell.endpointsView.showMore(node.endpoint)) return;
  await vscode.commands.executeCommand('wirebench.showTraffic', { kind: 'endpoint', endpoint: node.endpoint });
}

/** Connects to a server that runs here; of UDP, opens a socket that talks to it. */
export async function connectToServer(shell: Shell, target: unknown): Promise<EndpointSnapshot | undefined> {
  const server = await chooseEndpoint(shell, target, {
    question: 'Connect to which server?',
    fits: ({ spec, state }) => spec.role === 'server' && spec.application === undefined && state === 'running',
    none: 'No TCP, TLS or UDP server is running. Start one first.',
  });
  const peer = server && callableAddress(server);
  if (peer === undefined) return undefined;
  const { connectTo } = await import('../start/connect.ts');
  const { transport } = server!.spec;
  const address = addressText(peer.host, peer.port);
  // Its certificate is our own: there is no authority to ask about it.
  const tls = transport === 'tls' ? { tls: { verify: false } } : {};
  return connectTo(shell, { role: 'client', transport, ...peer, ...tls }, address);
}

/** Sends a GET to an HTTP server that runs here. */
export async function sendGetTo(shell: WholeShell, target: unknown): Promise<unknown> {
  const server = await chooseEndpoint(shell, target, {
    question: 'Send GET to which server?',
    fits: ({ spec, state }) => spec.application === 'http' && state === 'running',
    none: 'No HTTP server is running. Start one first.',
  });
  const url = server && urlOf(server);
  if (url === undefined) return undefined;
  const tls = server!.spec.transport === 'tls' ? { tls: { verify: false } } : {};
  return (await shell.requests()).typed.send({ method: 'GET', url: `${url}/`, headers: [], ...tls }, true);
}

/** Delete in the tree: connections close, running endpoints stop, stopped ones go, saved ones are asked about. */
export async function deleteSelected(shell: Shell): Promise<void> {
  for (const node of [...shell.endpointsView.selection]) {
    if (node.kind === 'connection') await closeConnection(shell, node, undefined, 'close');
    else if (node.kind === 'saved') await vscode.commands.executeCommand('wirebench.forgetSavedServer', node);
    else if (node.kind === 'endpoint') {
      const endpoint = shell.registry.endpoint(node.endpoint);
      if (endpoint && isActive(endpoint)) await stop(shell, node, undefined);
      else await remove(shell, node, undefined);
    }
  }
}

interface Action extends vscode.QuickPickItem {
  readonly command?: string;
  readonly endpoint?: number;
}

/** The status bar's click: what runs, and what is done most. */
export async function showActions(shell: Shell): Promise<unknown> {
  const running = shell.registry.running.map((endpoint): Action => ({
    ...endpointItem(endpoint),
    endpoint: endpoint.id,
  }));
  const separator = (label: string): Action => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const items: Action[] = [
    ...(running.length > 0 ? [separator('Running'), ...running] : []),
    separator('Wirebench'),
    { label: '$(play) Start Server…', command: 'wirebench.startServer' },
    { label: '$(list-flat) Show Traffic', command: 'wirebench.showTraffic' },
    ...(running.length > 0
      ? [
          { label: '$(send) Send Message…', command: 'wirebench.send' },
          { label: '$(debug-stop) Stop All', command: 'wirebench.stopAll' },
        ]
      : []),
  ];
  const chosen = await vscode.window.showQuickPick(items, { title: 'Wirebench', matchOnDescription: true });
  if (chosen?.command !== undefined) return vscode.commands.executeCommand(chosen.command);
  return chosen?.endpoint === undefined ? undefined : showActionsOf(shell, chosen.endpoint);
}

async function showActionsOf(shell: Shell, id: number): Promise<unknown> {
  const endpoint = shell.registry.endpoint(id);
  if (endpoint === undefined) return undefined;
  const items: Action[] = [
    { label: '$(send) Send Message…', command: 'wirebench.send' },
    { label: '$(list-flat) Show Traffic', command: 'wirebench.showTraffic' },
    { label: '$(list-tree) Show in Endpoints', command: 'wirebench.showEndpoint' },
    { label: '$(copy) Copy Address', command: 'wirebench.copyAddress' },
    { label: '$(debug-restart) Restart', command: 'wirebench.restart' },
    { label: '$(debug-stop) Stop', command: 'wirebench.stop' },
  ];
  const chosen = await vscode.window.showQuickPick(items, { title: labelText(endpoint.name) });
  return chosen?.command === undefined ? undefined : vscode.commands.executeCommand(chosen.command, id);
}
