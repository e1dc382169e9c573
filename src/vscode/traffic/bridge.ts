import { DisposableStore, type Disposable } from '../../base/disposable.ts';
import type { Event } from '../../base/emitter.ts';
import { errorData, WirebenchError } from '../../base/errors.ts';
import { isToHost, type AskHandlers, type Params, type ToHost, type ToPage } from '../../base/pageMessages.ts';
import type { EngineClient, ViewSnapshot } from '../../engine/messages.ts';
import type { DecodedText } from '../../webview/common/decodedText.ts';
import {
  trafficProtocol,
  type PageAction,
  type PageCommand,
  type TrafficFirst,
  type TrafficInit,
  type TrafficProtocol,
  type TrafficReading,
  type TrafficRows,
} from '../../webview/traffic/protocol.ts';

/** The most characters of a payload in the table: more than fit on a wide screen. */
const previewChars = 256;
/** The most bytes of one event in the details. */
const maxDetailBytes = 2 << 20;
/** Rows in a page's first snapshot: more than a high screen shows. */
const firstRows = 96;
/** Milliseconds that a page waits for its first rows before it is shown without them: the engine may be busy. */
const defaultFirstWait = 300;
/** For slow requests: encoding and copying large events, and a filter over millions of events. */
const slow = { timeout: 60_000 };

export interface BridgeEngine extends Pick<EngineClient, 'request' | 'onNotice'> {
  readonly isStarted: boolean;
  readonly onStarted: Event<undefined>;
  readonly onEnded: Event<unknown>;
}

interface BridgeOptions {
  readonly engine: BridgeEngine;
  readonly place: TrafficInit['place'];
  /** The page's last reading settings. */
  readonly reading: TrafficReading;
  readonly defaultEncoding: () => string;
  /** Milliseconds that `first` waits. Default 300. */
  readonly firstWait?: number;
  readonly post: (message: ToPage<TrafficProtocol>) => void;
  readonly onBytesShown: () => void;
  readonly toClipboard: (text: string) => PromiseLike<void>;
  readonly onEvent: (event: Params<TrafficProtocol, 'onEvent'>) => unknown;
  readonly run: (command: PageCommand, view: number | undefined, encoding: string) => unknown;
}

const tables = () =>
  Promise.all([
    import('../../traffic/filterKeys.ts'),
    import('../../protocol/text/encodings.ts'),
    import('../../protocol/text/errors.ts'),
    import('../../protocol/text/copyAs.ts'),
    import('../../protocol/dissectors.ts'),
  ]);

/**
 * The host's end of one Traffic view: answers its page, and holds the engine's view for it. It does so even while the
 * page is hidden and unloaded, so that the page is ready at once when shown again.
 */
export class TrafficBridge implements Disposable {
  readonly #options: BridgeOptions;
  readonly #disposables = new DisposableStore();
  /** Loaded while the page loads. */
  readonly #tables = tables();
  #reading: TrafficReading;
  #view: Promise<ViewSnapshot> | undefined;
  #latest: ViewSnapshot | undefined;
  /** True once a page has asked for its first snapshot, until it is hidden. */
  #live = false;
  #lost = false;
  /** Actions of commands that came before the page was ready. */
  #waiting: PageAction[] = [];
  #lastBytes: { readonly seq: number; readonly bytes: Uint8Array } | undefined;

  constructor(options: BridgeOptions) {
    this.#options = options;
    this.#reading = options.reading;
    const { engine } = options;
    this.#disposables.add(
      engine.onNotice((notice) => {
        if (notice.kind === 'view' && notice.snapshot.view === this.#latest?.view) this.#snapshot(notice.snapshot);
      }),
    );
    this.#disposables.add(
      engine.onEnded(() => {
        this.#lost = this.#view !== undefined;
        this.#view = undefined;
        this.#latest = undefined;
        this.#lastBytes = undefined;
      }),
    );
    this.#disposables.add(
      engine.onStarted(() => {
        if (this.#lost && this.#live) options.post({ kind: 'action', action: { do: 'refresh' } });
        this.#lost = false;
      }),
    );
  }

  /** The engine's view; undefined while there is none. */
  get view(): number | undefined {
    return this.#latest?.view;
  }

  /**
   * The page's first data; undefined if it takes too long. No engine is started for it: then there is nothing to show.
   */
  async first(): Promise<TrafficFirst | undefined> {
    const { engine, firstWait = defaultFirstWait } = this.#options;
    if (!engine.isStarted) return undefined;
    const reading = this.#reading;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(resolve, firstWait, undefined);
    });
    // Errors are reported when the page asks.
    const init = await Promise.race([this.#init(reading).catch(() => undefined), late]);
    clearTimeout(timer);
    return init && { reading, init };
  }

  /** The page is hidden and unloaded; its actions wait until it is back. */
  hidden(): void {
    this.#live = false;
  }

  act(action: PageAction): void {
    if (this.#live) this.#options.post({ kind: 'action', action });
    else this.#waiting.push(action);
  }

  /** Handles every message of the page. */
  async receive(message: unknown): Promise<void> {
    if (!isToHost(trafficProtocol, message)) return;
    try {
      const result = await this.#answer(message);
      this.#options.post({ kind: 'result', id: message.id, result });
    } catch (error) {
      this.#options.post({ kind: 'failure', id: message.id, error: errorData(error) });
    }
    if (message.name === 'ready') for (const action of this.#waiting.splice(0)) this.act(action);
  }

  dispose(): void {
    this.#live = false;
    this.#disposables.dispose();
    const view = this.#view;
    this.#view = undefined;
    void view
      ?.then((snapshot) => this.#options.engine.request('view.close', { view: snapshot.view }))
      // The engine is gone, and the view with it.
      .catch(() => undefined);
  }

  #answer(message: ToHost<TrafficProtocol>): Promise<unknown> {
    return (this.#handlers[message.name] as (params: unknown) => Promise<unknown>)(message.params);
  }

  #snapshot(snapshot: ViewSnapshot): void {
    this.#latest = snapshot;
    if (this.#live) this.#options.post({ kind: 'snapshot', snapshot });
  }

  async #opened(filter = ''): Promise<ViewSnapshot> {
    const { engine } = this.#options;
    this.#view ??= engine
      .request('view.open', { filter })
      .catch((error: unknown) => {
        // The stored filter may be of an older version: the page then applies it, and shows the error.
        if (filter === '') throw error;
        return engine.request('view.open', {});
      })
      .then((snapshot) => (this.#latest = snapshot));
    try {
      return await this.#view;
    } catch (error) {
      this.#view = undefined;
      throw error;
    }
  }

  async #viewId(): Promise<number> {
    return (await this.#opened()).view;
  }

  readonly #handlers: AskHandlers<TrafficProtocol> = {
    ready: async (reading) => {
      this.#reading = reading;
      const init = await this.#init(reading);
      this.#live = true;
      // The latest snapshot may be newer than the rows. From now on, the page is notified of each.
      return { ...init, snapshot: this.#latest ?? init.snapshot };
    },
    reads: (reading) => {
      this.#reading = reading;
      return Promise.resolve(null);
    },
    rows: async (range) =>
      this.#options.engine.request('view.rows', { view: await this.#viewId(), ...range, previewChars }),
    filter: async ({ filter }) =>
      this.#options.engine.request('view.filter', { view: await this.#viewId(), filter }, slow),
    pause: async ({ paused }) => {
      const snapshot = await this.#options.engine.request('view.pause', { view: await this.#viewId(), paused });
      this.#latest = snapshot;
      return snapshot;
    },
    bytes: async ({ seq }) => {
      const bytes = await this.#bytes(seq);
      this.#options.onBytesShown();
      return { bytes };
    },
    decode: async ({ seq, encoding, errors }) => decodeText(await this.#bytes(seq), encoding, errors),
    dissect: ({ seq, dissector }) => this.#options.engine.request('journal.dissect', { seq, dissector }, slow),
    indexOf: async ({ seq }) => this.#options.engine.request('view.indexOf', { view: await this.#viewId(), seq }, slow),
    copy: async ({ seq, start, end, format, encoding, errors }) => {
      const { copyAs, COPY_FORMATS } = await import('../../protocol/text/copyAs.ts');
      if (!isKeyOf(COPY_FORMATS, format)) throw unknownFormat(format);
      const bytes = await this.#options.engine.request(
        'journal.bytes',
        { seq, offset: start, length: Math.max(0, end - start) },
        slow,
      );
      await this.#options.toClipboard(copyAs(bytes, format, { encoding, errors: await handlerOf(errors) }));
      return bytes.length;
    },
    narrow: async ({ filter, ...by }) => {
      const { narrowed } = await import('../../traffic/narrow.ts');
      return { filter: narrowed(filter, by) };
    },
    onEvent: async (event) => {
      await this.#options.onEvent(event);
      return null;
    },
    copyText: async ({ text }) => {
      await this.#options.toClipboard(text);
      return null;
    },
    run: async ({ command, encoding }) => {
      await this.#options.run(command, this.view, encoding);
      return null;
    },
  };

  async #init({ filter, newest, encoding, errors }: TrafficReading): Promise<TrafficInit> {
    const opened = await this.#opened(filter);
    const [rows, [{ filterKeys }, { ENCODINGS }, { DECODE_HANDLERS }, { COPY_FORMATS }, { dissectorChoices }]] =
      await Promise.all([
        this.#firstRows(opened, newest, encoding || this.#options.defaultEncoding(), errors),
        this.#tables,
      ]);
    return {
      snapshot: this.#latest ?? opened,
      rows,
      filterKeys: filterKeys.map(({ name, sentence, example, values }) => ({
        name,
        sentence,
        example,
        values: values ?? [],
      })),
      encodings: ENCODINGS.map(({ name, label, family }) => ({ name, label, family })),
      errorHandlers: DECODE_HANDLERS,
      copyFormats: Object.entries(COPY_FORMATS).map(([format, { label }]) => ({ format, label })),
      dissectors: dissectorChoices,
      place: this.#options.place,
      defaultEncoding: this.#options.defaultEncoding(),
    };
  }

  /**
   * An unknown encoding or a closed view gives no rows here. The error is reported when the page itself asks for rows.
   */
  #firstRows(opened: ViewSnapshot, newest: boolean, encoding: string, errors: string): Promise<TrafficRows> {
    const { view, rows, forgottenRows } = this.#latest ?? opened;
    const from = newest ? Math.max(0, rows - firstRows) : 0;
    return this.#options.engine
      .request('view.rows', { view, from, count: firstRows, encoding, errors, previewChars })
      .catch(() => ({ from, forgottenRows, rows: [] }));
  }

  /** Keeps the last event's bytes: they are decoded repeatedly while the user tries encodings. */
  async #bytes(seq: number): Promise<Uint8Array> {
    if (this.#lastBytes?.seq === seq) return this.#lastBytes.bytes;
    const bytes = await this.#options.engine.request('journal.bytes', { seq, offset: 0, length: maxDetailBytes }, slow);
    this.#lastBytes = { seq, bytes };
    return bytes;
  }
}

/** Text with the offsets of its bytes. If a strict decode fails: the reason, and the text with escapes. */
async function decodeText(bytes: Uint8Array, encoding: string, errors: string): Promise<DecodedText> {
  const [{ decodeWithRanges }, { DecodeError }] = await Promise.all([
    import('../../protocol/text/decode.ts'),
    import('../../protocol/text/errors.ts'),
  ]);
  try {
    return decodeWithRanges(bytes, encoding, await handlerOf(errors));
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    const { start, end, message } = error;
    return { ...decodeWithRanges(bytes, encoding, 'backslashreplace'), failure: { reason: message, start, end } };
  }
}

async function handlerOf(name: string) {
  const { DECODE_HANDLERS } = await import('../../protocol/text/errors.ts');
  const handler = DECODE_HANDLERS.find((one) => one === name);
  if (handler) return handler;
  throw new WirebenchError({
    code: 'unknown-error-handler',
    message: `There is no error handler named ${JSON.stringify(name)}. Use one of ${DECODE_HANDLERS.join(', ')}.`,
  });
}

function isKeyOf<T extends object>(table: T, name: string): name is Extract<keyof T, string> {
  return Object.hasOwn(table, name);
}

function unknownFormat(format: string): WirebenchError {
  return new WirebenchError({
    code: 'unknown-copy-format',
    message: `Bytes cannot be copied as ${JSON.stringify(format)}: there is no such format.`,
  });
}
