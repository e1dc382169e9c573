/**
 * A browser page around the traffic view as VS Code would have one: `acquireVsCodeApi`, a host, and an engine of made-up
 * events. `window.harness` is what tests use of it.
 */
import { decodeWithRanges } from '../../../src/protocol/text/decode.ts';
import { DecodeError, DECODE_HANDLERS, type DecodeHandler } from '../../../src/protocol/text/errors.ts';
import { ENCODINGS } from '../../../src/protocol/text/encodings.ts';
import { COPY_FORMATS, copyAs, type CopyFormat } from '../../../src/protocol/text/copyAs.ts';
import { chooseDissector, dissectorChoices } from '../../../src/protocol/dissectors.ts';
import { visible } from '../../../src/protocol/text/visible.ts';
import { narrowed } from '../../../src/traffic/narrow.ts';
import { weakTexts } from './contrast.ts';
import { filterKeys } from './filterKeys.ts';
import type { ViewRow, ViewSnapshot } from '../../../src/engine/messages.ts';
import type { AskName, Params, ToHost, ToPage } from '../../../src/base/pageMessages.ts';
import type { TrafficProtocol, TrafficReading } from '../../../src/webview/traffic/protocol.ts';

const start = Date.UTC(2026, 10, 21, 9, 30, 0);
const utf8 = new TextEncoder();

const hostile = [
  '<img src=x onerror="window.hacked=1"><b>bold</b>',
  '[run me](command:workbench.action.quit) command:workbench.action.quit',
  '\u202egnp.exe\u2066 bidi \u2069',
  '\u001b[31mred\u001b[0m \u0007 bell',
  'zero\u200bwidth\u200d \ufeffmark',
  '"><script>window.hacked=1</script>',
];
const payloads = [
  'hello\n',
  'GET /status HTTP/1.1\r\nHost: 127.0.0.1:9000\r\nAccept: */*\r\n\r\n',
  '5 + 6',
  '5+6 = 11',
  'Grüße aus München, 東京 and Ελλάδα 🚀\n',
  '{"temperature": 21.5, "unit": "°C"}\n',
];

/** The beginning of an HTTP/2 connection: the preface, settings, and the request of RFC 7541, appendix C.4.1. */
const http2 = Uint8Array.from(
  (
    '505249202a20485454502f322e300d0a0d0a534d0d0a0d0a' +
    '00000c040000000000' +
    '00020000000000040000ffff' +
    '000011010500000001' +
    '828684418cf1e3c2e5f23a6ba0ab90f4ff'
  ).match(/../g)!,
  (pair) => parseInt(pair, 16),
);
const http2Seq = 13;

/** Made once: a payload is looked at for every row. */
const large = Uint8Array.from({ length: 1 << 20 }, (_, i) => 32 + ((i * 31) % 95));

type Faked = Omit<ViewRow, 'preview' | 'previewTruncated'>;

function payloadOf(seq: number): Uint8Array {
  const kind = kindOf(seq);
  if (kind === 'error')
    return utf8.encode(
      JSON.stringify({
        code: 'connection-reset',
        message: 'The connection to 127.0.0.1:50007 was reset by the other side. What was sent last may be lost.',
        system: 'ECONNRESET',
      }),
    );
  if (kind !== 'data') return new Uint8Array(0);
  if (seq === http2Seq) return http2;
  if (seq % 50 === 12) return Uint8Array.from({ length: 300 }, (_, i) => (i * 7 + seq) & 0xff);
  if (seq % 50 === 25) return large;
  if (seq % 50 === 30) return new Uint8Array([0x48, 0x69, 0xff, 0xfe, 0x21]);
  if (seq < 50 && seq >= 40 && seq - 40 < hostile.length) return utf8.encode(hostile[seq - 40]);
  return utf8.encode(payloads[seq % payloads.length]);
}

function kindOf(seq: number): ViewRow['kind'] {
  if (seq === 0 || seq % 500 === 1) return 'opened';
  if (seq % 500 === 499) return 'closed';
  if (seq % 333 === 332) return 'error';
  return 'data';
}

function eventOf(seq: number): Faked {
  const kind = kindOf(seq);
  return {
    seq,
    time: start + seq * 1.237,
    kind,
    direction: kind === 'data' ? (seq % 2 === 0 ? 'in' : 'out') : 'none',
    endpoint: 1 + (seq % 3),
    connection: 1 + (seq % 40),
    length: payloadOf(seq).length,
    endpointName: ['echo server', 'calculator', 'telemetry'][seq % 3]!,
    peer: `127.0.0.1:${50000 + (seq % 40)}`,
  };
}

const sentences: Partial<Record<ViewRow['kind'], string>> = {
  opened: 'Connected',
  closed: 'closed by the peer',
  error: 'The connection was reset by the other side.',
};

function rowOf(seq: number, encoding: string, errors: string): ViewRow {
  const event = eventOf(seq);
  let preview = sentences[event.kind];
  if (preview === undefined) {
    const bytes = payloadOf(seq).subarray(0, 1024);
    const handler = errors === 'strict' ? 'backslashreplace' : (errors as DecodeHandler);
    preview = visible(decodeWithRanges(bytes, encoding, handler).text, { limit: 256 });
  }
  return { ...event, preview, previewTruncated: false };
}

interface State {
  first: number;
  next: number;
  filter: string;
  seqs: number[] | undefined;
  forgottenRows: number;
  paused: boolean;
  frozen: number;
  forgottenEvents: number;
  progress: number;
}

const options = new URLSearchParams(location.search);
const state: State = {
  first: 0,
  next: Number(options.get('events') ?? 1_000_000),
  filter: '',
  seqs: undefined,
  forgottenRows: 0,
  paused: false,
  frozen: -1,
  forgottenEvents: Number(options.get('forgotten') ?? 0),
  progress: 1,
};
const requests: ToHost<TrafficProtocol>[] = [];
let copied = '';
let delay = Number(options.get('delay') ?? 0);

function rowsNow(): number {
  return state.seqs ? state.seqs.length : (state.frozen >= 0 ? state.frozen : state.next) - state.first;
}
function seqAt(index: number): number {
  return state.seqs ? state.seqs[index]! : state.first + index;
}

function snapshot(): ViewSnapshot {
  return {
    view: 1,
    rows: rowsNow(),
    forgottenRows: state.forgottenRows,
    paused: state.paused,
    pending: state.frozen >= 0 ? state.next - state.frozen : 0,
    progress: state.progress,
    filter: state.filter,
    journal: {
      first: state.first,
      next: state.next,
      events: state.next,
      bytes: state.next * 20,
      forgottenEvents: state.forgottenEvents,
      forgottenBytes: state.forgottenEvents * 260,
      endpoints: Number(options.get('endpoints') ?? 3),
      memoryBytes: 0,
      diskBytes: 0,
    },
  };
}

const valueOf = (term: string) => term.slice(term.indexOf(':') + 1).replaceAll('"', '');

/** Words are looked for in the text; `dir:in` and `dir:out` select; anything else with a colon is an error. */
function setFilter(text: string) {
  const bad = /\S+:\S*/.exec(
    text.replace(/dir:(in|out)|kind:\w+|-?endpoint:("[^"]*"|\S+)|-?peer:\S+/g, (all) => ' '.repeat(all.length)),
  );
  if (bad) {
    const message = `There is no key ${JSON.stringify(bad[0].split(':')[0])}. Use one of ${filterKeys.map((key) => key.name).join(', ')}.`;
    return { ok: false, error: { code: 'bad-filter', message }, start: bad.index, end: bad.index + bad[0].length };
  }
  state.filter = text;
  state.seqs = undefined;
  const terms = text.match(/(?:[^\s"]|"[^"]*")+/g) ?? [];
  if (terms.length > 0) {
    state.seqs = [];
    for (let seq = state.first; seq < Math.min(state.next, 20_000); seq++) {
      const event = eventOf(seq);
      const textOf = () => new TextDecoder().decode(payloadOf(seq).subarray(0, 400));
      const fits = terms.every((term) =>
        /^-?(endpoint|peer):/.test(term)
          ? term.startsWith('-') !== (valueOf(term) === (term.includes('endpoint:') ? event.endpointName : event.peer))
          : term.startsWith('dir:')
            ? event.direction === term.slice(4)
            : term.startsWith('kind:')
              ? event.kind === term.slice(5)
              : textOf().includes(term),
      );
      if (fits) state.seqs.push(seq);
    }
  }
  queueMicrotask(() => toPage({ kind: 'snapshot', snapshot: snapshot() }));
  return { ok: true };
}

function decode({ seq, encoding, errors }: { seq: number; encoding: string; errors: string }) {
  const bytes = payloadOf(seq);
  try {
    return decodeWithRanges(bytes, encoding, errors as DecodeHandler);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    const { start: from, end, message } = error;
    return { ...decodeWithRanges(bytes, encoding, 'backslashreplace'), failure: { reason: message, start: from, end } };
  }
}

const answers: {
  readonly [N in AskName<TrafficProtocol>]: (params: Params<TrafficProtocol, N>) => unknown;
} = {
  ready: ({ filter, newest, encoding, errors }) => {
    if (filter !== '') setFilter(filter);
    const from = newest ? Math.max(0, rowsNow() - 96) : 0;
    return {
      snapshot: snapshot(),
      rows: answers.rows({ from, count: 96, encoding: encoding || 'utf-8', errors }),
      filterKeys,
      encodings: ENCODINGS.map(({ name, label, family }) => ({ name, label, family })),
      errorHandlers: DECODE_HANDLERS,
      copyFormats: Object.entries(COPY_FORMATS).map(([format, { label }]) => ({ format, label })),
      dissectors: dissectorChoices,
      place: options.get('place') ?? 'panel',
      defaultEncoding: 'utf-8',
    };
  },
  rows: ({ from, count, encoding, errors }) => ({
    from,
    forgottenRows: state.forgottenRows,
    rows: Array.from({ length: Math.max(0, Math.min(count, rowsNow() - from)) }, (_, i) =>
      rowOf(seqAt(from + i), encoding, errors),
    ),
  }),
  filter: ({ filter }) => setFilter(filter),
  pause: ({ paused }) => {
    state.paused = paused;
    state.frozen = paused ? state.next : -1;
    return snapshot();
  },
  bytes: ({ seq }) => ({ bytes: payloadOf(seq) }),
  decode,
  dissect: ({ seq, dissector }) => {
    const place = { transport: 'tcp', localPort: 9000, peerPort: 50000 } as const;
    const kind = chooseDissector(dissector, payloadOf(seq), place);
    return { dissector: kind?.name, fields: kind?.dissect(payloadOf(seq), place) ?? [] };
  },
  indexOf: ({ seq }) => (state.seqs ? state.seqs.indexOf(seq) : seq < state.next ? seq - state.first : -1),
  copy: ({ seq, start: from, end, format, encoding, errors }) => {
    const bytes = payloadOf(seq).subarray(from, end);
    copied = copyAs(bytes, format as CopyFormat, {
      encoding,
      errors: errors === 'strict' ? 'replace' : (errors as DecodeHandler),
    });
    return bytes.length;
  },
  reads: () => null,
  narrow: ({ filter, ...by }) => ({ filter: narrowed(filter, by) }),
  onEvent: () => null,
  copyText: ({ text }) => {
    copied = text;
    return null;
  },
  run: () => null,
};

function toPage(message: ToPage<TrafficProtocol>): void {
  // As VS Code does it: a structured copy in a later task.
  const copy = structuredClone(message);
  setTimeout(() => window.postMessage(copy, '*'), delay);
}

function receive(message: ToHost<TrafficProtocol>): void {
  requests.push(message);
  const answer = answers[message.name] as (params: unknown) => unknown;
  try {
    toPage({ kind: 'result', id: message.id, result: answer(message.params) });
  } catch (error) {
    toPage({ kind: 'failure', id: message.id, error: { code: 'internal', message: String(error) } });
  }
}

const harness = {
  state,
  requests,
  get copied() {
    return copied;
  },
  /** What the view keeps for when it is shown again. */
  saved(): { history: string[]; encoding: string } | null {
    return JSON.parse(sessionStorage.getItem(key) ?? 'null') as { history: string[]; encoding: string } | null;
  },
  /** Milliseconds from the page's arrival to its first rows. */
  firstRows(): number {
    const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    return Math.round(performance.getEntriesByName('wirebench.firstRows')[0]!.duration - navigation!.responseEnd);
  },
  /** Any text on the page but that of what cannot be used now; the mirror of the filter has its text unseen. */
  weakTexts: () => weakTexts('body *', 'script, style, :disabled, [aria-disabled=true], .filter-mirror'),
  setDelay(milliseconds: number) {
    delay = milliseconds;
  },
  /** New events; `forget` of the oldest go. */
  arrive(events: number, forget = 0) {
    state.next += events;
    state.first += forget;
    state.forgottenRows += forget;
    state.forgottenEvents += forget;
    toPage({ kind: 'snapshot', snapshot: snapshot() });
  },
  /** What a host would give a page of this list with it. */
  first: (reading: TrafficReading) => ({ reading, init: answers.ready(reading) }),
  setProgress(progress: number) {
    state.progress = progress;
    toPage({ kind: 'snapshot', snapshot: snapshot() });
  },
  act(action: unknown) {
    toPage({ kind: 'action', action } as ToPage<TrafficProtocol>);
  },
  post(message: unknown) {
    window.postMessage(message, '*');
  },
  /** Frames a second while the list scrolls, over so many frames. */
  async measure(frames: number, pixels: number) {
    const rows = document.querySelector<HTMLElement>('.rows')!;
    const times: number[] = [];
    let blank = 0;
    await new Promise<void>((resolve) => {
      let last = performance.now();
      const frame = (now: number) => {
        times.push(now - last);
        last = now;
        blank += document.querySelectorAll('.row:not([hidden])[data-kind="loading"]').length > 0 ? 1 : 0;
        if (times.length > frames) {
          resolve();
          return;
        }
        rows.dispatchEvent(new WheelEvent('wheel', { deltaY: pixels, bubbles: true, cancelable: true }));
        requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
    });
    const sorted = times.slice(1).sort((a, b) => a - b);
    const total = sorted.reduce((sum, time) => sum + time, 0);
    return {
      fps: (1000 * sorted.length) / total,
      p95: sorted[Math.floor(sorted.length * 0.95)],
      framesWithPlaceholders: blank,
    };
  },
};
Object.assign(window, { harness, trafficHarness: harness });

const key = `state:${options.get('state') ?? 'default'}`;
Object.assign(window, {
  acquireVsCodeApi: () => ({
    postMessage: (message: ToHost<TrafficProtocol>) => {
      const copy = structuredClone(message);
      setTimeout(() => receive(copy), delay);
    },
    getState: () => JSON.parse(sessionStorage.getItem(key) ?? 'null') as unknown,
    setState: (saved: unknown) => sessionStorage.setItem(key, JSON.stringify(saved)),
  }),
});
