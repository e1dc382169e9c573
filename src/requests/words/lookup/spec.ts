import { data, duration, option, subject, timeout } from '../options.ts';
import type { WordSpec } from '../spec.ts';

export type LookupKind = 'host' | 'address' | 'service' | 'port';
export const lookupKinds: readonly { readonly name: LookupKind; readonly sentence: string }[] = [
  { name: 'host', sentence: 'The addresses of a name.' },
  { name: 'address', sentence: 'The name of an address.' },
  { name: 'service', sentence: 'The port of a service: `https`, `https/tcp`.' },
  { name: 'port', sentence: 'The service of a port: `443`, `443/tcp`.' },
];

export const lookupSpec: WordSpec = {
  word: 'LOOKUP',
  kind: 'lookup',
  supported: true,
  inNames: true,
  arguments: [{ choices: lookupKinds }],
  sentence:
    'Asks the operating system: a host (getaddrinfo), an address (getnameinfo), a service or a port (/etc/services).',
  usage: 'LOOKUP host|address|service|port WHAT',
  example: 'LOOKUP service https/tcp',
  options: [
    option('family', 'choice', 'The family of the addresses of a host.', '4', {
      default: 'any',
      choices: ['4', '6', 'any'],
    }),
    option(
      'dns',
      'text',
      "The DNS server to ask beside the system, for host and address; `own` for the machine's own.",
      '127.0.0.1:5353',
      { default: 'only the system is asked' },
    ),
    timeout('How long to wait.', '5s'),
  ],
  results: [
    { name: 'addresses[0]', sentence: 'The addresses of a host, in the order of the system.' },
    { name: 'host', sentence: 'The name of an address.' },
    { name: 'port', sentence: 'The port of a service.' },
    { name: 'service', sentence: 'The service of a port.' },
    { name: 'source', sentence: 'The source of the answer.' },
  ],
  subjects: [
    data('addresses', '?? addresses contains 127.0.0.1'),
    subject('address', 'text', 'The first address.', '?? address == 127.0.0.1'),
    subject('host', 'text', 'The name.', '?? host == localhost'),
    subject('port', 'number', 'The port.', '?? port == 443'),
    subject('service', 'text', 'The service.', '?? service == https'),
    subject('protocol', 'text', 'tcp or udp.', '?? protocol == tcp'),
    subject('aliases', 'json', 'Other names of the service.', '?? aliases isArray'),
    subject(
      'source',
      'text',
      'The source of the answer: a file with the line, or the resolver of the system.',
      '?? source == /etc/services',
    ),
    subject(
      'hosts',
      'json',
      'The lines of the hosts file that give the answer: file, line, text.',
      '?? hosts[0].line == 1',
    ),
    subject(
      'dns',
      'json',
      'The addresses or names that DNS gives, if the option `dns` is set.',
      '?? dns contains 192.0.2.10',
    ),
    subject(
      'differences',
      'json',
      'The differences between the two and their likely reasons, if the option `dns` is set.',
      '?? differences[0] isFalse',
    ),
    subject(
      'problem',
      'text',
      'The reason why the system has no answer, if the option `dns` is set.',
      '?? problem isFalse',
    ),
    duration,
  ],
};
