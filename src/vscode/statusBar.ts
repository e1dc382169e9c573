import * as vscode from 'vscode';
import type { CommandId } from './manifest/commands.ts';
import { runningTable } from './endpoints/runningTable.ts';
import { count, formatRate } from '../base/quantities.ts';
import type { RegistryMirror } from './registryMirror.ts';
import { markdownOf } from './markup.ts';
import { labelText } from './uiText.ts';

/** Milliseconds between two changes of the text: a rate that flickers cannot be read. */
const interval = 500;

/** The running endpoints and their rate; hidden if nothing runs. A click lists the available commands. */
export class StatusBar implements vscode.Disposable {
  readonly #registry: RegistryMirror;
  readonly #subscription: { dispose(): void };
  #item: vscode.StatusBarItem | undefined;
  #timer: NodeJS.Timeout | undefined;
  #lastUpdate = 0;
  #anyRunning = false;

  constructor(registry: RegistryMirror) {
    this.#registry = registry;
    this.#subscription = registry.onDidChange(() => {
      this.#timer ??= setTimeout(() => this.#update(), Math.max(0, this.#lastUpdate + interval - Date.now()));
    });
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#subscription.dispose();
    this.#item?.dispose();
  }

  #update(): void {
    this.#timer = undefined;
    this.#lastUpdate = Date.now();
    const { running, snapshot } = this.#registry;
    this.#tellMenus(running.length > 0);
    if (running.length === 0) return this.#item?.hide();
    const item = (this.#item ??= this.#create());
    const rate = snapshot.bytesPerSecond > 0 ? `  ${formatRate(snapshot.bytesPerSecond)}` : '';
    const isTroubled = running.some((endpoint) => endpoint.isTroubled === true);
    item.text = `$(${isTroubled ? 'warning' : 'broadcast'}) ${running.length} running${rate}`;
    item.tooltip = markdownOf(runningTable(running));
    item.accessibilityInformation = {
      label: `Wirebench: ${count(running.length, 'endpoint')} running, ${formatRate(snapshot.bytesPerSecond)}${isTroubled ? ', with a problem' : ''}`,
    };
    item.show();
  }

  /** For the `when` of Stop All in the view's title. */
  #tellMenus(anyRunning: boolean): void {
    if (this.#anyRunning === anyRunning) return;
    this.#anyRunning = anyRunning;
    void vscode.commands.executeCommand('setContext', 'wirebench.anyRunning', anyRunning);
  }

  #create(): vscode.StatusBarItem {
    const item = vscode.window.createStatusBarItem('wirebench.running', vscode.StatusBarAlignment.Left);
    item.name = labelText('Wirebench');
    item.command = 'wirebench.showActions' satisfies CommandId;
    return item;
  }
}
