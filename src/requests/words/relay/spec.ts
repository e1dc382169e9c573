import { address } from '../options.ts';
import type { OptionSpec, WordSpec } from '../spec.ts';

const impairments: readonly OptionSpec[] = [
  { name: 'delay', kind: 'duration', sentence: 'How long each message is held back.', example: '100ms', default: '0' },
  { name: 'jitter', kind: 'duration', sentence: 'How much the delay varies.', example: '20ms', default: '0' },
  {
    name: 'loss',
    kind: 'percent',
    sentence: 'The share of datagrams that get lost.',
    example: '20%',
    default: '0%',
    schemes: ['udp'],
  },
  {
    name: 'duplicate',
    kind: 'percent',
    sentence: 'The share of datagrams that arrive twice.',
    example: '5%',
    default: '0%',
    schemes: ['udp'],
  },
  {
    name: 'reorder',
    kind: 'percent',
    sentence: 'The share of datagrams that let the next one pass.',
    example: '5%',
    default: '0%',
    schemes: ['udp'],
  },
  {
    name: 'corrupt',
    kind: 'percent',
    sentence: 'The share of messages in which a bit is flipped.',
    example: '1%',
    default: '0%',
  },
  {
    name: 'chunk',
    kind: 'size',
    sentence: 'Bytes at most in a chunk: what comes is forwarded in pieces.',
    example: '1',
    schemes: ['tcp', 'tls'],
  },
  { name: 'rate', kind: 'rate', sentence: 'Bytes that pass in a second, in each direction.', example: '10KiB/s' },
  {
    name: 'reset',
    kind: 'size',
    sentence: 'Bytes after which the connection is reset.',
    example: '1024',
    schemes: ['tcp', 'tls'],
  },
  {
    name: 'direction',
    kind: 'choice',
    sentence: 'Which direction all this concerns.',
    example: 'both',
    default: 'both',
    choices: ['both', 'forward', 'back'],
  },
  { name: 'seed', kind: 'integer', sentence: 'The same seed makes the same losses.', example: '7' },
];

export const relaySpec: WordSpec = {
  word: 'RELAY',
  kind: 'relay',
  supported: false,
  starts: 'relay',
  sentence: 'Stands between two programs, forwards and shows their traffic, and impairs it if asked.',
  usage: 'RELAY tcp|udp|tls://host:port -> tcp|udp|tls://host:port',
  example: 'RELAY udp://127.0.0.1:9100 -> udp://127.0.0.1:9000',
  target: 'url',
  schemes: ['tcp', 'udp', 'tls'],
  options: impairments,
  results: address,
  subjects: [
    { name: 'port', kind: 'number', sentence: 'The port it listens on.', example: '?? port > 0' },
    { name: 'host', kind: 'text', sentence: 'The address it listens on.', example: '?? host == 127.0.0.1' },
  ],
};
