import { address, option, subject } from '../options.ts';
import type { OptionSpec, WordSpec } from '../spec.ts';

const impairments: readonly OptionSpec[] = [
  option('delay', 'duration', 'How long each message is held back.', '100ms', { default: '0' }),
  option('jitter', 'duration', 'How much the delay varies.', '20ms', { default: '0' }),
  option('loss', 'percent', 'The share of datagrams that get lost.', '20%', { default: '0%', schemes: ['udp'] }),
  option('duplicate', 'percent', 'The share of datagrams that arrive twice.', '5%', {
    default: '0%',
    schemes: ['udp'],
  }),
  option('reorder', 'percent', 'The share of datagrams that let the next one pass.', '5%', {
    default: '0%',
    schemes: ['udp'],
  }),
  option('corrupt', 'percent', 'The share of messages in which a bit is flipped.', '1%', { default: '0%' }),
  option('chunk', 'size', 'Bytes at most in a chunk: what comes is forwarded in pieces.', '1', {
    schemes: ['tcp', 'tls'],
  }),
  option('rate', 'rate', 'Bytes that pass in a second, in each direction.', '10KiB/s'),
  option('reset', 'size', 'Bytes after which the connection is reset.', '1024', { schemes: ['tcp', 'tls'] }),
  option('direction', 'choice', 'Which direction all this concerns.', 'both', {
    default: 'both',
    choices: ['both', 'forward', 'back'],
  }),
  option('seed', 'integer', 'The same seed makes the same losses.', '7'),
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
    subject('port', 'number', 'The port it listens on.', '?? port > 0'),
    subject('host', 'text', 'The address it listens on.', '?? host == 127.0.0.1'),
  ],
};
