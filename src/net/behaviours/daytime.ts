import type { BehaviourKind, Conversation } from './behaviour.ts';
import { strftime } from './strftime.ts';

/** RFC 867, on any port, in its first popular syntax: `Tuesday, February 22, 1982 17:37:43-PST`. */
export const daytime: BehaviourKind = {
  name: 'daytime',
  sentence:
    'Sends the date and time as a line. Over TCP, it does so when a connection opens, and then closes it; over UDP, for each datagram.',
  transports: ['tcp', 'tls', 'udp'],
  options: [{ name: 'utc', sentence: 'Use UTC instead of the local time.', type: 'boolean', default: false }],
  create(options, host) {
    const utc = options['utc'] as boolean;
    const send = (conversation: Conversation): void => {
      const line = strftime(`%A, %B %d, %Y %H:%M:%S-${utc ? 'UTC' : '%z'}\r\n`, new Date(), utc);
      // The RFC recommends printing ASCII, whatever the endpoint's encoding.
      conversation.send(Uint8Array.from(line, (character) => character.charCodeAt(0)));
    };
    if (host.transport === 'udp') return { onReceived: send, dispose() {} };
    return {
      onOpen(conversation) {
        send(conversation);
        conversation.end();
      },
      dispose() {},
    };
  },
};
