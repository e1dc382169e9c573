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
import { HostFailure, type RequestLink } from '../common/hostLink.ts';
import type { DecodedText } from '../protocol.ts';
import type { NamesAction, NamesRequests, NamesSnapshot, Said, ShownNames } from './protocol.ts';

/** A message as it is shown: read once. */
export interface ShownMessage {
  /** As it came, for the bytes and their fields. */
  readonly bytes: Uint8Array;
  readonly fields: readonly DissectedField[];
  /** With the question as the person wrote it, for tables; its offsets are those of the bytes. */
  readonly message: DecodedMessage;
}

type Link = Pick<RequestLink<NamesRequests, Said>, 'request'>;

/** What the page shows: which exchange of an answer, which of its messages, and which bytes are lit. */
export class NamesPage {
  readonly bytes: BytesView;
  readonly #host: Link;
  readonly #draw: () => void;
  readonly #read = new WeakMap<Uint8Array, ShownMessage>();
  #snapshot: NamesSnapshot = { history: [] };
  #exchange = 0;
  #message = 0;
  #side: 'answer' | 'query' = 'answer';
  #inBytes: Uint8Array | undefined;
  #selected: ByteRange | undefined;
  #said = '';
  #problem: string | undefined;
  #wantsFocus = false;

  constructor(host: Link, draw: () => void) {
    this.#host = host;
    this.#draw = draw;
    this.bytes = new BytesView((range) => {
      this.#selected = range;
      this.#draw();
    });
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

  /** What a screen reader is told. */
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
    if (shown?.entry !== before?.entry || (before?.tone === 'running' && shown?.tone !== 'running')) {
      this.#exchange = lastExchange(shown);
      this.#message = 0;
      this.#side = 'answer';
    }
    if (shown !== undefined) this.#say(`${shown.label}: ${shown.verdict}`);
    this.#setBytes();
    this.#draw();
  }

  focus(): void {
    this.#wantsFocus = true;
    this.#draw();
  }

  /** Once for each time that the focus is wanted. */
  takeFocus(): boolean {
    const wanted = this.#wantsFocus;
    this.#wantsFocus = false;
    return wanted;
  }

  /** All the exchanges that can be looked into. */
  get exchanges(): readonly DnsExchange[] {
    return exchangesOf(this.shown);
  }

  get exchange(): DnsExchange | undefined {
    return this.exchanges[this.#exchange];
  }

  get exchangeIndex(): number {
    return this.#exchange;
  }

  get messageIndex(): number {
    return this.#message;
  }

  get side(): 'answer' | 'query' {
    return this.#side;
  }

  choose(what: { exchange?: number; message?: number; side?: 'answer' | 'query' }): void {
    if (what.exchange !== undefined && what.exchange !== this.#exchange) {
      this.#exchange = what.exchange;
      this.#message = 0;
    }
    this.#message = what.message ?? this.#message;
    this.#side = what.side ?? this.#side;
    this.#setBytes();
    this.#draw();
  }

  /** Another exchange of a trace, by what it is. */
  chooseExchange(exchange: DnsExchange): void {
    this.choose({ exchange: this.exchanges.indexOf(exchange), side: 'answer' });
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

  /** Lights the bytes of a field or of a cell of a table. */
  select(range: ByteRange, side: 'answer' | 'query' = this.#side): void {
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
    this.#problem = error instanceof HostFailure ? error.message : String(error);
    this.#draw();
  }

  #say(text: string): void {
    this.#said = text;
  }

  #setBytes(): void {
    const bytes = this.inBytes?.bytes;
    if (bytes === this.#inBytes) return;
    this.#inBytes = bytes;
    const shown = bytes ?? new Uint8Array(0);
    this.bytes.setBytes(shown, asciiOf(shown));
  }
}

export function exchangesOf(shown: ShownNames | undefined): readonly DnsExchange[] {
  const { result } = shown ?? {};
  if (result?.kind === 'exchanges') return result.exchanges;
  if (result?.kind === 'lookup') return result.answer.dns ?? [];
  if (result?.kind !== 'trace') return [];
  const steps = (list: (typeof result.trace)['steps']): DnsExchange[] =>
    list.flatMap(({ exchange, next }) => [exchange, ...steps(next)]);
  return steps(result.trace.steps);
}

/** Of a search list the last is the answer; of several servers the first is as good as any. */
function lastExchange(shown: ShownNames | undefined): number {
  return shown?.ask.kind === 'resolve' || shown?.ask.kind === 'trace' ? Math.max(0, exchangesOf(shown).length - 1) : 0;
}

function written(bytes: Uint8Array, name: string): Uint8Array {
  try {
    return asAsked(bytes, parseName(name));
  } catch {
    return bytes;
  }
}

/** Bytes as ASCII, a dot for what is none: a message is no text. */
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
