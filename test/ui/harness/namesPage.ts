/** A browser page around the Names view as VS Code would have one: `acquireVsCodeApi` and a host with made-up answers. */
import type { ToHost, ToPage } from '../../../src/base/pageMessages.ts';
import type { NamesProtocol, NamesSnapshot } from '../../../src/webview/names/protocol.ts';
import { weakTexts } from './contrast.ts';
import { namesSamples, traceSoFar } from './namesAnswers.ts';

const options = new URLSearchParams(location.search);
/** What the page asked the host to do. */
const asked: unknown[] = [];
let snapshot: NamesSnapshot = namesSamples[options.get('sample') ?? 'answer']!();
let saved: unknown = JSON.parse(sessionStorage.getItem('state') ?? 'null');

const post = (message: ToPage<NamesProtocol>) => window.postMessage(message, '*');

function receive(message: ToHost<NamesProtocol>): void {
  asked.push({ name: message.name, params: message.params });
  post({ kind: 'result', id: message.id, result: message.name === 'ready' ? snapshot : null });
}

function show(next: NamesSnapshot): void {
  snapshot = next;
  // As it comes through the editor: nothing in it is what it was before.
  post({ kind: 'snapshot', snapshot: structuredClone(next) });
}

Object.assign(window, {
  harness: {
    asked,
    post,
    showSample: (sample: string) => show(namesSamples[sample]!()),
    showTrace: (steps: number, running: boolean) => show(traceSoFar(steps, running)),
    /** The window's focus comes to the page, or is elsewhere, as in a palette. */
    windowFocus: (has: boolean) => {
      Object.assign(document, { hasFocus: () => has });
      if (has) window.dispatchEvent(new Event('focus'));
    },
    weakTexts: () => weakTexts('span, button, h1, h2, p, td, th, dt, dd, label', '.said, .probe, .offsets'),
  },
  acquireVsCodeApi: () => ({
    postMessage: (message: ToHost<NamesProtocol>) => {
      const copy = structuredClone(message);
      setTimeout(() => receive(copy), 0);
    },
    getState: () => saved,
    setState: (state: unknown) => {
      saved = state;
      sessionStorage.setItem('state', JSON.stringify(state));
    },
  }),
});
