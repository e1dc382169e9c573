import * as vscode from 'vscode';
import type { AskHandlers } from '../../base/pageMessages.ts';
import {
  responseProtocol,
  type ResponseAction,
  type ResponseInit,
  type ResponseProtocol,
  type ResponseSnapshot,
} from '../../webview/response/protocol.ts';
import { PagePanel } from '../pagePanel.ts';
import { partOf } from './bodies.ts';
import { exchangeOf, headingOf, shownOf, type Entry, type ResponseHistory } from './history.ts';
import { wireBytes, type Engine } from './wire.ts';

interface ResponseViewOptions {
  readonly engine: Engine;
  readonly extensionUri: vscode.Uri;
  readonly history: ResponseHistory;
  readonly copyFormats: ResponseInit['copyFormats'];
  readonly act: (action: ResponseAction, entry: Entry, hop: number) => unknown;
  readonly copyAs: (entry: Entry, format: string) => Promise<void>;
}

/** The tab beside the request file that shows answers: one for the window, created on first use. */
export class ResponseView implements vscode.Disposable {
  readonly #options: ResponseViewOptions;
  readonly #panel: PagePanel<ResponseProtocol>;
  #shown: number | undefined;

  constructor(options: ResponseViewOptions) {
    this.#options = options;
    this.#panel = new PagePanel({
      extensionUri: options.extensionUri,
      page: 'response',
      title: 'Response',
      blobImages: true,
      protocol: responseProtocol,
      handlers: this.#handlers,
    });
  }

  /** The shown answer. */
  get entry(): Entry | undefined {
    const { history } = this.#options;
    return (this.#shown === undefined ? undefined : history.get(this.#shown)) ?? history.entries[0];
  }

  get isOpen(): boolean {
    return this.#panel.isOpen;
  }

  /** Shows an answer beside the active editor, which keeps the focus. */
  show(entry: Entry): void {
    this.#shown = entry.entry;
    this.#panel.showBeside();
    this.update();
  }

  /** Restores the tab from before the window was reloaded. */
  restore(panel: vscode.WebviewPanel): void {
    this.#panel.restore(panel);
    this.update();
  }

  /** Shows the last answer and focuses it. */
  focus(): void {
    this.#panel.showInFront(vscode.ViewColumn.Beside);
    this.#panel.say({ kind: 'focus' });
  }

  /** The answers have changed. */
  update(): void {
    if (!this.#panel.isOpen) return;
    const { entry } = this;
    this.#panel.title = entry === undefined ? 'Response' : `Response: ${headingOf(entry).verdict}`;
    if (this.#panel.isLive) this.#panel.say({ kind: 'snapshot', snapshot: this.#snapshot() });
  }

  dispose(): void {
    this.#panel.dispose();
  }

  #snapshot(): ResponseSnapshot {
    const { history } = this.#options;
    const { entry } = this;
    return {
      history: history.entries.map(headingOf),
      ...(entry && { shown: shownOf(entry, history.previous(entry) !== undefined) }),
    };
  }

  #found(entry: number): Entry {
    const found = this.#options.history.get(entry);
    if (found === undefined) throw new Error('This answer is no longer in the history.');
    return found;
  }

  readonly #handlers: AskHandlers<ResponseProtocol> = {
    ready: () => Promise.resolve({ snapshot: this.#snapshot(), copyFormats: this.#options.copyFormats }),
    show: ({ entry }) => {
      this.#shown = this.#found(entry).entry;
      this.update();
      return Promise.resolve(null);
    },
    part: ({ entry, of, offset, length }) => partOf(this.#options.engine, this.#found(entry), of, offset, length),
    wire: async ({ entry, hop }) => {
      const found = exchangeOf(this.#found(entry))?.hops[hop];
      if (found === undefined) throw new Error('There is no such request.');
      return wireBytes(this.#options.engine, found);
    },
    // Actions may ask the user: the page does not wait for them.
    act: ({ action, entry, hop }) => {
      this.#options.act(action, this.#found(entry), hop ?? 0);
      return Promise.resolve(null);
    },
    copyAs: async ({ entry, format }) => {
      await this.#options.copyAs(this.#found(entry), format);
      return null;
    },
    copyText: async ({ text }) => {
      await vscode.env.clipboard.writeText(text);
      return null;
    },
  };
}
