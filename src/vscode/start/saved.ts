import * as vscode from 'vscode';
import { WirebenchError } from '../../base/errors.ts';
import type { EndpointSnapshot } from '../../engine/messages.ts';
import { savedText } from '../endpoints/itemText.ts';
import { chooseEndpoint } from '../endpoints/target.ts';
import { asNode, selection } from '../endpoints/treeModel.ts';
import { showProblem } from '../problems.ts';
import { askText } from '../prompts.ts';
import { forgetServer, savedServers, saveServer, type SavedServer } from '../settings.ts';
import type { Shell } from '../shell.ts';
import { savedServerRefusal } from '../trust.ts';
import { labelText, messageText } from '../uiText.ts';
import { keptSpec } from '../../endpoints/kept.ts';
import { run } from './run.ts';

export async function startSavedServer(shell: Shell, target: unknown): Promise<EndpointSnapshot | undefined> {
  const server = await chooseSaved(
    target === selection ? shell.endpointsView.selection[0] : target,
    'Start which saved server?',
  );
  if (server === undefined) return undefined;
  // A name comes from a program or a key binding: its errors are the caller's.
  return typeof target === 'string' ? run(shell, server, own) : runSaved(shell, server);
}

/** An untrusted workspace's own servers are not there for us (restrictedConfigurations): these are the person's. */
const own = { typed: true } as const;

async function runSaved(shell: Shell, server: SavedServer, after?: unknown): Promise<EndpointSnapshot | undefined> {
  try {
    return await run(shell, server, { ...own, after });
  } catch (error) {
    await showProblem(shell, error, {
      retry: () => runSaved(shell, server, error),
      useAnotherPort: () => runSaved(shell, { ...server, port: 0 }, error),
      openFile: editSavedServers,
    });
    return undefined;
  }
}

async function chooseSaved(target: unknown, question: string): Promise<SavedServer | undefined> {
  const all = savedServers();
  const node = asNode(target);
  const name = node?.kind === 'saved' ? node.name : target;
  if (typeof name === 'string') {
    const found = all.find((server) => server.name === name);
    if (found) return found;
    refuseUntrusted();
    throw new WirebenchError({
      code: 'no-such-server',
      message: `No server named "${name}" is saved in wirebench.servers.`,
      remedies: ['openSettings'],
    });
  }
  if (all.length === 0) {
    refuseUntrusted();
    const start = 'Start Server…';
    void vscode.window
      .showInformationMessage('No server is saved yet. Start one, then choose Save Server.', start)
      .then((chosen) => chosen === start && vscode.commands.executeCommand('wirebench.startServer'));
    return undefined;
  }
  const items = all.map((server) => ({
    label: labelText(server.name),
    description: labelText(savedText(server).description),
    server,
  }));
  return (await vscode.window.showQuickPick(items, { title: question, matchOnDescription: true }))?.server;
}

/** A setting of a workspace that is not trusted is not there for us: that is why a saved server is missing. */
function refuseUntrusted(): void {
  const refused = savedServerRefusal(vscode.workspace.isTrusted);
  if (refused) throw new WirebenchError(refused);
}

/** Keeps a server in `wirebench.servers`, under a name. */
export async function saveEndpoint(shell: Shell, target: unknown): Promise<SavedServer | undefined> {
  refuseUntrusted();
  const endpoint = await chooseEndpoint(shell, target, {
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
  shell.firstSteps.did('keep');
  return server;
}

export async function forgetSavedServer(target: unknown): Promise<void> {
  const server = await chooseSaved(target, 'Forget which saved server?');
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
