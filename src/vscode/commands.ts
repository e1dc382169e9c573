import { clientCommand, clientIds, endpointKinds, kindFields, kindIds, startCommand } from '../endpoints/table.ts';
import type { HttpExchange } from '../net/http/exchange.ts';
import type { HowToClose } from '../net/spec.ts';
import type { ActionId, ActionInput, ActionResult } from './actions/table.ts';
import type { Call, Parameters } from './call.ts';
import type { PageAction } from '../webview/traffic/protocol.ts';
import type { WholeShell } from './lazyParts.ts';
import type { CommandId } from './manifest/commands.ts';
import { recipientsOf } from './send/recipients.ts';
import type { Result } from './signatures.ts';

/** The part of a command that serves a user: it asks for the missing input, then acts. */
type Ask<R> = (shell: WholeShell, call: Call) => R | PromiseLike<R>;

interface ForAction<R, A extends ActionId> {
  readonly ask: Ask<R>;
  /** The action for a program's parameters. */
  readonly action: A;
  /** The input of the action: the parameters, unless fields are added. Undefined: the user is asked for the rest. */
  readonly input?: (parameters: Parameters, call: Call) => unknown;
}

/** Runs the action in the view that shows its answer. */
type Act<R, A extends ActionId> = (shell: WholeShell, input: ActionInput<A>) => R | PromiseLike<R>;
type Acting<R, A extends ActionId> =
  ActionResult<A> extends R ? { readonly act?: Act<R, A> } : { readonly act: Act<R, A> };

/**
 * A command with the result R: its part for a user and, if it takes a program's parameters, the action that it runs
 * with them.
 */
export type Command<R> = Ask<R> | { readonly [A in ActionId]: ForAction<R, A> & Acting<R, A> }[ActionId];

const start = () => import('./start/startServer.ts');
const connect = () => import('./start/connect.ts');
const saved = () => import('./start/saved.ts');
const endpoints = () => import('./endpoints/commands.ts');
const copy = () => import('./endpoints/copy.ts');
const send = () => import('./send/commands.ts');
const editor = () => import('./send/editor.ts');
const terminal = () => import('./terminal/profile.ts');
const requests = () => import('./requests/commands.ts');
const cookies = () => import('./requests/cookies.ts');
const environments = () => import('./requests/environments.ts');
const names = () => import('./dns/commands.ts');
const traffic = () => import('./trafficCommands.ts');
const help = () => import('./help.ts');
const course = () => import('./labs/newCourse.ts');
const labs = () => import('./labs/viewCommands.ts');

/** A command for each kind of endpoint. */
function ofKinds<Id, C extends CommandId>(
  ids: readonly Id[],
  command: (id: Id) => C,
  row: (id: Id) => Command<Result<C>>,
): Record<C, Command<Result<C>>> {
  return Object.fromEntries(ids.map((id) => [command(id), row(id)])) as Record<C, Command<Result<C>>>;
}

/** A message to the recipients that the call names; undefined if it names none. */
const message = (parameters: Parameters, call: Call): Parameters | undefined => {
  const recipients = recipientsOf(call);
  return recipients || 'endpoint' in parameters ? { ...recipients, ...parameters } : undefined;
};
const toAll = (parameters: Parameters, call: Call): Parameters | undefined => {
  const given = message(parameters, call);
  return given && { ...given, to: parameters['to'] ?? { kind: 'all' } };
};

/** Sends an action to the Traffic view that was used last. */
const page =
  (action: PageAction): Ask<void> =>
  async (shell) =>
    (await shell.traffic()).act(action);

const closing = (how: HowToClose) =>
  ({
    ask: async (shell, call) => (await endpoints()).closeConnection(shell, call, how),
    action: 'closeConnections',
    input: (connections) => ({ ...connections, how }),
  }) satisfies Command<void>;

const http = (method: 'GET' | 'POST') =>
  ({
    ask: async (shell) => (await requests()).askHttp(shell, method),
    action: 'sendHttp',
    input: (request) => ({ method, headers: [], ...request }),
    act: async (shell, request) => (await requests()).sendHttp(shell, request),
  }) satisfies Command<HttpExchange | undefined>;

export const commands: { readonly [C in CommandId]: Command<Result<C>> } = {
  'wirebench.startServer': {
    ask: async (shell) => (await start()).startServer(shell),
    action: 'startServer',
  },
  ...ofKinds(kindIds, startCommand, (id) => ({
    ask: async (shell) => (await start()).startServer(shell, id),
    action: 'startServer',
    input: (spec) => ({ ...kindFields(endpointKinds[id]), ...spec }),
  })),
  ...ofKinds(clientIds, clientCommand, (id) => ({
    ask: async (shell) => (await connect()).connect(shell, id),
    action: 'connect',
    input: (spec) => ({ transport: id, ...spec }),
  })),
  'wirebench.startSavedServer': {
    ask: async (shell, call) => (await saved()).startSavedServer(shell, call),
    action: 'startSavedServer',
  },
  'wirebench.saveServer': async (shell, call) => (await saved()).saveEndpoint(shell, call),
  'wirebench.forgetSavedServer': async (_shell, call) => (await saved()).forgetSavedServer(call),
  'wirebench.editSavedServers': async () => (await saved()).editSavedServers(),
  'wirebench.stop': { ask: async (shell, call) => (await endpoints()).stop(shell, call), action: 'stop' },
  'wirebench.stopAll': { ask: async (shell) => (await endpoints()).stopAll(shell), action: 'stopAll' },
  'wirebench.restart': { ask: async (shell, call) => (await endpoints()).restart(shell, call), action: 'restart' },
  'wirebench.remove': { ask: async (shell, call) => (await endpoints()).remove(shell, call), action: 'remove' },
  'wirebench.removeStopped': {
    ask: async (shell) => (await endpoints()).removeStopped(shell),
    action: 'removeStopped',
  },
  'wirebench.changeBehaviour': {
    ask: async (shell, call) => (await start()).changeBehaviour(shell, call),
    action: 'changeBehaviour',
    input: (given, { node, reference }) => {
      const endpoint = node?.kind === 'endpoint' ? node.endpoint : reference;
      if (endpoint === undefined) return 'endpoint' in given ? given : undefined;
      return { endpoint, behaviour: given };
    },
  },
  'wirebench.send': { ask: async (shell, call) => (await send()).send(shell, call), action: 'send', input: message },
  'wirebench.sendToAll': {
    ask: async (shell, call) => (await send()).sendToAll(shell, call),
    action: 'send',
    input: toAll,
  },
  'wirebench.sendToAddress': {
    ask: async (shell, call) => (await send()).sendToAddress(shell, call),
    action: 'send',
    input: message,
  },
  'wirebench.sendAgain': async (shell) => (await send()).sendAgain(shell),
  'wirebench.stopRepeating': async () => (await send()).stopRepeating(),
  'wirebench.clearMessageHistory': async (shell) => (await send()).clearHistory(shell),
  'wirebench.previousMessage': async () => (await send()).recall(1),
  'wirebench.nextMessage': async () => (await send()).recall(-1),
  'wirebench.composeInEditor': async (shell, call) => (await editor()).composeInEditor(shell, call),
  'wirebench.sendEditor': async (shell, { target }) => (await editor()).sendEditor(shell, target),
  'wirebench.closeConnection': closing('close'),
  'wirebench.resetConnection': closing('reset'),
  'wirebench.endConnection': closing('end'),
  'wirebench.copyAddress': async (shell, call) => (await copy()).copyAddress(shell, call),
  'wirebench.openInBrowser': async (shell, call) => (await copy()).openInBrowser(shell, call),
  'wirebench.copyPython': async (shell, call) => (await copy()).copyPython(shell, call),
  'wirebench.connectTerminal': {
    ask: async (shell, call) => (await terminal()).connectTerminal(shell, call),
    action: 'connect',
    input: (spec) => ({ transport: 'tcp', host: '127.0.0.1', ...spec }),
    act: async (shell, spec) => (await terminal()).openTerminal(shell, spec),
  },
  'wirebench.showTraffic': {
    ask: async (shell, call) => (await traffic()).showTraffic(shell, call),
    action: 'showTraffic',
  },
  'wirebench.clearTraffic': { ask: async (shell) => (await traffic()).clearTraffic(shell), action: 'clearTraffic' },
  'wirebench.saveTraffic': {
    ask: async (shell, { target }) => (await traffic()).saveTraffic(shell, target),
    action: 'saveTraffic',
    act: async (shell, file) => (await traffic()).saveTo(shell, file),
  },
  'wirebench.filterTraffic': page({ do: 'focusFilter' }),
  'wirebench.pauseTraffic': page({ do: 'togglePause' }),
  'wirebench.followTraffic': page({ do: 'toggleFollow' }),
  'wirebench.showBytes': page({ do: 'focusBytes' }),
  'wirebench.openTrafficInEditor': async (shell) => (await shell.traffic()).openInEditor(),
  'wirebench.onlyThisEndpoint': page({ do: 'narrow', key: 'endpoint', not: false }),
  'wirebench.onlyThisPeer': page({ do: 'narrow', key: 'peer', not: false }),
  'wirebench.notThisEndpoint': page({ do: 'narrow', key: 'endpoint', not: true }),
  'wirebench.notThisPeer': page({ do: 'narrow', key: 'peer', not: true }),
  'wirebench.copyEventText': page({ do: 'copyEvent', format: 'text' }),
  'wirebench.copyEventHex': page({ do: 'copyEvent', format: 'spaced-hex' }),
  'wirebench.copyEventPython': page({ do: 'copyEvent', format: 'python-bytes' }),
  'wirebench.copyEventJson': page({ do: 'copyEvent', format: 'json' }),
  'wirebench.copyEventAs': async (shell) => (await traffic()).copyEventAs(shell),
  'wirebench.sendEventAgain': page({ do: 'onEvent', what: 'sendAgain' }),
  'wirebench.showEventEndpoint': page({ do: 'onEvent', what: 'showEndpoint' }),
  'wirebench.showEndpoint': async (shell, call) => (await endpoints()).showEndpoint(shell, call),
  'wirebench.showMore': async (shell, call) => (await endpoints()).showMore(shell, call),
  'wirebench.connectToServer': async (shell, call) => (await endpoints()).connectToServer(shell, call),
  'wirebench.sendGetTo': async (shell, call) => (await endpoints()).sendGetTo(shell, call),
  'wirebench.showActions': async (shell) => (await endpoints()).showActions(shell),
  'wirebench.activateSelected': async (shell) => (await endpoints()).activateSelected(shell),
  'wirebench.deleteSelected': async (shell) => (await endpoints()).deleteSelected(shell),
  'wirebench.sendRequest': async (shell, { target, others }) => (await requests()).sendRequest(shell, target, others),
  'wirebench.runAllRequests': async (shell, { target }) => (await requests()).runAllRequests(shell, target),
  'wirebench.cancelRequests': async (shell) => (await requests()).cancelRequests(shell),
  'wirebench.endRequestSession': async (shell, { target }) => (await requests()).endSession(shell, target),
  'wirebench.sendHttpGet': http('GET'),
  'wirebench.sendHttpPost': http('POST'),
  'wirebench.showResponse': async (shell) => (await requests()).showResponse(shell),
  'wirebench.saveResponseBody': async (shell, { target }) => (await requests()).saveShownBody(shell, target),
  'wirebench.compareResponse': async (shell) => (await requests()).onShown(shell, 'compare'),
  'wirebench.copyRequestAs': async (shell, { target }) => (await requests()).copyShownAs(shell, target),
  'wirebench.showCookies': async (shell) => (await cookies()).showCookies(shell),
  'wirebench.clearCookies': async (shell) => (await cookies()).clearCookies(shell),
  'wirebench.selectEnvironment': async (shell, { target }) => (await environments()).selectEnvironment(shell, target),
  'wirebench.newRequestFile': async () => (await requests()).newRequestFile(),
  'wirebench.debugLabCell': async (shell, { target }) => (await shell.labs()).debugActive(target),
  'wirebench.restartLab': async (shell) => (await shell.labs()).restartActive(),
  'wirebench.resolveDns': {
    ask: async (shell, call) => (await names()).resolveDns(shell, call),
    action: 'resolveDns',
    act: async (shell, spec) => (await names()).resolve(shell, spec),
  },
  'wirebench.reverseLookUp': {
    ask: async (shell, call) => (await names()).reverseLookUp(shell, call),
    action: 'reverseLookUp',
    act: async (shell, spec) => (await names()).reverse(shell, spec),
  },
  'wirebench.lookUpName': {
    ask: async (shell) => (await names()).lookUpName(shell),
    action: 'lookUpName',
    act: async (shell, spec) => (await names()).lookUp(shell, spec),
  },
  'wirebench.traceDns': {
    ask: async (shell) => (await names()).traceDns(shell),
    action: 'traceDns',
    act: async (shell, spec) => (await names()).trace(shell, spec),
  },
  'wirebench.showNames': async (shell) => (await names()).showNames(shell),
  'wirebench.copyDig': async (shell, call) => (await copy()).copyDig(shell, call),
  'wirebench.newCourse': {
    ask: async (shell) => (await course()).newCourse(shell),
    action: 'copyCourse',
    act: async (shell, copy) => (await course()).copyAndOpen(shell, copy),
  },
  'wirebench.newLab': {
    ask: async (shell) => (await course()).newLab(shell),
    action: 'makeLab',
    act: async (shell, lab) => (await course()).makeAndOpen(shell, lab),
  },
  'wirebench.openLab': async (shell, call) => (await labs()).openLab(shell, call),
  'wirebench.openLabAsText': async (shell, call) => (await labs()).openLabAsText(shell, call),
  'wirebench.checkLab': async (shell, call) => (await labs()).checkLab(shell, call),
  'wirebench.stopLabCheck': async (shell, call) => (await labs()).stopLabCheck(shell, call),
  'wirebench.showLabHint': async (shell, call) => (await labs()).showLabHint(shell, call),
  'wirebench.showLabSolution': async (shell, call) => (await labs()).showLabSolution(shell, call),
  'wirebench.resetLab': async (shell, call) => (await labs()).resetLab(shell, call),
  'wirebench.forgetLabProgress': async (shell, call) => (await labs()).forgetLabProgress(shell, call),
  'wirebench.refreshLabs': async (shell) => (await shell.courses()).labs.refresh(),
  'wirebench.openWalkthrough': async () => (await help()).openWalkthrough(),
  'wirebench.openSettings': async () => (await help()).openSettings(),
};
