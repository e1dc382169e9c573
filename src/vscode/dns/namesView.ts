import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { errorData } from '../../base/errors.ts';
import type { NamesParams, NamesRequestName, NamesResultOf, ToPage } from '../../webview/names/protocol.ts';
import type { Shell } from '../shell.ts';
import { tabIcon } from '../tabIcon.ts';
import { webviewHtml } from '../webviewHtml.ts';
import { isToHost } from './checkMessage.ts';
import type { Names } from './names.ts';

export const namesViewType = 'wirebench.names';

/**
 * Where the view comes up: `front`, with the focus, for a person who asked by a command; `beside` what is edited, which keeps the
 * focus; `here`: it is in front already, and what has the focus in it keeps it.
 */
export type Place = 'front' | 'beside' | 'here';

type Handlers = { readonly [N in NamesRequestName]: (params: NamesParams<N>) => Promise<NamesResultOf<N>> };

const beside = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
const columns: Readonly<Record<Place, vscode.ViewColumn | typeof beside>> = {
  front: vscode.ViewColumn.Active,
  beside,
  here: beside,
};

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

  /** Opens the view, or brings it to the front. */
  show(place: Place): void {
    if (this.#panel === undefined) this.#open(place);
    else if (place === 'front') this.#panel.reveal(undefined, false);
    else if (!this.#panel.visible) this.#panel.reveal(undefined, true);
    this.update();
    if (place === 'front') this.#post({ kind: 'focus' });
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

  #open(place: Place): void {
    const { extensionUri } = this.#shell.context;
    const root = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
    const panel = vscode.window.createWebviewPanel(namesViewType, 'Names', columns[place], {
      enableScripts: true,
      localResourceRoots: [root],
      enableFindWidget: true,
    });
    this.#panel = panel;
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
      else if (action === 'goToRequest') void this.#names.goTo(entry);
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
