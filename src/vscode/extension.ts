import * as vscode from 'vscode';
import { WirebenchError } from '../base/errors.ts';
import type { EndpointSnapshot, EngineClient } from '../engine/messages.ts';
import { withAnswers, type Answers } from './answers.ts';
import { registerCommands } from './commands.ts';
import { watchZones } from './dns/zones.ts';
import { EndpointsView } from './endpoints/view.ts';
import { EngineLink } from './engineLink.ts';
import { FirstSteps } from './firstSteps.ts';
import { openEngine } from './openEngine.ts';
import { showProblem } from './problems.ts';
import { RegistryMirror } from './registryMirror.ts';
import { readSettings } from './settings.ts';
import { registerRequestFiles } from './requests/register.ts';
import { restoreTabs } from './restoreTabs.ts';
import type { Shell } from './shell.ts';
import {
  offerAgain,
  offerRunningBefore,
  rememberRunning,
  specAsItRan,
  type RunningBefore,
} from './start/runningBefore.ts';
import { watchSavedServers } from './start/savedWatch.ts';
import { StatusBar } from './statusBar.ts';
import { TrafficViews } from './traffic/trafficViews.ts';

/** What `activate` returns: for the extension's own tests, and no promise to others. */
export interface WirebenchApi extends Answers {
  readonly engine: EngineClient;
  readonly endpointsView: EndpointsView;
  readonly shell: Shell;
}

let active: { engine: EngineLink; remembering: RunningBefore } | undefined;

/**
 * Registers everything and starts nothing: the engine starts when something first needs it. The editor calls this when a
 * view, a file, a tab or a command of ours is first needed, or the workspace has request files for the Test Explorer; in any
 * other window nothing of ours runs.
 */
export function activate(context: vscode.ExtensionContext): WirebenchApi {
  const engine = new EngineLink((ended) => openEngine(context.extensionPath, ended));
  const registry = new RegistryMirror(engine);
  const endpointsView = new EndpointsView(registry);
  const firstSteps = new FirstSteps(context.globalState, registry, (key) => {
    void vscode.commands.executeCommand('setContext', key, true);
  });
  const traffic = new TrafficViews({
    extensionUri: context.extensionUri,
    engine,
    onBytesShown: () => firstSteps.did('watch'),
    save: (view, encoding) =>
      runReported(shell, async () =>
        (await import('./trafficCommands.ts')).saveTraffic(shell, undefined, view, encoding),
      ),
    onEvent: (event) =>
      void runReported(shell, async () => (await import('./trafficCommands.ts')).onEvent(shell, event)),
  });
  const shell = withAnswers({ context, engine, registry, endpointsView, traffic, firstSteps });
  const remembering = rememberRunning(shell);
  active = { engine, remembering };
  context.subscriptions.push(
    endpointsView,
    traffic,
    firstSteps,
    new StatusBar(registry),
    ...registerCommands(shell),
    reportProblems(shell),
    applySettings(engine),
    watchSavedServers(endpointsView),
    watchZones(),
    registerRequestFiles(shell),
    restoreTabs(shell),
    vscode.window.registerTerminalProfileProvider('wirebench.connect', {
      provideTerminalProfile: async () => {
        const { connectProfile } = await import('./terminal/profile.ts');
        return connectProfile(shell);
      },
    }),
  );
  void offerRunningBefore(shell, remembering);
  return { engine, endpointsView, shell, requests: shell.requests, names: shell.names };
}

/** Stops everything that runs, and waits for it. What ran is remembered for the next time. */
export async function deactivate(): Promise<void> {
  await active?.remembering.end();
  await active?.engine.stop();
  active = undefined;
}

/** Says what failed with no command to answer to: a behaviour that died, a server's socket, the engine itself. */
function reportProblems(shell: Shell): vscode.Disposable {
  /** On screen now: a hundred peers that reset at once are one message, and a hundred events in the journal. */
  const shown = new Set<string>();
  /** What goes on is a warning: the editor takes it from the screen by itself, where an error with buttons stays until it is closed. */
  const showOf = (endpoint: number) =>
    shell.registry.endpoint(endpoint)?.spec.role === 'server'
      ? vscode.window.showWarningMessage
      : vscode.window.showErrorMessage;
  const isTroubled = (endpoint: EndpointSnapshot) => endpoint.isTroubled === true;
  return vscode.Disposable.from(
    shell.registry.onDidChange(({ before, after }) => {
      // Mended: the next problem is told again, though nobody has closed the message.
      for (const { id } of before.endpoints.filter(isTroubled)) {
        if (after.endpoints.some((endpoint) => endpoint.id === id && isTroubled(endpoint))) continue;
        for (const key of shown) if (key.startsWith(`${id} `)) shown.delete(key);
      }
    }),
    shell.engine.onNotice((notice) => {
      if (notice.kind !== 'problem') return;
      const { endpoint, error } = notice;
      const key = `${endpoint} ${error.code}`;
      if (shown.has(key)) return;
      shown.add(key);
      void showProblem(shell, new WirebenchError(error), { endpoint }, showOf(endpoint)).finally(() =>
        shown.delete(key),
      );
    }),
    shell.engine.onEnded((error) => void showProblem(shell, new WirebenchError(error))),
    shell.registry.onLost((lost) => void offerAgain(shell, lost.map(specAsItRan), 'The engine ended')),
  );
}

/** Runs what a page asked for: its errors are shown as a command's. */
async function runReported(shell: Shell, run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
  } catch (error) {
    await showProblem(shell, error);
  }
}

function applySettings(engine: EngineLink): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (!event.affectsConfiguration('wirebench.journal') || !engine.isStarted) return;
    const { journalMemoryBytes, journalDiskBytes } = readSettings();
    void engine.request('engine.configure', { memoryBytes: journalMemoryBytes, diskBytes: journalDiskBytes });
  });
}
