import * as vscode from 'vscode';
import { packArrays } from '../../base/typedArrays.ts';
import type { Params } from '../../base/pageMessages.ts';
import type { PageAction, PageCommand, TrafficProtocol } from '../../webview/traffic/protocol.ts';
import { readSettings } from '../settings.ts';
import { pageHtml, showPage } from '../pageFiles.ts';
import { callCommand } from '../callCommand.ts';
import { tabIcon } from '../tabIcon.ts';
import { tabType, trafficViewId } from '../viewIds.ts';
import { TrafficBridge, type BridgeEngine } from './bridge.ts';
import { storedReading } from './storedReading.ts';

interface TrafficViewsOptions {
  readonly extensionUri: vscode.Uri;
  readonly engine: BridgeEngine;
  /** Called when the user looks at the bytes of an event. */
  readonly onBytesShown: () => void;
  /** Writes the rows of an engine's view to a file that the user chooses. */
  readonly onEvent: (event: Params<TrafficProtocol, 'onEvent'>) => unknown;
  readonly save: (view: number | undefined, encoding: string) => unknown;
}

/** The Traffic view of the panel, and its editor tabs. */
export class TrafficViews implements vscode.Disposable {
  readonly #options: TrafficViewsOptions;
  readonly #engineEnded: { dispose(): void };
  /** Each bridge with the view or tab of its page. */
  readonly #bridges = new Map<TrafficBridge, Place>();
  #panel: TrafficBridge | undefined;
  /** The view or tab that was used last: the target of commands. */
  #current: TrafficBridge | undefined;
  #waiting: PageAction[] = [];

  constructor(options: TrafficViewsOptions) {
    this.#options = options;
    // The first data of the hidden pages went with the engine.
    this.#engineEnded = options.engine.onEnded(() =>
      this.#bridges.forEach((place, bridge) => void this.#loadAgain(place, bridge)),
    );
  }

  /** Shows the panel's view, with a filter or with an event selected. */
  async show(what: { filter?: string; seq?: number } = {}): Promise<void> {
    await vscode.commands.executeCommand(`${trafficViewId}.focus`);
    if (what.filter !== undefined) this.#toPanel({ do: 'setFilter', filter: what.filter });
    if (what.seq !== undefined) this.#toPanel({ do: 'reveal', seq: what.seq });
  }

  openInEditor(): void {
    const panel = vscode.window.createWebviewPanel(tabType('trafficEditor'), 'Traffic', vscode.ViewColumn.Active);
    this.#attachPanel(panel, undefined);
  }

  /** Sends an action to the view or tab that was used last; opens the panel's view if there is none. */
  async act(action: PageAction): Promise<void> {
    if (this.#current && this.#current !== this.#panel) {
      this.#current.act(action);
      return;
    }
    await vscode.commands.executeCommand(`${trafficViewId}.focus`);
    this.#toPanel(action);
  }

  /** The panel's view, which the editor opens. */
  resolve(view: vscode.WebviewView, state: unknown): void {
    const bridge = this.#attach(view, 'panel', state);
    this.#panel = bridge;
    this.#current = bridge;
    for (const action of this.#waiting.splice(0)) bridge.act(action);
    view.onDidChangeVisibility(() => {
      if (view.visible) this.#current = bridge;
      else this.#hidden(view, bridge);
    });
    view.onDidDispose(() => this.#release(bridge));
  }

  /** Restores a tab with the window. */
  restore(panel: vscode.WebviewPanel, state: unknown): void {
    this.#attachPanel(panel, state);
  }

  dispose(): void {
    this.#engineEnded.dispose();
    for (const bridge of this.#bridges.keys()) bridge.dispose();
    this.#bridges.clear();
  }

  #toPanel(action: PageAction): void {
    if (this.#panel) this.#panel.act(action);
    else this.#waiting.push(action);
  }

  #attachPanel(panel: vscode.WebviewPanel, state: unknown): void {
    panel.iconPath = tabIcon(this.#options.extensionUri);
    const bridge = this.#attach(panel, 'editor', state);
    this.#current = bridge;
    panel.onDidChangeViewState(() => {
      if (panel.active) this.#current = bridge;
      if (!panel.visible) this.#hidden(panel, bridge);
    });
    panel.onDidDispose(() => this.#release(bridge));
  }

  /** `state`: the stored state of an earlier page. */
  #attach(place: Place, name: 'panel' | 'editor', state: unknown): TrafficBridge {
    const { webview } = place;
    const bridge = new TrafficBridge({
      engine: this.#options.engine,
      place: name,
      reading: storedReading(state),
      defaultEncoding: () => readSettings().defaultEncoding,
      post: (message) => void webview.postMessage(packArrays(message)),
      toClipboard: (text) => vscode.env.clipboard.writeText(text),
      onBytesShown: this.#options.onBytesShown,
      onEvent: (event) => this.#options.onEvent(event),
      run: (command, view, encoding) => this.#run(command, view, encoding),
    });
    this.#bridges.set(bridge, place);
    webview.onDidReceiveMessage((message: unknown) => void bridge.receive(message));
    void this.#html(bridge).then((html) => {
      // The view or tab may have been closed meanwhile.
      if (this.#bridges.has(bridge)) showPage(webview, html);
    });
    return bridge;
  }

  #html(bridge: TrafficBridge): Promise<string> {
    return pageHtml(this.#options.extensionUri.fsPath, 'traffic', { title: 'Traffic', first: bridge.first() });
  }

  #hidden(place: Place, bridge: TrafficBridge): void {
    bridge.hidden();
    void this.#loadAgain(place, bridge);
  }

  /** The editor shows a page again as it was last written, so a hidden page is rewritten with the current data. */
  async #loadAgain(place: Place, bridge: TrafficBridge): Promise<void> {
    const html = await this.#html(bridge);
    if (this.#bridges.has(bridge) && !place.visible) showPage(place.webview, html);
  }

  #release(bridge: TrafficBridge): void {
    this.#bridges.delete(bridge);
    bridge.dispose();
    if (this.#panel === bridge) this.#panel = undefined;
    if (this.#current === bridge) this.#current = this.#panel;
  }

  /** Commands may ask the user, so the page does not wait for them. */
  #run(command: PageCommand, view: number | undefined, encoding: string): void {
    const runs: Readonly<Record<PageCommand, () => unknown>> = {
      startTcpServer: () => callCommand('wirebench.startTcpServer'),
      startUdpServer: () => callCommand('wirebench.startUdpServer'),
      openInEditor: () => this.openInEditor(),
      saveAs: () => this.#options.save(view, encoding),
      clear: () => callCommand('wirebench.clearTraffic'),
    };
    void runs[command]();
  }
}

/** A view, or a tab. */
type Place = Pick<vscode.WebviewView | vscode.WebviewPanel, 'webview' | 'visible'>;
