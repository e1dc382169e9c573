import { render } from 'preact';
import { perFrame } from '../common/dom.ts';
import { RequestLink } from '../common/hostLink.ts';
import { addSprite } from '../common/icons.ts';
import { App } from './app.tsx';
import { isResult, isToPage } from './checkMessage.ts';
import { readState, ResponsePage } from './page.ts';
import type { ResponseRequests, Said } from './protocol.ts';
import '../common/base.css';
import '../common/bytes.css';
import '../common/checks.css';
import './response.css';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

const vscode = acquireVsCodeApi();
const timers = {
  set: (run: () => void, milliseconds: number) => setTimeout(run, milliseconds),
  clear: (timer: unknown) => clearTimeout(timer as number),
};
const host = new RequestLink<ResponseRequests, Said>((message: unknown) => vscode.postMessage(message), timers, {
  isMessage: isToPage,
  isResult,
});
const root = document.createElement('div');
root.id = 'root';
document.body.append(root);
addSprite();

const draw = perFrame(() => render(<App page={page} />, root));
const page = new ResponsePage(host, readState(vscode.getState()), (state) => vscode.setState(state), draw);
window.addEventListener('message', (event: MessageEvent<unknown>) => {
  host.receive(event.data, (said) => {
    if (said.kind === 'snapshot') page.take(said.snapshot);
    else page.focus();
  });
});
void page.start();
render(<App page={page} />, root);
