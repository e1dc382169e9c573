import { formatHex } from '../../../protocol/text/hex.ts';
import { decode } from '../../../protocol/text/decode.ts';
import { oneArgument } from '../../parse/arguments.ts';
import { plainBody, readBody } from '../../parse/body.ts';
import { lineText, type RegionContext } from '../../parse/context.ts';
import type { Line } from '../../parse/lines.ts';
import { trimmed } from '../../parse/template.ts';
import { Parted } from '../../parted.ts';
import { printBody, printHead } from '../../printing.ts';
import type { WordKind } from '../kind.ts';
import type { WordSpec } from '../spec.ts';
import type { ConversationItem, ConversationResult, ConversationStep } from './model.ts';
import { presentConversation } from './present.ts';
import { tcpSpec, tlsSpec, udpSpec } from './spec.ts';

const SEPARATOR = /^===[ \t]*(wait(?:-for-server)?)?[ \t]*$/;

const conversation = (
  spec: WordSpec & { readonly kind: ConversationItem['kind'] },
): WordKind<ConversationItem, ConversationResult> => ({
  spec,
  parse(reading) {
    const { context, base, bodyLines } = reading;
    const steps = readSteps(context, bodyLines);
    const address = oneArgument(reading);
    return { ...base, kind: spec.kind, end: steps.at(-1)?.end ?? base.end, address, steps };
  },
  print: ({ word, address, options, steps }) => [
    ...printHead(word.value, [address.text], options),
    ...steps.flatMap((step, index) => printStep(step, steps[index - 1])),
  ],
  targets: ({ address }) => [address],
  body: ({ steps }) => steps.flatMap((step) => (step.kind === 'message' ? step.parts : [])),
  folds: ({ steps }) => steps,
  runner: async () => {
    const [{ runConversation }, { conversationSubject }] = await Promise.all([
      import('./run.ts'),
      import('./subjects.ts'),
    ]);
    return { run: runConversation, subject: conversationSubject };
  },
  named({ received, closed }) {
    const text = decode(received, 'utf-8', 'backslashreplace');
    const parts = { text, hex: formatHex(received), bytes: received.length };
    return { data: { received: new Parted(text, parts), closed } };
  },
  present: presentConversation,
});

export const tcpKind = conversation(tcpSpec);
export const udpKind = conversation(udpSpec);
export const tlsKind = conversation(tlsSpec);

/** Messages, and where to wait between them. Nothing between two separators is an empty message. */
function readSteps(context: RegionContext, lines: readonly Line[]): ConversationStep[] {
  const steps: ConversationStep[] = [];
  let message: Line[] = [];
  let separated = false;
  const close = (next?: Line): void => {
    const parts = readBody(context, message, plainBody);
    const first = parts[0];
    if (first) steps.push({ kind: 'message', start: first.start, end: parts.at(-1)!.end, parts });
    else if (separated && next) steps.push({ kind: 'message', start: next.start, end: next.start, parts });
    message = [];
  };
  for (const line of lines) {
    const match = SEPARATOR.exec(lineText(context, line));
    if (match === null) {
      message.push(line);
      continue;
    }
    const waits = match[1] !== undefined;
    close(line);
    // A wait need not be followed by a message.
    separated = !waits;
    if (!waits) continue;
    const { start, end } = trimmed(context.text, line.start, line.end);
    steps.push({ kind: 'wait', start, end });
  }
  close();
  return steps;
}

function printStep(step: ConversationStep, before: ConversationStep | undefined): string[] {
  if (step.kind === 'wait') return ['', '=== wait'];
  return [...(before?.kind === 'message' ? ['', '==='] : []), ...printBody(step.parts)];
}
