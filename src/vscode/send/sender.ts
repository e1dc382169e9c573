import { WirebenchError } from '../../base/errors.ts';
import type { SendResult } from '../../engine/messages.ts';
import type { Repeat } from '../../net/spec.ts';
import type { Payload } from '../../protocol/text/payload.ts';
import { readSettings } from '../settings.ts';
import { withSlowProgress, type Shell } from '../shell.ts';
import type { Recipients } from './destination.ts';
import { payloadOf, type Draft } from './draft.ts';
import { remember, type PastMessage } from './history.ts';

const historyKey = 'messageHistory';
const optionsKey = 'messageOptions';

/** Sends under way, which can be cancelled: those that repeat, and those that take long. */
const underWay = new Set<AbortController>();
let last: { recipients: Recipients; draft: Draft } | undefined;

/**
 * Sends a payload; what takes long shows progress and can be cancelled. `trusted`: a person wrote it, and chose its file, or
 * the workspace is trusted.
 */
export async function sendPayload(
  shell: Shell,
  recipients: Recipients,
  payload: Payload,
  repeat: Repeat | undefined,
  trusted: boolean,
): Promise<SendResult> {
  const abort = new AbortController();
  underWay.add(abort);
  try {
    const work = shell.engine.request(
      'endpoint.send',
      { ...recipients, payload, trusted, ...(repeat === undefined ? {} : { repeat }) },
      { signal: abort.signal },
    );
    return await withSlowProgress(repeat ? `Sending ${repeat.times} times` : 'Sending', work, abort);
  } finally {
    underWay.delete(abort);
  }
}

/** Sends what was written, and keeps it: in the history, and for Send Again. */
export async function sendDraft(shell: Shell, recipients: Recipients, draft: Draft): Promise<SendResult> {
  last = { recipients, draft };
  const result = await sendPayload(shell, recipients, payloadOf(draft), draft.repeat, true);
  await saveHistory(shell, remember(messageHistory(shell), draft));
  return result;
}

export async function sendLast(shell: Shell): Promise<SendResult> {
  if (last === undefined) {
    throw new WirebenchError({
      code: 'nothing-sent',
      message: 'There is no earlier message. Choose Send Message… first.',
    });
  }
  return sendDraft(shell, last.recipients, last.draft);
}

/** Ends what repeats; returns how many that were. */
export function cancelSends(): number {
  for (const abort of underWay) abort.abort();
  return underWay.size;
}

export function messageHistory(shell: Shell): readonly PastMessage[] {
  return shell.context.workspaceState.get<PastMessage[]>(historyKey) ?? [];
}

export async function saveHistory(shell: Shell, history: readonly PastMessage[] | undefined): Promise<void> {
  await shell.context.workspaceState.update(historyKey, history);
}

/** An empty message with the options that were used last. */
export function freshDraft(shell: Shell, encoding?: string): Draft {
  const used = shell.context.workspaceState.get<Partial<Draft>>(optionsKey);
  return {
    kind: 'text',
    lineEnding: 'none',
    macros: true,
    ...used,
    encoding: encoding ?? used?.encoding ?? readSettings().defaultEncoding,
    text: '',
  };
}

export async function keepOptions(shell: Shell, { kind, lineEnding, macros, encoding }: Draft): Promise<void> {
  // A path is no message to begin with.
  const kept = kind === 'file' ? 'text' : kind;
  await shell.context.workspaceState.update(optionsKey, { kind: kept, lineEnding, macros, encoding });
}
