import * as vscode from 'vscode';
import type { EndpointsView } from './endpoints/view.ts';
import type { EngineLink } from './engineLink.ts';
import type { FirstSteps } from './firstSteps.ts';
import type { RegistryMirror } from './registryMirror.ts';
import type { TrafficViews } from './traffic/trafficViews.ts';

/** What commands and views share for as long as the extension is active. */
export interface Shell {
  readonly context: vscode.ExtensionContext;
  readonly engine: EngineLink;
  readonly registry: RegistryMirror;
  readonly endpointsView: EndpointsView;
  readonly traffic: () => Promise<TrafficViews>;
  readonly firstSteps: FirstSteps;
}

/**
 * Runs what may take a while: after half a second a notification shows it, with a button to cancel where it can be
 * aborted. The result is the work's own, and so is the error.
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
