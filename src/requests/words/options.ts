import { tlsClient } from '../../endpoints/kinds/options.ts';
import { endpointOptions } from './endpointOptions.ts';
import type { OptionSpec, ResultSpec, SubjectSpec } from './spec.ts';

/** What several words have in common. */

export const timeout = (sentence: string, standard: string): OptionSpec => ({
  name: 'timeout',
  kind: 'duration',
  sentence,
  example: '2s',
  default: standard,
});
/** What a client offers over TLS, and what it believes. */
export const tlsClientOptions: readonly OptionSpec[] = endpointOptions({ tls: { tls: tlsClient } });
export const duration: SubjectSpec = {
  name: 'duration',
  kind: 'number',
  sentence: 'How long it took, in milliseconds.',
  example: '?? duration < 500',
};
export const address: readonly ResultSpec[] = [
  { name: 'host', sentence: 'The address it listens on.' },
  { name: 'port', sentence: 'The port it listens on; the one it was given where 0 was asked for.' },
  { name: 'address', sentence: 'Both: host:port.' },
  { name: 'url', sentence: 'The whole URL.' },
];

export const data = (what: string, example: string): SubjectSpec => ({
  name: what,
  kind: 'json',
  sentence: 'What a path finds in the result.',
  example,
});
