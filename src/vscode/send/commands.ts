import * as vscode from 'vscode';
import type { SendResult } from '../../engine/messages.ts';
import type { Destination, Repeat } from '../../net/spec.ts';
import type { Payload } from '../../protocol/text/payload.ts';
import { chooseEndpoint } from '../endpoints/target.ts';
import { count } from '../../base/quantities.ts';
import { isActive } from '../registryMirror.ts';
import type { Shell } from '../shell.ts';
import { compose, recallInComposer } from './composer.ts';
import { askAddressee, recipientsGiven, type Recipients } from './destination.ts';
import { cancelSends, saveHistory, sendLast, sendPayload } from './sender.ts';

/** What a program passes to send without a question. */
interface Message {
  readonly payload: Payload;
  readonly to?: Destination;
  readonly repeat?: Repeat;
}

/** Sends a given message, or opens the message box. */
export async function send(shell: Shell, target: unknown, message: unknown): Promise<SendResult | undefined> {
  const recipients = await recipientsGiven(shell, target);
  if (recipients === undefined) return undefined;
  return sendOrCompose(shell, recipients, isMessage(message) ? message : target);
}

export async function sendToAll(shell: Shell, target: unknown, message: unknown): Promise<SendResult | undefined> {
  const recipients = await recipientsGiven(shell, target);
  if (recipients === undefined) return undefined;
  const all: Recipients = { endpoint: recipients.endpoint, to: { kind: 'all' } };
  return sendOrCompose(shell, all, isMessage(message) ? message : target);
}

export async function sendToAddress(shell: Shell, target: unknown, message: unknown): Promise<SendResult | undefined> {
  if (isMessage(message)) return send(shell, target, message);
  const endpoint = await chooseEndpoint(shell, target, {
    question: 'Send from which UDP endpoint?',
    fits: (candidate) => isActive(candidate) && candidate.spec.transport === 'udp',
    none: 'No UDP endpoint is running. Start a UDP server or open a UDP socket first.',
  });
  const recipients = endpoint && (await askAddressee(endpoint.id));
  return recipients && sendOrCompose(shell, recipients, undefined);
}

async function sendOrCompose(shell: Shell, given: Recipients, message: unknown): Promise<SendResult | undefined> {
  if (isMessage(message)) {
    const recipients = message.to === undefined ? given : { ...given, to: message.to };
    return sendPayload(shell, recipients, message.payload, message.repeat, vscode.workspace.isTrusted);
  }
  await compose(shell, given);
  return undefined;
}

function isMessage(value: unknown): value is Message {
  return typeof value === 'object' && value !== null && 'payload' in value;
}

export async function sendAgain(shell: Shell): Promise<SendResult> {
  const result = await sendLast(shell);
  vscode.window.setStatusBarMessage(`Sent ${count(result.bytes, 'byte')} again`, 3000);
  return result;
}

export function stopRepeating(): void {
  const stopped = cancelSends();
  vscode.window.setStatusBarMessage(stopped === 0 ? 'Nothing repeats' : `Stopped ${count(stopped, 'send')}`, 3000);
}

export async function clearHistory(shell: Shell): Promise<void> {
  await saveHistory(shell, undefined);
}

export function recall(step: 1 | -1): void {
  recallInComposer(step);
}
