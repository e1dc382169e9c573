import * as vscode from 'vscode';
import type { EndpointSnapshot } from '../../engine/messages.ts';
import type { ClientSpec } from '../../endpoints/spec.ts';
import { formatAddress } from '../../traffic/event.ts';
import type { Acting } from '../act.ts';
import type { Call } from '../call.ts';
import { chooseConnection } from '../endpoints/target.ts';
import { callableAddress } from '../endpoints/itemText.ts';
import { ownServers } from '../start/connect.ts';
import { labelText } from '../uiText.ts';
import { ConnectTerminal, type TerminalTarget } from './connectTerminal.ts';

/** The options of a terminal that talks to a connection. It asks for an address if none is given. */
function terminalOptions(shell: Acting, target: TerminalTarget): vscode.ExtensionTerminalOptions {
  return {
    name: 'Wirebench',
    iconPath: new vscode.ThemeIcon('plug'),
    pty: new ConnectTerminal(shell, target),
  };
}

/** The profile that the editor creates a terminal from when the user chooses it. */
export function connectProfile(shell: Acting): vscode.TerminalProfile {
  const options = terminalOptions(shell, { kind: 'ask' });
  // If the profile is chosen from the palette, the editor creates the terminal but leaves it hidden behind another view
  // of the panel.
  const opened = vscode.window.onDidOpenTerminal((terminal) => {
    const { creationOptions } = terminal;
    if (!('pty' in creationOptions) || creationOptions.pty !== options.pty) return;
    opened.dispose();
    terminal.show();
  });
  return new vscode.TerminalProfile(options);
}

/** Opens a terminal for a connection, for an address, or for a connection or address that the user chooses. */
export async function connectTerminal(acting: Acting, call: Call): Promise<vscode.Terminal | undefined> {
  const chosen = await terminalTarget(acting, call);
  return chosen && open(acting, chosen);
}

export const openTerminal = (acting: Acting, spec: ClientSpec): vscode.Terminal =>
  open(acting, { kind: 'connect', spec: { ...spec, role: 'client' } });

function open(acting: Acting, target: TerminalTarget): vscode.Terminal {
  const terminal = vscode.window.createTerminal(terminalOptions(acting, target));
  terminal.show();
  return terminal;
}

async function terminalTarget(acting: Acting, call: Call): Promise<TerminalTarget | undefined> {
  const { node } = call;
  if (node?.kind === 'connection') return { ...node, kind: 'attach' };
  if (node?.kind === 'endpoint') return ofEndpoint(acting, node.endpoint, call);
  return choose(acting);
}

async function ofEndpoint(shell: Acting, id: number, call: Call): Promise<TerminalTarget | undefined> {
  const endpoint = shell.registry.endpoint(id);
  if (endpoint === undefined) return undefined;
  if (endpoint.spec.role === 'client') {
    return { kind: 'attach', endpoint: id, connection: endpoint.connections[0]?.id ?? 0 };
  }
  const found = await chooseConnection(shell, call, 'Talk to which connection?');
  return found && { kind: 'attach', endpoint: id, connection: found.connection.id };
}

interface Choice extends vscode.QuickPickItem {
  readonly target: TerminalTarget;
}

/** The open connections, and an item for an address typed in the terminal. */
async function choose(shell: Acting): Promise<TerminalTarget | undefined> {
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
