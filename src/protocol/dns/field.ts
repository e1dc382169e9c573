import type { DissectedField } from '../dissect.ts';
import type { Tokens } from './tokens.ts';
import type { NamesSeen } from './wire.ts';
import type { MessageWriter } from './writer.ts';

/** Values as request files, exports and scripts see them. */
export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [name: string]: JsonValue };

/** The values of a record's fields by name. */
export type FieldValues = Readonly<Record<string, unknown>>;

/**
 * A kind of field in rdata: its length, its forms on the wire and as text. Methods that read are called only if
 * `measure` found the field complete and valid. If another field determines the form of this one, that field is found
 * by `rdata`, the offset of the data's first field, or in the values `before`.
 */
export interface Kind<V> {
  /** The offset after the field that begins at `at`, in rdata that ends before `end`. Throws DnsError. */
  measure(bytes: Uint8Array, at: number, end: number, rdata?: number): number;
  read(bytes: Uint8Array, start: number, end: number, seen?: NamesSeen, rdata?: number): V;
  /**
   * Throws DnsError `dns-bad-field` for a value that the field cannot have. `compress`: names may be written as
   * pointers.
   */
  write(out: MessageWriter, value: V, compress: boolean, all: FieldValues): void;
  /** Master-file text; empty if the field is left out. */
  format(value: V): string;
  /** Reads master-file words; `what` is the field's name for sentences. Throws DnsError. */
  parse(tokens: Tokens, what: string, before: FieldValues): V;
  json(value: V): JsonValue;
  /** A longer text for people who look at the bytes, if there is one. */
  describe?(value: V): string;
  /** For names: the value in lower case, which is the same value (RFC 4343). */
  folded?(value: V): V;
  /** The parts of a field with an inner structure. If there are very many, only the first ones. */
  parts?(bytes: Uint8Array, start: number, end: number): Iterable<DissectedField>;
}

export interface Field<N extends string = string, V = unknown> {
  /** The name in request files: `preference`, `exchange`. */
  readonly name: N;
  /** The name in sentences, in lower case: `preference`, `mail exchange`. */
  readonly label: string;
  readonly kind: Kind<V>;
}

export function field<const N extends string, V>(name: N, kind: Kind<V>, label?: string): Field<N, V> {
  return { name, kind, label: label ?? name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`) };
}

/** The object with a value for each field. */
export type DataOf<F extends readonly Field[]> = {
  readonly [K in F[number] as K['name']]: K extends Field<string, infer V> ? V : never;
};
