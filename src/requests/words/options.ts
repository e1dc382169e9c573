import { tlsClient } from '../../endpoints/kinds/options.ts';
import { endpointOptions } from './endpointOptions.ts';
import type { OptionSpec, ResultSpec, SubjectSpec } from './spec.ts';

/** Rows of the tables of words, and those that several words have. */

export const option = (
  name: string,
  kind: OptionSpec['kind'],
  sentence: string,
  example: string,
  more: Partial<OptionSpec> = {},
): OptionSpec => ({ name, kind, sentence, example, ...more });

/** Its example is the opposite of what holds without it. */
export const flag = (name: string, sentence: string, standard: boolean): OptionSpec =>
  option(name, 'boolean', sentence, String(!standard), { default: String(standard) });

export const subject = (
  name: string,
  kind: SubjectSpec['kind'],
  sentence: string,
  example: string,
  more: Partial<SubjectSpec> = {},
): SubjectSpec => ({ name, kind, sentence, example, ...more });

export const timeout = (sentence: string, standard: string): OptionSpec =>
  option('timeout', 'duration', sentence, '2s', { default: standard });
/** What a client offers over TLS, and what it believes. */
export const tlsClientOptions: readonly OptionSpec[] = endpointOptions({ tls: { tls: tlsClient } });
export const duration = subject('duration', 'number', 'How long it took, in milliseconds.', '?? duration < 500');
export const address: readonly ResultSpec[] = [
  { name: 'host', sentence: 'The address it listens on.' },
  { name: 'port', sentence: 'The port it listens on; the one that the system chose, if it is written as 0.' },
  { name: 'address', sentence: 'Both: host:port.' },
  { name: 'url', sentence: 'The whole URL.' },
];

export const data = (name: string, example: string): SubjectSpec =>
  subject(name, 'json', 'The value that a path finds in the result.', example);

/** Subjects about one, any or every one of several: connections of a server, to which more come, clients of a request. */
export const partSubjects = (
  word: 'connection' | 'client',
  example: string,
  more: Pick<SubjectSpec, 'grows'> = {},
): readonly SubjectSpec[] => [
  subject(
    word,
    'any',
    `A subject of one ${word} by its number, in the order in which they connected, or of \`any\` or \`every\` one.`,
    `?? ${word} 2 ${example}`,
    { path: 'required', pathKind: 'part', ...more },
  ),
  subject('every', 'any', `Holds if the rest of the check holds for every ${word}.`, `?? every ${example}`, {
    path: 'required',
    pathKind: 'part',
    ...more,
  }),
  subject('any', 'any', `Holds if the rest of the check holds for at least one ${word}.`, `?? any ${example}`, {
    path: 'required',
    pathKind: 'part',
    ...more,
  }),
];
