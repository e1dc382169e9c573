import * as vscode from 'vscode';
import type { EndpointSnapshot } from '../../engine/messages.ts';
import type { ClientSpec } from '../../endpoints/spec.ts';
import type { Transport } from '../../traffic/event.ts';
import { addressText, parseAddress, type ParsedAddress } from '../../endpoints/address.ts';
import { act, type Acting } from '../act.ts';
import { showProblem } from '../problems.ts';
import { endpointKinds } from '../../endpoints/table.ts';
import { callableAddress } from '../endpoints/itemText.ts';
import { endpointItem } from '../endpoints/target.ts';
import { askOffered, type Offer } from '../offeredPick.ts';
import { more, type Remark } from '../prompts.ts';
import { readSettings } from '../settings.ts';
import type { Shell } from '../shell.ts';
import { labelText, messageText } from '../uiText.ts';
import { editOptions } from './options.ts';

const titleOf = (transport: Transport): string => endpointKinds[transport].client.title;

export type Connecting = Acting & Pick<Shell, 'context'>;

/** Asks for an address, and connects to it. */
export function connect(shell: Connecting, transport: Transport): Promise<EndpointSnapshot | undefined> {
  return ask(shell, transport, '');
}

async function ask(
  shell: Connecting,
  transport: Transport,
  value: string,
  after?: unknown,
): Promise<EndpointSnapshot | undefined> {
  const answer = await askAddress(shell, transport, value);
  if (answer === undefined) return undefined;
  const parsed = parsePeer(answer.text);
  if (!parsed.ok) return undefined;
  const spec: ClientSpec = { role: 'client', transport, host: parsed.host, port: parsed.port };
  const edited = answer.next === more ? await editOptions(spec, undefined, titleOf(transport)) : spec;
  return edited === undefined
    ? ask(shell, transport, answer.text, after)
    : connectTo(shell, edited, answer.text, after);
}

/** The servers of that transport that run here, the newest first: the user most likely wants to try that one. */
export function ownServers({ registry }: Pick<Shell, 'registry'>, transport: Transport): EndpointSnapshot[] {
  return registry.running.filter(({ spec }) => spec.role === 'server' && spec.transport === transport).reverse();
}

/** The address to connect to: of a server that runs here, the last typed one, or a new one. */
function askAddress(shell: Connecting, transport: Transport, value: string) {
  const running = ownServers(shell, transport).map((server): Offer => {
    const { host, port } = callableAddress(server);
    const text = addressText(host, port);
    return { ...endpointItem(server), description: labelText(text), text };
  });
  const last = shell.context.workspaceState.get<string>(addressKey(transport));
  const isOffered = last === undefined || running.some(({ text }) => text === last);
  return askOffered({
    title: titleOf(transport),
    placeholder: `${transport === 'udp' ? 'The address to send datagrams to' : 'The address of the server'}: 9000, 127.0.0.1:9000, [::1]:9000, example.org:443`,
    offers: isOffered ? running : [...running, { label: labelText(last), description: 'the last one', text: last }],
    value,
    icon: 'plug',
    hasMore: true,
    check: checkPeer,
  });
}

export async function connectTo(
  shell: Connecting,
  spec: ClientSpec,
  typed: string,
  after?: unknown,
): Promise<EndpointSnapshot | undefined> {
  try {
    const started = await act(shell, 'connect', spec, { typed: true, after });
    await shell.context.workspaceState.update(addressKey(spec.transport), typed);
    vscode.window.setStatusBarMessage(labelOf(spec), 5000);
    return started;
  } catch (error) {
    await showProblem(shell, error, {
      retry: () => connectTo(shell, spec, typed, error),
      useAnotherPort: () => ask(shell, spec.transport, typed, error),
      changeOptions: async () => {
        const edited = await editOptions(spec, undefined, titleOf(spec.transport));
        if (edited) await connectTo(shell, edited, typed, error);
      },
    });
    return undefined;
  }
}

export function parsePeer(text: string): ParsedAddress {
  return parseAddress(text, { defaultHost: readSettings().defaultHost, lowestPort: 1 });
}

export function checkPeer(text: string): Remark | undefined {
  const parsed = parsePeer(text);
  return parsed.ok ? undefined : { severity: 'error', message: messageText(parsed.message) };
}

const addressKey = (transport: Transport) => `lastPeer.${transport}`;

function labelOf(spec: ClientSpec): string {
  const where = labelText(addressText(spec.host, spec.port));
  return spec.transport === 'udp' ? `A UDP socket to ${where} is open` : `Connected to ${where}`;
}
