import * as vscode from 'vscode';
import { WirebenchError } from '../../base/errors.ts';
import type { EndpointSnapshot } from '../../engine/messages.ts';
import { savedText } from '../endpoints/itemText.ts';
import { chooseEndpoint } from '../endpoints/target.ts';
import { act, around, type Acting } from '../act.ts';
import { savedServer } from '../actions/start.ts';
import type { Call } from '../call.ts';
import { callCommand } from '../callCommand.ts';
import { showProblem } from '../problems.ts';
import { askText } from '../prompts.ts';
import { forgetServer, savedServers, saveServer, type SavedServer } from '../settings.ts';
import type { Shell } from '../shell.ts';
import { savedServerRefusal } from '../trust.ts';
import { labelText, messageText } from '../uiText.ts';
import { keptSpec } from '../../endpoints/kept.ts';

export async function startSavedServer(shell: Acting, call: Call): Promise<EndpointSnapshot | undefined> {
  const server = await chooseSaved(call, 'Start which saved server?');
  if (server === undefined) return undefined;
  // A name comes from a key binding or a program: its error offers no retry.
  return typeof call.reference === 'string' ? act(shell, 'startServer', server, own) : runSaved(shell, server);
}

/** The editor hides an untrusted workspace's own servers (restrictedConfigurations), so these are the user's. */
const own = { typed: true } as const;

async function runSaved(shell: Acting, server: SavedServer, after?: unknown): Promise<EndpointSnapshot | undefined> {
  try {
    return await act(shell, 'startServer', server, { ...own, after });
  } catch (error) {
    await showProblem(shell, error, {
      retry: () => runSaved(shell, server, error),
      useAnotherPort: () => runSaved(shell, { ...server, port: 0 }, error),
      openFile: editSavedServers,
    });
    return undefined;
  }
}

async function chooseSaved({ node, reference }: Call, question: string): Promise<SavedServer | undefined> {
  const name = node?.kind === 'saved' ? node.name : reference;
  if (typeof name === 'string') return savedServer(around, name);
  const all = savedServers();
  if (all.length === 0) {
    refuseUntrusted();
    const start = 'Start Server…';
    void vscode.window
      .showInformationMessage('No server is saved yet. Start one, then choose Save Server.', start)
      .then((chosen) => (chosen === start ? callCommand('wirebench.startServer') : undefined));
    return undefined;
  }
  const items = all.map((server) => ({
    label: labelText(server.name),
    description: labelText(savedText(server).description),
    server,
  }));
  return (await vscode.window.showQuickPick(items, { title: question, matchOnDescription: true }))?.server;
}

/** The editor hides settings of an untrusted workspace, so the saved server may be missing for that reason. */
function refuseUntrusted(): void {
  const refused = savedServerRefusal(vscode.workspace.isTrusted);
  if (refused) throw new WirebenchError(refused);
}

/** Saves a server in `wirebench.servers`, under a name. */
export async function saveEndpoint(
  { registry, firstSteps }: Pick<Shell, 'registry' | 'firstSteps'>,
  call: Call,
): Promise<SavedServer | undefined> {
  refuseUntrusted();
  const endpoint = await chooseEndpoint({ registry }, call, {
    question: 'Save which server?',
    fits: ({ spec }) => spec.role === 'server',
    none: 'There is no server to save. Start one first.',
  });
  if (endpoint?.spec.role !== 'server') return undefined;
  const taken = new Set(savedServers().map(({ name }) => name));
  const answer = await askText({
    title: 'Save Server',
    prompt: 'The name of the server in the settings (wirebench.servers) and in the tree.',
    value: endpoint.name,
    check: (text) => {
      if (text.trim() === '') return { severity: 'error', message: 'Type a name.' };
      return taken.has(text.trim())
        ? { severity: 'warning', message: messageText(`"${text.trim()}" is saved already and will be replaced.`) }
        : undefined;
    },
  });
  if (answer === undefined) return undefined;
  const server: SavedServer = { ...keptSpec(endpoint.spec), name: answer.text.trim() };
  await saveServer(server);
  firstSteps.did('keep');
  return server;
}

export async function forgetSavedServer(call: Call): Promise<void> {
  const server = await chooseSaved(call, 'Forget which saved server?');
  if (server === undefined) return;
  const forget = 'Forget';
  const sure = await vscode.window.showWarningMessage(
    messageText(`Forget the saved server "${server.name}"? It is removed from the settings.`),
    { modal: true },
    forget,
  );
  if (sure === forget) await forgetServer(server.name);
}

export async function editSavedServers(): Promise<void> {
  const command = vscode.workspace.workspaceFolders
    ? 'workbench.action.openWorkspaceSettingsFile'
    : 'workbench.action.openSettingsJson';
  await vscode.commands.executeCommand(command, { revealSetting: { key: 'wirebench.servers', edit: true } });
}
