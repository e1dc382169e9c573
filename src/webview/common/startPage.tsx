import { render, type ComponentChild } from 'preact';
import { perFrame } from './dom.ts';
import { RequestLink, type MessageChecks, type RequestTable } from './hostLink.ts';
import { addSprite } from './icons.ts';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

/** What a page gets to work with. */
export interface PageHost<R extends RequestTable<R>, M extends { readonly kind: string }> {
  readonly host: RequestLink<R, M>;
  /** What was stored the last time, from whatever version. */
  readonly stored: unknown;
  readonly store: (state: unknown) => void;
  /** Draws the page once before the next frame. */
  readonly draw: () => void;
}

export interface PageStart<R extends RequestTable<R>, M extends { readonly kind: string }, P> {
  readonly checks: MessageChecks<M>;
  readonly make: (host: PageHost<R, M>) => P;
  readonly app: (page: P) => ComponentChild;
  readonly said: (page: P, message: M) => void;
  /** Asks the host for what is shown, before anything is drawn. */
  readonly start: (page: P) => unknown;
}

/** Starts the page of a webview: its end of the protocol, the icons, and the first drawing. */
export function startPage<R extends RequestTable<R>, M extends { readonly kind: string }, P>({
  checks,
  make,
  app,
  said,
  start,
}: PageStart<R, M, P>): P {
  const vscode = acquireVsCodeApi();
  const timers = {
    set: (run: () => void, milliseconds: number) => setTimeout(run, milliseconds),
    clear: (timer: unknown) => clearTimeout(timer as number),
  };
  const host = new RequestLink<R, M>((message: unknown) => vscode.postMessage(message), timers, checks);
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
