import type * as vscode from 'vscode';
import { isAddress, typedName, typedType } from '../../net/dns/names.ts';
import type { LookupSpec } from '../../net/dns/requests.ts';
import { parseServer } from '../../net/dns/server.ts';
import type { TraceSpec } from '../../net/dns/trace.ts';
import { knownTypes } from '../../protocol/dns/recordTypes.ts';
import { askPick, askText } from '../prompts.ts';
import { labelText } from '../uiText.ts';
import { askServerText, ownServers, type Asking } from './askServers.ts';
import { remarkOf } from './remarkOf.ts';

/** The questions that the commands about names ask. Each is undefined if the user left. */

const lastName = 'names.lastName';

export async function askName(shell: Asking, title: string): Promise<string | undefined> {
  const answer = await askText({
    title,
    prompt: 'The name to ask for.',
    placeholder: 'wirebench.test, bücher.example, _sip._tcp.wirebench.test',
    value: shell.context.workspaceState.get<string>(lastName) ?? (ownServers(shell).length > 0 ? 'wirebench.test' : ''),
    step: 1,
    totalSteps: 3,
    check: (text) => {
      if (isAddress(text)) {
        return {
          severity: 'info',
          message: 'This is an address. Its names are records of the type PTR: choose PTR next.',
        };
      }
      return remarkOf(() => typedName(text));
    },
  });
  if (answer === undefined) return undefined;
  const name = answer.text.trim();
  await shell.context.workspaceState.update(lastName, name);
  return name;
}

const usualTypes = ['A', 'AAAA', 'MX', 'NS', 'CNAME', 'TXT', 'SOA', 'SRV', 'PTR', 'CAA', 'HTTPS'];
const questionTypes = [
  { name: 'ANY', about: 'The records of the name that the server chooses to give.' },
  { name: 'AXFR', about: 'The whole zone, over TCP, from a server that allows it.' },
];

export async function askType(title: string): Promise<string | undefined> {
  const known = knownTypes().filter(({ name }) => name !== 'OPT');
  const rank = (name: string) => (usualTypes.includes(name) ? usualTypes.indexOf(name) : usualTypes.length);
  const types = [...known.sort((a, b) => rank(a.name) - rank(b.name)), ...questionTypes];
  const items: (vscode.QuickPickItem & { type?: string })[] = [
    ...types.map(({ name, about }) => ({ label: name, description: about, type: name })),
    { label: '$(edit) Another Type…', description: 'By its number, such as TYPE65280' },
  ];
  const answer = await askPick({ title, placeholder: 'The type of record', items, step: 2, totalSteps: 3 });
  if (answer?.item === undefined) return undefined;
  if (answer.item.type !== undefined) return answer.item.type;
  const typed = await askText({
    title,
    prompt: 'The type of record, by its name or number.',
    placeholder: 'TYPE65280',
    check: (text) => remarkOf(() => typedType(text)),
  });
  return typed?.text.trim().toUpperCase();
}

export async function askAddress(title: string): Promise<string | undefined> {
  const answer = await askText({
    title,
    prompt: 'The address whose names to look up.',
    placeholder: '192.0.2.10, 2001:db8::10',
    check: (text) =>
      isAddress(text)
        ? undefined
        : { severity: 'error', message: 'Write an IPv4 or IPv6 address, such as 192.0.2.10 or 2001:db8::10.' },
  });
  return answer?.text.trim();
}

const subjects = [
  {
    what: 'host',
    label: 'Host',
    description: 'The addresses of a name (gethostbyname)',
    placeholder: 'localhost, www.wirebench.test',
  },
  {
    what: 'address',
    label: 'Address',
    description: 'The name of an address (gethostbyaddr)',
    placeholder: '127.0.0.1, ::1',
  },
  {
    what: 'service',
    label: 'Service',
    description: 'The port of a service (getservbyname)',
    placeholder: 'https, https/tcp, domain/udp',
  },
  { what: 'port', label: 'Port', description: 'The service of a port (getservbyport)', placeholder: '443, 25/tcp' },
] as const satisfies readonly { what: LookupSpec['what']; label: string; description: string; placeholder: string }[];

export async function askSubject(title: string): Promise<Pick<LookupSpec, 'what' | 'subject'> | undefined> {
  const answer = await askPick({
    title,
    placeholder: 'The kind of look-up',
    items: subjects.map((one) => ({ ...one })),
  });
  if (answer?.item === undefined) return undefined;
  const { what, label, placeholder } = answer.item;
  const typed = await askText({
    title: `${title} ${label}`,
    prompt: answer.item.description,
    placeholder,
    check: (text) =>
      text.trim() === ''
        ? { severity: 'error', message: `Type the value to look up, such as ${placeholder}.` }
        : undefined,
  });
  return typed && { what, subject: typed.text.trim() };
}

type TraceStart = Pick<TraceSpec, 'allPaths' | 'hints' | 'port'>;

/** The start of a trace, and how much it asks. */
export async function askTraceStart(shell: Asking, title: string): Promise<TraceStart | undefined> {
  const items: (vscode.QuickPickItem & { start?: TraceStart })[] = [
    {
      label: 'From the Root',
      description: 'One server of each zone, the first that answers',
      start: {},
    },
    {
      label: 'All Paths from the Root',
      description: 'Every server of every zone: finds lame servers and servers that disagree',
      start: { allPaths: true },
    },
    ...ownServers(shell).map(({ name, server }) => ({
      label: `From ${labelText(server)}`,
      description: labelText(`${name}, running here, in place of the root servers`),
      start: startAt(server),
    })),
    { label: 'From Another Server…', description: 'In place of the root servers' },
  ];
  const answer = await askPick({ title, placeholder: 'Where to begin', items, step: 3, totalSteps: 3 });
  if (answer?.item === undefined) return undefined;
  if (answer.item.start !== undefined) return answer.item.start;
  const typed = await askServerText(
    title,
    'The server to begin with. All other servers are asked on the same port.',
    1,
  );
  return typed?.[0] === undefined ? undefined : startAt(typed[0]);
}

function startAt(server: string): TraceStart {
  const { host, port } = parseServer(server);
  return { allPaths: true, hints: [{ name: 'the server to begin with', addresses: [host] }], port };
}
