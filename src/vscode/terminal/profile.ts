import * as vscode from 'vscode';
import type { EndpointSnapshot } from '../../engine/messages.ts';
import type { ClientSpec } from '../../endpoints/spec.ts';
import { formatAddress } from '../../traffic/event.ts';
import { isSpec } from '../commandArguments.ts';
import { chooseConnection } from '../endpoints/target.ts';
import { asNode } from '../endpoints/treeModel.ts';
import type { Shell } from '../shell.ts';
import { callableAddress } from '../endpoints/itemText.ts';
import { ownServers } from '../start/connect.ts';
import { labelText } from '../uiText.ts';
import { ConnectTerminal, type TerminalTarget } from './connectTerminal.ts';

/** The options of a terminal that talks to a connection; it asks for an address where none is given. */
function terminalOptions(shell: Shell, target: TerminalTarget): vscode.ExtensionTerminalOptions {
  return {
    name: 'Wirebench',
    iconPath: new vscode.ThemeIcon('plug'),
    pty: new ConnectTerminal(shell, target),
  };
}

/** What the editor makes a terminal of when a person chooses the profile. */
export function connectProfile(shell: Shell): vscode.TerminalProfile {
  const options = terminalOptions(shell, { kind: 'ask' });
  // Chosen from the palette, the editor makes the terminal and leaves it hidden behind another view of the panel.
  const opened = vscode.window.onDidOpenTerminal((terminal) => {
    const { creationOptions } = terminal;
    if (!('pty' in creationOptions) || creationOptions.pty !== options.pty) return;
    opened.dispose();
    terminal.show();
  });
  return new vscode.TerminalProfile(options);
}

/** Opens a terminal at a connection, at an address, or at one that is chosen. */
export async function connectTerminal(shell: Shell, target: unknown): Promise<vscode.Terminal | undefined> {
  const chosen = await terminalTarget(shell, target);
  if (chosen === undefined) return undefined;
  const terminal = vscode.window.createTerminal(terminalOptions(shell, chosen));
  terminal.show();
  return terminal;
}

async function terminalTarget(shell: Shell, target: unknown): Promise<TerminalTarget | undefined> {
  if (isSpec(target)) {
    return { kind: 'connect', spec: { transport: 'tcp', host: '127.0.0.1', ...target, role: 'client' } as ClientSpec };
  }
  const node = target === 'selection' ? shell.endpointsView.selection[0] : asNode(target);
  if (node?.kind === 'connection') return { ...node, kind: 'attach' };
  if (node?.kind === 'endpoint') return ofEndpoint(shell, node.endpoint, node);
  return choose(shell);
}

async function ofEndpoint(shell: Shell, id: number, target: unknown): Promise<TerminalTarget | undefined> {
  const endpoint = shell.registry.endpoint(id);
  if (endpoint === undefined) return undefined;
  if (endpoint.spec.role === 'client') {
    return { kind: 'attach', endpoint: id, connection: endpoint.connections[0]?.id ?? 0 };
  }
  const found = await chooseConnection(shell, target, 'Talk to which connection?');
  return found && { kind: 'attach', endpoint: id, connection: found.connection.id };
}

interface Choice extends vscode.QuickPickItem {
  readonly target: TerminalTarget;
}

/** The connections that are open, and an address to be typed in the terminal. */
async function choose(shell: Shell): Promise<TerminalTarget | undefined> {
  const open = shell.registry.endpoints.flatMap((endpoint) =>
    endpoint.connections.map((connection): Choice => ({
      label: labelText(formatAddress(connection.peer)),
      description: labelText(endpoint.name),
      target: { kind: 'attach', endpoint: endpoint.id, connection: connection.id },
    })),
  );
  const own = ownServers(shell, 'tcp').map(serverChoice);
  const ask: Choice = { label: '$(plug) An address…', description: 'Typed in the terminal', target: { kind: 'ask' } };
  if (open.length === 0 && own.length === 0) return ask.target;
  const chosen = await vscode.window.showQuickPick([...own, ask, ...open], {
    title: 'Connect Terminal',
    placeHolder: 'The address to connect to',
    matchOnDescription: true,
  });
  return chosen?.target;
}

function serverChoice(server: EndpointSnapshot): Choice {
  const peer = callableAddress(server);
  return {
    label: `$(plug) ${labelText(server.name)}`,
    description: labelText(formatAddress(peer)),
    target: { kind: 'connect', spec: { role: 'client', transport: 'tcp', ...peer } },
  };
}
