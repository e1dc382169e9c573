import * as vscode from 'vscode';
import { formatAddress } from '../../traffic/event.ts';
import type { Call } from '../call.ts';
import type { Shell } from '../shell.ts';
import { labelText, messageText } from '../uiText.ts';
import { urlOf, whereIs } from './itemText.ts';
import { digCommand, pythonPeer } from './snippets.ts';
import { chooseEndpoint } from './target.ts';

const wanted = { question: 'Copy the address of which endpoint?', none: 'There is no endpoint.' };

export async function copyAddress(choosing: Pick<Shell, 'registry'>, call: Call): Promise<string | undefined> {
  const text = connectionAddress(choosing, call) ?? (await endpointAddress(choosing, call));
  if (text === undefined) return undefined;
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(labelText(`Copied ${text}`), 3000);
  return text;
}

function connectionAddress(choosing: Pick<Shell, 'registry'>, { node }: Call): string | undefined {
  const found = node?.kind === 'connection' ? choosing.registry.connection(node.connection) : undefined;
  return found && formatAddress(found.connection.peer);
}

async function endpointAddress(choosing: Pick<Shell, 'registry'>, call: Call): Promise<string | undefined> {
  const endpoint = await chooseEndpoint(choosing, call, wanted);
  return endpoint && whereIs(endpoint);
}

/** Opens the pages of an HTTP server in a browser. In a remote window the port is forwarded on the way. */
export async function openInBrowser(choosing: Pick<Shell, 'registry'>, call: Call): Promise<boolean> {
  const endpoint = await chooseEndpoint(choosing, call, {
    question: 'Open which HTTP server?',
    fits: ({ spec, state }) => spec.application === 'http' && state === 'running',
    none: 'No HTTP server is running. Start one first.',
  });
  const url = endpoint && urlOf(endpoint);
  if (url === undefined) return false;
  return vscode.env.openExternal(await vscode.env.asExternalUri(vscode.Uri.parse(url, true)));
}

/** Copies the shell command that asks a DNS server. */
export async function copyDig(choosing: Pick<Shell, 'registry'>, call: Call): Promise<string | undefined> {
  const endpoint = await chooseEndpoint(choosing, call, {
    question: 'Copy the dig command for which DNS server?',
    fits: ({ spec, state }) => spec.application === 'dns' && state === 'running',
    none: 'No DNS server is running. Start one first.',
  });
  if (endpoint?.local === undefined) return undefined;
  const text = digCommand(endpoint.local);
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(labelText(`Copied ${text}`), 3000);
  return text;
}

/** Copies a Python program for the other end. */
export async function copyPython(choosing: Pick<Shell, 'registry'>, call: Call): Promise<string | undefined> {
  const endpoint = await chooseEndpoint(choosing, call, {
    ...wanted,
    question: 'A Python program for which endpoint?',
  });
  if (endpoint === undefined) return undefined;
  const program = pythonPeer(endpoint.spec, endpoint.local);
  await vscode.env.clipboard.writeText(program);
  const open = 'Open in Editor';
  const role = endpoint.spec.role === 'server' ? 'client' : 'server';
  void vscode.window
    .showInformationMessage(messageText(`A Python ${role} for ${endpoint.name} is on the clipboard.`), open)
    .then(async (chosen) => {
      if (chosen !== open) return;
      const document = await vscode.workspace.openTextDocument({ language: 'python', content: program });
      await vscode.window.showTextDocument(document);
    });
  return program;
}
