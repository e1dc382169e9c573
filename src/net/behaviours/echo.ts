import type { BehaviourKind } from './behaviour.ts';

/** RFC 862, on any port. */
export const echo: BehaviourKind = {
  name: 'echo',
  sentence: 'Sends back every byte it receives.',
  transports: ['tcp', 'tls', 'udp'],
  options: [],
  create: () => ({
    onReceived: (conversation, received) => conversation.echo(received),
    dispose() {},
  }),
};
