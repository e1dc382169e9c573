import type { BodyStep } from '../../../net/behaviours/behaviour.ts';
import { endpointKinds, type ClientId } from '../../../endpoints/table.ts';
import { lineEndings } from '../../../protocol/text/payload.ts';
import { endpointOptions } from '../endpointOptions.ts';
import { mostClients } from '../../eachValues.ts';
import { duration, flag, option, partSubjects, subject, timeout } from '../options.ts';
import type { OptionSpec, ResultSpec, SubjectSpec, WordSpec } from '../spec.ts';

export const formats = ['text', 'raw', 'hex', 'base64', 'file'] as const;
export const orders = ['forward', 'reverse', 'random'] as const;

/** Those of the client of the kind, and those of one conversation. */
export const talkOptions = (kinds: readonly ClientId[]): readonly OptionSpec[] => [
  timeout('How long to wait: for the connection, and each time for the other side.', '10s'),
  ...endpointOptions(Object.fromEntries(kinds.map((kind) => [kind, endpointKinds[kind].client.options]))),
  option(
    'format',
    'choice',
    'How a message is written: text with escapes, hexadecimal digits, base64, or the path of a file.',
    'hex',
    { default: 'text', choices: formats, effects: { file: 'file' } },
  ),
  option('lineEnding', 'choice', 'The line ends of a message; all but `none` also end the message with one.', 'crlf', {
    default: 'none',
    choices: lineEndings,
  }),
  option('source', 'text', 'The address to send from, with a port or without.', '127.0.0.1:5000', { default: 'any' }),
];

/** The line of a body that is not sent. */
export const talkSteps: readonly BodyStep[] = [
  {
    name: 'wait',
    usage: '=== wait',
    sentence: 'Waits for the other side to say something before the next message goes.',
  },
];

/** Those of a request, which may have several clients. */
const options = (kind: ClientId): readonly OptionSpec[] => [
  ...talkOptions([kind]),
  option(
    'expect',
    'integer',
    'Messages after which the conversation is over: datagrams; frames if there is a framing; else chunks.',
    '2',
    { default: 'any number, until the timeout', minimum: 0, maximum: 1_000_000 },
  ),
  option(
    'clients',
    'integer',
    'How many clients connect, before the first of them sends. Each sends the messages of the body.',
    '4',
    { default: '1; with `each`, one for each value', minimum: 1, maximum: mostClients },
  ),
  option(
    'order',
    'choice',
    'The order in which the clients send. The next one sends once the one before it was answered, or has heard nothing for a short time.',
    'reverse',
    { default: 'forward', choices: orders },
  ),
  option(
    'each',
    'each',
    'A variable with another value for each client, in the body and in checks. Fewer values than clients are used again; a file has one on each line.',
    'word = apple, kiwi, fig',
    { repeatable: true },
  ),
];
const halfClose: OptionSpec = flag(
  'end',
  'End our direction after the last message, as shutdown(SHUT_WR) does.',
  false,
);

/** When the answer came, of one client or of several. */
const clientSubjects: readonly SubjectSpec[] = [
  subject(
    'answer time',
    'number',
    'Milliseconds from the first message until the first answer; of several clients, the longest.',
    '?? every answer time < 500',
    { grows: 'number' },
  ),
  subject('clients', 'number', 'The number of clients that connected.', '?? clients == 4'),
  ...partSubjects('client', 'received text == kiwi'),
];

/** Of the bytes of a connection. */
export const receivedSubjects: readonly SubjectSpec[] = [
  subject('received', 'text', 'The received text.', '?? received contains hello', {
    written: 'escapes',
    alias: 'received text',
    grows: 'text',
  }),
  subject(
    'received text',
    'text',
    'The received text, in the encoding of the request. The value may have escapes.',
    '?? received text == hello\\n',
    { written: 'escapes', grows: 'text' },
  ),
  subject('received hex', 'text', 'The received bytes, as hexadecimal digits.', '?? received hex == 68656c6c6f0a', {
    written: 'hex',
    grows: 'text',
  }),
  subject('received base64', 'text', 'The received bytes, in base64.', '?? received base64 == aGVsbG8K'),
  subject('received bytes', 'number', 'The number of bytes received.', '?? received bytes == 6', {
    grows: 'number',
  }),
  subject('received lines', 'number', 'The number of lines received.', '?? received lines == 3', {
    grows: 'number',
  }),
  subject(
    'received chunks',
    'number',
    'The number of datagrams received; for a stream, of its frames if it has a framing, else of its chunks.',
    '?? received chunks >= 1',
    { grows: 'number' },
  ),
  subject('sent bytes', 'number', 'The number of bytes sent.', '?? sent bytes == 6', {
    grows: 'number',
  }),
  subject(
    'unread bytes',
    'number',
    'The number of sent bytes that the program of the other side has not read. Known for TCP on this machine, on Linux and macOS; on Windows once the connection has ended.',
    '?? unread bytes == 0',
  ),
  subject('closed', 'text', 'How the connection ended: `no`, `half-closed`, `closed` or `reset`.', '?? closed == no'),
];
const received: readonly ResultSpec[] = [
  { name: 'received', sentence: 'The received text.' },
  { name: 'received.text', sentence: 'The received text.' },
  { name: 'received.hex', sentence: 'The received bytes, as hexadecimal digits.' },
  { name: 'received.bytes', sentence: 'The number of bytes received.' },
  { name: 'closed', sentence: 'How the connection ended: no, half-closed, closed or reset.' },
  { name: 'clients[0].received', sentence: 'The text that the first of several clients received.' },
];

type Talk = Pick<WordSpec, 'sentence' | 'options' | 'body'>;

const talk = <Kind extends 'tcp' | 'udp' | 'tls'>(word: Uppercase<Kind>, kind: Kind, port: number, own: Talk) => ({
  ...{ word, kind, result: 'conversation' as const, supported: true, target: 'address' as const, schemes: [kind] },
  ...{ usage: `${word} host:port`, example: `${word} 127.0.0.1:${port}` },
  ...{ results: received, subjects: [...receivedSubjects, ...clientSubjects, duration] },
  steps: talkSteps,
  ...own,
});

const body = 'Messages, with `=== wait` between two of them to wait for the other side.';

export const tcpSpec = talk('TCP', 'tcp', 9000, {
  sentence: 'Connects, sends the messages of the body, and reads the answers.',
  options: [...options('tcp'), halfClose],
  body,
});

export const udpSpec = talk('UDP', 'udp', 9000, {
  sentence: 'Sends each message of the body as a datagram, and reads the answers.',
  options: options('udp'),
  body: 'Messages, one datagram each, with `===` or `=== wait` between them. Nothing between two of these is an empty datagram.',
});

export const tlsSpec = talk('TLS', 'tls', 9443, {
  sentence: 'Connects over TLS, sends the messages of the body, and reads the answers.',
  options: [...options('tls'), halfClose],
  body,
});
