import { decode } from '../../../protocol/text/decode.ts';
import { formatBase64 } from '../../../protocol/text/base64.ts';
import { formatHex } from '../../../protocol/text/hex.ts';
import { readUnread } from '../../../net/sockets/unread.ts';
import {
  fromTable,
  type Found,
  type Part,
  type Subject,
  type SubjectContext,
  type SubjectTable,
} from '../../run/subjectTable.ts';
import { clientLabel } from './crossed.ts';
import type { ConversationResult, Crossed } from './model.ts';

export function conversationSubject(result: ConversationResult, context: SubjectContext): Subject {
  const clients = result.clients ?? [result];
  const parts = clients.map((client, index): Part => {
    const values = 'values' in client ? client.values : undefined;
    const table = crossedTable(client, context.encoding);
    return {
      label: clientLabel(index, values),
      subject: fromTable(table, context, found(client)),
      ...(values && { values }),
    };
  });
  const table = { ...crossedTable(result, context.encoding), clients: () => clients.length };
  return fromTable(table, context, { ...found(result), parts });
}

function found({ received, arrived }: Crossed): Pick<Found, 'bytes' | 'arrived'> {
  return { bytes: received, ...(arrived && { arrived }) };
}

/** Of one connection alone. */
export function crossedSubject(crossed: Crossed, context: SubjectContext): Subject {
  const subject = fromTable(crossedTable(crossed, context.encoding), context, { bytes: crossed.received });
  return { ...subject, parts: [{ label: 'connection 1', subject }] };
}

function crossedTable(crossed: Crossed, encoding: string): SubjectTable {
  const bytes = crossed.chunks.reduce((sum, length) => sum + length, 0);
  return { ...receivedTable({ ...crossed, bytes }, encoding), 'answer time': () => crossed.answerTime };
}

/** Both directions of a connection. `bytes`: all that were received, also those that are not kept. */
interface Counted extends Pick<Crossed, 'received' | 'messages' | 'sentBytes' | 'unread' | 'closed'> {
  readonly bytes: number;
}

export function receivedTable(
  { received, bytes, messages, sentBytes, unread = {}, closed }: Counted,
  encoding: string,
): SubjectTable {
  const text = (): string => decode(received, encoding, 'backslashreplace');
  return {
    received: text,
    'received text': text,
    'received hex': () => formatHex(received),
    'received base64': () => formatBase64(received),
    'received bytes': () => bytes,
    'received length': () => bytes,
    'received lines': () => text().split(/\r\n|\n|\r/).length - (/(^|[\r\n])$/.test(text()) ? 1 : 0),
    'received chunks': () => messages,
    'sent bytes': () => sentBytes,
    'unread bytes': () => readUnread(unread),
    closed: () => closed,
  };
}
