import * as vscode from 'vscode';
import { clientCommand, clientIds, kindIds, startCommand } from '../endpoints/table.ts';
import { isProgrammatic } from './commandArguments.ts';
import type { CommandId } from './manifest/commands.ts';
import { asNode, selection } from './endpoints/treeModel.ts';
import { showProblem } from './problems.ts';
import type { WholeShell } from './lazyParts.ts';

/**
 * `target` is what the command is about: a node of the tree, an endpoint's id or name, a spec; nothing where the person
 * is to be asked. `others` are the other selected nodes, or what a caller adds.
 */
type Handler = (shell: WholeShell, target: unknown, others: unknown) => unknown;

const start = () => import('./start/startServer.ts');
const connect = () => import('./start/connect.ts');
const saved = () => import('./start/saved.ts');
const actions = () => import('./endpoints/actions.ts');
const copy = () => import('./endpoints/copy.ts');
const send = () => import('./send/commands.ts');
const editor = () => import('./send/editor.ts');
const terminal = () => import('./terminal/profile.ts');
const requests = () => import('./requests/commands.ts');
const cookies = () => import('./requests/cookies.ts');
const environments = () => import('./requests/environments.ts');
const names = () => import('./dns/commands.ts');
const traffic = () => import('./trafficCommands.ts');

/** A command of each kind of endpoint. */
function ofKinds<Id, C extends CommandId>(
  ids: readonly Id[],
  command: (id: Id) => C,
  handler: (id: Id) => Handler,
): Record<C, Handler> {
  return Object.fromEntries(ids.map((id) => [command(id), handler(id)])) as Record<C, Handler>;
}

const commands = {
  'wirebench.startServer': async (shell, spec) => (await start()).startServer(shell, spec),
  ...ofKinds(kindIds, startCommand, (id) => async (shell, spec) => (await start()).startServer(shell, spec, id)),
  ...ofKinds(clientIds, clientCommand, (id) => async (shell, spec) => (await connect()).connect(shell, spec, id)),
  'wirebench.startSavedServer': async (shell, name) => (await saved()).startSavedServer(shell, name),
  'wirebench.saveServer': async (shell, target) => (await saved()).saveEndpoint(shell, target),
  'wirebench.forgetSavedServer': async (_shell, name) => (await saved()).forgetSavedServer(name),
  'wirebench.editSavedServers': async () => (await saved()).editSavedServers(),
  'wirebench.stop': async (shell, target, others) => (await actions()).stop(shell, target, others),
  'wirebench.stopAll': async (shell) => (await actions()).stopAll(shell),
  'wirebench.restart': async (shell, target, others) => (await actions()).restart(shell, target, others),
  'wirebench.remove': async (shell, target, others) => (await actions()).remove(shell, target, others),
  'wirebench.removeStopped': async (shell) => (await actions()).removeStopped(shell),
  'wirebench.changeBehaviour': async (shell, target, behaviour) =>
    (await start()).changeBehaviour(shell, target, behaviour),
  'wirebench.send': async (shell, target, message) => (await send()).send(shell, target, message),
  'wirebench.sendToAll': async (shell, target, message) => (await send()).sendToAll(shell, target, message),
  'wirebench.sendToAddress': async (shell, target, message) => (await send()).sendToAddress(shell, target, message),
  'wirebench.sendAgain': async (shell) => (await send()).sendAgain(shell),
  'wirebench.stopRepeating': async () => (await send()).stopRepeating(),
  'wirebench.clearMessageHistory': async (shell) => (await send()).clearHistory(shell),
  'wirebench.previousMessage': async () => (await send()).recall(1),
  'wirebench.nextMessage': async () => (await send()).recall(-1),
  'wirebench.composeInEditor': async (shell, target) => (await editor()).composeInEditor(shell, target),
  'wirebench.sendEditor': async (shell, uri) => (await editor()).sendEditor(shell, uri),
  'wirebench.closeConnection': async (shell, target, others) =>
    (await actions()).closeConnection(shell, target, others, 'close'),
  'wirebench.resetConnection': async (shell, target, others) =>
    (await actions()).closeConnection(shell, target, others, 'reset'),
  'wirebench.endConnection': async (shell, target, others) =>
    (await actions()).closeConnection(shell, target, others, 'end'),
  'wirebench.copyAddress': async (shell, target) => (await copy()).copyAddress(shell, target),
  'wirebench.openInBrowser': async (shell, target) => (await copy()).openInBrowser(shell, target),
  'wirebench.copyPython': async (shell, target) => (await copy()).copyPython(shell, target),
  'wirebench.connectTerminal': async (shell, target) => (await terminal()).connectTerminal(shell, target),
  'wirebench.showTraffic': async (shell, target) => (await traffic()).showTraffic(shell, target),
  'wirebench.clearTraffic': async (shell) => (await traffic()).clearTraffic(shell),
  'wirebench.saveTraffic': async (shell, to) => (await traffic()).saveTraffic(shell, to),
  'wirebench.filterTraffic': async (shell) => (await shell.traffic()).act({ do: 'focusFilter' }),
  'wirebench.pauseTraffic': async (shell) => (await shell.traffic()).act({ do: 'togglePause' }),
  'wirebench.followTraffic': async (shell) => (await shell.traffic()).act({ do: 'toggleFollow' }),
  'wirebench.showBytes': async (shell) => (await shell.traffic()).act({ do: 'focusBytes' }),
  'wirebench.openTrafficInEditor': async (shell) => (await shell.traffic()).openInEditor(),
  'wirebench.onlyThisEndpoint': async (shell) =>
    (await shell.traffic()).act({ do: 'narrow', key: 'endpoint', not: false }),
  'wirebench.onlyThisPeer': async (shell) => (await shell.traffic()).act({ do: 'narrow', key: 'peer', not: false }),
  'wirebench.notThisEndpoint': async (shell) =>
    (await shell.traffic()).act({ do: 'narrow', key: 'endpoint', not: true }),
  'wirebench.notThisPeer': async (shell) => (await shell.traffic()).act({ do: 'narrow', key: 'peer', not: true }),
  'wirebench.copyEventText': async (shell) => (await shell.traffic()).act({ do: 'copyEvent', format: 'text' }),
  'wirebench.copyEventHex': async (shell) => (await shell.traffic()).act({ do: 'copyEvent', format: 'spaced-hex' }),
  'wirebench.copyEventPython': async (shell) =>
    (await shell.traffic()).act({ do: 'copyEvent', format: 'python-bytes' }),
  'wirebench.copyEventJson': async (shell) => (await shell.traffic()).act({ do: 'copyEvent', format: 'json' }),
  'wirebench.copyEventAs': async (shell) => (await traffic()).copyEventAs(shell),
  'wirebench.sendEventAgain': async (shell) => (await shell.traffic()).act({ do: 'onEvent', what: 'sendAgain' }),
  'wirebench.showEventEndpoint': async (shell) => (await shell.traffic()).act({ do: 'onEvent', what: 'showEndpoint' }),
  'wirebench.showEndpoint': async (shell, target) => (await actions()).showEndpoint(shell, target),
  'wirebench.showMore': async (shell, target) => (await actions()).showMore(shell, target),
  'wirebench.connectToServer': async (shell, target) => (await actions()).connectToServer(shell, target),
  'wirebench.sendGetTo': async (shell, target) => (await actions()).sendGetTo(shell, target),
  'wirebench.showActions': async (shell) => (await actions()).showActions(shell),
  'wirebench.activateSelected': async (shell) => (await actions()).activateSelected(shell),
  'wirebench.deleteSelected': async (shell) => (await actions()).deleteSelected(shell),
  'wirebench.sendRequest': async (shell, uri, offset) => (await requests()).sendRequest(shell, uri, offset),
  'wirebench.runAllRequests': async (shell, uri) => (await requests()).runAllRequests(shell, uri),
  'wirebench.cancelRequests': async (shell) => (await requests()).cancelRequests(shell),
  'wirebench.endRequestSession': async (shell, uri) => (await requests()).endSession(shell, uri),
  'wirebench.sendHttpGet': async (shell, request) => (await requests()).sendHttp(shell, 'GET', request),
  'wirebench.sendHttpPost': async (shell, request) => (await requests()).sendHttp(shell, 'POST', request),
  'wirebench.showResponse': async (shell) => (await requests()).showResponse(shell),
  'wirebench.saveResponseBody': async (shell, to) => (await requests()).saveShownBody(shell, to),
  'wirebench.compareResponse': async (shell) => (await requests()).onShown(shell, 'compare'),
  'wirebench.copyRequestAs': async (shell, format) => (await requests()).copyShownAs(shell, format),
  'wirebench.showCookies': async (shell) => (await cookies()).showCookies(shell),
  'wirebench.clearCookies': async (shell) => (await cookies()).clearCookies(shell),
  'wirebench.selectEnvironment': async (shell, name) => (await environments()).selectEnvironment(shell, name),
  'wirebench.newRequestFile': async () => (await requests()).newRequestFile(),
  'wirebench.resolveDns': async (shell, target) => (await names()).resolveDns(shell, target),
  'wirebench.reverseLookUp': async (shell, target) => (await names()).reverseLookUp(shell, target),
  'wirebench.lookUpName': async (shell, target) => (await names()).lookUpName(shell, target),
  'wirebench.traceDns': async (shell, target) => (await names()).traceDns(shell, target),
  'wirebench.showNames': async (shell) => (await names()).showNames(shell),
  'wirebench.copyDig': async (shell, target) => (await copy()).copyDig(shell, target),
  'wirebench.openWalkthrough': () =>
    vscode.commands.executeCommand('workbench.action.openWalkthrough', 'wirebench.wirebench#wirebench.walkthrough'),
  'wirebench.openSettings': () =>
    vscode.commands.executeCommand('workbench.action.openSettings', '@ext:wirebench.wirebench'),
} satisfies Record<CommandId, Handler>;

/**
 * Runs a command. Errors of a command that a person started are shown in a message with buttons; a program that calls it
 * with a spec or with parameters gets them thrown.
 */
export async function runCommand(shell: WholeShell, id: CommandId, target: unknown, others: unknown): Promise<unknown> {
  const handler: Handler = commands[id];
  try {
    if (isFromTree(id, target)) await vscode.commands.executeCommand('list.select');
    return await handler(shell, target, others);
  } catch (error) {
    if (isProgrammatic(target, others)) throw error;
    const endpoint = endpointOf(target);
    await showProblem(shell, error, {
      ...(endpoint === undefined ? {} : { endpoint }),
      retry: () => handler(shell, target, others),
    });
    return undefined;
  }
}

/**
 * A key pressed in the tree is about the row that has the focus, which an extension is not told of: it is selected first,
 * since the arrow keys move the focus alone.
 */
function isFromTree(id: string, target: unknown): boolean {
  return target === selection || id === 'wirebench.activateSelected' || id === 'wirebench.deleteSelected';
}

function endpointOf(target: unknown): number | undefined {
  const node = asNode(target);
  return node !== undefined && node.kind !== 'saved' ? node.endpoint : undefined;
}
