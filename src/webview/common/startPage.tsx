import { render, type ComponentChild } from 'preact';
import { perFrame } from './dom.ts';
import type { PageProtocol, Said } from '../../base/pageMessages.ts';
import { RequestLink } from './hostLink.ts';
import { addSprite } from './icons.ts';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

/** The interface to the host, for a page. */
interface PageHost<P extends PageProtocol> {
  readonly host: RequestLink<P>;
  /** The state that was stored last, by any version. */
  readonly stored: unknown;
  readonly store: (state: unknown) => void;
  /** Draws the page once before the next frame. */
  readonly draw: () => void;
}

interface PageStart<P extends PageProtocol, Page> {
  readonly protocol: P;
  readonly make: (host: PageHost<P>) => Page;
  readonly app: (page: Page) => ComponentChild;
  readonly said: (page: Page, message: Said<P>) => void;
  /** Requests the page's data from the host, before anything is drawn. */
  readonly start: (page: Page) => unknown;
}

/** Starts the page of a webview: its end of the protocol, the icons, and the first drawing. */
export function startPage<P extends PageProtocol, Page>({
  protocol,
  make,
  app,
  said,
  start,
}: PageStart<P, Page>): Page {
  const vscode = acquireVsCodeApi();
  const timers = {
    set: (run: () => void, milliseconds: number) => setTimeout(run, milliseconds),
    clear: (timer: unknown) => clearTimeout(timer as number),
  };
  const host = new RequestLink((message) => vscode.postMessage(message), timers, protocol);
  const root = document.createElement('div');
  root.id = 'root';
  document.body.append(root);
  addSprite();
  const draw = perFrame(() => render(app(page), root));
  const page = make({ host, stored: vscode.getState(), store: (state) => vscode.setState(state), draw });
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    host.receive(event.data, (message) => said(page, message));
  });
  void start(page);
  render(app(page), root);
  return page;
}
