import { DnsError } from '../error.ts';
import type { Field, FieldValues } from '../field.ts';
import type { Tokens } from '../tokens.ts';

/** A record type: its fields in the order of the wire, which is also the order of master files. */
export interface RecordType<F extends readonly Field[] = readonly Field[]> {
  readonly name: string;
  /** Its purpose, in a sentence. */
  readonly about: string;
  readonly fields: F;
  /** The data is defined for the class IN only. In another class the type is unknown. */
  readonly internetOnly: boolean;
  /** Its names may be compressed (RFC 3597, section 4). */
  readonly compress: boolean;
  /** Checks the rules that span several fields. Throws DnsError. The data is complete and each field is valid. */
  readonly check?: ((bytes: Uint8Array, start: number, end: number) => void) | undefined;
  /** The master-file text, if it is more than the texts of the fields in a row. */
  readonly text?: RecordText | undefined;
}

export interface RecordText {
  format(data: FieldValues): string;
  parse(tokens: Tokens): unknown;
}

interface Traits {
  readonly internetOnly?: boolean;
  readonly compress?: boolean;
  readonly check?: (bytes: Uint8Array, start: number, end: number) => void;
  readonly text?: RecordText;
}

export function define<const F extends readonly Field[]>(
  about: string,
  fields: F,
  traits: Traits = {},
): Omit<RecordType<F>, 'name'> {
  return {
    about,
    fields,
    internetOnly: traits.internetOnly ?? false,
    compress: traits.compress ?? false,
    check: traits.check,
    text: traits.text,
  };
}

/** Types of RFC 1035, whose names may be compressed. */
export const well = { compress: true };
export const internet = { internetOnly: true };

export function wrong(message: string, at: number): DnsError {
  return new DnsError('dns-bad-value', message, at);
}

/** Digests have the length of their kind. `lengths`: by the number in the byte at `kindAt`. */
export function digestCheck(kindAt: number, digestAt: number, lengths: Readonly<Record<number, number>>) {
  return (bytes: Uint8Array, start: number, end: number) => {
    const kind = bytes[start + kindAt]!;
    const length = lengths[kind];
    if (length !== undefined && end - start - digestAt !== length) {
      throw wrong(
        `The digest has ${end - start - digestAt} bytes; of its kind ${kind} it has ${length}.`,
        start + digestAt,
      );
    }
    if (kind === 0 && length === undefined) throw wrong(`The kind of digest is 0, which is reserved.`, start + kindAt);
  };
}
