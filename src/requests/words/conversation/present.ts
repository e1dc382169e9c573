import { capital } from '../../../base/capital.ts';
import { count, formatBytes } from '../../../base/quantities.ts';
import { decode } from '../../../protocol/text/decode.ts';
import { textLines } from '../../run/bodyText.ts';
import { mostShown, type Presentation } from '../presentation.ts';
import type { ConversationResult } from './model.ts';

/** By how it ended: in a verdict, and as a sentence. */
const closings = {
  no: ['Connected', 'The connection is open.'],
  'half-closed': ['Half-closed', 'The other side has finished sending.'],
  closed: ['Closed', 'The connection was closed.'],
  reset: ['Reset', 'The connection was reset.'],
} as const;

export function presentConversation(result: ConversationResult): Presentation {
  const { received, sentBytes, chunks, messages, closed, ended, unread } = result;
  const [verdict, sentence] = closings[closed];
  return {
    verdict: `${ended === undefined ? verdict : capital(ended)}, ${count(received.length, 'byte')} received`,
    title: 'Received',
    bytes: received,
    ...(received.length === 0 && { empty: 'Nothing was received.' }),
    facts: [
      ['Sent', formatBytes(sentBytes)],
      ['Received', formatBytes(received.length)],
      ['Messages received', messagesOf(result)],
      ['End', ended === undefined ? sentence : `The connection was ${ended}.`],
      ...(unread?.text === undefined ? [] : [['Unread', `${capital(unread.text)}.`] as const]),
    ],
    json: () => {
      const shown = received.subarray(0, mostShown);
      return {
        kind: 'conversation',
        sentBytes,
        receivedBytes: received.length,
        receivedText: decode(shown, 'utf-8', 'backslashreplace'),
        receivedHex: Buffer.from(shown).toString('hex'),
        chunks,
        messages,
        closed,
        ended,
        ...(unread?.text !== undefined && { unread: unread.text }),
      };
    },
    lines: () => [
      `${count(sentBytes, 'byte')} sent, ${count(received.length, 'byte')} received in ${count(chunks.length, 'chunk')}; ${ended ?? `closed: ${closed}`}${unread?.text === undefined ? '' : `; ${unread.text}`}`,
      ...textLines(received.subarray(0, mostShown), '< '),
    ],
  };
}

/** With a framing, messages and pieces are not the same. */
function messagesOf({ messages, chunks }: ConversationResult): string {
  const shown = chunks.slice(0, 50).join(', ');
  const pieces = `${count(chunks.length, 'piece')}: ${shown}${chunks.length > 50 ? ', …' : ''}`;
  return messages === chunks.length ? pieces : `${count(messages, 'frame')} in ${pieces}`;
}
