import { capital } from '../../../base/capital.ts';
import { count, formatBytes } from '../../../base/quantities.ts';
import { decode } from '../../../protocol/text/decode.ts';
import { textLines } from '../../run/bodyText.ts';
import { mostShown, type Presentation } from '../presentation.ts';
import { clientLabel } from './crossed.ts';
import type { ClientResult, ConversationResult, Crossed } from './model.ts';

/** By how it ended: in a verdict, and as a sentence. */
const closings = {
  no: ['Connected', 'The connection is open.'],
  'half-closed': ['Half-closed', 'The other side has finished sending.'],
  closed: ['Closed', 'The connection was closed.'],
  reset: ['Reset', 'The connection was reset.'],
} as const;

export function presentConversation(result: ConversationResult): Presentation {
  return result.clients === undefined ? presentOne(result) : presentClients(result, result.clients);
}

function presentOne(result: ConversationResult): Presentation {
  return {
    ...presentCrossed(result),
    json: () => ({ kind: 'conversation', ...crossedJson(result, mostShown) }),
    lines: () => crossedLines(result, mostShown),
  };
}

/** Of one connection. */
export function presentCrossed(crossed: Crossed) {
  const { received, sentBytes, closed, ended, unread } = crossed;
  const [verdict, sentence] = closings[closed];
  return {
    verdict: `${ended === undefined ? verdict : capital(ended)}, ${count(received.length, 'byte')} received`,
    title: 'Received',
    bytes: received,
    ...(received.length === 0 && { empty: 'Nothing was received.' }),
    facts: [
      ['Sent', formatBytes(sentBytes)],
      ['Received', formatBytes(received.length)],
      ['Messages received', messagesOf(crossed)],
      ['End', ended === undefined ? sentence : `The connection was ${ended}.`],
      ...(unread?.text === undefined ? [] : [['Unread', `${capital(unread.text)}.`] as const]),
    ],
  } satisfies Partial<Presentation>;
}

/** Of several clients, each with its values and when it was answered. */
function presentClients(result: ConversationResult, clients: readonly ClientResult[]): Presentation {
  const { received, sentBytes, answerTime } = result;
  const answered = clients.filter((client) => client.answerTime !== undefined).length;
  // Each has its share, so that the last one is seen, too.
  const shown = Math.max(64, Math.floor(mostShown / clients.length));
  const lines = (): string[] =>
    clients.flatMap((client, index) => {
      const { values, error, answerTime: time } = client;
      const [first, ...more] = crossedLines(client, shown);
      const when = time === undefined ? 'no answer' : `answered after ${milliseconds(time)}`;
      const why = error === undefined ? [] : [`! ${error}`];
      return [`${clientLabel(index, values)}: ${when}; ${first!}`, ...more, ...why];
    });
  return {
    verdict: `${count(clients.length, 'client')}, ${answered} answered, ${count(received.length, 'byte')} received`,
    ...(answered < clients.length && { tone: 'warn' }),
    title: 'Received',
    text: () => lines().join('\n'),
    facts: [
      ['Clients', `${clients.length}, ${answered} answered`],
      ['Sent', formatBytes(sentBytes)],
      ['Received', formatBytes(received.length)],
      ...(answerTime === undefined ? [] : [['Longest answer time', milliseconds(answerTime)] as const]),
    ],
    json: () => ({
      kind: 'conversation',
      ...crossedJson(result, mostShown),
      clients: clients.map((client) => {
        const { values, error } = client;
        return { values, ...crossedJson(client, shown), ...(error !== undefined && { error }) };
      }),
    }),
    lines,
  };
}

function milliseconds(time: number): string {
  return `${Math.round(time)} ms`;
}

export function crossedJson(
  { received, sentBytes, chunks, messages, closed, ended, unread, answerTime }: Crossed,
  most: number,
): Readonly<Record<string, unknown>> {
  const shown = received.subarray(0, most);
  return {
    sentBytes,
    receivedBytes: received.length,
    receivedText: decode(shown, 'utf-8', 'backslashreplace'),
    receivedHex: Buffer.from(shown).toString('hex'),
    chunks,
    messages,
    closed,
    ended,
    ...(unread?.text !== undefined && { unread: unread.text }),
    ...(answerTime !== undefined && { answerTime: Math.round(answerTime) }),
  };
}

function crossedLines({ received, sentBytes, chunks, closed, ended, unread }: Crossed, most: number): string[] {
  return [
    `${count(sentBytes, 'byte')} sent, ${count(received.length, 'byte')} received in ${count(chunks.length, 'chunk')}; ${ended ?? `closed: ${closed}`}${unread?.text === undefined ? '' : `; ${unread.text}`}`,
    ...textLines(received.subarray(0, most), '< '),
  ];
}

/** With a framing, messages and pieces are not the same. */
function messagesOf({ messages, chunks }: Crossed): string {
  const shown = chunks.slice(0, 50).join(', ');
  const pieces = `${count(chunks.length, 'piece')}: ${shown}${chunks.length > 50 ? ', …' : ''}`;
  return messages === chunks.length ? pieces : `${count(messages, 'frame')} in ${pieces}`;
}
