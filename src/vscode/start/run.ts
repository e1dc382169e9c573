import * as vscode from 'vscode';
import { WirebenchError } from '../../base/errors.ts';
import type { EndpointSnapshot } from '../../engine/messages.ts';
import type { EndpointSpec } from '../../endpoints/spec.ts';
import { addressText } from '../../endpoints/address.ts';
import { protocolName } from '../endpoints/itemText.ts';
import { readSettings } from '../settings.ts';
import { withSlowProgress, type Shell } from '../shell.ts';
import { refusalToStart } from '../trust.ts';
import { messageText } from '../uiText.ts';
import { failedBefore } from './failedBefore.ts';
import { withWholePaths } from './specPaths.ts';

/** The endpoint that an error left behind as `failed`: the next attempt takes its place. */
const leftBehind = new WeakMap<WeakKey, number>();

export interface HowToRun {
  /** A person typed the address, or it is of their own settings. */
  readonly typed?: boolean;
  /** The error of the attempt before, whose failed endpoint is started again in place of a new one. */
  readonly after?: unknown;
}

/**
 * Starts an endpoint, with the settings' defaults, unless the workspace's trust forbids it. One that failed before is
 * started again in place of a new one: what `after` left behind, or the same at the same place.
 */
export async function run(
  shell: Shell,
  spec: EndpointSpec,
  { typed = false, after }: HowToRun = {},
): Promise<EndpointSnapshot> {
  const trust = { trusted: vscode.workspace.isTrusted, typed };
  const refused = refusalToStart(spec, trust);
  if (refused) throw new WirebenchError(refused);
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  const complete = withDefaults(folder === undefined ? spec : withWholePaths(spec, folder));
  // What failed may be gone since the last notice.
  const { endpoints } = await shell.registry.refresh();
  const failed = failedEndpoint(shell, after) ?? failedBefore(endpoints, complete)?.id;
  const known = new Set(endpoints.map(({ id }) => id).filter((id) => id !== failed));
  const work =
    failed === undefined
      ? shell.engine.request('endpoint.start', { spec: complete, ...trust })
      : shell.engine.request('endpoint.restart', { endpoint: failed, spec: complete, ...trust });
  const asked = { toCancel: false };
  try {
    const doing = `${spec.role === 'server' ? 'Starting' : 'Connecting to'} ${nameOf(spec)}`;
    return await withSlowProgress(messageText(doing), work, () => {
      asked.toCancel = true;
      return stopNew(shell, known);
    });
  } catch (error) {
    await keepTrack(shell, known, error);
    if (!asked.toCancel) throw error;
    await forgetFailed(shell, error);
    throw new WirebenchError({ code: 'cancelled', message: `Cancelled: ${nameOf(spec)}.` }, { cause: error });
  } finally {
    await shell.registry.refresh();
  }
}

/** Takes the endpoint that an error left behind off the registry. */
export async function forgetFailed(shell: Shell, error: unknown): Promise<void> {
  const endpoint = failedEndpoint(shell, error);
  if (endpoint !== undefined) await shell.engine.request('endpoint.remove', { endpoint });
}

async function keepTrack(shell: Shell, known: ReadonlySet<number>, error: unknown): Promise<void> {
  const { endpoints } = await shell.registry.refresh();
  const failed = endpoints.findLast(({ id, state }) => !known.has(id) && state !== 'running');
  if (failed && error instanceof Error) leftBehind.set(error, failed.id);
}

function failedEndpoint(shell: Shell, error: unknown): number | undefined {
  const id = error instanceof Error ? leftBehind.get(error) : undefined;
  return id === undefined ? undefined : shell.registry.endpoint(id)?.id;
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
  return spec.role === 'server'
    ? `${protocolName(spec)} server`
    : `${protocolName(spec)} ${addressText(spec.host, spec.port)}`;
}
