import type { BehaviourKind } from './behaviour.ts';
import { lineBehaviour } from './text.ts';

export const calculator: BehaviourKind = {
  name: 'calculator',
  sentence: 'Calculates the expression it receives: "5 + 6" and "(+, 5, 6)" get "5+6 = 11".',
  transports: ['tcp', 'tls', 'udp'],
  options: [],
  async create(_options, host) {
    const { answerExpression } = await import('../../protocol/calculator.ts');
    return lineBehaviour(host, answerExpression);
  },
};
