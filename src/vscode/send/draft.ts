import type { Repeat } from '../../net/spec.ts';
import type { LineEnding, Payload } from '../../protocol/text/payload.ts';

export type MessageKind = Payload['kind'];

/** A message being written. For a file, the text is its path. */
export interface Draft {
  readonly kind: MessageKind;
  readonly text: string;
  readonly encoding: string;
  readonly lineEnding: LineEnding;
  readonly macros: boolean;
  readonly repeat?: Repeat;
}

export const kindSentences = {
  text: 'Sent as typed',
  escapes: 'Text with \\n, \\r, \\t, \\x00, \\u00e9',
  hex: 'Two digits for each byte: 48 65 6c 6c 6f',
  base64: 'SGVsbG8=',
  file: 'The bytes of a file',
} satisfies Record<MessageKind, string>;

export const lineEndingNames = {
  none: 'no line ending',
  lf: 'LF',
  crlf: 'CR LF',
  cr: 'CR',
} satisfies Record<LineEnding, string>;

/** Kinds whose text goes through an encoding, a line ending and macros. */
export function isTextual(kind: MessageKind): kind is 'text' | 'escapes' {
  return kind === 'text' || kind === 'escapes';
}

export function payloadOf({ kind, text, encoding, lineEnding, macros }: Draft): Payload {
  if (kind === 'file') return { kind, path: text };
  return isTextual(kind) ? { kind, text, encoding, lineEnding, macros } : { kind, text };
}

/** `escapes, utf-8, CR LF, 10 times every 500 ms` */
export function describeDraft({ kind, encoding, lineEnding, macros, repeat }: Draft): string {
  const parts = isTextual(kind)
    ? [kind, encoding, lineEndingNames[lineEnding], ...(macros ? [] : ['macros off'])]
    : [kind];
  return [...parts, ...(repeat ? [`${repeat.times} times every ${repeat.interval} ms`] : [])].join(', ');
}

/** `10`, `10 every 500 ms`, `10 500`: the number of times, and the milliseconds between. */
export function readRepeat(text: string): { ok: true; repeat: Repeat | undefined } | { ok: false; message: string } {
  const typed = text.trim();
  if (typed === '' || typed === '1') return { ok: true, repeat: undefined };
  const match = /^(\d{1,9})(?:\s*(?:times)?\s*(?:every)?\s+(\d{1,9})\s*(?:ms)?)?$/.exec(typed);
  const times = Number(match?.[1]);
  // The engine's own limits.
  if (!match || times < 1 || times > 1_000_000 || Number(match[2] ?? 0) > 86_400_000) {
    return {
      ok: false,
      message:
        'Type a number and the milliseconds in between: 10 every 500. At most 1000000 times, and a day in between.',
    };
  }
  return { ok: true, repeat: { times, interval: Number(match[2] ?? 1000) } };
}
