/** A part of a message with a meaning, as far as it could be read. Offsets are into the bytes that were dissected. */
export interface DissectedField {
  /** The field's standard name: `id`, `Content-Length`, `chunk size`. */
  readonly name: string;
  /** Its value for a person; text from the network, never markup. */
  readonly text: string;
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  readonly children?: readonly DissectedField[];
  /** What is wrong with it: a sentence. */
  readonly problem?: string;
}

/** The fields of a part, with offsets into the whole: the part begins at `by`. */
export function moved(fields: readonly DissectedField[], by: number): DissectedField[] {
  return fields.map((field) => ({
    ...field,
    start: field.start + by,
    end: field.end + by,
    ...(field.children === undefined ? {} : { children: moved(field.children, by) }),
  }));
}
