import * as vscode from 'vscode';
import type { EndpointsView } from './endpoints/view.ts';
import type { EngineLink } from './engineLink.ts';
import type { FirstSteps } from './firstSteps.ts';
import type { RegistryMirror } from './registryMirror.ts';
import type { TrafficViews } from './traffic/trafficViews.ts';

/** The services that commands and views share while the extension is active. */
export interface Shell {
  readonly context: vscode.ExtensionContext;
  readonly engine: EngineLink;
  readonly registry: RegistryMirror;
  readonly endpointsView: EndpointsView;
  readonly traffic: () => Promise<TrafficViews>;
  readonly firstSteps: FirstSteps;
}

/**
 * Runs work that may be slow: after half a second a notification shows it, with a cancel button if it can be aborted.
 * The work's own result or error is passed on.
 */
export async function withSlowProgress<T>(title: string, work: Promise<T>, abort?: AbortController): Promise<T> {
  const slow = 500;
  let timer: NodeJS.Timeout | undefined;
  const showLater = new Promise<'slow'>((resolve) => {
    timer = setTimeout(() => resolve('slow'), slow);
  });
  try {
    const first = await Promise.race([work.then(() => 'done' as const), showLater]);
    if (first === 'done') return await work;
  } finally {
    clearTimeout(timer);
  }
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: abort !== undefined },
    (_progress, token) => {
      token.onCancellationRequested(() => abort?.abort());
      return work;
    },
  );
}
