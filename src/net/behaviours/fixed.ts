import type { BehaviourKind } from './behaviour.ts';
import { Texts } from './text.ts';

export const fixed: BehaviourKind = {
  name: 'fixed',
  sentence: 'Answers everything it receives with the same reply.',
  transports: ['tcp', 'tls', 'udp'],
  options: [
    {
      name: 'reply',
      sentence: 'The reply, sent unchanged in the encoding of the server.',
      type: 'string',
      default: 'ok\n',
      body: 'escapes',
    },
  ],
  create(options, host) {
    const reply = new Texts(host).bytes(options['reply'] as string);
    return {
      onReceived: (conversation) => conversation.send(reply),
      dispose() {},
    };
  },
};
