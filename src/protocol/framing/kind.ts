import type { Framer, FrameSink } from './framer.ts';

/** Parameters of a framing beside its kind. `sentence` is for people. */
export type FramingOption = { readonly sentence: string; readonly optional?: true } & (
  | { readonly type: 'bytes'; readonly minimum: number; readonly maximum: number }
  | { readonly type: 'choice'; readonly choices: readonly (string | number)[] }
  | { readonly type: 'boolean' }
  | { readonly type: 'text' }
);

/** How frames are found in a stream. Limits: a frame is at most `maxFrameBytes`. */
export type Framing =
  | { readonly kind: 'none' }
  | { readonly kind: 'line' }
  | { readonly kind: 'fixed'; readonly length: number }
  | {
      readonly kind: 'length-prefix';
      readonly bytes: 1 | 2 | 4;
      readonly endian: 'big' | 'little';
      /** The length counts the prefix too. */
      readonly includesPrefix?: boolean;
    }
  | { readonly kind: 'delimiter'; /** With escapes: `\r\n.\r\n`, `\x00`. */ readonly delimiter: string };

type Of<K> = Extract<Framing, { readonly kind: K }>;

/** All there is to know of one kind of framing. */
export interface FramingKind<K extends Framing['kind']> {
  /** What its text form begins with (`fixed 16`); the options follow, as `print` writes them and `read` reads them. */
  readonly word: string;
  /** What to write: `a framing with a delimiter`. */
  readonly sentence: string;
  /** Text forms, the first one the most usual. */
  readonly examples: readonly string[];
  readonly options: Readonly<Record<Exclude<keyof Of<K>, 'kind'>, FramingOption>>;
  /** Its options as text; nothing where it has none. */
  readonly print: (framing: Of<K>) => string;
  /** Options as `print` writes them, not checked yet; undefined for what is not of that form. */
  readonly read: (options: string) => Readonly<Record<string, unknown>> | undefined;
  /** Throws WirebenchError `bad-framing` where it cannot work. */
  check(framing: Of<K>, maxFrameBytes: number): void;
  create(framing: Of<K>, sink: FrameSink, maxFrameBytes: number): Framer;
  /** A payload as one frame. Throws WirebenchError `frame-does-not-fit`. */
  encode(framing: Of<K>, payload: Uint8Array): Uint8Array;
  /** What the stream ends with is a frame, even if it lacks its end: as a line for Python's readline. */
  readonly endsWithStream?: true;
}
