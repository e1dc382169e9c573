import type { BehaviourKind } from './behaviour.ts';
import { Texts } from './text.ts';

export const uppercase: BehaviourKind = {
  name: 'uppercase',
  sentence: 'Sends back the text it receives in capital letters.',
  transports: ['tcp', 'tls', 'udp'],
  options: [],
  create(_options, host) {
    const texts = new Texts(host);
    return {
      onReceived(conversation, received) {
        const text = texts.read(conversation, received);
        if (text !== '' || host.transport === 'udp') texts.send(conversation, text.toUpperCase());
      },
      dispose() {},
    };
  },
};
