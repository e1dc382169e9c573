import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { BehaviourKind } from './behaviour.ts';
import { badOption } from './options.ts';

const extensions = ['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts'];

export const script: BehaviourKind = {
  name: 'script',
  sentence: 'Answers by your own JavaScript or TypeScript file, loaded again when you save it.',
  transports: ['tcp', 'tls', 'udp'],
  effect: 'script',
  options: [
    {
      name: 'file',
      sentence: 'The script: it exports onReceived(c, bytes, text), which returns the reply.',
      type: 'file',
      required: true,
    },
    {
      name: 'timeout',
      sentence: 'Seconds that the script may take for one message.',
      type: 'number',
      default: 2,
      minimum: 0.1,
      maximum: 600,
    },
    {
      name: 'memory',
      sentence: 'Megabytes of memory that the script may use.',
      type: 'number',
      default: 256,
      minimum: 32,
      maximum: 4096,
    },
  ],
  async create(options, host) {
    const file = path.resolve(options['file'] as string);
    if (!extensions.includes(path.extname(file)))
      throw badOption(script, 'file', `must end in ${extensions.join(', ')}`);
    const found = await stat(file).catch(() => undefined);
    if (found?.isFile() !== true) throw badOption(script, 'file', `names a file that does not exist: ${file}`);
    const { ScriptBehaviour } = await import('../script/scriptBehaviour.ts');
    const behaviour = new ScriptBehaviour(host, {
      file,
      transport: host.transport,
      timeout: (options['timeout'] as number) * 1000,
      memory: (options['memory'] as number) * 2 ** 20,
    });
    await behaviour.start();
    return behaviour;
  },
};
