import type { BehaviourKind } from './behaviour.ts';
import { badOption } from './options.ts';
import { strftime, unknownDirective } from './strftime.ts';
import { Texts } from './text.ts';

export const time: BehaviourKind = {
  name: 'time',
  sentence: 'Answers everything it receives with the current date and time.',
  transports: ['tcp', 'tls', 'udp'],
  options: [
    {
      name: 'format',
      sentence: 'The format: the codes of Python\'s strftime (%Y-%m-%d %H:%M:%S), or "iso".',
      type: 'string',
      default: '%Y-%m-%d %H:%M:%S',
    },
    { name: 'utc', sentence: 'Use UTC instead of the local time.', type: 'boolean', default: false },
  ],
  create(options, host) {
    const format = options['format'] as string;
    const utc = options['utc'] as boolean;
    const unknown = format === 'iso' ? undefined : unknownDirective(format);
    if (unknown !== undefined)
      throw badOption(time, 'format', `has the code "${unknown}", which strftime does not have`);
    const texts = new Texts(host);
    return {
      onReceived(conversation, received) {
        const ending = /\r?\n$/u.exec(texts.read(conversation, received))?.[0] ?? '';
        texts.send(conversation, strftime(format, new Date(), utc) + ending);
      },
      dispose() {},
    };
  },
};
