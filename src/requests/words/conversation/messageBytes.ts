import { randomInt, randomUUID } from 'node:crypto';
import { encodePayload, type Payload } from '../../../protocol/text/payload.ts';
import type { BodyPart, Range } from '../../model.ts';
import type { ConversationStep } from './model.ts';
import { contentOf } from '../../run/files.ts';
import { substituted } from '../../run/partText.ts';
import { inFile } from '../../run/requestError.ts';
import type { ConversationPlan } from './plan.ts';
import type { Filling } from '../../run/turn.ts';

/** Bytes of one message at most: it is sent as a whole. */
const mostBytes = 64 * 1024 * 1024;

/** The bytes of a message: its text as the format says, files as they are. */
export async function messageBytes(
  step: Extract<ConversationStep, { kind: 'message' }>,
  plan: ConversationPlan,
  turn: Filling,
): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  if (step.parts.length === 0) pieces.push(encodedText('', step, plan));
  for (const part of step.parts) pieces.push(await partBytes(part, plan, turn));
  return Buffer.concat(pieces);
}

async function partBytes(part: BodyPart, plan: ConversationPlan, turn: Filling): Promise<Uint8Array> {
  if (part.kind === 'file') {
    return part.substitute ? substituted(part, plan.encoding, turn) : contentOf(part.path, turn, mostBytes);
  }
  if (plan.format === 'file') return contentOf(part.template, turn, mostBytes);
  // A value that is put in has no escapes, whatever is in it.
  const text = await turn.fill(part.template, plan.format === 'text' ? { inserted: withoutEscapes } : {});
  return encodedText(text, part, plan);
}

function encodedText(text: string, part: Range, plan: ConversationPlan): Uint8Array {
  try {
    return encodePayload(payloadOf(text, plan), { counter: 1, now: () => Date.now(), uuid: randomUUID, randomInt });
  } catch (error) {
    throw inFile(error, part);
  }
}

function payloadOf(text: string, { format, encoding, lineEnding }: ConversationPlan): Payload {
  if (format === 'hex' || format === 'base64') return { kind: format, text };
  return { kind: format === 'raw' ? 'text' : 'escapes', text, encoding, lineEnding };
}

/** Protects a value that is put into text whose escapes are read afterwards. */
export function withoutEscapes(value: string): string {
  return value.replaceAll('\\', '\\\\');
}
