import { data, duration, option, subject, timeout } from '../options.ts';
import type { Effect } from '../../../base/trust.ts';
import type { WordSpec } from '../spec.ts';

export type NameKind = 'host' | 'address' | 'service' | 'port';
export type MachineKind = 'socket' | 'sockets' | 'interfaces';

interface LookupKind {
  readonly name: NameKind | MachineKind;
  readonly sentence: string;
  /** It is about all there is: nothing follows. */
  readonly all?: true;
  readonly effect?: Effect;
}

export const lookupKinds: readonly LookupKind[] = [
  { name: 'host', sentence: 'The addresses of a name.' },
  { name: 'address', sentence: 'The name of an address.' },
  { name: 'service', sentence: 'The port of a service: `https`, `https/tcp`.' },
  { name: 'port', sentence: 'The service of a port: `443`, `443/tcp`.' },
  {
    name: 'socket',
    sentence: 'The socket of this machine at an address, and its program: `127.0.0.1:5550`, `:53/udp`.',
    effect: 'machine',
  },
  { name: 'sockets', sentence: 'All sockets of this machine, as `netstat -a`.', all: true, effect: 'machine' },
  {
    name: 'interfaces',
    sentence: 'The network interfaces of this machine with their addresses, as `ipconfig` and `ip address`.',
    all: true,
    effect: 'machine',
  },
];

export function lookupKind(written: string): LookupKind | undefined {
  return lookupKinds.find(({ name }) => name === written.toLowerCase());
}

const several = { path: 'required', pathKind: 'part' } as const;

const machineSubjects = [
  subject(
    'state',
    'text',
    'The state of a socket: `LISTEN`, `ESTABLISHED`, `TIME_WAIT` … of TCP, `BOUND` or `CONNECTED` of UDP; `FREE` if there is none.',
    '?? state == LISTEN',
  ),
  subject('transport', 'text', 'tcp or udp.', '?? transport == tcp'),
  subject('program', 'text', 'The program that has the socket, if the system tells.', '?? program startsWith python'),
  subject('pid', 'number', 'The process id of the program.', '?? pid == {{server.pid}}'),
  subject('peer', 'text', 'The address of the other end of a socket.', '?? peer == 127.0.0.1:5550'),
  subject('receiveQueue', 'number', 'Bytes that came to a socket and were not read yet.', '?? receiveQueue == 0'),
  subject('sendQueue', 'number', 'Bytes that the other end of a socket has not confirmed yet.', '?? sendQueue == 0'),
  subject('sockets', 'any', 'A subject of any or every socket.', '?? sockets any port == 12345', several),
  subject(
    'interfaces',
    'any',
    'A subject of any or every interface.',
    '?? interfaces any address == 127.0.0.1',
    several,
  ),
  subject('count', 'number', 'How many sockets or addresses there are.', '?? count > 0'),
  data('rows', '?? rows[0].state == LISTEN'),
  subject('name', 'text', 'The name of an interface.', '?? interfaces any name == lo'),
  subject('family', 'number', '4 or 6.', '?? interfaces any family == 6'),
  subject(
    'prefix',
    'number',
    'The bits of the network in an address of an interface.',
    '?? interfaces any prefix == 24',
  ),
  subject('mac', 'text', 'The hardware address of an interface.', '?? interfaces any mac == 00:00:00:00:00:00'),
  subject('loopback', 'boolean', 'An interface within this machine.', '?? interfaces any loopback == true'),
];

export const lookupSpec: WordSpec = {
  word: 'LOOKUP',
  kind: 'lookup',
  supported: true,
  arguments: [{ choices: lookupKinds }],
  sentence:
    'Asks the operating system: a host (getaddrinfo), an address (getnameinfo), a service or a port (/etc/services), the sockets and the interfaces of this machine.',
  usage: 'LOOKUP host|address|service|port|socket WHAT, or LOOKUP sockets|interfaces',
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
    { name: 'state', sentence: 'The state of a socket.' },
    { name: 'program', sentence: 'The program of a socket.' },
    { name: 'pid', sentence: 'Its process id.' },
    { name: 'rows[0]', sentence: 'The sockets or the addresses of interfaces.' },
  ],
  subjects: [
    data('addresses', '?? addresses contains 127.0.0.1'),
    subject(
      'address',
      'text',
      'The first address; of a socket its own, with the port; of an interface one of its.',
      '?? address == 127.0.0.1',
    ),
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
    ...machineSubjects,
    duration,
  ],
};
