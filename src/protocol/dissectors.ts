import type { DissectedField } from './dissect.ts';
import { dissectHttp, startsHttp } from './http/dissect.ts';

/** Where bytes went over. */
export interface DissectPlace {
  readonly transport: 'tcp' | 'tls' | 'udp';
  readonly localPort: number;
  readonly peerPort: number;
}

/** A protocol whose messages can be shown as fields. */
export interface DissectorKind {
  readonly name: string;
  readonly sentence: string;
  /** Whether these bytes, at the beginning of a stream or of a datagram, are of this protocol. */
  recognise(bytes: Uint8Array, place: DissectPlace): boolean;
  /** Of a stream: one direction from the start of a message on, as far as it came. Never throws. */
  dissect(bytes: Uint8Array, place: DissectPlace): DissectedField[];
}

/** An event's part of the messages that it belongs to. */
export interface Dissection {
  /** Which of the table it was; undefined: none recognised it, or none was wanted. */
  readonly dissector: string | undefined;
  /** Offsets are into the event. */
  readonly fields: readonly DissectedField[];
}

/** In the order in which they are asked; the first that recognises the bytes is taken. */
export const dissectors: readonly DissectorKind[] = [
  {
    name: 'http',
    sentence: 'HTTP/1: request and status lines, header fields, chunks and bodies.',
    recognise: (bytes, { transport }) => transport !== 'udp' && startsHttp(bytes),
    dissect: dissectHttp,
  },
];

/** What "decode as" offers: `auto` by content, `none`, or one of the table. */
export const dissectorChoices: readonly { readonly name: string; readonly sentence: string }[] = [
  { name: 'auto', sentence: 'By what the bytes look like.' },
  { name: 'none', sentence: 'Not at all.' },
  ...dissectors.map(({ name, sentence }) => ({ name, sentence })),
];

export function chooseDissector(choice: string, bytes: Uint8Array, place: DissectPlace): DissectorKind | undefined {
  if (choice === 'none') return undefined;
  if (choice !== 'auto') return dissectors.find(({ name }) => name === choice);
  return dissectors.find((kind) => kind.recognise(bytes, place));
}

/** The fields that have bytes in `start` to `end` (exclusive), counted from `start`; what is cut says so. */
export function clipFields(fields: readonly DissectedField[], start: number, end: number): DissectedField[] {
  return fields.flatMap((field) => {
    if (field.end <= start || field.start >= end) return [];
    const isCut = field.start < start || field.end > end;
    return [
      {
        ...field,
        text: isCut && field.children === undefined ? `${field.text} (in part)` : field.text,
        start: Math.max(field.start, start) - start,
        end: Math.min(field.end, end) - start,
        ...(field.children === undefined ? {} : { children: clipFields(field.children, start, end) }),
      },
    ];
  });
}
