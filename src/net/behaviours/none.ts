import type { BehaviourKind } from './behaviour.ts';

export const none: BehaviourKind = {
  name: 'none',
  sentence: 'Answers nothing by itself: a person reads and replies.',
  transports: ['tcp', 'tls', 'udp'],
  options: [],
  create: () => ({ dispose() {} }),
};
