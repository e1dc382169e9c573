import { dnsTransports } from '../../../net/dns/exchange.ts';
import { data, duration, flag, option, subject, timeout, tlsClientOptions } from '../options.ts';
import type { WordSpec } from '../spec.ts';

export const dnsSpec: WordSpec = {
  word: 'DNS',
  kind: 'dns',
  supported: true,
  arguments: [{}, { recordType: true }],
  sentence: 'Asks a name server.',
  usage: 'DNS name [TYPE [CLASS]]',
  example: 'DNS wirebench.test MX',
  options: [
    option('server', 'text', 'The server to ask: `host`, `host:port`, or a URL for DNS over HTTPS.', '127.0.0.1:5353', {
      default: 'the one of the system',
    }),
    option('transport', 'choice', 'The transport of the query.', 'tcp', {
      default: 'udp, then tcp if the answer was cut',
      choices: dnsTransports,
    }),
    flag('recursion', 'Ask the server to ask others.', true),
    flag('dnssec', 'Ask for signatures (the DO bit).', false),
    flag('checkingDisabled', 'Take an answer with wrong signatures too (the CD bit).', false),
    flag('authenticData', 'Ask whether the server checked the signatures (the AD bit).', false),
    option('edns', 'text', 'The most bytes that an answer over UDP may have, or `off`.', '1232', { default: '1232' }),
    flag('search', "Try the machine's search list for a name with few dots.", false),
    flag('caseRandom', 'Ask with letters in a case chosen at random, which the answer must repeat (0x20).', true),
    flag('keepTruncated', 'Take a truncated answer as it is instead of asking again over TCP.', false),
    option('serial', 'integer', 'The serial of the zone that you have, for IXFR.', '2026112101', {
      default: '0: none',
      minimum: 0,
      maximum: 4_294_967_295,
    }),
    timeout('How long to wait for each answer.', '5s'),
    option('retries', 'integer', 'How often to ask again if no answer comes.', '2', {
      default: '2',
      minimum: 0,
      maximum: 10,
    }),
    ...tlsClientOptions.filter(({ name }) => ['verify', 'servername', 'ca'].includes(name)),
  ],
  results: [
    { name: 'status', sentence: 'The response code: NOERROR, NXDOMAIN, ...' },
    { name: 'answers[0].…', sentence: 'The fields of a record: address, exchange, ttl, ...' },
  ],
  subjects: [
    subject('status', 'text', 'The response code: NOERROR, NXDOMAIN, SERVFAIL, ...', '?? status == NOERROR'),
    data('answers', '?? answers[0].exchange == mail.wirebench.test'),
    data('authority', '?? authority[0].type == SOA'),
    data('additional', '?? additional isArray'),
    data('question', '?? question.type == MX'),
    data('flags', '?? flags.aa == true'),
    data('edns', '?? edns.udpSize == 1232'),
    subject('problem', 'text', 'The problem with the message.', '?? problem isFalse'),
    subject(
      'notes',
      'json',
      'Notes on the way to the answer: another attempt, an answer that was not taken.',
      '?? notes isArray',
    ),
    subject('id', 'number', 'The id of the message.', '?? id > 0'),
    subject('bytes', 'number', 'The length of the message in bytes.', '?? bytes < 512'),
    subject('server', 'text', 'The server that answered.', '?? server == 127.0.0.1:5353'),
    subject('transport', 'text', 'The transport of the answer.', '?? transport == udp'),
    duration,
  ],
};
