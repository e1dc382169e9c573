import { hasShape, isCount, isMaybe, isString, type Guard, type Guarded } from '../../base/shape.ts';

const isOffsets: Guard<Uint32Array> = (value) => value instanceof Uint32Array;

/** Text and the offset of the byte that each of its UTF-16 units began at. */
export type DecodedText = Guarded<typeof isDecodedText>;
export const isDecodedText = hasShape({
  text: isString,
  starts: isOffsets,
  /** Why a strict decode failed, and where: the text is then with its bad bytes as backslash escapes. */
  failure: isMaybe(hasShape({ reason: isString, start: isCount, end: isCount })),
});
