import { decode } from '../../../protocol/text/decode.ts';
import { formatBase64 } from '../../../protocol/text/base64.ts';
import { formatHex } from '../../../protocol/text/hex.ts';
import { fromTable, type Subject, type SubjectContext, type SubjectTable } from '../../run/subjectTable.ts';
import type { ConversationResult } from './model.ts';

export function conversationSubject(result: ConversationResult, context: SubjectContext): Subject {
  const bytes = result.chunks.reduce((sum, length) => sum + length, 0);
  return fromTable(receivedTable({ ...result, bytes }, context.encoding), context, { bytes: result.received });
}

/** Both directions of a connection. `bytes`: all that were received, also those that are not kept. */
interface Crossed extends Pick<ConversationResult, 'received' | 'messages' | 'sentBytes' | 'closed'> {
  readonly bytes: number;
}

export function receivedTable(
  { received, bytes, messages, sentBytes, closed }: Crossed,
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
    closed: () => closed,
  };
}
