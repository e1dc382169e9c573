import * as vscode from 'vscode';
import { errorData } from '../../base/errors.ts';
import type { EndpointSnapshot } from '../../engine/messages.ts';
import type { EndpointSpec } from '../../endpoints/spec.ts';
import { count } from '../../base/quantities.ts';
import { showProblem } from '../problems.ts';
import { readSettings } from '../settings.ts';
import type { Shell } from '../shell.ts';
import { RunningFile } from './runningFile.ts';

const key = 'running';

export interface RunningBefore {
  /**
   * Stops remembering, so that the endpoints stopped by the shutdown are offered later. Resolves when the list is
   * stored.
   */
  end(): Promise<void>;
}

/**
 * Offers once the endpoints that ran before the window reloaded or the extension host restarted, and remembers running
 * endpoints from now on. The extension may be activated only days later.
 */
export function runningBefore(shell: Shell): RunningBefore {
  const { context, registry } = shell;
  const kept = place(context);
  void offerBefore(shell, kept);
  let remembered = '[]';
  const listening = registry.onDidChange(() => {
    const specs = registry.endpoints.filter(({ state }) => state === 'running').map(specAsItRan);
    const text = JSON.stringify(specs);
    if (text === remembered) return;
    remembered = text;
    // If the storage can't be written, only the offer is lost.
    kept.write(specs).catch(() => undefined);
  });
  return {
    end: async () => {
      listening.dispose();
      await kept.idle();
    },
  };
}

type Kept = Pick<RunningFile, 'write' | 'take' | 'idle'>;

/** A window without a folder has no storage of its own except the editor's memory. */
function place(context: vscode.ExtensionContext): Kept {
  if (context.storageUri?.scheme === 'file') return new RunningFile(context.storageUri.fsPath);
  const { workspaceState } = context;
  return {
    write: async (specs) => workspaceState.update(key, specs),
    take: async () => {
      const list = workspaceState.get<unknown>(key);
      await workspaceState.update(key, undefined);
      return Array.isArray(list) ? (list as unknown[]) : [];
    },
    idle: () => Promise.resolve(),
  };
}

/** Replaces "any free port" by the actual port, so that clients find the server again. */
export function specAsItRan({ spec, local }: EndpointSnapshot): EndpointSpec {
  return spec.role === 'server' && local ? { ...spec, port: local.port } : spec;
}

async function offerBefore(shell: Shell, kept: Kept): Promise<void> {
  const list = await kept.take();
  if (list.length === 0 || !readSettings().offerRestart || !vscode.workspace.isTrusted) return;
  const { resolveSpec } = await import('../../endpoints/resolve.ts');
  const isSpec = (spec: unknown): spec is EndpointSpec => {
    try {
      return Boolean(resolveSpec(spec));
    } catch {
      return false;
    }
  };
  await offerAgain(shell, list.filter(isSpec), 'The window was closed or reloaded');
}

/** Offers to restart endpoints that ended with the engine, or with the window. */
export async function offerAgain(shell: Shell, specs: readonly EndpointSpec[], why: string): Promise<void> {
  if (specs.length === 0) return;
  const again = 'Start Again';
  const [were, their] = specs.length === 1 ? ['was', 'Its'] : ['were', 'Their'];
  const chosen = await vscode.window.showInformationMessage(
    `${why}: ${count(specs.length, 'endpoint')} ${were} running. ${their} recorded traffic is gone.`,
    again,
  );
  if (chosen !== again) return;
  // Loaded late, since it includes the behaviours and all encodings: too much for activation.
  const { act } = await import('../act.ts');
  const start = (spec: EndpointSpec) =>
    spec.role === 'server'
      ? act(shell, 'startServer', spec, { typed: true })
      : act(shell, 'connect', spec, { typed: true });
  const results = await Promise.allSettled(specs.map(start));
  for (const result of results) {
    if (result.status === 'rejected') void showProblem(shell, errorData(result.reason));
  }
}
