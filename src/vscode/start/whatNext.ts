import * as vscode from 'vscode';
import type { EndpointSnapshot } from '../../engine/messages.ts';
import { callCommand } from '../callCommand.ts';
import type { Node } from '../endpoints/node.ts';
import type { CommandId } from '../manifest/commands.ts';
import type { Arguments } from '../signatures.ts';
import { whereIs } from '../endpoints/itemText.ts';
import type { Shell } from '../shell.ts';
import { labelText, messageText } from '../uiText.ts';
import type { NextStep } from '../../endpoints/kind.ts';
import { kindOfSpec } from '../../endpoints/table.ts';

/** The commands that take a row of the tree. */
type CommandAboutRow = { [C in CommandId]: Node extends Arguments<C>[0] ? C : never }[CommandId];

interface Next {
  readonly label: string;
  readonly command: CommandAboutRow;
}

const nextSteps: Readonly<Record<NextStep, Next>> = {
  connect: { label: 'Connect a Terminal', command: 'wirebench.connectTerminal' },
  python: { label: 'Copy as Python', command: 'wirebench.copyPython' },
  traffic: { label: 'Show Traffic', command: 'wirebench.showTraffic' },
  browser: { label: 'Open in Browser', command: 'wirebench.openInBrowser' },
  get: { label: 'Send GET', command: 'wirebench.sendGetTo' },
  resolve: { label: 'Resolve a Name', command: 'wirebench.resolveDns' },
  dig: { label: 'Copy as dig', command: 'wirebench.copyDig' },
};

/**
 * Shows that a server runs, with its next steps: in a notification with buttons until data has been received here for
 * the first time, and later in the status bar, which does not get in the way.
 */
export async function announce({ firstSteps }: Pick<Shell, 'firstSteps'>, endpoint: EndpointSnapshot): Promise<void> {
  const where = endpoint.local ? ` on ${whereIs(endpoint)}` : '';
  const text = `${endpoint.name} is running${where}`;
  if (firstSteps.has('talk')) {
    vscode.window.setStatusBarMessage(labelText(text), 5000);
    return;
  }
  const items = kindOfSpec(endpoint.spec).server.next.map((step) => ({
    title: nextSteps[step].label,
    next: nextSteps[step],
  }));
  const chosen = await vscode.window.showInformationMessage(messageText(`${text}.`), ...items);
  if (chosen === undefined) return;
  await callCommand(chosen.next.command, { kind: 'endpoint', endpoint: endpoint.id });
}
