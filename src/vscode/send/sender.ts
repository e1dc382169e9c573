import { WirebenchError } from '../../base/errors.ts';
import type { SendResult } from '../../engine/messages.ts';
import { act, type Acting } from '../act.ts';
import type { Sending } from '../actions/send.ts';
import { readSettings } from '../settings.ts';
import type { Shell } from '../shell.ts';
import type { Recipients } from './recipients.ts';
import { payloadOf, type Draft } from './draft.ts';
import { remember, type PastMessage } from './history.ts';

const historyKey = 'messageHistory';
const optionsKey = 'messageOptions';

/** The current sends, which can be cancelled: repeated or long ones. */
const underWay = new Set<AbortController>();
let last: { recipients: Recipients; draft: Draft } | undefined;

export type WritingShell = Acting & Pick<Shell, 'context'>;

/** Sends a message that the user wrote or chose. A long send shows progress and can be cancelled. */
export async function sendMessage(acting: Acting, sending: Sending): Promise<SendResult> {
  const abort = new AbortController();
  underWay.add(abort);
  try {
    return await act(acting, 'send', sending, { trusted: true }, abort);
  } finally {
    underWay.delete(abort);
  }
}

/** Sends a draft and keeps it: in the history, and for Send Again. */
export async function sendDraft(shell: WritingShell, recipients: Recipients, draft: Draft): Promise<SendResult> {
  last = { recipients, draft };
  const { repeat } = draft;
  const result = await sendMessage(shell, { ...recipients, payload: payloadOf(draft), ...(repeat && { repeat }) });
  await saveHistory(shell, remember(messageHistory(shell), draft));
  return result;
}

export async function sendLast(shell: WritingShell): Promise<SendResult> {
  if (last === undefined) {
    throw new WirebenchError({
      code: 'nothing-sent',
      message: 'There is no earlier message. Choose Send Message… first.',
    });
  }
  return sendDraft(shell, last.recipients, last.draft);
}

/** Cancels the current sends. Returns their number. */
export function cancelSends(): number {
  for (const abort of underWay) abort.abort();
  return underWay.size;
}

export function messageHistory({ context }: Pick<Shell, 'context'>): readonly PastMessage[] {
  return context.workspaceState.get<PastMessage[]>(historyKey) ?? [];
}

export async function saveHistory(
  { context }: Pick<Shell, 'context'>,
  history: readonly PastMessage[] | undefined,
): Promise<void> {
  await context.workspaceState.update(historyKey, history);
}

/** An empty message with the last options. */
export function freshDraft({ context }: Pick<Shell, 'context'>, encoding?: string): Draft {
  const used = context.workspaceState.get<Partial<Draft>>(optionsKey);
  return {
    kind: 'text',
    lineEnding: 'none',
    macros: true,
    ...used,
    encoding: encoding ?? used?.encoding ?? readSettings().defaultEncoding,
    text: '',
  };
}

export async function keepOptions(
  { context }: Pick<Shell, 'context'>,
  { kind, lineEnding, macros, encoding }: Draft,
): Promise<void> {
  // A new message should not start as a file's path.
  const kept = kind === 'file' ? 'text' : kind;
  await context.workspaceState.update(optionsKey, { kind: kept, lineEnding, macros, encoding });
}
