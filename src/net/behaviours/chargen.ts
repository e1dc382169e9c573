import { randomInt } from 'node:crypto';
import type { BehaviourKind, Conversation } from './behaviour.ts';

/** Printable ASCII in the order of RFC 864's example, 72 characters to a line, each line one character further. */
const characters = Array.from({ length: 95 }, (_, index) => String.fromCharCode(0x20 + index)).join('');
const lineLength = 72;
const pattern = Uint8Array.from(
  Array.from(characters, (_, line) => `${(characters + characters).slice(line, line + lineLength)}\r\n`).join(''),
  (character) => character.charCodeAt(0),
);
/** Bytes passed to a stream at once: whole patterns, about 56 KB. */
const block = new Uint8Array(pattern.length * 8).map((_, index) => pattern[index % pattern.length]!);

/** RFC 864, on any port. */
export const chargen: BehaviourKind = {
  name: 'chargen',
  sentence:
    'Sends a pattern of characters. Over TCP, it goes on as fast as the peer reads; over UDP, each datagram gets up to 512 bytes.',
  transports: ['tcp', 'tls', 'udp'],
  options: [],
  create(_options, host) {
    if (host.transport === 'udp') {
      return {
        onReceived: (conversation) => conversation.send(pattern.subarray(0, randomInt(513))),
        dispose() {},
      };
    }
    const open = new Map<Conversation, NodeJS.Immediate | undefined>();
    /** One block for each turn of the loop while the peer keeps up, so that other work gets its turn. */
    const pump = (conversation: Conversation): void => {
      if (!open.has(conversation)) return;
      if (conversation.send(block)) open.set(conversation, setImmediate(pump, conversation));
    };
    const close = (conversation: Conversation): void => {
      clearImmediate(open.get(conversation));
      open.delete(conversation);
    };
    return {
      onOpen(conversation) {
        open.set(conversation, undefined);
        pump(conversation);
      },
      onDrain: pump,
      onClosed: close,
      dispose() {
        for (const conversation of [...open.keys()]) close(conversation);
      },
    };
  },
};
