import * as vscode from 'vscode';
import type { AskHandlers } from '../../base/pageMessages.ts';
import { namesProtocol, type NamesProtocol, type NamesSnapshot } from '../../webview/names/protocol.ts';
import { callCommand } from '../callCommand.ts';
import { PagePanel } from '../pagePanel.ts';
import type { Shell } from '../shell.ts';

/**
 * Where the view appears: `front`, with the focus, for a user's command; `beside` the active editor, which keeps the
 * focus; `here`: it is in front already, and the focus inside it stays.
 */
export type Place = 'front' | 'beside' | 'here';

/** The questions and answers of the tab, and the actions of its buttons. Entries have numbers. */
interface ShownQuestions {
  /** The shown question, in a few words. */
  readonly title: string | undefined;
  snapshot(): NamesSnapshot;
  select(entry: number): void;
  again(entry: number): Promise<void>;
  cancel(entry: number): Promise<void>;
  goTo(entry: number): Promise<void>;
  clear(): void;
}

/** The tab that shows answers about names: one for the window. */
export class NamesView implements vscode.Disposable {
  readonly #shell: Shell;
  readonly #names: ShownQuestions;
  readonly #panel: PagePanel<NamesProtocol>;

  constructor(shell: Shell, names: ShownQuestions) {
    this.#shell = shell;
    this.#names = names;
    this.#panel = new PagePanel({
      extensionUri: shell.context.extensionUri,
      page: 'names',
      title: 'Names',
      protocol: namesProtocol,
      handlers: this.#handlers,
    });
  }

  /** Opens the view, or brings it to the front. */
  show(place: Place): void {
    if (place === 'front') this.#panel.showInFront(vscode.ViewColumn.Active);
    else this.#panel.showBeside();
    this.update();
    if (place === 'front') this.#panel.say({ kind: 'focus' });
  }

  /** Restores the tab from before the window was reloaded. */
  restore(panel: vscode.WebviewPanel): void {
    this.#panel.restore(panel);
    this.update();
  }

  /** The answers have changed. */
  update(): void {
    if (!this.#panel.isOpen) return;
    const { title } = this.#names;
    this.#panel.title = title === undefined ? 'Names' : `Names: ${title}`;
    if (this.#panel.isLive) this.#panel.say({ kind: 'snapshot', snapshot: this.#names.snapshot() });
  }

  dispose(): void {
    this.#panel.dispose();
  }

  readonly #handlers: AskHandlers<NamesProtocol> = {
    ready: () => Promise.resolve(this.#names.snapshot()),
    show: ({ entry }) => {
      this.#names.select(entry);
      return Promise.resolve(null);
    },
    // Actions may take long or ask the user: the page does not wait for them.
    act: ({ action, entry }) => {
      if (action === 'again') void this.#names.again(entry);
      else if (action === 'cancel') void this.#names.cancel(entry);
      else if (action === 'clearHistory') this.#names.clear();
      else if (action === 'goToRequest') void this.#names.goTo(entry);
      else void callCommand('wirebench.resolveDns');
      return Promise.resolve(null);
    },
    showTraffic: async ({ connection }) => {
      await (await this.#shell.traffic()).show({ filter: `conn:${connection}` });
      return null;
    },
    copyText: async ({ text }) => {
      await vscode.env.clipboard.writeText(text);
      return null;
    },
  };
}
