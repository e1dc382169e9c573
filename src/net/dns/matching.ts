import { opcodeName } from '../../protocol/dns/codes.ts';
import { HEADER_LENGTH, nameEnd } from '../../protocol/dns/wire.ts';

/** Whether the name in the question must repeat the case exactly (0x20): only where a forger could answer. */
export type Letters = 'exact' | 'any';

export const otherLetters = 'it repeats the name with its letters in another case, as a forged answer would';

/** The reason why a message is not the answer to a query, as the end of "An answer from … was not taken: ". */
export function whyNotTheAnswer(query: Uint8Array, message: Uint8Array, letters: Letters): string | undefined {
  return whyNotAResponse(query, message) ?? whyNotTheQuestion(query, message, letters);
}

/** The same for a message that need not repeat the question. */
export function whyNotAResponse(query: Uint8Array, message: Uint8Array): string | undefined {
  if (message.length < HEADER_LENGTH) return `it has ${message.length} bytes, fewer than a header`;
  if (message[0] !== query[0] || message[1] !== query[1])
    return `it has the ID ${idOf(message)}, and the query had ${idOf(query)}`;
  if ((message[2]! & 0x80) === 0) return 'it is a query itself';
  if (opcodeOf(message) !== opcodeOf(query))
    return `it has the opcode ${opcodeName(opcodeOf(message))}, and the query had ${opcodeName(opcodeOf(query))}`;
  return undefined;
}

function opcodeOf(message: Uint8Array): number {
  return (message[2]! >> 3) & 15;
}

function idOf(message: Uint8Array): number {
  return (message[0]! << 8) | message[1]!;
}

function whyNotTheQuestion(query: Uint8Array, message: Uint8Array, letters: Letters): string | undefined {
  const count = (message[4]! << 8) | message[5]!;
  // Servers that could not read the query, or will not answer it, may leave the question out (RFC 1035, section 4.1.1).
  if (count === 0 && (message[3]! & 15) !== 0) return undefined;
  if (count !== 1) return `it repeats ${count} questions, and one was asked`;
  const end = nameEnd(query, HEADER_LENGTH, query.length) + 4;
  if (message.length < end) return 'its question is cut short';
  let isSame = true;
  for (let i = HEADER_LENGTH; i < end; i++) {
    if (query[i] === message[i]) continue;
    // Only the name has letters; type and class have none.
    if (i >= end - 4 || lower(query[i]!) !== lower(message[i]!)) return 'it repeats another question';
    isSame = false;
  }
  return isSame || letters === 'any' ? undefined : otherLetters;
}

function lower(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
}
