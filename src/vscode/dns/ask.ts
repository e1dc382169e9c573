import * as vscode from 'vscode';
import { errorData } from '../../base/errors.ts';
import type { DnsQuerySpec } from '../../net/dns/exchange.ts';
import { isAddress, typedName, typedType } from '../../net/dns/names.ts';
import type { LookupSpec } from '../../net/dns/requests.ts';
import { formatServer, parseServer } from '../../net/dns/server.ts';
import type { TraceSpec } from '../../net/dns/trace.ts';
import { knownTypes } from '../../protocol/dns/recordTypes.ts';
import { addressText } from '../address.ts';
import { askPick, askText, more, type Remark } from '../prompts.ts';
import type { Shell } from '../shell.ts';
import { readInteger } from '../start/serverOptions.ts';
import { labelText, messageText } from '../uiText.ts';

/** The questions that the commands about names put to a person. Each is undefined where the person left. */

const lastName = 'names.lastName';
const rememberedServers = 'names.servers';
const mostRemembered = 10;

/** The error of what was typed, as a remark beside it. */
function remarkOf(read: () => unknown): Remark | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    return { severity: 'error', message: messageText(errorData(error).message) };
  }
}

export async function askName(shell: Shell, title: string): Promise<string | undefined> {
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
  { name: 'ANY', about: 'Whatever records of the name the server cares to give.' },
  { name: 'AXFR', about: 'The whole zone, over TCP, from a server that allows it.' },
];

export async function askType(title: string): Promise<string | undefined> {
  const known = knownTypes().filter(({ name }) => name !== 'OPT');
  const rank = (name: string) => (usualTypes.includes(name) ? usualTypes.indexOf(name) : usualTypes.length);
  const types = [...known.sort((a, b) => rank(a.name) - rank(b.name)), ...questionTypes];
  const items: (vscode.QuickPickItem & { type?: string })[] = [
    ...types.map(({ name, about }) => ({ label: name, description: about, type: name })),
    { label: '$(edit) Another Type…', description: 'By its number, as TYPE65280' },
  ];
  const answer = await askPick({ title, placeholder: 'The type of record', items, step: 2, totalSteps: 3 });
  if (answer?.item === undefined) return undefined;
  if (answer.item.type !== undefined) return answer.item.type;
  const typed = await askText({
    title,
    prompt: 'The type of record, by its name or its number.',
    placeholder: 'TYPE65280',
    check: (text) => remarkOf(() => typedType(text)),
  });
  return typed?.text.trim().toUpperCase();
}

/** Whom to ask, and how; no server stands for the machine's own. */
export interface Servers {
  readonly servers: readonly string[];
  readonly options: Partial<DnsQuerySpec>;
}

interface ServerItem extends vscode.QuickPickItem {
  readonly server?: string;
  readonly does?: 'own' | 'type' | 'several';
}

function ownServers(shell: Shell): { name: string; server: string }[] {
  return shell.registry.running.flatMap(({ name, spec, local }) =>
    spec.application === 'dns' && local !== undefined ? [{ name, server: addressText(local.host, local.port) }] : [],
  );
}

async function serverItems(shell: Shell): Promise<ServerItem[]> {
  const system = await shell.engine.request('dns.system', null).catch(() => ({ servers: [] as readonly string[] }));
  const own = ownServers(shell);
  const remembered = shell.context.globalState
    .get<string[]>(rememberedServers, [])
    .filter((server) => !own.some((one) => one.server === server));
  return [
    ...own.map(({ name, server }) => ({
      label: `$(broadcast) ${labelText(server)}`,
      description: labelText(`${name}, running here`),
      server,
    })),
    {
      label: "$(device-desktop) The Machine's Own",
      description: labelText(system.servers.join(', ')),
      does: 'own',
    },
    ...remembered.map((server) => ({ label: `$(history) ${labelText(server)}`, description: 'asked before', server })),
  ];
}

/** Our own running servers come first, then the machine's, then those asked before. */
export async function askServers(
  shell: Shell,
  title: string,
  { one = false }: { readonly one?: boolean } = {},
): Promise<Servers | undefined> {
  const items = await serverItems(shell);
  const rest: ServerItem[] = [
    { label: '$(edit) Another Server…', description: 'An address, over UDP, TCP, TLS or HTTPS', does: 'type' },
    ...(one
      ? []
      : [
          {
            label: '$(list-flat) Several, Side by Side…',
            description: 'With the differences marked',
            does: 'several',
          } as const,
        ]),
  ];
  let options: Partial<DnsQuerySpec> = {};
  for (;;) {
    const answer = await askPick({
      title,
      placeholder: one ? 'The DNS server to compare with' : 'The server to ask. The gear says how.',
      items: [...items, ...rest],
      ...(one ? {} : { step: 3, totalSteps: 3 }),
      hasMore: !one,
    });
    if (answer === undefined) return undefined;
    if (answer.next === more) {
      options = (await askOptions(title, options)) ?? options;
      continue;
    }
    const { item } = answer;
    if (item?.does === 'own') return { servers: [], options };
    if (item?.does === 'several') return several(shell, title, items, options);
    const server = item?.server ?? (await askServer(shell, title));
    return server === undefined ? undefined : { servers: [server], options };
  }
}

async function several(
  shell: Shell,
  title: string,
  items: readonly ServerItem[],
  options: Partial<DnsQuerySpec>,
): Promise<Servers | undefined> {
  const system = await shell.engine.request('dns.system', null);
  const machine: ServerItem[] = system.servers.map((server) => ({
    label: `$(device-desktop) ${labelText(server)}`,
    description: "the machine's own",
    server,
  }));
  const chosen = await vscode.window.showQuickPick<ServerItem>(
    [
      ...items.filter(({ does }) => does === undefined),
      ...machine,
      { label: '$(edit) Others…', description: 'With commas between', does: 'type' },
    ],
    { title, placeHolder: 'The servers to ask', canPickMany: true, ignoreFocusOut: true },
  );
  if (chosen === undefined || chosen.length === 0) return undefined;
  const servers = chosen.flatMap(({ server }) => server ?? []);
  if (chosen.some(({ does }) => does === 'type')) {
    const typed = await askServerText(title, 'The servers to ask, with commas between.');
    if (typed === undefined) return undefined;
    servers.push(...typed);
    await remember(shell, typed);
  }
  return { servers, options };
}

async function askServer(shell: Shell, title: string): Promise<string | undefined> {
  const typed = await askServerText(title, 'The server to ask.', 1);
  if (typed === undefined) return undefined;
  await remember(shell, typed);
  return typed[0];
}

async function askServerText(title: string, prompt: string, most = 32): Promise<string[] | undefined> {
  const read = (text: string): string[] => {
    const parts = most === 1 ? [text] : text.split(',').filter((one) => one.trim() !== '');
    return (parts.length === 0 ? [''] : parts).map((one) => formatServer(parseServer(one)));
  };
  const answer = await askText({
    title,
    prompt,
    placeholder: '127.0.0.1:5353, [::1]:53, tcp://127.0.0.1, tls://9.9.9.9, https://127.0.0.1/dns-query',
    check: (text) => remarkOf(() => read(text)),
  });
  return answer && read(answer.text);
}

async function remember(shell: Shell, servers: readonly string[]): Promise<void> {
  const before = shell.context.globalState.get<string[]>(rememberedServers, []);
  const now = [...servers, ...before.filter((one) => !servers.includes(one))].slice(0, mostRemembered);
  await shell.context.globalState.update(rememberedServers, now);
}

interface Choice {
  readonly label: string;
  readonly description: string;
  /** What it sets; an EDNS size is asked for. */
  readonly spec: Partial<DnsQuerySpec> | 'size';
}

const choices: readonly Choice[] = [
  { label: 'TCP', description: 'Over TCP at once, of a server given as an address only', spec: { transport: 'tcp' } },
  { label: 'No recursion', description: 'RD off: only what the server itself knows', spec: { recursion: false } },
  { label: 'DNSSEC', description: 'DO on: signatures are wanted', spec: { dnssec: true } },
  {
    label: 'Checking disabled',
    description: 'CD on: also what has wrong signatures',
    spec: { checkingDisabled: true },
  },
  {
    label: 'Authentic data',
    description: 'AD on: whether the server checked the signatures',
    spec: { authenticData: true },
  },
  { label: 'No EDNS', description: 'As before 1999: 512 bytes over UDP', spec: { edns: false } },
  { label: 'EDNS size…', description: 'Other than 1232 bytes over UDP: 512 to 65535', spec: 'size' },
  {
    label: 'Keep truncated',
    description: 'Show a truncated answer; do not ask again over TCP',
    spec: { keepTruncated: true },
  },
  { label: 'Name as it is', description: 'No letters in a case chosen at random (0x20)', spec: { caseRandom: false } },
  { label: 'Search list', description: "Try the machine's suffixes for a short name", spec: { search: true } },
  {
    label: 'Any certificate',
    description: 'Of TLS and HTTPS: the certificate is not verified',
    spec: { verify: false },
  },
];

async function askOptions(title: string, current: Partial<DnsQuerySpec>): Promise<Partial<DnsQuerySpec> | undefined> {
  const size = typeof current.edns === 'number' ? current.edns : undefined;
  const isSet = (spec: Choice['spec']) =>
    spec === 'size'
      ? size !== undefined
      : Object.entries(spec).every(([key, value]) => current[key as keyof DnsQuerySpec] === value);
  const chosen = await vscode.window.showQuickPick(
    choices.map((choice) => ({
      ...choice,
      ...(choice.spec === 'size' && size !== undefined && { description: `${size} bytes over UDP` }),
      picked: isSet(choice.spec),
    })),
    { title, placeHolder: 'How to ask', canPickMany: true, ignoreFocusOut: true, matchOnDescription: true },
  );
  if (chosen === undefined) return undefined;
  let options: Partial<DnsQuerySpec> = {};
  for (const { spec } of chosen) {
    if (spec !== 'size') options = { ...options, ...spec };
    else {
      // Leaving the question leaves the size as it was, and what else was chosen.
      const edns = (await askSize(title, size)) ?? size;
      if (edns !== undefined) options = { ...options, edns };
    }
  }
  return options;
}

const largeSize = 4096;
const sizes = { minimum: 512, maximum: 65_535 };

async function askSize(title: string, current: number | undefined): Promise<number | undefined> {
  const answer = await askText({
    title,
    prompt: `The most bytes of an answer over UDP, as EDNS tells the server: ${sizes.minimum} to ${sizes.maximum}.`,
    placeholder: String(largeSize),
    value: String(current ?? largeSize),
    check: (text) => {
      const read = readInteger(text, sizes);
      return read.ok ? undefined : { severity: 'error', message: messageText(read.message) };
    },
  });
  const read = answer && readInteger(answer.text, sizes);
  return read?.ok === true ? read.value : undefined;
}

export async function askAddress(title: string): Promise<string | undefined> {
  const answer = await askText({
    title,
    prompt: 'The address whose names are wanted.',
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
    placeholder: 'What the operating system is asked for',
    items: subjects.map((one) => ({ ...one })),
  });
  if (answer?.item === undefined) return undefined;
  const { what, label, placeholder } = answer.item;
  const typed = await askText({
    title: `${title} ${label}`,
    prompt: answer.item.description,
    placeholder,
    check: (text) =>
      text.trim() === '' ? { severity: 'error', message: `Write what to look up, such as ${placeholder}.` } : undefined,
  });
  return typed && { what, subject: typed.text.trim() };
}

type TraceStart = Pick<TraceSpec, 'allPaths' | 'hints' | 'port'>;

/** Where a trace begins, and how much it asks. */
export async function askTraceStart(shell: Shell, title: string): Promise<TraceStart | undefined> {
  const items: (vscode.QuickPickItem & { start?: TraceStart })[] = [
    {
      label: 'From the Root',
      description: 'One server of each zone, the first that answers',
      start: {},
    },
    {
      label: 'All Paths from the Root',
      description: 'Every server of every zone: finds the lame ones and those that disagree',
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
  const typed = await askServerText(title, 'The server to begin with; all others are asked at the same port.', 1);
  return typed?.[0] === undefined ? undefined : startAt(typed[0]);
}

function startAt(server: string): TraceStart {
  const { host, port } = parseServer(server);
  return { allPaths: true, hints: [{ name: 'the server to begin with', addresses: [host] }], port };
}
