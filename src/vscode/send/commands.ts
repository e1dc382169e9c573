import * as vscode from 'vscode';
import type { SendResult } from '../../engine/messages.ts';
import { actWith } from '../act.ts';
import type { Call } from '../call.ts';
import { chooseEndpoint } from '../endpoints/target.ts';
import { count } from '../../base/quantities.ts';
import { isActive } from '../registryMirror.ts';
import { compose, recallInComposer } from './composer.ts';
import { askAddressee, recipientsGiven } from './destination.ts';
import type { Recipients } from './recipients.ts';
import { cancelSends, saveHistory, sendLast, type WritingShell } from './sender.ts';

/** Opens the message box; a program's message is sent at once. */
export async function send(shell: WritingShell, call: Call): Promise<SendResult | undefined> {
  return sendTo(shell, await recipientsGiven(shell, call), call);
}

export async function sendToAll(shell: WritingShell, call: Call): Promise<SendResult | undefined> {
  const recipients = await recipientsGiven(shell, call);
  return sendTo(shell, recipients && { ...recipients, to: { kind: 'all' } }, call);
}

export async function sendToAddress(shell: WritingShell, call: Call): Promise<SendResult | undefined> {
  if (call.parameters) return send(shell, call);
  const endpoint = await chooseEndpoint(shell, call, {
    question: 'Send from which UDP endpoint?',
    fits: (candidate) => isActive(candidate) && candidate.spec.transport === 'udp',
    none: 'No UDP endpoint is running. Start a UDP server or open a UDP socket first.',
  });
  return sendTo(shell, endpoint && (await askAddressee(endpoint.id)), call);
}

async function sendTo(
  shell: WritingShell,
  recipients: Recipients | undefined,
  { parameters }: Call,
): Promise<SendResult | undefined> {
  if (recipients === undefined) return undefined;
  if (parameters) return actWith(shell, 'send', { ...recipients, ...parameters });
  await compose(shell, recipients);
  return undefined;
}

export async function sendAgain(shell: WritingShell): Promise<SendResult> {
  const result = await sendLast(shell);
  vscode.window.setStatusBarMessage(`Sent ${count(result.bytes, 'byte')} again`, 3000);
  return result;
}

export function stopRepeating(): void {
  const stopped = cancelSends();
  vscode.window.setStatusBarMessage(stopped === 0 ? 'Nothing repeats' : `Stopped ${count(stopped, 'send')}`, 3000);
}

export async function clearHistory(shell: WritingShell): Promise<void> {
  await saveHistory(shell, undefined);
}

export function recall(step: 1 | -1): void {
  recallInComposer(step);
}
