import { rcodeName } from '../../../src/protocol/dns/codes.ts';
import type { DecodedMessage, DnsRecord } from '../../../src/protocol/dns/message.ts';
import { formatName } from '../../../src/protocol/dns/name.ts';
import { formatRdata } from '../../../src/protocol/dns/recordText.ts';
import { TYPES, typeName } from '../../../src/protocol/dns/typeCodes.ts';
import { reasonFor, type Place } from './serverDifferences.ts';

/** How a question is asked. */
export interface Mode {
  readonly over?: 'tcp';
  readonly recursionDesired?: boolean;
  readonly checkingDisabled?: boolean;
  readonly authenticData?: boolean;
  readonly udpSize?: number;
  readonly dnssecOk?: boolean;
}

const sections = ['answers', 'authorities', 'additionals'] as const;
const flags = [
  'authoritative',
  'truncated',
  'recursionDesired',
  'recursionAvailable',
  'authenticData',
  'checkingDisabled',
] as const;

const recordLine = (record: DnsRecord) =>
  `${formatName(record.name).toLowerCase()} ${record.ttl} ${typeName(record.type)} ${formatRdata(record).toLowerCase()}`;

/** What is compared of an answer, part by part. Of EDNS, that it is there, its version and DO: sizes and cookies are each one's own. */
export function parts(message: DecodedMessage): Record<string, string> {
  const result: Record<string, string> = {
    problem: message.problem?.message ?? '',
    status: rcodeName(message.rcode),
    opcode: String(message.opcode),
  };
  for (const flag of flags) result[flag] = String(message[flag]);
  result['question'] = message.questions.map(({ name, type, class: of }) => `${formatName(name)} ${type} ${of}`).join();
  result['edns'] = message.edns === undefined ? 'none' : `version ${message.edns.version}, DO ${message.edns.dnssecOk}`;
  for (const section of sections) {
    // One of them says some additional records twice: what is there counts.
    const lines = message[section].filter(({ type }) => type !== TYPES.OPT).map(recordLine);
    result[section] = [...new Set(lines)].sort().join('\n');
  }
  // Owner names keep the letters of the question or of the zone: what clients that check it would see.
  result['case'] = [...new Set(message.answers.map(({ name }) => formatName(name)))].sort().join();
  return result;
}

/** Where our answer is none of theirs, or not that which all of them give: a text for each part. */
export function unlike(
  question: Omit<Place, 'part'>,
  theirs: readonly { readonly program: string; readonly message: DecodedMessage }[],
  ours: DecodedMessage,
): string[] {
  const answers = theirs.map(({ message }) => parts(message));
  const mine = parts(ours);
  return Object.keys(mine).flatMap((part) => {
    const values = answers.map((answer) => answer[part]!);
    if (values.includes(mine[part]!)) return [];
    const agreed = new Set(values).size === 1;
    if (!agreed && reasonFor({ ...question, part }) !== undefined) return [];
    return [
      [
        `${question.name} ${question.type} ${part}: ${agreed ? 'all agree' : 'they differ'}`,
        ...values.map((value, i) => `  ${theirs[i]!.program}: ${value.replaceAll('\n', ' | ')}`),
        `  ours: ${mine[part]!.replaceAll('\n', ' | ')}`,
      ].join('\n'),
    ];
  });
}
