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
export const encoding = option('encoding', 'encoding', 'The encoding of text.', 'utf-8', { default: 'utf-8' });
export const receiveBuffer = option(
  'receiveBuffer',
  'integer',
  'The most bytes that one receive takes, as recv(1024) does. UDP loses the rest of a longer datagram.',
  '1024',
  { default: '65536', minimum: 1, maximum: 65_536 },
);
export const framing = option(
  'framing',
  'framing',
  'The framing of messages in the stream, those that are sent included.',
  'line',
  { default: 'none' },
);
export const tlsClientOptions: readonly OptionSpec[] = [
  flag('verify', 'A certificate that cannot be verified is an error.', true),
  option('servername', 'host', 'The name asked for (SNI) and looked for in the certificate.', 'localhost', {
    default: 'the host',
  }),
  option('ca', 'path', 'A PEM file with certificates to trust besides the usual ones.', 'ca.pem', {
    default: 'the usual ones',
  }),
  option('cert', 'path', 'Our own certificate, a PEM file.', 'client.pem'),
  option('key', 'path', 'The PEM file of the key of our certificate.', 'client.key'),
  option('alpn', 'list', 'The protocols to offer, best first.', 'h2, http/1.1'),
];
export const duration = subject('duration', 'number', 'How long it took, in milliseconds.', '?? duration < 500');
export const address: readonly ResultSpec[] = [
  { name: 'host', sentence: 'The address it listens on.' },
  { name: 'port', sentence: 'The port it listens on; the one that the system chose, if it is written as 0.' },
  { name: 'address', sentence: 'Both: host:port.' },
  { name: 'url', sentence: 'The whole URL.' },
];

export const data = (name: string, example: string): SubjectSpec =>
  subject(name, 'json', 'The value that a path finds in the result.', example);
