import { render } from 'preact';
import { App } from './app.tsx';
import { perFrame } from '../common/dom.ts';
import { firstData } from '../common/firstData.ts';
import { HostLink } from './hostLink.ts';
import { addSprite } from '../common/icons.ts';
import { TrafficPage } from './page.ts';
import { isFirst } from './protocol.ts';
import { readState } from './savedState.ts';
import '../common/base.css';
import '../common/bytes.css';
import '../common/fields.css';
import '../common/sash.css';
import './traffic.css';

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
const host = new HostLink((message) => vscode.postMessage(message), timers);
const root = document.createElement('div');
root.id = 'root';
document.body.append(root);

const drawNow = () => render(<App page={page} />, root);
const draw = perFrame(drawNow);
const page = new TrafficPage(host, readState(vscode.getState()), (state) => vscode.setState(state), draw);
window.addEventListener('message', (event: MessageEvent<unknown>) => {
  host.receive(event.data, {
    snapshot: (snapshot) => page.setSnapshot(snapshot),
    action: (action) => page.act(action),
  });
});
const first = firstData();
if (isFirst(first) && page.take(first)) {
  drawNow();
  page.grid.give(first.init.rows);
}
// Without data in the page, the host is asked before anything is drawn. The request passes through the editor's thread,
// which is also ours: it leaves before the next frame, and drawing now would delay it.
void page.start();
addSprite();
draw();
