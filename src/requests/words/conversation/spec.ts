import { endpointKinds, type ClientId } from '../../../endpoints/table.ts';
import { lineEndings } from '../../../protocol/text/payload.ts';
import { endpointOptions } from '../endpointOptions.ts';
import { duration, timeout } from '../options.ts';
import type { OptionSpec, ResultSpec, SubjectSpec, WordSpec } from '../spec.ts';

export const formats = ['text', 'raw', 'hex', 'base64', 'file'] as const;

/** Those of the client of the kind, and those of the conversation. */
const options = (kind: ClientId): readonly OptionSpec[] => [
  timeout('How long to wait: for the connection, and each time for the other side.', '10s'),
  ...endpointOptions({ [kind]: endpointKinds[kind].client.options }),
  {
    name: 'format',
    kind: 'choice',
    sentence: 'How a message is written: text with escapes, hexadecimal digits, base64, or the path of a file.',
    example: 'hex',
    default: 'text',
    choices: formats,
    effects: { file: 'file' },
  },
  {
    name: 'lineEnding',
    kind: 'choice',
    sentence: 'What the line ends of a message become; all but `none` also end the message with one.',
    example: 'crlf',
    default: 'none',
    choices: lineEndings,
  },
  {
    name: 'source',
    kind: 'text',
    sentence: 'The address to send from, with a port or without.',
    example: '127.0.0.1:5000',
    default: 'any',
  },
  {
    name: 'expect',
    kind: 'integer',
    sentence: 'Messages after which the conversation is over: datagrams; frames if there is a framing; else chunks.',
    example: '2',
    default: 'none is waited for longer than the timeout',
    minimum: 0,
    maximum: 1_000_000,
  },
];
const halfClose: OptionSpec = {
  name: 'end',
  kind: 'boolean',
  sentence: 'End our direction after the last message, as shutdown(SHUT_WR) does.',
  example: 'true',
  default: 'false',
};

const subjects: readonly SubjectSpec[] = [
  {
    name: 'received',
    kind: 'text',
    sentence: 'What came, as text.',
    example: '?? received contains hello',
    written: 'escapes',
    alias: 'received text',
  },
  {
    name: 'received text',
    kind: 'text',
    sentence: 'What came, as text in the encoding of the request. The value may have escapes.',
    example: '?? received text == hello\\n',
    written: 'escapes',
  },
  {
    name: 'received hex',
    kind: 'text',
    sentence: 'What came, as hexadecimal digits.',
    example: '?? received hex == 68656c6c6f0a',
    written: 'hex',
  },
  {
    name: 'received base64',
    kind: 'text',
    sentence: 'What came, in base64.',
    example: '?? received base64 == aGVsbG8K',
  },
  { name: 'received bytes', kind: 'number', sentence: 'How many bytes came.', example: '?? received bytes == 6' },
  { name: 'received lines', kind: 'number', sentence: 'How many lines came.', example: '?? received lines == 3' },
  {
    name: 'received chunks',
    kind: 'number',
    sentence: 'How many datagrams came; of a stream, how many frames if it has a framing, else how many chunks.',
    example: '?? received chunks >= 1',
  },
  { name: 'sent bytes', kind: 'number', sentence: 'How many bytes went out.', example: '?? sent bytes == 6' },
  {
    name: 'closed',
    kind: 'text',
    sentence: 'How it ended: `no`, `half-closed`, `closed` or `reset`.',
    example: '?? closed == no',
  },
];
const received: readonly ResultSpec[] = [
  { name: 'received', sentence: 'What came, as text.' },
  { name: 'received.text', sentence: 'What came, as text.' },
  { name: 'received.hex', sentence: 'What came, as hexadecimal digits.' },
  { name: 'received.bytes', sentence: 'How many bytes came.' },
  { name: 'closed', sentence: 'How it ended: no, half-closed, closed or reset.' },
];

export const tcpSpec = {
  word: 'TCP',
  kind: 'tcp',
  result: 'conversation',
  supported: true,
  target: 'address',
  sentence: 'Connects, sends the messages of the body, and reads what comes.',
  usage: 'TCP host:port',
  example: 'TCP 127.0.0.1:9000',
  schemes: ['tcp'],
  options: [...options('tcp'), halfClose],
  results: received,
  subjects: [...subjects, duration],
  body: 'Messages, with `=== wait` between two of them to wait for the other side.',
} as const satisfies WordSpec;

export const udpSpec = {
  word: 'UDP',
  kind: 'udp',
  result: 'conversation',
  supported: true,
  target: 'address',
  sentence: 'Sends each message of the body as a datagram, and reads what comes.',
  usage: 'UDP host:port',
  example: 'UDP 127.0.0.1:9000',
  schemes: ['udp'],
  options: options('udp'),
  results: received,
  subjects: [...subjects, duration],
  body: 'Messages, one datagram each, with `===` or `=== wait` between them. Nothing between two of these is an empty datagram.',
} as const satisfies WordSpec;

export const tlsSpec = {
  word: 'TLS',
  kind: 'tls',
  result: 'conversation',
  supported: true,
  target: 'address',
  sentence: 'Connects over TLS, sends the messages of the body, and reads what comes.',
  usage: 'TLS host:port',
  example: 'TLS 127.0.0.1:9443',
  schemes: ['tls'],
  options: [...options('tls'), halfClose],
  results: received,
  subjects: [...subjects, duration],
  body: 'Messages, with `=== wait` between two of them to wait for the other side.',
} as const satisfies WordSpec;
