import { jsx as _jsx } from 'preact/jsx-runtime';
import { render } from 'preact';
import { App } from './app.tsx';
import { perFrame } from './dom.ts';
import { HostLink } from './hostLink.ts';
import { addSprite } from './icons.ts';
import { TrafficPage } from './page.ts';
import { readState } from './savedState.ts';
import './traffic.css';
const vscode = acquireVsCodeApi();
const timers = {
  set: (run, milliseconds) => setTimeout(run, milliseconds),
  clear: (timer) => clearTimeout(timer),
};
const host = new HostLink((message) => vscode.postMessage(message), timers);
const root = document.createElement('div');
root.id = 'root';
document.body.append(root);
addSprite();
const draw = perFrame(() => render(_jsx(App, { page: page }), root));
const page = new TrafficPage(host, readState(vscode.getState()), (state) => vscode.setState(state), draw);
window.addEventListener('message', (event) => {
  host.receive(event.data, {
    snapshot: (snapshot) => page.setSnapshot(snapshot),
    action: (action) => page.act(action),
  });
});
render(_jsx(App, { page: page }), root);
void page.start();
