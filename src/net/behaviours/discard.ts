import type { BehaviourKind } from './behaviour.ts';

/** RFC 863, on any port. */
export const discard: BehaviourKind = {
  name: 'discard',
  sentence: 'Reads everything and answers nothing.',
  transports: ['tcp', 'tls', 'udp'],
  options: [],
  create: () => ({ dispose() {} }),
};
