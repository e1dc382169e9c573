import { oneArgument } from '../../parse/arguments.ts';
import { printHead } from '../../printing.ts';
import type { WordKind } from '../kind.ts';
import { sameOption, type WordSpec } from '../spec.ts';
import type { Located, Template } from '../../model.ts';
import { printSteps, readMessages } from './steps.ts';
import { crossedData } from './crossed.ts';
import type { ConversationItem, ConversationResult } from './model.ts';
import { presentConversation } from './present.ts';
import { tcpSpec, tlsSpec, udpSpec } from './spec.ts';

const conversation = (
  spec: WordSpec & { readonly kind: ConversationItem['kind'] },
): WordKind<ConversationItem, ConversationResult> => ({
  spec,
  parse(reading) {
    const { context, base, bodyLines } = reading;
    const steps = readMessages(context, bodyLines);
    const address = oneArgument(reading);
    return { ...base, kind: spec.kind, end: steps.at(-1)?.end ?? base.end, address, steps };
  },
  print: ({ word, address, options, steps }) => [
    ...printHead(word.value, [address.text], options),
    ...printSteps(steps),
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
  variables: ({ options }) =>
    options.flatMap(({ name, value }) => (sameOption(name.value, 'each') ? [variableOf(value)] : [])),
  named: ({ clients, ...whole }) => ({
    data: { ...crossedData(whole), ...(clients && { clients: clients.map(crossedData) }) },
  }),
  unanswered({ clients, ...whole }) {
    const asked = (clients ?? [whole]).some(({ received, sentBytes }) => received.length === 0 && sentBytes > 0);
    return asked ? (spec.kind === 'udp' ? 'udp' : 'tcp') : undefined;
  },
  present: presentConversation,
});

/** The name of the variable at the beginning of `word = apple, kiwi`. */
function variableOf({ text, start }: Template): Located {
  const [value] = /^[\w-]*/.exec(text)!;
  return { start, end: start + value.length, value };
}

export const tcpKind = conversation(tcpSpec);
export const udpKind = conversation(udpSpec);
export const tlsKind = conversation(tlsSpec);
