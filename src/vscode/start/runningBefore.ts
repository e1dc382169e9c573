import * as vscode from 'vscode';
import { errorData } from '../../base/errors.ts';
import type { EndpointSnapshot } from '../../engine/messages.ts';
import type { EndpointSpec } from '../../net/spec.ts';
import { count } from '../format.ts';
import { showProblem } from '../problems.ts';
import { readSettings } from '../settings.ts';
import type { Shell } from '../shell.ts';

const key = 'running';

/**
 * Remembers what runs, so that it can be offered again after the window reloaded or the extension host restarted. Stops
 * remembering when disposed: what is stopped because everything ends is what is to be offered.
 */
export function rememberRunning({ context, registry }: Shell): { dispose(): void } {
  let remembered = JSON.stringify(context.workspaceState.get<unknown>(key) ?? []);
  return registry.onDidChange(() => {
    const specs = registry.endpoints.filter(({ state }) => state === 'running').map(specAsItRan);
    const text = JSON.stringify(specs);
    if (text === remembered) return;
    remembered = text;
    void context.workspaceState.update(key, specs);
  });
}

/** With the port that "any free port" turned out to be, so that clients find it again. */
export function specAsItRan({ spec, local }: EndpointSnapshot): EndpointSpec {
  return spec.role === 'server' && local ? { ...spec, port: local.port } : spec;
}

/** Offers once to start again what ran before. */
export async function offerRunningBefore(shell: Shell): Promise<void> {
  const specs = shell.context.workspaceState.get<EndpointSpec[]>(key) ?? [];
  if (specs.length === 0) return;
  await shell.context.workspaceState.update(key, undefined);
  if (readSettings().offerRestart && vscode.workspace.isTrusted)
    await offerAgain(shell, specs, 'The window was reloaded');
}

/** Offers to start endpoints again that ended with the engine, or with the window. */
export async function offerAgain(shell: Shell, specs: readonly EndpointSpec[], why: string): Promise<void> {
  if (specs.length === 0) return;
  const again = 'Start Again';
  const were = specs.length === 1 ? 'was' : 'were';
  const chosen = await vscode.window.showInformationMessage(
    `${why}: ${count(specs.length, 'endpoint')} ${were} running. Their recorded traffic is gone.`,
    again,
  );
  if (chosen !== again) return;
  // With it come the behaviours and all encodings: too much to load at activation.
  const { run } = await import('./run.ts');
  const results = await Promise.allSettled(specs.map((spec) => run(shell, spec)));
  for (const result of results) {
    if (result.status === 'rejected') void showProblem(shell, errorData(result.reason));
  }
}
