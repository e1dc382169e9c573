import type { DissectedField } from '../dissect.ts';
import { visible } from '../text/visible.ts';
import { bytesText, FRAMES, frameName, grouped } from './codes.ts';
import { HEAD_LENGTH, type Frame } from './frames.ts';

/** The most characters of a value that are shown. */
const textLength = 2048;

export function shown(text: string): string {
  return visible(text, { limit: textLength });
}

export function field(
  name: string,
  text: string,
  start: number,
  end: number,
  more: { readonly children?: readonly DissectedField[]; readonly problem?: string | undefined } = {},
): DissectedField {
  return {
    ...{ name: visible(name, { limit: 200 }), text, start, end },
    ...(more.children === undefined ? {} : { children: more.children }),
    ...(more.problem === undefined ? {} : { problem: more.problem }),
  };
}

export type Described = string | { readonly text: string; readonly problem?: string | undefined };

/** Reads the parts of a payload one after the other, as far as they have come. */
export class Parts {
  readonly fields: DissectedField[] = [];
  readonly bytes: Uint8Array;
  at: number;
  /** The end of the payload, whether it has come or not. */
  readonly end: number;

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
  }

  get left(): number {
    return this.end - this.at;
  }

  /**
   * A part with that many bytes. Returns false if it is incomplete or does not fit; then the available bytes are a
   * field.
   */
  take(name: string, length: number, describe: (at: number) => Described): boolean {
    const start = this.at;
    const fits = length <= this.left;
    const end = Math.min(start + length, this.end, this.bytes.length);
    this.at = Math.min(start + length, this.end);
    if (fits && end === start + length) {
      const described = describe(start);
      const { text, problem } = typeof described === 'string' ? { text: described } : described;
      if (length > 0) this.fields.push(field(name, text, start, end, { problem }));
      return true;
    }
    const text = `${grouped(Math.max(0, end - start))} of ${bytesText(length)}${fits ? ' so far' : ''}`;
    const problem = fits ? undefined : 'The frame ends before that.';
    if (end > start) this.fields.push(field(name, text, start, end, { problem }));
    return false;
  }

  /** The rest of the payload. */
  rest(name: string, describe: (start: number, end: number) => string = (start, end) => bytesText(end - start)): void {
    const { left } = this;
    this.take(name, left, (at) => describe(at, at + left));
  }

  latin1(start: number, end: number): string {
    let text = '';
    for (let at = start; at < Math.min(end, start + textLength + 1); at++) text += String.fromCharCode(this.bytes[at]!);
    return shown(text);
  }
}

/** The nine bytes before a payload. */
export function headField(frame: Frame): DissectedField {
  const { start, length, type, flags, stream, reserved } = frame;
  const kind = FRAMES.get(type);
  const known = kind?.flags ?? [];
  const names = known.filter(({ bit }) => (flags & bit) !== 0).map(({ name }) => name);
  const hex = `0x${flags.toString(16).padStart(2, '0')}`;
  const children = [
    field('length', `${bytesText(length)} of payload`, start, start + 3, { problem: lengthProblem(frame) }),
    field('type', `${frameName(type)} (${type})${kind === undefined ? '' : `: ${kind.about}`}`, start + 3, start + 4),
    field('flags', names.length === 0 ? hex : `${hex} (${names.join(', ')})`, start + 4, start + 5, {
      children: known.map(({ bit, name, about }) => {
        const isSet = (flags & bit) !== 0;
        return field(name, isSet ? `1: ${about}` : '0', start + 4, start + 5);
      }),
    }),
    field('stream', streamText(stream, reserved), start + 5, start + HEAD_LENGTH, { problem: streamProblem(frame) }),
  ];
  const text = [bytesText(length), ...names].join(', ');
  return field('frame head', text, start, start + HEAD_LENGTH, { children });
}

function streamText(stream: number, reserved: boolean): string {
  return `${stream === 0 ? '0: the connection itself' : grouped(stream)}${reserved ? ' (the reserved bit is set)' : ''}`;
}

function lengthProblem({ type, length }: Frame): string | undefined {
  const kind = FRAMES.get(type);
  return kind === undefined || kind.fits(length) ? undefined : `Its payload ${kind.rule}.`;
}

function streamProblem({ type, stream }: Frame): string | undefined {
  const on = FRAMES.get(type)?.on;
  if (on === 'stream' && stream === 0) return `${frameName(type)} is about a stream, which 0 is not.`;
  if (on === 'connection' && stream !== 0) return `${frameName(type)} is about the connection, which is stream 0.`;
  return undefined;
}

/** The problem with a frame's head. */
export function headProblem(frame: Frame): string | undefined {
  return lengthProblem(frame) ?? streamProblem(frame);
}
