import * as vscode from 'vscode';
import { WirebenchError } from '../../base/errors.ts';
import type { EndpointSnapshot } from '../../engine/messages.ts';
import type { EndpointSpec } from '../../net/spec.ts';
import { addressText } from '../address.ts';
import { transportNames } from '../endpoints/itemText.ts';
import { readSettings } from '../settings.ts';
import { withSlowProgress, type Shell } from '../shell.ts';
import { refusal } from '../trust.ts';
import { messageText } from '../uiText.ts';

/** Starts an endpoint, with the settings' defaults, unless the workspace's trust forbids it. */
export async function run(shell: Shell, spec: EndpointSpec): Promise<EndpointSnapshot> {
  const refused = refusal(spec, vscode.workspace.isTrusted);
  if (refused) throw new WirebenchError(refused);
  const known = new Set(shell.registry.endpoints.map(({ id }) => id));
  const work = shell.engine.request('endpoint.start', { spec: withDefaults(spec) });
  const doing = `${spec.role === 'server' ? 'Starting' : 'Connecting to'} ${nameOf(spec)}`;
  try {
    return await withSlowProgress(messageText(doing), work, () => stopNew(shell, known));
  } finally {
    await shell.registry.refresh();
  }
}

/** Cancelling: what is starting since then is stopped, which ends the wait with the engine's own error. */
async function stopNew(shell: Shell, known: ReadonlySet<number>): Promise<void> {
  const { endpoints } = await shell.registry.refresh();
  const starting = endpoints.filter(({ id, state }) => state === 'starting' && !known.has(id));
  await Promise.all(starting.map(({ id }) => shell.engine.request('endpoint.stop', { endpoint: id })));
}

function withDefaults(spec: EndpointSpec): EndpointSpec {
  const { defaultHost, defaultEncoding, connectTimeout } = readSettings();
  const encoded = { encoding: defaultEncoding, ...spec };
  if (encoded.role === 'server') return { host: defaultHost, ...encoded };
  return encoded.transport === 'udp' ? encoded : { connectTimeout, ...encoded };
}

function nameOf(spec: EndpointSpec): string {
  const transport = transportNames[spec.transport];
  return spec.role === 'server' ? `${transport} server` : `${transport} ${addressText(spec.host, spec.port)}`;
}
