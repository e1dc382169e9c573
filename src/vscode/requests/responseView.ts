import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { errorData } from '../../base/errors.ts';
import type {
  ResponseAction,
  ResponseInit,
  ResponseParams,
  ResponseRequestName,
  ResponseResult,
  ResponseSnapshot,
  ToPage,
} from '../../webview/response/protocol.ts';
import type { Shell } from '../shell.ts';
import { tabIcon } from '../tabIcon.ts';
import { webviewHtml } from '../webviewHtml.ts';
import { partOf } from './bodies.ts';
import { isToHost } from './checkMessage.ts';
import { headingOf, shownOf, type Entry, type ResponseHistory } from './history.ts';
import { responseViewType } from './responseViewType.ts';
import { wireBytes } from './wire.ts';

export interface ResponseViewOptions {
  readonly shell: Shell;
  readonly history: ResponseHistory;
  readonly copyFormats: ResponseInit['copyFormats'];
  readonly act: (action: ResponseAction, entry: Entry, hop: number) => unknown;
  readonly copyAs: (entry: Entry, format: string) => Promise<void>;
}

type Handlers = { readonly [N in ResponseRequestName]: (params: ResponseParams<N>) => Promise<ResponseResult<N>> };

/** The tab beside the request file that shows answers: one for the window, made when it is first needed. */
export class ResponseView implements vscode.Disposable {
  readonly #options: ResponseViewOptions;
  #panel: vscode.WebviewPanel | undefined;
  #shown: number | undefined;
  #live = false;

  constructor(options: ResponseViewOptions) {
    this.#options = options;
  }

  /** The answer that is shown. */
  get entry(): Entry | undefined {
    const { history } = this.#options;
    return (this.#shown === undefined ? undefined : history.get(this.#shown)) ?? history.entries[0];
  }

  get isOpen(): boolean {
    return this.#panel !== undefined;
  }

  /** Shows an answer, beside what is being edited; the editor keeps the focus. */
  show(entry: Entry): void {
    this.#shown = entry.entry;
    if (this.#panel === undefined) this.#open();
    else if (!this.#panel.visible) this.#panel.reveal(undefined, true);
    this.update();
  }

  /** Shows the last answer, and gives it the focus. */
  focus(): void {
    if (this.#panel === undefined) this.#open();
    this.#panel?.reveal(undefined, false);
    this.#post({ kind: 'focus' });
  }

  /** Something about the answers has changed. */
  update(): void {
    if (this.#panel === undefined) return;
    const { entry } = this;
    this.#panel.title = entry === undefined ? 'Response' : `Response: ${headingOf(entry).verdict}`;
    if (this.#live) this.#post({ kind: 'snapshot', snapshot: this.#snapshot() });
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  #snapshot(): ResponseSnapshot {
    const { history } = this.#options;
    const { entry } = this;
    return {
      history: history.entries.map(headingOf),
      ...(entry && { shown: shownOf(entry, history.previous(entry) !== undefined) }),
    };
  }

  /** Takes the tab that stood there before the window was loaded again. Its answers went with the engine that held them. */
  restore(panel: vscode.WebviewPanel): void {
    if (this.#panel !== undefined) {
      panel.dispose();
      return;
    }
    this.#attach(panel);
    this.update();
  }

  #open(): void {
    const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    this.#attach(vscode.window.createWebviewPanel(responseViewType, 'Response', column, { enableFindWidget: true }));
  }

  #attach(panel: vscode.WebviewPanel): void {
    const { extensionUri } = this.#options.shell.context;
    const root = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
    this.#panel = panel;
    panel.webview.options = { enableScripts: true, localResourceRoots: [root] };
    panel.iconPath = tabIcon(extensionUri);
    panel.webview.onDidReceiveMessage((message: unknown) => void this.#receive(message));
    panel.onDidChangeViewState(() => {
      if (!panel.visible) this.#live = false;
    });
    panel.onDidDispose(() => {
      this.#panel = undefined;
      this.#live = false;
    });
    panel.webview.html = webviewHtml({
      title: 'Response',
      script: panel.webview.asWebviewUri(vscode.Uri.joinPath(root, 'response.js')).toString(),
      style: panel.webview.asWebviewUri(vscode.Uri.joinPath(root, 'response.css')).toString(),
      cspSource: panel.webview.cspSource,
      nonce: randomBytes(16).toString('base64url'),
      blobImages: true,
    });
  }

  #post(message: ToPage): void {
    void this.#panel?.webview.postMessage(message);
  }

  async #receive(message: unknown): Promise<void> {
    if (!isToHost(message)) return;
    try {
      const handler = this.#handlers[message.name] as (params: unknown) => Promise<unknown>;
      this.#post({ kind: 'result', id: message.id, result: await handler(message.params) });
    } catch (error) {
      this.#post({ kind: 'failure', id: message.id, error: errorData(error) });
    }
  }

  #found(entry: number): Entry {
    const found = this.#options.history.get(entry);
    if (found === undefined) throw new Error('This answer is no longer in the history.');
    return found;
  }

  readonly #handlers: Handlers = {
    ready: () => {
      this.#live = true;
      return Promise.resolve({ snapshot: this.#snapshot(), copyFormats: this.#options.copyFormats });
    },
    show: ({ entry }) => {
      this.#shown = this.#found(entry).entry;
      this.update();
      return Promise.resolve(null);
    },
    part: ({ entry, of, offset, length }) => partOf(this.#options.shell, this.#found(entry), of, offset, length),
    wire: async ({ entry, hop }) => {
      const { result } = this.#found(entry).outcome;
      const found = result?.kind === 'http' ? result.exchange.hops[hop] : undefined;
      if (found === undefined) throw new Error('There is no such request.');
      return wireBytes(this.#options.shell.engine, found);
    },
    // Actions ask the person: the page does not wait for that.
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
