import {
  clipFields,
  longestInside,
  moved,
  wholeStream,
  type BodyDissectors,
  type DissectedField,
  type StreamPart,
} from '../dissect.ts';
import { bytesText, END_HEADERS, END_STREAM, FRAME, frameName, grouped, PADDED, PRIORITY_FLAG } from './codes.ts';
import { findFrames, frameAt, PREFACE, prefaceLength, u32, type Frame } from './frames.ts';
import { blockFields, summaryOf } from './headers.ts';
import { HeaderTable } from './headerTable.ts';
import { decodeBlock, type HpackBlock } from './hpack.ts';
import { field, headField, headProblem, Parts, shown } from './parts.ts';
import { priority, readPayload } from './payloads.ts';

/** The most fields of one dissection. The rest becomes one field. */
const mostFields = 50_000;
/** The most streams whose content type is remembered. The oldest are forgotten first. */
const mostStreams = 4096;
/** Frames after a body that are searched for its end. */
const framesAhead = 16;

/** The known facts about a stream's content, in this direction. */
interface Content {
  readonly type: string;
  readonly length: number | undefined;
  /** Whether the content is encoded, for example compressed. */
  readonly isCoded: boolean;
  hasBegun: boolean;
}

/** A frame of a header block: its bytes that belong to the block, and their place in the block. */
interface Fragment {
  readonly frame: Frame;
  readonly before: DissectedField[];
  readonly start: number;
  readonly end: number;
  readonly at: number;
  readonly after: DissectedField[];
  readonly text: string;
  readonly problem: string | undefined;
}

class Dissector {
  readonly #bytes: Uint8Array;
  readonly #bodies: BodyDissectors;
  readonly #part: StreamPart;
  readonly #table: HeaderTable;
  readonly #contents = new Map<number, Content>();
  #fields: DissectedField[] = [];
  #at = 0;
  #left = mostFields;

  constructor(bytes: Uint8Array, bodies: BodyDissectors, part: StreamPart) {
    this.#bytes = bytes;
    this.#bodies = bodies;
    // Only the beginning of a connection looks like this.
    this.#part = { ...part, isBeginning: part.isBeginning || prefaceLength(bytes) === PREFACE.length };
    this.#table = new HeaderTable(this.#part.isBeginning);
  }

  fields(): DissectedField[] {
    const bytes = this.#bytes;
    if (this.#part.isBeginning) this.#preface();
    else this.#find();
    const first = this.#at;
    while (this.#at < bytes.length) {
      if (this.#left <= 0) {
        this.#rest('more', 'more frames, not dissected');
        break;
      }
      const frame = frameAt(bytes, this.#at);
      if (frame === undefined) {
        this.#rest('frame head', `${bytes.length - this.#at} of 9 bytes so far`);
        break;
      }
      this.#at = frame.end;
      const isOdd = this.#part.isBeginning && frame.start === first && frame.type !== FRAME.SETTINGS;
      this.#frame(frame, isOdd ? 'A connection begins with SETTINGS, in both directions.' : undefined);
    }
    return this.#fields;
  }

  #preface(): void {
    const length = prefaceLength(this.#bytes);
    if (length === 0) return;
    const text = length === PREFACE.length ? 'HTTP/2' : `${length} of ${PREFACE.length} bytes so far`;
    this.#add(field('client preface', text, 0, length));
    this.#at = length;
  }

  #find(): void {
    const at = findFrames(this.#bytes) ?? 0;
    if (at === 0) return;
    this.#add(field('unread', `${bytesText(at)} before the first recognizable frame`, 0, at));
    this.#at = at;
  }

  #add(one: DissectedField): void {
    if (one.end <= this.#part.from) return;
    this.#left -= countOf(one);
    this.#fields.push(one);
  }

  #rest(name: string, text: string): void {
    this.#add(field(name, text, this.#at, this.#bytes.length));
    this.#at = this.#bytes.length;
  }

  /** Adds a frame and reads it. `problem`: the problem with its place in the stream. */
  #frame(frame: Frame, problem: string | undefined): void {
    if (frame.type === FRAME.HEADERS || frame.type === FRAME.PUSH_PROMISE || frame.type === FRAME.CONTINUATION)
      this.#headers(frame, problem);
    else if (frame.type === FRAME.DATA) this.#data(frame, problem);
    else {
      if (frame.type === FRAME.RST_STREAM) this.#contents.delete(frame.stream);
      if (frame.end <= this.#part.from) return;
      const parts = this.#payload(frame);
      const text = readPayload(parts, frame);
      this.#addFrame(frame, text, parts.fields, problem);
    }
  }

  #payload(frame: Frame): Parts {
    return new Parts(this.#bytes, frame.payload, frame.end);
  }

  #addFrame(frame: Frame, text: string, children: readonly DissectedField[], problem: string | undefined): void {
    const end = Math.min(frame.end, this.#bytes.length);
    const came = end - frame.payload;
    const where = frame.stream === 0 ? '' : `stream ${grouped(frame.stream)}`;
    const cut = came < frame.length ? `${grouped(came)} of ${bytesText(frame.length)} so far` : '';
    const said = [text, isLast(frame) ? 'end of stream' : '', cut].filter((one) => one !== '').join(', ');
    this.#add(
      field(frameName(frame.type), where === '' || said === '' ? where + said : `${where}: ${said}`, frame.start, end, {
        children: [headField(frame), ...children],
        problem: problem ?? headProblem(frame),
      }),
    );
  }

  /** Reads the length of the padding. Returns the end of the content before it. */
  #padding(parts: Parts, frame: Frame): { end: number; problem?: string } {
    if ((frame.flags & PADDED) === 0) return { end: parts.end };
    const start = parts.at;
    if (!parts.take('padding length', 1, (at) => bytesText(this.#bytes[at]!))) return { end: parts.end };
    const padding = this.#bytes[start]!;
    if (padding <= parts.left) return { end: parts.end - padding };
    return { end: parts.end, problem: `The frame is shorter than its padding of ${bytesText(padding)}.` };
  }

  #data(frame: Frame, problem: string | undefined): void {
    const content = this.#contents.get(frame.stream);
    const isFirst = content?.hasBegun !== true;
    if (content !== undefined) content.hasBegun ||= frame.length > 0;
    if (isLast(frame)) this.#contents.delete(frame.stream);
    if (frame.end <= this.#part.from) return;
    const parts = this.#payload(frame);
    const padding = this.#padding(parts, frame);
    const start = parts.at;
    const length = Math.max(0, padding.end - start);
    const type = content === undefined || content.type === '' ? '' : ` (${shown(content.type)})`;
    parts.take('data', length, () => bytesText(length));
    const data = parts.fields.at(-1);
    if (data?.name === 'data' && content !== undefined && isFirst) {
      const children = this.#inside(frame, content, start, start + length);
      if (children !== undefined) parts.fields[parts.fields.length - 1] = { ...data, children };
    }
    parts.rest('padding');
    this.#addFrame(frame, `${bytesText(length)}${type}`, parts.fields, problem ?? padding.problem);
  }

  /** The fields of content that is complete in one frame, if its type has a dissector. */
  #inside(frame: Frame, content: Content, start: number, end: number): DissectedField[] | undefined {
    const dissect = this.#bodies.get(content.type.split(';')[0]!.trim().toLowerCase());
    if (dissect === undefined || content.isCoded || this.#left <= 0) return undefined;
    if (end > this.#bytes.length || end - start > longestInside) return undefined;
    const isWhole = isLast(frame) || content.length === end - start || this.#endsBehind(frame);
    return isWhole ? moved(dissect(this.#bytes.subarray(start, end)), start) : undefined;
  }

  /** Whether the next DATA frame of the stream is empty and the last. */
  #endsBehind({ stream, end }: Frame): boolean {
    let at = end;
    for (let ahead = 0; ahead < framesAhead; ahead++) {
      const next = frameAt(this.#bytes, at);
      if (next === undefined) return false;
      if (next.type === FRAME.DATA && next.stream === stream) return next.length === 0 && isLast(next);
      at = next.end;
    }
    return false;
  }

  /** A header block, with its frames: the first, and its continuations. */
  #headers(first: Frame, problem: string | undefined): void {
    const frames = [first];
    for (let last = first; (last.flags & END_HEADERS) === 0; frames.push(last)) {
      const next = frameAt(this.#bytes, last.end);
      if (next?.type !== FRAME.CONTINUATION || next.stream !== first.stream) break;
      last = next;
    }
    const last = frames.at(-1)!;
    this.#at = last.end;
    const isEnded = (last.flags & END_HEADERS) !== 0;
    const isBroken = !isEnded && frameAt(this.#bytes, last.end) !== undefined;
    const fragments = this.#fragments(frames);
    const whole = (isEnded || isBroken) && last.end <= this.#bytes.length;
    const { block, length } = this.#block(first, fragments, whole);
    this.#keepContent(first, last, block);
    if (last.end <= this.#part.from) return;
    const orphan = first.type === FRAME.CONTINUATION ? this.#withoutHeaders() : undefined;
    const fields = orphan === undefined ? blockFields(block, length, this.#left) : [];
    for (const fragment of fragments) {
      const { frame, before, after, start, end, at } = fragment;
      const inside =
        orphan === undefined
          ? moved(clipFields(fields, at, at + end - start), start)
          : end > start
            ? [field('header block', `${bytesText(end - start)} of it`, start, end)]
            : [];
      const text = frame === first ? [fragment.text, orphan === undefined ? summaryOf(block.fields) : ''] : ['goes on'];
      const broken =
        isBroken && frame === last ? 'The header fields are not at their end, and no CONTINUATION follows.' : undefined;
      this.#addFrame(
        frame,
        text.filter((one) => one !== '').join(', '),
        [...before, ...inside, ...after],
        (frame === first ? (problem ?? orphan) : undefined) ?? fragment.problem ?? broken,
      );
    }
  }

  #withoutHeaders(): string {
    return this.#part.isBeginning
      ? 'No HEADERS frame precedes this CONTINUATION.'
      : 'The beginning of these header fields is not held.';
  }

  #fragments(frames: readonly Frame[]): Fragment[] {
    let length = 0;
    return frames.map((frame) => {
      const parts = this.#payload(frame);
      const hasPadding = frame.type !== FRAME.CONTINUATION;
      const padding: { end: number; problem?: string } = hasPadding ? this.#padding(parts, frame) : { end: parts.end };
      let text = '';
      if (frame.type === FRAME.HEADERS && (frame.flags & PRIORITY_FLAG) !== 0) priority(parts);
      if (frame.type === FRAME.PUSH_PROMISE)
        parts.take('promised stream', 4, (at) => {
          text = `promises stream ${grouped(u32(this.#bytes, at) % 2 ** 31)}`;
          return grouped(u32(this.#bytes, at) % 2 ** 31);
        });
      const start = Math.min(parts.at, this.#bytes.length);
      const end = Math.max(start, Math.min(padding.end, this.#bytes.length));
      const before = parts.fields.slice();
      const behind = new Parts(this.#bytes, end, frame.end);
      if (end === padding.end) behind.rest('padding');
      const at = length;
      length += end - start;
      return { frame, before, start, end, at, after: behind.fields, text, problem: padding.problem };
    });
  }

  #block(first: Frame, fragments: readonly Fragment[], isWhole: boolean): { block: HpackBlock; length: number } {
    const [only] = fragments;
    let bytes = this.#bytes.subarray(only!.start, only!.end);
    if (fragments.length > 1) {
      const last = fragments.at(-1)!;
      bytes = new Uint8Array(last.at + last.end - last.start);
      for (const { start, end, at } of fragments) bytes.set(this.#bytes.subarray(start, end), at);
    }
    if (first.type !== FRAME.CONTINUATION)
      return { block: decodeBlock(bytes, this.#table, isWhole), length: bytes.length };
    // The entries that it added are unknown.
    this.#table.lose();
    return { block: { fields: [], count: 0, end: 0 }, length: bytes.length };
  }

  /** The type of the content that follows, from a stream's header fields. */
  #keepContent(first: Frame, last: Frame, { fields }: HpackBlock): void {
    if (first.type !== FRAME.HEADERS) return;
    if (isLast(first)) return void this.#contents.delete(first.stream);
    const said = (name: string) => fields.find((one) => one.name === name)?.value;
    // An interim response has no content.
    if (/^1\d\d$/.test(said(':status') ?? '') || (last.flags & END_HEADERS) === 0) return;
    const length = said('content-length') ?? '';
    this.#contents.set(first.stream, {
      type: (said('content-type') ?? '').slice(0, 200),
      length: /^\d{1,15}$/.test(length) ? Number(length) : undefined,
      isCoded: said('content-encoding') !== undefined,
      hasBegun: false,
    });
    if (this.#contents.size > mostStreams) this.#contents.delete(this.#contents.keys().next().value!);
  }
}

function isLast({ type, flags }: Frame): boolean {
  return (type === FRAME.DATA || type === FRAME.HEADERS) && (flags & END_STREAM) !== 0;
}

function countOf({ children = [] }: DissectedField): number {
  return children.reduce((sum, child) => sum + countOf(child), 1);
}

/**
 * One direction of an HTTP/2 connection (RFC 9113) as fields with their bytes: the preface, and frame after frame, with
 * the header fields (RFC 7541) and the bodies that have a dissector. Bytes that may still come are not a problem. Never
 * throws.
 */
export function dissectHttp2(
  bytes: Uint8Array,
  bodies: BodyDissectors = new Map(),
  part: StreamPart = wholeStream,
): DissectedField[] {
  return new Dissector(bytes, bodies, part).fields();
}
