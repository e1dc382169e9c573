import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { errorData } from '../../base/errors.ts';
import type { NamesParams, NamesRequestName, NamesResultOf, ToPage } from '../../webview/names/protocol.ts';
import type { Shell } from '../shell.ts';
import { webviewHtml } from '../webviewHtml.ts';
import { isToHost } from './checkMessage.ts';
import type { Names } from './names.ts';

export const namesViewType = 'wirebench.names';

type Handlers = { readonly [N in NamesRequestName]: (params: NamesParams<N>) => Promise<NamesResultOf<N>> };

/** The tab that shows answers about names: one for the window. */
export class NamesView implements vscode.Disposable {
  readonly #shell: Shell;
  readonly #names: Names;
  #panel: vscode.WebviewPanel | undefined;
  #live = false;

  constructor(shell: Shell, names: Names) {
    this.#shell = shell;
    this.#names = names;
  }

  /** Opens the view, or brings it to the front, with the focus. */
  show(): void {
    if (this.#panel === undefined) this.#open();
    else this.#panel.reveal(undefined, false);
    this.update();
    this.#post({ kind: 'focus' });
  }

  /** Something about the answers has changed. */
  update(): void {
    if (this.#panel === undefined) return;
    const { title } = this.#names;
    this.#panel.title = title === undefined ? 'Names' : `Names: ${title}`;
    if (this.#live) this.#post({ kind: 'snapshot', snapshot: this.#names.snapshot() });
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  #open(): void {
    const { extensionUri } = this.#shell.context;
    const root = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
    const panel = vscode.window.createWebviewPanel(namesViewType, 'Names', vscode.ViewColumn.Active, {
      enableScripts: true,
      localResourceRoots: [root],
      enableFindWidget: true,
    });
    this.#panel = panel;
    panel.iconPath = vscode.Uri.joinPath(extensionUri, 'media', 'wirebench.svg');
    panel.webview.onDidReceiveMessage((message: unknown) => void this.#receive(message));
    panel.onDidChangeViewState(() => {
      if (!panel.visible) this.#live = false;
    });
    panel.onDidDispose(() => {
      this.#panel = undefined;
      this.#live = false;
    });
    panel.webview.html = webviewHtml({
      title: 'Names',
      script: panel.webview.asWebviewUri(vscode.Uri.joinPath(root, 'names.js')).toString(),
      style: panel.webview.asWebviewUri(vscode.Uri.joinPath(root, 'names.css')).toString(),
      cspSource: panel.webview.cspSource,
      nonce: randomBytes(16).toString('base64url'),
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

  readonly #handlers: Handlers = {
    ready: () => {
      this.#live = true;
      return Promise.resolve(this.#names.snapshot());
    },
    show: ({ entry }) => {
      this.#names.select(entry);
      return Promise.resolve(null);
    },
    // Actions may take long or ask the person: the page does not wait for them.
    act: ({ action, entry }) => {
      if (action === 'again') void this.#names.again(entry);
      else if (action === 'cancel') void this.#names.cancel(entry);
      else if (action === 'clearHistory') this.#names.clear();
      else void vscode.commands.executeCommand('wirebench.resolveDns');
      return Promise.resolve(null);
    },
    showTraffic: async ({ connection }) => {
      await this.#shell.traffic.show({ filter: `conn:${connection}` });
      return null;
    },
    copyText: async ({ text }) => {
      await vscode.env.clipboard.writeText(text);
      return null;
    },
  };
}
