import type { Options } from '../../../endpoints/option.ts';
import { endpointKinds } from '../../../endpoints/table.ts';
import { endpointOptions } from '../endpointOptions.ts';
import { address } from '../options.ts';
import type { WordSpec } from '../spec.ts';
import { serveBehaviours, unnamedOptions } from './behaviours.ts';

/** The options of the servers of each kind, by its scheme. */
export function serverOptions(): Readonly<Record<string, Options>> {
  return Object.fromEntries(Object.entries(endpointKinds).map(([scheme, { server }]) => [scheme, server.options]));
}

/** From the tables of endpoints and behaviours as they are. */
export function serveSpec(): WordSpec {
  const schemes = Object.keys(endpointKinds);
  return {
    word: 'SERVE',
    kind: 'serve',
    supported: true,
    starts: 'server',
    sentence: 'Starts a server. It runs until the run of the file ends.',
    usage: `SERVE ${schemes.join('|')}://host:port`,
    example: 'SERVE tcp://127.0.0.1:0',
    target: 'url',
    schemes,
    options: [
      ...endpointOptions(serverOptions()),
      { name: 'behavior', kind: 'behaviour', sentence: 'Another spelling.', example: 'echo', alias: 'behaviour' },
      ...unnamedOptions(),
    ],
    results: [
      ...address,
      {
        name: 'certificate',
        sentence:
          'The path of a PEM file with the certificate of a TLS or HTTPS server. It is there while the server runs.',
      },
    ],
    subjects: [
      { name: 'port', kind: 'number', sentence: 'The port it listens on.', example: '?? port > 0' },
      { name: 'host', kind: 'text', sentence: 'The address it listens on.', example: '?? host == 127.0.0.1' },
    ],
    body: 'The text that the behaviour takes: the routes of `mock`, the rules of `rules`, the text of `fixed`.',
    behaviours: serveBehaviours(),
  };
}
