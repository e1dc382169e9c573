/** A part of a message with a meaning, as far as it could be read. Offsets are into the dissected bytes. */
export interface DissectedField {
  /** The field's standard name: `id`, `Content-Length`, `chunk size`. */
  readonly name: string;
  /** Its value for a person; text from the network, never markup. */
  readonly text: string;
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  readonly children?: readonly DissectedField[];
  /** The problem with it, as a sentence. */
  readonly problem?: string;
}

/** The place of the bytes that a dissector gets within a stream. */
export interface StreamPart {
  /** Whether the bytes begin at the start of the stream. If false, they may begin within a message. */
  readonly isBeginning: boolean;
  /** Fields that end at this offset or before it are not needed. */
  readonly from: number;
}

export const wholeStream: StreamPart = { isBeginning: true, from: 0 };

/** Dissectors of bodies by media type, in lower case. Their offsets are into the body. */
export type BodyDissectors = ReadonlyMap<string, (body: Uint8Array) => DissectedField[]>;

/** The most bytes of a body that is dissected. */
export const longestInside = 65_535;

/** The fields of a part with offsets into the whole. The part begins at `by`. */
export function moved(fields: readonly DissectedField[], by: number): DissectedField[] {
  return fields.map((field) => ({
    ...field,
    start: field.start + by,
    end: field.end + by,
    ...(field.children === undefined ? {} : { children: moved(field.children, by) }),
  }));
}

/** The fields that have bytes in `start` to `end` (exclusive), counted from `start`. A field that is cut says so. */
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
