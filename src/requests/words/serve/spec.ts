import { kindIds } from '../../../endpoints/table.ts';
import { faultKinds } from '../../../net/dns/faults.ts';
import { transferChoices } from '../../../net/dns/zoneBehaviour.ts';
import { address } from '../options.ts';
import type { OptionSpec, WordSpec } from '../spec.ts';
import { serveBehaviours } from './behaviours.ts';
import { endpointOptions } from './endpointOptions.ts';

const serveOptions: readonly OptionSpec[] = [
  ...endpointOptions(),
  { name: 'behavior', kind: 'behaviour', sentence: 'Another spelling.', example: 'echo', alias: 'behaviour' },
  {
    name: 'zone',
    kind: 'path',
    sentence: 'The zone file it answers from.',
    example: 'wirebench.test.zone',
    repeatable: true,
    schemes: ['dns'],
  },
  {
    name: 'origin',
    kind: 'text',
    sentence: "The name that completes the zone's relative names until its file sets one.",
    example: 'wirebench.test',
    default: 'from the name of the file',
    schemes: ['dns'],
  },
  {
    name: 'includes',
    kind: 'path',
    sentence: "The folder whose files $INCLUDE may read, besides those of the zone's own folder.",
    example: '..',
    default: 'the folder of the request file',
    schemes: ['dns'],
  },
  {
    name: 'fault',
    kind: 'text',
    sentence: `A fault on demand: ${Object.keys(faultKinds).join(', ')}; a name after it limits it to that name and those below.`,
    example: 'delay 2s slow.wirebench.test',
    repeatable: true,
    schemes: ['dns'],
  },
  {
    name: 'transfer',
    kind: 'choice',
    sentence: 'The clients that may have the whole zone (AXFR).',
    example: 'none',
    default: 'loopback',
    choices: [...transferChoices],
    schemes: ['dns'],
  },
];

export const serveSpec: WordSpec = {
  word: 'SERVE',
  kind: 'serve',
  supported: true,
  starts: 'server',
  sentence: 'Starts a server. It runs until the run of the file ends.',
  usage: `SERVE ${kindIds.join('|')}://host:port`,
  example: 'SERVE tcp://127.0.0.1:0',
  target: 'url',
  schemes: kindIds,
  options: serveOptions,
  results: address,
  subjects: [
    { name: 'port', kind: 'number', sentence: 'The port it listens on.', example: '?? port > 0' },
    { name: 'host', kind: 'text', sentence: 'The address it listens on.', example: '?? host == 127.0.0.1' },
  ],
  body: 'The text that the behaviour takes: the routes of `mock`, the rules of `rules`, the text of `fixed`.',
  behaviours: serveBehaviours,
};
