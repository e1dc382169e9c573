import { hasShape, isCount, isMaybe, isString, type Guard, type Guarded } from '../../base/shape.ts';

const isOffsets: Guard<Uint32Array> = (value) => value instanceof Uint32Array;

/** Text, with the byte offset of each of its UTF-16 units. */
export type DecodedText = Guarded<typeof isDecodedText>;
export const isDecodedText = hasShape({
  text: isString,
  starts: isOffsets,
  /** The reason and place of a failed strict decode. The text then has its bad bytes as backslash escapes. */
  failure: isMaybe(hasShape({ reason: isString, start: isCount, end: isCount })),
});
