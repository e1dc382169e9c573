import { data, duration, timeout } from '../options.ts';
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
    {
      name: 'family',
      kind: 'choice',
      sentence: 'The family of the addresses of a host.',
      example: '4',
      default: 'any',
      choices: ['4', '6', 'any'],
    },
    {
      name: 'dns',
      kind: 'text',
      sentence: "The DNS server to ask beside the system, for host and address; `own` for the machine's own.",
      example: '127.0.0.1:5353',
      default: 'only the system is asked',
    },
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
    { ...data('addresses', '?? addresses contains 127.0.0.1') },
    { name: 'address', kind: 'text', sentence: 'The first address.', example: '?? address == 127.0.0.1' },
    { name: 'host', kind: 'text', sentence: 'The name.', example: '?? host == localhost' },
    { name: 'port', kind: 'number', sentence: 'The port.', example: '?? port == 443' },
    { name: 'service', kind: 'text', sentence: 'The service.', example: '?? service == https' },
    { name: 'protocol', kind: 'text', sentence: 'tcp or udp.', example: '?? protocol == tcp' },
    { name: 'aliases', kind: 'json', sentence: 'Other names of the service.', example: '?? aliases isArray' },
    {
      name: 'source',
      kind: 'text',
      sentence: 'The source of the answer: a file with the line, or the resolver of the system.',
      example: '?? source == /etc/services',
    },
    {
      name: 'hosts',
      kind: 'json',
      sentence: 'The lines of the hosts file that give the answer: file, line, text.',
      example: '?? hosts[0].line == 1',
    },
    {
      name: 'dns',
      kind: 'json',
      sentence: 'The addresses or names that DNS gives, if the option `dns` is set.',
      example: '?? dns contains 192.0.2.10',
    },
    {
      name: 'differences',
      kind: 'json',
      sentence: 'The differences between the two and their likely reasons, if the option `dns` is set.',
      example: '?? differences[0] isFalse',
    },
    {
      name: 'problem',
      kind: 'text',
      sentence: 'The reason why the system has no answer, if the option `dns` is set.',
      example: '?? problem isFalse',
    },
    duration,
  ],
};
