import * as vscode from 'vscode';
import type { EndpointSnapshot } from '../../engine/messages.ts';
import type { Destination } from '../../net/spec.ts';
import { formatAddress } from '../../traffic/event.ts';
import { connectionText } from '../endpoints/itemText.ts';
import { chooseEndpoint } from '../endpoints/target.ts';
import { readCall } from '../call.ts';
import { askMany, askText } from '../prompts.ts';
import { isActive } from '../registryMirror.ts';
import type { Shell } from '../shell.ts';
import { checkPeer, parsePeer } from '../start/connect.ts';
import { labelText, plainText } from '../uiText.ts';
import { recipientsOf, type Recipients } from './recipients.ts';

const everyone: Destination = { kind: 'all' };

type Choosing = Pick<Shell, 'registry'>;

/** The recipients of a command: the rows that it was called for, or an endpoint. */
export async function recipientsGiven(
  choosing: Choosing,
  call = readCall(undefined, undefined),
): Promise<Recipients | undefined> {
  const rows = recipientsOf(call);
  if (rows && 'to' in rows) return rows;
  const endpoint = await chooseEndpoint(choosing, call, {
    question: 'Send from which endpoint?',
    fits: isActive,
    none: 'No endpoint is running. Start a server or connect to one first.',
  });
  return endpoint && { endpoint: endpoint.id, to: everyone };
}

/** `echo, all 2 connections`, `echo, 127.0.0.1:40000`. */
export function recipientsText(shell: Choosing, { endpoint: id, to }: Recipients): string {
  const endpoint = shell.registry.endpoint(id);
  if (endpoint === undefined) return 'an endpoint that was removed';
  const name = plainText(endpoint.name);
  if (to.kind === 'address') return `${name}, ${plainText(formatAddress(to.address))}`;
  if (to.kind === 'all') return endpoint.spec.role === 'client' ? name : `${name}, ${allText(endpoint)}`;
  const [only] = to.ids;
  const found = to.ids.length === 1 && only !== undefined ? shell.registry.connection(only) : undefined;
  return `${name}, ${found ? formatAddress(found.connection.peer) : `${to.ids.length} connections`}`;
}

function allText(endpoint: EndpointSnapshot): string {
  const what = endpoint.spec.transport === 'udp' ? 'known peer' : 'connection';
  if (endpoint.connectionCount === 0) return `no ${what} yet`;
  return endpoint.connectionCount === 1 ? `1 ${what}` : `all ${endpoint.connectionCount} ${what}s`;
}

interface Choice extends vscode.QuickPickItem {
  readonly connection?: number;
}

/** Asks which of an endpoint's connections, or which address. */
export async function chooseRecipients(shell: Choosing, now: Recipients): Promise<Recipients | undefined> {
  const endpoint = shell.registry.endpoint(now.endpoint);
  if (endpoint === undefined || endpoint.spec.role === 'client') return otherEndpoint(shell);
  const picked = new Set(now.to.kind === 'connections' ? now.to.ids : []);
  const all: Choice = { label: '$(broadcast) All', description: allText(endpoint) };
  const address: Choice = { label: '$(add) An address…', description: 'Any address' };
  const other: Choice = { label: '$(list-tree) Another endpoint…' };
  const items: Choice[] = [
    all,
    ...endpoint.connections.map((connection) => ({
      label: labelText(formatAddress(connection.peer)),
      description: labelText(connectionText(endpoint, connection).description),
      connection: connection.id,
      ...(picked.has(connection.id) ? { iconPath: new vscode.ThemeIcon('check') } : {}),
    })),
    ...(endpoint.spec.transport === 'udp' ? [address] : []),
    ...(endpoint.connections.length > 1 ? [{ label: '$(checklist) Some of them…' }] : []),
    other,
  ];
  const chosen = await vscode.window.showQuickPick(items, { title: 'Send to', ignoreFocusOut: true });
  if (chosen === undefined) return undefined;
  if (chosen === all) return { endpoint: endpoint.id, to: everyone };
  if (chosen === address) return askAddressee(endpoint.id);
  if (chosen === other) return otherEndpoint(shell);
  if (chosen.connection === undefined) return chooseSome(endpoint, items);
  return { endpoint: endpoint.id, to: { kind: 'connections', ids: [chosen.connection] } };
}

async function chooseSome(endpoint: EndpointSnapshot, items: readonly Choice[]): Promise<Recipients | undefined> {
  const connections = items.filter(({ connection }) => connection !== undefined);
  const chosen = await askMany({
    title: 'Send to',
    placeholder: 'Check the receivers',
    items: connections,
  });
  const ids = (chosen?.items ?? []).flatMap(({ connection }) => (connection === undefined ? [] : [connection]));
  return ids.length === 0 ? undefined : { endpoint: endpoint.id, to: { kind: 'connections', ids } };
}

async function otherEndpoint(shell: Choosing): Promise<Recipients | undefined> {
  return recipientsGiven(shell);
}

/** Asks for the address of a datagram. */
export async function askAddressee(endpoint: number): Promise<Recipients | undefined> {
  const answer = await askText({
    title: 'Send to Address',
    prompt: 'The receiver of the datagram.',
    placeholder: '127.0.0.1:9000, [::1]:9000, 255.255.255.255:9000',
    check: checkPeer,
  });
  const parsed = answer && parsePeer(answer.text);
  if (!parsed?.ok) return undefined;
  return { endpoint, to: { kind: 'address', address: { host: parsed.host, port: parsed.port } } };
}
