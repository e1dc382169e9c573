import { sameBytes } from '../../base/sameBytes.ts';
import type { DnsExchange } from '../../net/dns/exchange.ts';
import { asAsked } from '../../protocol/dns/asAsked.ts';
import { dnsCopyFormats, type ToldAnswer } from '../../protocol/dns/copyAs.ts';
import { decodeMessage } from '../../protocol/dns/decode.ts';
import { dissectMessage } from '../../protocol/dns/dissect.ts';
import type { DecodedMessage } from '../../protocol/dns/message.ts';
import { parseName } from '../../protocol/dns/name.ts';
import type { DissectedField } from '../../protocol/dissect.ts';
import { BytesView } from '../common/bytesView.ts';
import type { ByteRange } from '../common/byteText.ts';
import type { RequestLink } from '../common/hostLink.ts';
import type { DecodedText } from '../common/decodedText.ts';
import type { NamesAction, NamesProtocol, NamesSnapshot, ShownNames } from './protocol.ts';
import type { SavedState } from './savedState.ts';
import { tracePaths } from './tracePaths.ts';

/** A displayed message, decoded once. */
export interface ShownMessage {
  /** The message as received, for the bytes and their fields. */
  readonly bytes: Uint8Array;
  readonly fields: readonly DissectedField[];
  /** With the question in the user's spelling, for tables. Its offsets are those of the bytes. */
  readonly message: DecodedMessage;
}

type Link = Pick<RequestLink<NamesProtocol>, 'request'>;

/** An exchange of an answer. Its key stays the same while the answer grows: a step of a trace keeps its path. */
interface KeyedExchange {
  readonly key: string;
  readonly exchange: DnsExchange;
}

/** The displayed exchange of an answer, its displayed message, and the highlighted bytes. */
export class NamesPage {
  readonly bytes: BytesView;
  readonly #host: Link;
  readonly #store: (state: SavedState) => void;
  readonly #draw: () => void;
  readonly #read = new WeakMap<Uint8Array, ShownMessage>();
  #saved: SavedState;
  #snapshot: NamesSnapshot = { history: [] };
  #exchanges: readonly KeyedExchange[] = [];
  /** The key of the exchange that the user chose; undefined: the default one is shown. */
  #chosen: string | undefined;
  #message = 0;
  #side: 'answer' | 'query' = 'answer';
  #inBytes: { readonly key: string; readonly bytes: Uint8Array } | undefined;
  #selected: ByteRange | undefined;
  #announced = '';
  #said = '';
  #problem: string | undefined;
  #wantsFocus = false;

  constructor(host: Link, saved: SavedState, store: (state: SavedState) => void, draw: () => void) {
    this.#host = host;
    this.#saved = saved;
    this.#store = store;
    this.#draw = draw;
    this.bytes = new BytesView((range) => {
      this.#selected = range;
      if (range !== undefined) this.#stay();
      this.#draw();
    });
  }

  get saved(): SavedState {
    return this.#saved;
  }

  keep(changes: Partial<SavedState>): void {
    this.#saved = { ...this.#saved, ...changes };
    this.#store(this.#saved);
    this.#draw();
  }

  async start(): Promise<void> {
    try {
      this.take(await this.#host.request('ready', null));
    } catch (error) {
      this.#fail(error);
    }
  }

  get shown(): ShownNames | undefined {
    return this.#snapshot.shown;
  }

  get history(): NamesSnapshot['history'] {
    return this.#snapshot.history;
  }

  get selected(): ByteRange | undefined {
    return this.#selected;
  }

  /** The text for a screen reader. */
  get said(): string {
    return this.#said;
  }

  get problem(): string | undefined {
    return this.#problem;
  }

  take(snapshot: NamesSnapshot): void {
    const before = this.shown;
    this.#snapshot = snapshot;
    const { shown } = this;
    this.#exchanges = exchangesOf(shown);
    if (shown?.entry !== before?.entry) {
      this.#chosen = undefined;
      this.#message = 0;
      this.#side = 'answer';
    }
    if (shown !== undefined) this.#announce(shown);
    this.#setBytes();
    this.#draw();
  }

  focus(): void {
    this.#wantsFocus = true;
    this.#draw();
  }

  /**
   * True once for each request of the focus, and only while the page has the window's focus: a page that loads late
   * must not take it from a palette that was opened meanwhile.
   */
  takeFocus(): boolean {
    if (!this.#wantsFocus || !document.hasFocus()) return false;
    this.#wantsFocus = false;
    return true;
  }

  /**
   * The page got the window's focus. An earlier request of the focus takes effect now, unless the user went to a part
   * of the page.
   */
  gotFocus(): void {
    if (document.activeElement === document.body) this.#draw();
    else this.#wantsFocus = false;
  }

  /** All exchanges that can be shown. */
  get exchanges(): readonly DnsExchange[] {
    return this.#exchanges.map(({ exchange }) => exchange);
  }

  get exchange(): DnsExchange | undefined {
    return this.#exchanges[this.exchangeIndex]?.exchange;
  }

  get exchangeIndex(): number {
    const chosen = this.#exchanges.findIndex(({ key }) => key === this.#chosen);
    return chosen < 0 ? firstShown(this.shown, this.#exchanges.length) : chosen;
  }

  /** Constant for a message as long as it is shown, whatever else arrives. */
  get messageKey(): string {
    const side = this.exchange?.messages.length === 0 ? 'query' : this.#side;
    return `${this.shown?.entry} ${this.#exchanges[this.exchangeIndex]?.key} ${this.#message} ${side}`;
  }

  get messageIndex(): number {
    return this.#message;
  }

  get side(): 'answer' | 'query' {
    return this.#side;
  }

  choose(what: { exchange?: number; message?: number; side?: 'answer' | 'query' }): void {
    if (what.exchange !== undefined) {
      if (what.exchange !== this.exchangeIndex) this.#message = 0;
      this.#chosen = this.#exchanges[what.exchange]?.key;
    }
    this.#message = what.message ?? this.#message;
    this.#side = what.side ?? this.#side;
    this.#setBytes();
    this.#draw();
  }

  /** Keeps the displayed exchange when more arrive. */
  #stay(): void {
    this.#chosen = this.#exchanges[this.exchangeIndex]?.key;
  }

  /** The message whose records are in the tables. */
  get answer(): ShownMessage | undefined {
    const { exchange } = this;
    const bytes = exchange?.messages[this.#message];
    return exchange && bytes && this.read(bytes, exchange.name);
  }

  /** The message whose bytes are shown. */
  get inBytes(): ShownMessage | undefined {
    const { exchange } = this;
    const query = this.#side === 'query' || exchange?.messages.length === 0;
    return exchange && (query ? this.read(exchange.query, exchange.name) : this.answer);
  }

  read(bytes: Uint8Array, name: string): ShownMessage {
    let found = this.#read.get(bytes);
    if (found === undefined) {
      found = { bytes, fields: dissectMessage(decodeMessage(bytes)), message: decodeMessage(written(bytes, name)) };
      this.#read.set(bytes, found);
    }
    return found;
  }

  /** Highlights the bytes of a field or of a table cell. */
  select(range: ByteRange, side: 'answer' | 'query' = this.#side): void {
    this.#stay();
    if (side !== this.#side) this.choose({ side });
    this.bytes.select(range);
    this.bytes.reveal(range.start);
  }

  copy(format: string): void {
    const { exchange } = this;
    const kind = dnsCopyFormats.find((one) => one.format === format);
    if (exchange !== undefined && kind !== undefined) this.copyText(kind.copy(toldOf(exchange)), kind.label);
  }

  copyText(text: string, what: string): void {
    void this.#ask(async () => {
      await this.#host.request('copyText', { text });
      this.#say(`Copied ${what.charAt(0).toLowerCase()}${what.slice(1)}.`);
      this.#draw();
    });
  }

  act(action: NamesAction): void {
    void this.#ask(() => this.#host.request('act', { action, entry: this.shown?.entry ?? 0 }));
  }

  show(entry: number): void {
    void this.#ask(() => this.#host.request('show', { entry }));
  }

  showTraffic({ connection }: DnsExchange): void {
    void this.#ask(() => this.#host.request('showTraffic', { connection }));
  }

  async #ask(run: () => Promise<unknown>): Promise<void> {
    try {
      this.#problem = undefined;
      await run();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#problem = error instanceof Error ? error.message : String(error);
    this.#draw();
  }

  /** Announces each outcome once. A snapshot that changes nothing is not announced. */
  #announce({ entry, label, verdict }: ShownNames): void {
    const key = `${entry} ${verdict}`;
    if (key === this.#announced) return;
    this.#announced = key;
    this.#say(`${label}: ${verdict}`);
  }

  #say(text: string): void {
    this.#said = text;
  }

  #setBytes(): void {
    const bytes = this.inBytes?.bytes ?? nothing;
    const key = this.messageKey;
    const same = this.#inBytes?.key === key && sameBytes(this.#inBytes.bytes, bytes);
    this.#inBytes = { key, bytes };
    if (!same) this.bytes.setBytes(bytes, asciiOf(bytes));
  }
}

const nothing = new Uint8Array(0);

function exchangesOf(shown: ShownNames | undefined): readonly KeyedExchange[] {
  const { result } = shown ?? {};
  if (result?.kind === 'trace') {
    return tracePaths(result.trace.steps).map(({ path, step }) => ({ key: path, exchange: step.exchange }));
  }
  const exchanges = result?.kind === 'lookup' ? (result.answer.dns ?? []) : (result?.exchanges ?? []);
  return exchanges.map((exchange, index) => ({ key: String(index), exchange }));
}

/** With a search list or a trace, the last exchange is the answer. With several servers, any will do: the first. */
function firstShown(shown: ShownNames | undefined, exchanges: number): number {
  return shown?.ask.kind === 'resolve' || shown?.ask.kind === 'trace' ? Math.max(0, exchanges - 1) : 0;
}

function written(bytes: Uint8Array, name: string): Uint8Array {
  try {
    return asAsked(bytes, parseName(name));
  } catch {
    return bytes;
  }
}

/** Bytes as ASCII, with a dot for each other byte: a message is not text. */
function asciiOf(bytes: Uint8Array): DecodedText {
  const characters = Array.from(bytes, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'));
  return { text: characters.join(''), starts: Uint32Array.from(bytes, (_byte, at) => at) };
}

function toldOf({ query, messages, server, transport, duration, answeredAt, name }: DnsExchange): ToldAnswer {
  return {
    query,
    messages: messages.map((bytes) => written(bytes, name)),
    server: { transport, text: server },
    duration,
    answeredAt,
  };
}
