import * as vscode from 'vscode';
import { errorData } from '../base/errors.ts';
import { isToHost, type AskHandlers, type PageProtocol, type Said } from '../base/pageMessages.ts';
import { packArrays } from '../base/typedArrays.ts';
import { pageHtml, showPage } from './pageFiles.ts';
import { tabIcon } from './tabIcon.ts';
import { plainText } from './uiText.ts';
import { tabType } from './viewIds.ts';

interface PagePanelOptions<P extends PageProtocol> {
  readonly extensionUri: vscode.Uri;
  /** `names`: a row of the table of tabs, and the page dist/webview/names.js with names.css. */
  readonly page: string;
  readonly title: string;
  readonly blobImages?: boolean;
  /** Other messages of the page are dropped. */
  readonly protocol: P;
  /** `ready` is the page's first request. */
  readonly handlers: AskHandlers<P>;
}

/** An editor tab with one of our pages: one at a time, opened on demand. */
export class PagePanel<P extends PageProtocol> implements vscode.Disposable {
  readonly #options: PagePanelOptions<P>;
  #panel: vscode.WebviewPanel | undefined;
  #live = false;

  constructor(options: PagePanelOptions<P>) {
    this.#options = options;
  }

  get isOpen(): boolean {
    return this.#panel !== undefined;
  }

  /** True once the page has asked for its content; it is then notified of changes. */
  get isLive(): boolean {
    return this.#live;
  }

  set title(title: string) {
    if (this.#panel) this.#panel.title = plainText(title);
  }

  /** Reveals a hidden tab beside the active editor, without focus. */
  showBeside(): void {
    if (this.#panel === undefined) this.#open({ viewColumn: vscode.ViewColumn.Beside, preserveFocus: true });
    else if (!this.#panel.visible) this.#panel.reveal(undefined, true);
  }

  /** Reveals the tab and focuses it; `column` applies if it is not open. */
  showInFront(column: vscode.ViewColumn): void {
    if (this.#panel === undefined) this.#open({ viewColumn: column });
    else this.#panel.reveal(undefined, false);
  }

  /** Restores a tab from before the window was reloaded, unless there is a new one. */
  restore(panel: vscode.WebviewPanel): void {
    if (this.#panel === undefined) this.#attach(panel);
    else panel.dispose();
  }

  say(message: Said<P>): void {
    this.#post(message);
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  #open(column: { readonly viewColumn: vscode.ViewColumn; readonly preserveFocus?: boolean }): void {
    const { page, title } = this.#options;
    this.#attach(vscode.window.createWebviewPanel(tabType(page), title, column, { enableFindWidget: true }));
  }

  #attach(panel: vscode.WebviewPanel): void {
    const { extensionUri } = this.#options;
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
    void this.#load(panel);
  }

  async #load(panel: vscode.WebviewPanel): Promise<void> {
    const { extensionUri, page, title, blobImages = false } = this.#options;
    const html = await pageHtml(extensionUri.fsPath, page, { title, blobImages });
    // The panel may have been closed meanwhile.
    if (this.#panel === panel) showPage(panel.webview, html);
  }

  #post(message: unknown): void {
    void this.#panel?.webview.postMessage(packArrays(message));
  }

  async #receive(message: unknown): Promise<void> {
    const { protocol, handlers } = this.#options;
    if (!isToHost(protocol, message)) return;
    const { id, name, params } = message;
    if (name === 'ready') this.#live = true;
    try {
      this.#post({ kind: 'result', id, result: await handlers[name](params) });
    } catch (error) {
      this.#post({ kind: 'failure', id, error: errorData(error) });
    }
  }
}
