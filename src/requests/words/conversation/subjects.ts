import { decode } from '../../../protocol/text/decode.ts';
import { formatBase64 } from '../../../protocol/text/base64.ts';
import { formatHex } from '../../../protocol/text/hex.ts';
import { fromTable, type Subject, type SubjectContext, type SubjectTable } from '../../run/subjectTable.ts';
import type { ConversationResult } from './model.ts';

export function conversationSubject(result: ConversationResult, context: SubjectContext): Subject {
  return fromTable(tableOf(result, context), context, result.received);
}

function tableOf(result: ConversationResult, { encoding }: SubjectContext): SubjectTable {
  const { received } = result;
  const text = (): string => decode(received, encoding, 'backslashreplace');
  return {
    received: text,
    'received text': text,
    'received hex': () => formatHex(received),
    'received base64': () => formatBase64(received),
    'received bytes': () => result.chunks.reduce((sum, length) => sum + length, 0),
    'received length': () => result.chunks.reduce((sum, length) => sum + length, 0),
    'received lines': () => text().split(/\r\n|\n|\r/).length - (/(^|[\r\n])$/.test(text()) ? 1 : 0),
    'received chunks': () => result.messages,
    'sent bytes': () => result.sentBytes,
    closed: () => result.closed,
  };
}
