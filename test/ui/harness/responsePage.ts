/** A browser page around the response view as VS Code would have one: `acquireVsCodeApi` and a host with one made-up answer. */
import type { ToHost, ToPage } from '../../../src/base/pageMessages.ts';
import type {
  ResponseHeading,
  ResponseProtocol,
  ResponseSnapshot,
  ShownResponse,
} from '../../../src/webview/response/protocol.ts';
import { weakTexts } from './contrast.ts';
import { samples } from './exchanges.ts';

const utf8 = new TextEncoder();
const options = new URLSearchParams(location.search);
const sample = samples[options.get('sample') ?? 'json']!();
/** What the page asked the host to do. */
const asked: unknown[] = [];

const at = new Date(2026, 10, 21, 5, 0, 0).getTime();
const shown: ShownResponse = { ...sample.shown, entry: 2, at };
const older: ResponseHeading = {
  entry: 1,
  label: 'older',
  line: 'GET http://127.0.0.1:8080/older',
  verdict: '404 Not Found',
  tone: 'warn',
  at: at - 60_000,
};
const snapshot: ResponseSnapshot = { shown, history: [shown, older] };

const handlers: Readonly<Record<string, (params: never) => unknown>> = {
  ready: () => ({
    snapshot,
    copyFormats: [
      { format: 'curl', label: 'curl' },
      { format: 'requests', label: 'Python requests' },
    ],
  }),
  part: ({ offset, length }: { offset: number; length: number }) =>
    (sample.body ?? new Uint8Array(0)).slice(offset, offset + length),
  wire: () => {
    const sent = utf8.encode('GET /get?text=Hello HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nAccept: */*\r\n\r\n');
    const received = utf8.encode('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{"a": "\u202e\u0007"}');
    return { sent, received, sentBytes: sent.length, receivedBytes: received.length, incomplete: false };
  },
};

const post = (message: ToPage<ResponseProtocol>) => window.postMessage(message, '*');

function receive(message: ToHost<ResponseProtocol>): void {
  asked.push({ name: message.name, params: message.params });
  const handler = handlers[message.name];
  post({ kind: 'result', id: message.id, result: handler === undefined ? null : handler(message.params as never) });
}

let saved: unknown;
Object.assign(window, {
  harness: {
    asked,
    post,
    snapshot,
    // Line numbers have the theme's own colour.
    weakTexts: () => weakTexts('span, button, h1, h2, p, td, th, label', '.said, .line-number, .probe'),
  },
  acquireVsCodeApi: () => ({
    postMessage: (message: ToHost<ResponseProtocol>) => {
      const copy = structuredClone(message);
      setTimeout(() => receive(copy), 0);
    },
    getState: () => saved,
    setState: (state: unknown) => (saved = state),
  }),
});
