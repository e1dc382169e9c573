/** A browser page around the response view as VS Code would have one: `acquireVsCodeApi` and a host with one made-up answer. */
import type {
  ResponseHeading,
  ResponseSnapshot,
  ShownResponse,
  ToHost,
  ToPage,
} from '../../../src/webview/response/protocol.ts';
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

const post = (message: ToPage) => window.postMessage(message, '*');

function receive(message: ToHost): void {
  asked.push({ name: message.name, params: message.params });
  const handler = handlers[message.name];
  post({ kind: 'result', id: message.id, result: handler === undefined ? null : handler(message.params as never) });
}

let saved: unknown;
Object.assign(window, {
  harness: { asked, post, snapshot, weakTexts },
  acquireVsCodeApi: () => ({
    postMessage: (message: ToHost) => {
      const copy = structuredClone(message);
      setTimeout(() => receive(copy), 0);
    },
    getState: () => saved,
    setState: (state: unknown) => (saved = state),
  }),
});

/** Texts whose contrast with their ground is below 4.5 (WCAG 2.2, 1.4.3), with the contrast. Line numbers have the theme's own colour. */
function weakTexts(): string[] {
  const channels = (color: string): [number, number, number, number] => {
    const [r = 0, g = 0, b = 0, a = 1] = (color.match(/[\d.]+/g) ?? []).map(Number);
    return [r, g, b, a];
  };
  const over = (top: number[], under: number[]) =>
    top.slice(0, 3).map((value, i) => value * top[3]! + under[i]! * (1 - top[3]!));
  const luminance = (rgb: number[]) => {
    const [r, g, b] = rgb.map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    }) as [number, number, number];
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element: Element | null): number[] => {
    const layers: number[][] = [];
    for (let one = element; one; one = one.parentElement) layers.push(channels(getComputedStyle(one).backgroundColor));
    return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255]);
  };
  return [...document.querySelectorAll('span, button, h1, h2, p, td, th, label')].flatMap((element) => {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.nodeValue?.trim());
    if (!own || element.closest('.said, .line-number, .probe') || !(element as HTMLElement).offsetParent) return [];
    const under = ground(element);
    const text = over(channels(getComputedStyle(element).color), under);
    const [light, dark] = [luminance(text), luminance(under)].sort((a, b) => b - a) as [number, number];
    const contrast = (light + 0.05) / (dark + 0.05);
    return contrast < 4.5 ? [`${element.className} ${element.textContent.slice(0, 20)} ${contrast.toFixed(2)}`] : [];
  });
}
