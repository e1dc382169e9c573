import * as vscode from 'vscode';
import { WirebenchError } from '../base/errors.ts';
import type { EndpointSnapshot } from '../engine/messages.ts';
import type { EngineLink } from './engineLink.ts';
import { showProblem } from './problems.ts';
import { readSettings } from './settings.ts';
import type { Shell } from './shell.ts';
import { offerAgain, specAsItRan } from './start/runningBefore.ts';
import { StatusBar } from './statusBar.ts';

/** Shows and reports the engine's own events, from before its first start. */
export function watchEngine(shell: Shell): vscode.Disposable {
  return vscode.Disposable.from(new StatusBar(shell.registry), reportProblems(shell), applySettings(shell.engine));
}

/** Reports failures that belong to no command: a behaviour that died, a server's socket, the engine itself. */
function reportProblems(shell: Shell): vscode.Disposable {
  /**
   * The messages on screen now: a hundred peers that reset at once are one message, and a hundred events in the
   * journal.
   */
  const shown = new Set<string>();
  /**
   * A server that still runs gets a warning: the editor hides it by itself, but keeps an error with buttons until it is
   * closed.
   */
  const showOf = (endpoint: number) =>
    shell.registry.endpoint(endpoint)?.spec.role === 'server'
      ? vscode.window.showWarningMessage
      : vscode.window.showErrorMessage;
  const isTroubled = (endpoint: EndpointSnapshot) => endpoint.isTroubled === true;
  return vscode.Disposable.from(
    shell.registry.onDidChange(({ before, after }) => {
      // The problem is solved: the next one is reported again, even if the message is still open.
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

function applySettings(engine: EngineLink): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (!event.affectsConfiguration('wirebench.journal') || !engine.isStarted) return;
    const { journalMemoryBytes, journalDiskBytes } = readSettings();
    void engine.request('engine.configure', { memoryBytes: journalMemoryBytes, diskBytes: journalDiskBytes });
  });
}
