import type * as vscode from 'vscode';
import type { DnsQuerySpec } from '../../net/dns/exchange.ts';
import { formatServer, parseServer } from '../../net/dns/server.ts';
import { addressText } from '../../endpoints/address.ts';
import { askMany, askPick, askText, more } from '../prompts.ts';
import type { Shell } from '../shell.ts';
import { labelText } from '../uiText.ts';
import { askOptions } from './askOptions.ts';
import { remarkOf } from './remarkOf.ts';

const rememberedServers = 'names.servers';
const mostRemembered = 10;
const mostServers = 32;

/** The servers to ask, and how to ask them. No server stands for the machine's own. */
export interface Servers {
  readonly servers: readonly string[];
  readonly options: Partial<DnsQuerySpec>;
}

/** The data that the questions about names use. */
export type Asking = Pick<Shell, 'engine' | 'registry' | 'context'>;

interface ServerItem extends vscode.QuickPickItem {
  readonly server?: string;
  readonly does?: 'own' | 'type' | 'several';
}

export function ownServers({ registry }: Pick<Shell, 'registry'>): { name: string; server: string }[] {
  return registry.running.flatMap(({ name, spec, local }) =>
    spec.application === 'dns' && local !== undefined ? [{ name, server: addressText(local.host, local.port) }] : [],
  );
}

async function serverItems(shell: Asking): Promise<ServerItem[]> {
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
  shell: Asking,
  title: string,
  { one = false }: { readonly one?: boolean } = {},
): Promise<Servers | undefined> {
  const items = await serverItems(shell);
  const rest: ServerItem[] = [
    {
      label: '$(edit) Another Server…',
      description: 'An address, over UDP, TCP, TLS or HTTPS',
      does: 'type',
    },
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
      placeholder: one
        ? 'The DNS server to compare with'
        : 'The server to ask, or type its address. The gear has the options.',
      items: [...items, ...rest],
      ...(one ? {} : { step: 3, totalSteps: 3 }),
      hasMore: !one,
      takesText: true,
    });
    if (answer === undefined) return undefined;
    if (answer.next === more) {
      options = (await askOptions(title, options)) ?? options;
      continue;
    }
    const { item } = answer;
    if (item?.does === 'own') return { servers: [], options };
    if (item?.does === 'several') return several(shell, title, items, options);
    const servers = item?.server === undefined ? await typedServers(shell, title, answer.text, 1) : [item.server];
    return servers && { servers, options };
  }
}

/** The checked rows, and typed text that matches none of them; else the row on which Enter is pressed. */
async function several(
  shell: Asking,
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
  const chosen = await askMany<ServerItem>({
    title,
    placeholder: 'The servers to ask: check them, or type addresses separated by commas',
    items: [
      ...items.filter(({ does }) => does === undefined),
      ...machine,
      { label: '$(edit) Others…', description: 'Separated by commas', does: 'type' },
    ],
  });
  if (chosen === undefined) return undefined;
  const servers = chosen.items.flatMap(({ server }) => server ?? []);
  if (chosen.text !== undefined || chosen.items.some(({ does }) => does === 'type')) {
    const typed = await typedServers(shell, title, chosen.text ?? '', mostServers);
    if (typed === undefined) return undefined;
    servers.push(...typed);
  }
  return { servers: [...new Set(servers)], options };
}

/** The typed text if it is valid; else an input box that starts with it. */
async function typedServers(shell: Asking, title: string, text: string, most: number): Promise<string[] | undefined> {
  const known = text.trim() === '' || remarkOf(() => readServers(text, most)) ? undefined : readServers(text, most);
  const prompt = most === 1 ? 'The server to ask.' : 'The servers to ask, separated by commas.';
  const servers = known ?? (await askServerText(title, prompt, most, text.trim()));
  if (servers !== undefined) await remember(shell, servers);
  return servers;
}

function readServers(text: string, most: number): string[] {
  const parts = most === 1 ? [text] : text.split(',').filter((one) => one.trim() !== '');
  return (parts.length === 0 ? [''] : parts).slice(0, most).map((one) => formatServer(parseServer(one)));
}

export async function askServerText(
  title: string,
  prompt: string,
  most: number,
  value = '',
): Promise<string[] | undefined> {
  const answer = await askText({
    title,
    prompt,
    placeholder: '127.0.0.1:5353, [::1]:53, tcp://127.0.0.1, tls://9.9.9.9, https://127.0.0.1/dns-query',
    value,
    check: (text) => remarkOf(() => readServers(text, most)),
  });
  return answer && readServers(answer.text, most);
}

async function remember({ context }: Pick<Shell, 'context'>, servers: readonly string[]): Promise<void> {
  const before = context.globalState.get<string[]>(rememberedServers, []);
  const now = [...servers, ...before.filter((one) => !servers.includes(one))].slice(0, mostRemembered);
  await context.globalState.update(rememberedServers, now);
}
