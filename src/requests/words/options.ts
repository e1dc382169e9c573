import type { OptionSpec, ResultSpec, SubjectSpec } from './spec.ts';

/** What several words have in common. */

export const timeout = (sentence: string, standard: string): OptionSpec => ({
  name: 'timeout',
  kind: 'duration',
  sentence,
  example: '2s',
  default: standard,
});
export const encoding: OptionSpec = {
  name: 'encoding',
  kind: 'encoding',
  sentence: 'The encoding of text.',
  example: 'utf-8',
  default: 'utf-8',
};
export const receiveBuffer: OptionSpec = {
  name: 'receiveBuffer',
  kind: 'integer',
  sentence: 'The most bytes that one receive takes, as recv(1024) does. UDP loses the rest of a longer datagram.',
  example: '1024',
  default: '65536',
  minimum: 1,
  maximum: 65_536,
};
export const framing = (schemes?: readonly string[]): OptionSpec => ({
  name: 'framing',
  kind: 'framing',
  sentence: 'The framing of messages in the stream, those that are sent included.',
  example: 'line',
  default: 'none',
  ...(schemes && { schemes }),
});
export const tlsClientOptions: readonly OptionSpec[] = [
  {
    name: 'verify',
    kind: 'boolean',
    sentence: 'A certificate that cannot be verified is an error.',
    example: 'false',
    default: 'true',
  },
  {
    name: 'servername',
    kind: 'host',
    sentence: 'The name asked for (SNI) and looked for in the certificate.',
    example: 'localhost',
    default: 'the host',
  },
  {
    name: 'ca',
    kind: 'path',
    sentence: 'A PEM file with certificates to trust besides the usual ones.',
    example: 'ca.pem',
    default: 'the usual ones',
  },
  { name: 'cert', kind: 'path', sentence: 'Our own certificate, a PEM file.', example: 'client.pem' },
  { name: 'key', kind: 'path', sentence: 'The PEM file of the key of our certificate.', example: 'client.key' },
  { name: 'alpn', kind: 'list', sentence: 'The protocols to offer, best first.', example: 'h2, http/1.1' },
];
export const duration: SubjectSpec = {
  name: 'duration',
  kind: 'number',
  sentence: 'How long it took, in milliseconds.',
  example: '?? duration < 500',
};
export const address: readonly ResultSpec[] = [
  { name: 'host', sentence: 'The address it listens on.' },
  { name: 'port', sentence: 'The port it listens on; the one that the system chose, if it is written as 0.' },
  { name: 'address', sentence: 'Both: host:port.' },
  { name: 'url', sentence: 'The whole URL.' },
];

export const data = (what: string, example: string): SubjectSpec => ({
  name: what,
  kind: 'json',
  sentence: 'The value that a path finds in the result.',
  example,
});
