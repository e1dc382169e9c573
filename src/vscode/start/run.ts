import * as vscode from 'vscode';
import { errorData, WirebenchError } from '../../base/errors.ts';
import type { EndpointSnapshot } from '../../engine/messages.ts';
import type { EndpointSpec } from '../../endpoints/spec.ts';
import { addressText } from '../../endpoints/address.ts';
import { protocolName } from '../endpoints/itemText.ts';
import { isActive } from '../registryMirror.ts';
import { readSettings } from '../settings.ts';
import { withSlowProgress, type Shell } from '../shell.ts';
import { refusalToStart } from '../trust.ts';
import { messageText } from '../uiText.ts';
import { failedBefore } from './failedBefore.ts';
import { withWholePaths } from './specPaths.ts';

interface HowToRun {
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
  const abort = new AbortController();
  const options = { signal: abort.signal };
  const work =
    failed === undefined
      ? shell.engine.request('endpoint.start', { spec: complete, ...trust }, options)
      : shell.engine.request('endpoint.restart', { endpoint: failed, spec: complete, ...trust }, options);
  try {
    const doing = `${spec.role === 'server' ? 'Starting' : 'Connecting to'} ${nameOf(spec)}`;
    return await withSlowProgress(messageText(doing), work, abort);
  } catch (error) {
    if (!abort.signal.aborted) throw error;
    await shell.registry.refresh();
    await forgetFailed(shell, error);
    throw new WirebenchError({ code: 'cancelled', message: `Cancelled: ${nameOf(spec)}.` }, { cause: error });
  } finally {
    await shell.registry.refresh();
  }
}

/** Takes the endpoint that could not start off the registry. */
export async function forgetFailed(shell: Shell, error: unknown): Promise<void> {
  const endpoint = failedEndpoint(shell, error);
  if (endpoint !== undefined) await shell.engine.request('endpoint.remove', { endpoint });
}

/** The endpoint that an error is about, if it is there and not running: the next attempt takes its place. */
function failedEndpoint(shell: Shell, error: unknown): number | undefined {
  const id = errorData(error).facts?.['endpoint'];
  const endpoint = typeof id === 'number' ? shell.registry.endpoint(id) : undefined;
  return endpoint === undefined || isActive(endpoint) ? undefined : endpoint.id;
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
