import * as vscode from 'vscode';
import type { EndpointSnapshot } from '../../engine/messages.ts';
import type { ServerSpec } from '../../net/spec.ts';
import type { CommandId } from '../manifest/commands.ts';
import { whereIs } from '../endpoints/itemText.ts';
import type { Shell } from '../shell.ts';
import { labelText, messageText } from '../uiText.ts';
import { kindOfSpec, type ServerKind } from './behaviours.ts';

interface Next {
  readonly label: string;
  readonly command: CommandId;
}

const connect: Next = { label: 'Connect a Terminal', command: 'wirebench.connectTerminal' };
const python: Next = { label: 'Copy as Python', command: 'wirebench.copyPython' };
const traffic: Next = { label: 'Show Traffic', command: 'wirebench.showTraffic' };
const browser: Next = { label: 'Open in Browser', command: 'wirebench.openInBrowser' };
const get: Next = { label: 'Send GET', command: 'wirebench.sendGetTo' };
const resolve: Next = { label: 'Resolve a Name', command: 'wirebench.resolveDns' };
const dig: Next = { label: 'Copy as dig', command: 'wirebench.copyDig' };

/** What people do with a server of each kind once it runs, first things first. */
const afterStart: Readonly<Record<ServerKind, readonly Next[]>> = {
  tcp: [connect, python, traffic],
  tls: [connect, python, traffic],
  udp: [connect, python, traffic],
  http: [get, browser, traffic],
  https: [get, browser, traffic],
  dns: [resolve, dig, traffic],
};

/**
 * Says that a server runs, and what to do with it: in a notification with buttons until something has been received here
 * for the first time, and from then on in the status bar, where it does not get in the way.
 */
export async function announce(shell: Shell, endpoint: EndpointSnapshot): Promise<void> {
  const where = endpoint.local ? ` on ${whereIs(endpoint)}` : '';
  const text = `${endpoint.name} is running${where}`;
  if (shell.firstSteps.has('talk')) {
    vscode.window.setStatusBarMessage(labelText(text), 5000);
    return;
  }
  const items = afterStart[kindOfSpec(endpoint.spec as ServerSpec)].map((next) => ({ title: next.label, next }));
  const chosen = await vscode.window.showInformationMessage(messageText(`${text}.`), ...items);
  if (chosen === undefined) return;
  await vscode.commands.executeCommand(chosen.next.command, { kind: 'endpoint', endpoint: endpoint.id });
}
