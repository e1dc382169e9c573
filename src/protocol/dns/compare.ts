import { decodeMessage } from './decode.ts';
import { rcodeName } from './codes.ts';
import { foldedRecord } from './encode.ts';
import type { DnsRecord, Message } from './message.ts';
import { formatName, nameKey } from './name.ts';
import { formatRdata } from './recordText.ts';
import { typeName } from './typeCodes.ts';

/** A line of a table that compares answers: its text, and the servers whose answers have it. */
export interface ComparedRow {
  readonly section: 'status' | 'flags' | 'answers' | 'authorities';
  readonly text: string;
  /** The servers by index. */
  readonly by: readonly boolean[];
  /** Not all servers that answered agree. */
  readonly differs: boolean;
}

/** A record without the parts that may differ between servers that agree: its TTL, and the case of names. */
export function recordIdentity(record: DnsRecord): string {
  const { type, class: recordClass, data } = record;
  const folded = foldedRecord({ type, class: recordClass, data });
  return `${formatName(record.name).toLowerCase()} ${typeName(type)} ${formatRdata(folded)}`;
}

/**
 * The answers of several servers to one question, side by side. Undefined stands for a server without an answer, which
 * counts as neither agreement nor difference. TTLs, the order of records and the case of names make no difference.
 */
export function compareAnswers(messages: readonly (Uint8Array | undefined)[]): ComparedRow[] {
  const decoded = messages.map((bytes) => (bytes === undefined ? undefined : decodeMessage(bytes)));
  const rows = new Map<string, { section: ComparedRow['section']; text: string; by: boolean[] }>();
  const add = (section: ComparedRow['section'], text: string, server: number) => {
    const key = `${section} ${text}`;
    let row = rows.get(key);
    if (row === undefined) rows.set(key, (row = { section, text, by: messages.map(() => false) }));
    row.by[server] = true;
  };
  for (const section of ['status', 'flags', 'answers', 'authorities'] as const) {
    for (const [server, message] of decoded.entries()) {
      if (message === undefined) continue;
      for (const text of linesOf(message, section)) add(section, text, server);
    }
  }
  const answered = decoded.map((message) => message !== undefined);
  return [...rows.values()].map((row) => ({
    ...row,
    differs: row.by.some((says, i) => answered[i] === true && !says),
  }));
}

function linesOf(message: Message, section: ComparedRow['section']): string[] {
  if (section === 'status') return [rcodeName(message.rcode)];
  if (section === 'flags') {
    const flags = [
      message.authoritative ? 'aa' : '',
      message.truncated ? 'tc' : '',
      message.recursionAvailable ? 'ra' : '',
      message.authenticData ? 'ad' : '',
    ].filter((flag) => flag !== '');
    return [flags.length === 0 ? 'no flags' : flags.join(' ')];
  }
  const records = message[section].map((record) => [nameKey(record.name), recordIdentity(record)] as const);
  return records.map(([, text]) => text).sort();
}
