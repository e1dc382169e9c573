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
  /** What ran when the window was there last, once: it is forgotten by that. */
  take(): Promise<readonly EndpointSpec[]>;
  /** Stops remembering: what is stopped because everything ends is what is to be offered. Resolves when it is stored. */
  end(): Promise<void>;
}

/** Remembers what runs, so that it can be offered again after the window reloaded or the extension host restarted. */
export function rememberRunning({ context, registry }: Pick<Shell, 'context' | 'registry'>): RunningBefore {
  const kept = place(context);
  let remembered = '[]';
  const listening = registry.onDidChange(() => {
    const specs = registry.endpoints.filter(({ state }) => state === 'running').map(specAsItRan);
    const text = JSON.stringify(specs);
    if (text === remembered) return;
    remembered = text;
    // A storage that can't be written costs the offer, and nothing else.
    kept.write(specs).catch(() => undefined);
  });
  return {
    take: async () => {
      const list = await kept.take();
      if (list.length === 0) return [];
      const { resolveSpec } = await import('../../endpoints/resolve.ts');
      return list.filter((spec): spec is EndpointSpec => {
        try {
          return Boolean(resolveSpec(spec));
        } catch {
          return false;
        }
      });
    },
    end: async () => {
      listening.dispose();
      await kept.idle();
    },
  };
}

/** A window with no folder has no storage of its own but the editor's memory. */
function place(context: vscode.ExtensionContext): Pick<RunningFile, 'write' | 'take' | 'idle'> {
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

/** With the port that "any free port" turned out to be, so that clients find it again. */
export function specAsItRan({ spec, local }: EndpointSnapshot): EndpointSpec {
  return spec.role === 'server' && local ? { ...spec, port: local.port } : spec;
}

/** Offers once to start again what ran before: when the extension is first needed, which may be days later. */
export async function offerRunningBefore(shell: Shell, before: RunningBefore): Promise<void> {
  const specs = await before.take();
  if (readSettings().offerRestart && vscode.workspace.isTrusted)
    await offerAgain(shell, specs, 'The window was closed or reloaded');
}

/** Offers to start endpoints again that ended with the engine, or with the window. */
export async function offerAgain(shell: Shell, specs: readonly EndpointSpec[], why: string): Promise<void> {
  if (specs.length === 0) return;
  const again = 'Start Again';
  const [were, their] = specs.length === 1 ? ['was', 'Its'] : ['were', 'Their'];
  const chosen = await vscode.window.showInformationMessage(
    `${why}: ${count(specs.length, 'endpoint')} ${were} running. ${their} recorded traffic is gone.`,
    again,
  );
  if (chosen !== again) return;
  // With it come the behaviours and all encodings: too much to load at activation.
  const { run } = await import('./run.ts');
  const results = await Promise.allSettled(specs.map((spec) => run(shell, spec, { typed: true })));
  for (const result of results) {
    if (result.status === 'rejected') void showProblem(shell, errorData(result.reason));
  }
}
