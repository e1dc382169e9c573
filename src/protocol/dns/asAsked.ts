import { sameName, type Name } from './name.ts';
import { HEADER_LENGTH, nameEnd, readName } from './wire.ts';

/**
 * A copy of an answer in which the question's name has the case that the person typed, if it was sent in random case
 * (0x20). Names of records that point to the question follow. The copy is for people and checks; the bytes on the wire
 * differ.
 */
export function asAsked(message: Uint8Array, name: Name): Uint8Array {
  const counts = message.length > HEADER_LENGTH && ((message[4]! << 8) | message[5]!) > 0;
  if (!counts) return message;
  let at = HEADER_LENGTH;
  try {
    // Throws for a pointer, which is not allowed in the first name: one to itself would be followed for ever.
    nameEnd(message, at, message.length);
    if (!sameName(readName(message, at), name)) return message;
  } catch {
    return message;
  }
  const copy = message.slice();
  for (const label of name) {
    copy.set(label, at + 1);
    at += label.length + 1;
  }
  return copy;
}
