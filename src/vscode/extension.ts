import * as vscode from 'vscode';
import type { EngineClient } from '../engine/messages.ts';
import { watchZones } from './dns/zones.ts';
import { EndpointsView } from './endpoints/view.ts';
import { EngineLink } from './engineLink.ts';
import { FirstSteps } from './firstSteps.ts';
import { registerLabsView } from './labs/viewRegister.ts';
import { registerLabs } from './labs/register.ts';
import { once, withLazyParts, type WholeShell } from './lazyParts.ts';
import { registerPages } from './pages.ts';
import { registerCommands } from './registerCommands.ts';
import { RegistryMirror } from './registryMirror.ts';
import { registerRequestFiles } from './requests/register.ts';
import type { Shell } from './shell.ts';
import { watchSavedServers } from './start/savedWatch.ts';
import type { RunningBefore } from './start/runningBefore.ts';

/** The result of `activate`: for the extension's own tests, not a public API. */
export interface WirebenchApi extends Pick<WholeShell, 'requests' | 'names' | 'labs' | 'courses'> {
  readonly engine: EngineClient;
  readonly endpointsView: EndpointsView;
  readonly shell: Shell;
}

let active: { engine: EngineLink; remembering: Promise<RunningBefore> } | undefined;

/**
 * Registers everything and starts nothing: the engine starts on first need, and the code that draws, asks or sends is
 * read from the disk then. The editor calls this when a view, a file, a tab or a command of ours is first needed, or
 * the workspace has request files for the Test Explorer. In any other window none of our code runs.
 */
export function activate(context: vscode.ExtensionContext): WirebenchApi {
  const watching = once(async () => {
    const [{ watchEngine }] = await Promise.all([import('./watchEngine.ts'), remembering]);
    context.subscriptions.push(watchEngine(shell));
  });
  const engine = new EngineLink(async (ended) => {
    const [{ openEngine }] = await Promise.all([import('./openEngine.ts'), watching()]);
    return openEngine(context.extensionPath, ended);
  });
  const registry = new RegistryMirror(engine);
  const endpointsView = new EndpointsView(registry);
  const firstSteps = new FirstSteps(context.globalState, registry, (key) => {
    void vscode.commands.executeCommand('setContext', key, true);
  });
  const shell = withLazyParts({ context, engine, registry, endpointsView, firstSteps });
  context.subscriptions.push(
    endpointsView,
    firstSteps,
    ...registerCommands(shell),
    watchSavedServers(endpointsView),
    watchZones(),
    registerRequestFiles(shell),
    registerLabsView(shell),
    registerLabs(shell),
    registerPages(shell),
    vscode.window.registerTerminalProfileProvider('wirebench.connect', {
      provideTerminalProfile: async () => {
        const { connectProfile } = await import('./terminal/profile.ts');
        return connectProfile(shell);
      },
    }),
  );
  const remembering = import('./start/runningBefore.ts').then(({ runningBefore }) => runningBefore(shell));
  active = { engine, remembering };
  const { requests, names, labs, courses } = shell;
  return { engine, endpointsView, shell, requests, names, labs, courses };
}

/** Stops all endpoints and waits for it. They are remembered for the next start. */
export async function deactivate(): Promise<void> {
  if (active === undefined) return;
  const { engine, remembering } = active;
  await (await remembering).end();
  await engine.stop();
}
