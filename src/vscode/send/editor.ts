import * as vscode from 'vscode';
import type { CommandId } from '../manifest/commands.ts';
import { count } from '../../base/quantities.ts';
import type { Call } from '../call.ts';
import { recipientsGiven, recipientsText } from './destination.ts';
import { describeDraft, type Draft } from './draft.ts';
import { labelText } from '../uiText.ts';
import type { Recipients } from './recipients.ts';
import { freshDraft, sendDraft, type WritingShell } from './sender.ts';

/** Messages written in editors, by the document's URI. */
const messages = new Map<string, { recipients: Recipients; draft: Draft }>();
const lensesChanged = new vscode.EventEmitter<void>();
let registered = false;

/** Opens an editor for a message of many lines. */
export async function composeInEditor(shell: WritingShell, call: Call): Promise<void> {
  const recipients = await recipientsGiven(shell, call);
  if (recipients === undefined) return;
  await openMessage(shell, recipients, freshDraft(shell, shell.registry.endpoint(recipients.endpoint)?.spec.encoding));
}

/** Opens an editor with the text so far. */
export async function openMessage(shell: WritingShell, recipients: Recipients, draft: Draft): Promise<void> {
  register(shell);
  const content = draft.kind === 'file' ? '' : draft.text;
  const document = await vscode.workspace.openTextDocument({ language: 'plaintext', content });
  messages.set(document.uri.toString(), {
    recipients,
    draft: draft.kind === 'file' ? { ...draft, kind: 'text', text: '' } : draft,
  });
  await announceMessages();
  await vscode.window.showTextDocument(document, { preview: false });
}

/** Sends the selected text of an editor, or all of it. */
export async function sendEditor(shell: WritingShell, uri: unknown): Promise<void> {
  const wanted = uri instanceof vscode.Uri ? uri.toString() : undefined;
  const editor =
    vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === wanted) ??
    vscode.window.activeTextEditor;
  if (editor === undefined) {
    void vscode.window.showInformationMessage('Open an editor with the message first.');
    return;
  }
  const known = messages.get(editor.document.uri.toString());
  const recipients = known?.recipients ?? (await recipientsGiven(shell));
  if (recipients === undefined) return;
  const text = editor.document.getText(editor.selection.isEmpty ? undefined : editor.selection);
  const result = await sendDraft(shell, recipients, { ...(known?.draft ?? freshDraft(shell)), text });
  vscode.window.setStatusBarMessage(`Sent ${count(result.bytes, 'byte')}`, 3000);
}

/** Sets the context key for the `when` of the title button and the key binding. */
async function announceMessages(): Promise<void> {
  await vscode.commands.executeCommand('setContext', 'wirebench.messages', [...messages.keys()]);
  lensesChanged.fire();
}

function register(shell: WritingShell): void {
  if (registered) return;
  registered = true;
  const lenses: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: lensesChanged.event,
    provideCodeLenses(document) {
      const message = messages.get(document.uri.toString());
      if (message === undefined) return [];
      const title = `$(send) Send to ${labelText(recipientsText(shell, message.recipients))} (${describeDraft(message.draft)})`;
      const command = 'wirebench.sendEditor' satisfies CommandId;
      return [new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), { title, command, arguments: [document.uri] })];
    },
  };
  shell.context.subscriptions.push(
    vscode.languages.registerCodeLensProvider({ scheme: 'untitled' }, lenses),
    vscode.workspace.onDidCloseTextDocument((document) => {
      if (messages.delete(document.uri.toString())) void announceMessages();
    }),
    { dispose: () => (registered = false) },
  );
}
