import type { DissectedField } from '../dissect.ts';
import { className, CLASSES, FLAGS, OPCODES, OPCODE, opcodeName, RCODES, rcodeName } from './codes.ts';
import { decodeMessage } from './decode.ts';
import { escaped } from './kinds/basic.ts';
import {
  SECTIONS,
  type ByteRange,
  type DecodedMessage,
  type DecodedQuestion,
  type DecodedRecord,
  type Section,
} from './message.ts';
import { displayName } from './name.ts';
import { isKnownType, recordType } from './recordTypes.ts';
import { formatRdata } from './recordText.ts';
import { formatTtl, MAX_TTL } from './ttl.ts';
import { TYPES, typeName } from './typeCodes.ts';
import { HEADER_LENGTH, u16 } from './wire.ts';
import { formatHex } from '../text/hex.ts';
import { visible } from '../text/visible.ts';

/** Records and questions of a section that are shown; the rest is one field. */
const MAX_SHOWN = 500;
/** Characters of a value that are shown. */
const MAX_TEXT = 2000;

/** A DNS message as fields for a person, each with its bytes; what is wrong stands where it is. */
export function dissectDns(bytes: Uint8Array): DissectedField[] {
  return dissectMessage(decodeMessage(bytes));
}

/**
 * The messages of one direction of a TCP stream, each behind the two bytes of its length (RFC 1035, section 4.2.2). One that
 * is not whole yet says so.
 */
export function dissectDnsStream(bytes: Uint8Array): DissectedField[] {
  const messages: DissectedField[] = [];
  for (let at = 0; at < bytes.length;) {
    if (at + 2 > bytes.length)
      return [
        ...messages,
        leaf('length', 'only its first byte', at, at + 1, 'The stream ends inside the length of a message.'),
      ];
    const length = u16(bytes, at);
    const start = at + 2;
    const end = Math.min(start + length, bytes.length);
    const missing = start + length - end;
    const children = [
      leaf('length', `${length} bytes`, at, start),
      ...dissectDns(bytes.subarray(start, end)).map((one) => shifted(one, start)),
    ];
    const problem = missing > 0 ? `${missing} bytes of this message are not here.` : undefined;
    messages.push({ ...leaf('message', `DNS message of ${length} bytes`, at, end, problem), children });
    at = end;
  }
  return messages;
}

function shifted(one: DissectedField, by: number): DissectedField {
  return {
    ...one,
    start: one.start + by,
    end: one.end + by,
    ...(one.children ? { children: one.children.map((child) => shifted(child, by)) } : {}),
  };
}

function leaf(name: string, text: string, start: number, end: number, problem?: string): DissectedField {
  const shown = visible(text, { limit: MAX_TEXT });
  return problem === undefined ? { name, text: shown, start, end } : { name, text: shown, start, end, problem };
}

export function dissectMessage(message: DecodedMessage): DissectedField[] {
  const { bytes } = message;
  const fields =
    bytes.length < HEADER_LENGTH
      ? shortHeader(message)
      : [header(message), ...SECTIONS.flatMap((section) => sectionField(message, section))];
  const rest = message.end < bytes.length && bytes.length >= HEADER_LENGTH;
  const general = message.problems.filter(
    (problem) => !isInside(message, problem.offset) || problem.code === 'dns-count',
  );
  if (rest)
    fields.push(
      leaf('unread', formatHex(bytes.subarray(message.end), ' '), message.end, bytes.length, general.at(-1)?.message),
    );
  else if (general.length > 0 && bytes.length >= HEADER_LENGTH) {
    const last = fields.pop()!;
    fields.push({ ...last, problem: last.problem ?? general.at(-1)!.message });
  }
  return fields;
}

/** Inside a record that says itself what is wrong with it. */
function isInside(message: DecodedMessage, offset: number): boolean {
  return [...message.answers, ...message.authorities, ...message.additionals].some(
    (record) => record.problem !== undefined && offset >= record.start && offset <= record.end,
  );
}

const SHORT_PARTS = [
  ['id', 2],
  ['flags', 2],
  ['question count', 2],
  ['answer count', 2],
  ['authority count', 2],
  ['additional count', 2],
] as const;

/** As much as there is of a header that is not whole. */
function shortHeader({ bytes, problem }: DecodedMessage): DissectedField[] {
  const fields: DissectedField[] = [];
  let at = 0;
  for (const [name, length] of SHORT_PARTS) {
    if (at >= bytes.length) break;
    const end = Math.min(at + length, bytes.length);
    fields.push(leaf(name, `0x${formatHex(bytes.subarray(at, end))}`, at, end));
    at = end;
  }
  return [{ ...leaf('header', 'not whole', 0, bytes.length, problem?.message), children: fields }];
}

function header(message: DecodedMessage): DissectedField {
  const { bytes } = message;
  const set = FLAGS.filter(({ mask }) => (u16(bytes, 2) & mask) !== 0).map(({ name }) => name);
  const summary = `${message.response ? 'response' : 'query'} ${message.id}, ${opcodeName(message.opcode)}, ${rcodeName(message.rcode)}${set.length > 0 ? `, ${set.join(' ')}` : ''}`;
  return {
    ...leaf('header', summary, 0, HEADER_LENGTH),
    children: [
      leaf('id', `${message.id} (0x${formatHex(bytes.subarray(0, 2))})`, 0, 2),
      {
        ...leaf('flags', `0x${formatHex(bytes.subarray(2, 4))}${set.length > 0 ? ` (${set.join(' ')})` : ''}`, 2, 4),
        children: flagFields(message),
      },
      ...SECTIONS.map((section, i) => {
        const claimed = u16(bytes, 4 + 2 * i);
        const lies =
          message[section].length < claimed ? `Only ${message[section].length} of them could be read.` : undefined;
        return leaf(`${sectionName(message, section)} count`, String(claimed), 4 + 2 * i, 6 + 2 * i, lies);
      }),
    ],
  };
}

/** Each bit with the byte it is in: the first eight are byte 2, the others byte 3. */
function flagFields(message: DecodedMessage): DissectedField[] {
  const bits = u16(message.bytes, 2);
  const flags = FLAGS.map((flag) => {
    const isSet = (bits & flag.mask) !== 0;
    const at = flag.mask > 0xff ? 2 : 3;
    const problem = flag.name === 'z' && isSet ? 'This bit must be 0.' : undefined;
    return leaf(
      `${flag.name} (${flag.title})`,
      `${isSet ? 1 : 0}: ${isSet ? flag.about : flag.unset}`,
      at,
      at + 1,
      problem,
    );
  });
  const low = bits & 15;
  const opcode = leaf(
    'opcode',
    explained(`${message.opcode} ${opcodeName(message.opcode)}`, OPCODES[message.opcode]?.about),
    2,
    3,
  );
  const extended =
    message.rcode > 15
      ? `${low}: the lower four bits of ${message.rcode} ${rcodeName(message.rcode)}`
      : `${low} ${rcodeName(low)}`;
  const rcode = leaf('rcode', explained(extended, RCODES[message.rcode]?.about), 3, 4);
  return [flags[0]!, opcode, ...flags.slice(1), rcode];
}

function explained(value: string, about: string | undefined): string {
  return about === undefined ? value : `${value}: ${about}`;
}

const SECTION_NAMES: Readonly<Record<Section, string>> = {
  questions: 'question',
  answers: 'answer',
  authorities: 'authority',
  additionals: 'additional',
};

/** What the sections are in an update (RFC 2136, section 2.2). */
const UPDATE_NAMES: Readonly<Record<Section, string>> = {
  questions: 'zone',
  answers: 'prerequisite',
  authorities: 'update',
  additionals: 'additional',
};

function sectionName({ opcode }: DecodedMessage, section: Section): string {
  return (opcode === OPCODE.UPDATE ? UPDATE_NAMES : SECTION_NAMES)[section];
}

function sectionField(message: DecodedMessage, section: Section): DissectedField[] {
  const items = message[section];
  const [first, last] = [items[0], items.at(-1)];
  if (!first || !last) return [];
  const shown =
    section === 'questions'
      ? message.questions.slice(0, MAX_SHOWN).map((question) => questionField(message, question))
      : message[section].slice(0, MAX_SHOWN).map((record) => recordField(message, record));
  const more = items.length - shown.length;
  const rest = more > 0 ? [leaf('more', `${more} more`, items[MAX_SHOWN]!.start, clipped(last.end, message))] : [];
  const kind = section === 'questions' ? sectionName(message, section) : 'record';
  const count = `${items.length} ${kind}${items.length === 1 ? '' : 's'}`;
  return [
    {
      ...leaf(`${sectionName(message, section)} section`, count, first.start, clipped(last.end, message)),
      children: [...shown, ...rest],
    },
  ];
}

function clipped(end: number, message: DecodedMessage): number {
  return Math.min(end, message.bytes.length);
}

function ranged(name: string, text: string, { start, end }: ByteRange, problem?: string): DissectedField {
  return leaf(name, text, start, end, problem);
}

function classText(code: number): string {
  return explained(`${className(code)} (${code})`, CLASSES[code]?.about);
}

function typeText(code: number): string {
  const about = isKnownType(code) ? recordType(code).about : undefined;
  return explained(`${typeName(code)} (${code})`, about);
}

/** draft-vixie-dnsext-dns0x20. */
const mixedCase =
  'Capitals and small letters mean the same. The client mixes them at random and accepts only an answer that repeats them (0x20): a forger cannot guess them without the query.';

function questionField(message: DecodedMessage, question: DecodedQuestion): DissectedField {
  const { ranges } = question;
  const name = displayName(question.name);
  const isMixed = /[a-z]/.test(name) && /[A-Z]/.test(name);
  const text = `${name} ${className(question.class)} ${typeName(question.type)}${isMixed ? ', letters in mixed case (0x20)' : ''}`;
  return {
    ...ranged(sectionName(message, 'questions'), text, question),
    children: [
      nameField(message.bytes, 'name', explained(name, isMixed ? mixedCase : undefined), ranges['name']!),
      ranged('type', typeText(question.type), ranges['type']!),
      ranged('class', classText(question.class), ranges['class']!),
    ],
  };
}

/** A name with its labels and its pointer, as they stand there. */
function nameField(bytes: Uint8Array, name: string, text: string, range: ByteRange): DissectedField {
  const children: DissectedField[] = [];
  for (let at = range.start; at < range.end;) {
    const first = bytes[at]!;
    if (first >= 0xc0)
      children.push(leaf('pointer', `to offset ${((first & 0x3f) << 8) | bytes[at + 1]!}`, at, at + 2));
    else if (first === 0) children.push(leaf('root', 'the end of the name', at, at + 1));
    else children.push(leaf('label', escaped(bytes.subarray(at + 1, at + 1 + first)), at, at + 1 + first));
    at += first >= 0xc0 ? 2 : first + 1;
  }
  return { ...ranged(name, text, range), children };
}

function recordField(message: DecodedMessage, record: DecodedRecord): DissectedField {
  const { ranges } = record;
  const isOpt = record.type === TYPES.OPT;
  const rdata = ranges['rdata']!;
  const end = clipped(record.end, message);
  const type = recordType(record.type, record.class);
  const summary = isOpt
    ? 'EDNS'
    : `${displayName(record.name)} ${record.ttl} ${className(record.class)} ${typeName(record.type)} ${safeRdata(record)}`;
  return {
    ...leaf(typeName(record.type), summary, record.start, end, record.problem?.message),
    children: [
      nameField(message.bytes, 'name', displayName(record.name), ranges['name']!),
      ranged('type', typeText(record.type), ranges['type']!),
      ...(isOpt
        ? ednsFields(message, record)
        : [ranged('class', classText(record.class), ranges['class']!), ttlField(record)]),
      ranged(
        'rdlength',
        `${rdata.end - rdata.start} bytes of data`,
        ranges['rdlength']!,
        record.end > message.bytes.length ? 'The message ends before that.' : undefined,
      ),
      ...type.fields.flatMap(({ name, label, kind }) => {
        const range = ranges[name];
        if (!range) return [];
        const value = record.data[name];
        const text = kind.describe?.(value) ?? kind.format(value);
        const parts = kind.parts?.(message.bytes, range.start, range.end);
        if (parts) return [{ ...ranged(label, text, range), children: firstParts(parts, range.end) }];
        return [isName(record.data[name]) ? nameField(message.bytes, label, text, range) : ranged(label, text, range)];
      }),
      ...unreadData(message, record),
    ],
  };
}

/** A parameter, an option, a string, ...: as many as a person may want to look at, and the rest as one. */
function firstParts(parts: Iterable<DissectedField>, end: number): DissectedField[] {
  const shown: DissectedField[] = [];
  for (const part of parts) {
    if (shown.length === MAX_SHOWN) return [...shown, leaf('more', `${end - part.start} more bytes`, part.start, end)];
    shown.push({ ...part, text: visible(part.text, { limit: MAX_TEXT }) });
  }
  return shown;
}

/** What is left of the data behind the last field that could be read. */
function unreadData(message: DecodedMessage, record: DecodedRecord): DissectedField[] {
  const type = recordType(record.type, record.class);
  const { ranges } = record;
  const read = type.fields.map(({ name }) => ranges[name]?.end ?? 0);
  const at = Math.max(ranges['rdata']!.start, ...read);
  const end = clipped(record.end, message);
  return at < end ? [leaf('unread', formatHex(message.bytes.subarray(at, end), ' '), at, end)] : [];
}

function isName(value: unknown): boolean {
  return Array.isArray(value) && value.every((label) => label instanceof Uint8Array);
}

function safeRdata(record: DecodedRecord): string {
  return record.problem ? '(data is wrong)' : formatRdata(record);
}

function ttlField(record: DecodedRecord): DissectedField {
  const text = record.ttl < 60 ? `${record.ttl} s` : `${record.ttl} s (${formatTtl(record.ttl)})`;
  return ranged('ttl', record.ttl > MAX_TTL ? `${record.ttl}, which counts as 0` : text, record.ranges['ttl']!);
}

/** OPT's class and TTL are other fields (RFC 6891, section 6.1.3). */
function ednsFields(message: DecodedMessage, record: DecodedRecord): DissectedField[] {
  const at = record.ranges['ttl']!.start;
  const upper = record.ttl >>> 24;
  const dnssec = (record.ttl & 0x8000) !== 0;
  return [
    ranged('UDP size', `${record.class} bytes: the largest UDP payload that the sender takes`, record.ranges['class']!),
    leaf(
      'extended rcode',
      `${upper}: the upper eight bits of ${message.rcode} ${rcodeName(message.rcode)}`,
      at,
      at + 1,
    ),
    leaf('version', String((record.ttl >>> 16) & 0xff), at + 1, at + 2),
    {
      ...leaf(
        'flags',
        `0x${formatHex(message.bytes.subarray(at + 2, at + 4))}${dnssec ? ' (do)' : ''}`,
        at + 2,
        at + 4,
      ),
      children: [
        leaf(
          'do (DNSSEC OK)',
          dnssec ? '1: The client wants DNSSEC records.' : '0: No DNSSEC records are wanted.',
          at + 2,
          at + 3,
        ),
        leaf(
          'z (reserved)',
          `0x${formatHex(Uint8Array.of((record.ttl >> 8) & 0x7f, record.ttl & 0xff))}: bits that must be 0.`,
          at + 2,
          at + 4,
        ),
      ],
    },
  ];
}
