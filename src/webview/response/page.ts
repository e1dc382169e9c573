import { bodyText } from '../../protocol/http/bodyText.ts';
import { formatBody, isLaidOut } from '../../protocol/http/format.ts';
import { visible } from '../../protocol/text/visible.ts';
import { BytesView } from '../common/bytesView.ts';
import type { RequestLink } from '../common/hostLink.ts';
import { escapedLines, utf8WithStarts } from './bytesText.ts';
import { contentOf, type Content } from './content.ts';
import { headerValue } from './describe.ts';
import { tokensOf, type Tokens } from './highlight.ts';
import type {
  ResponseAction,
  ResponseInit,
  ResponseProtocol,
  ResponseSnapshot,
  ShownResponse,
  WireBytes,
} from './protocol.ts';
import { tabsFor, type TabId } from './tabs.ts';
import { TextView } from './textView.ts';

/** The bytes of a body that are shown at a time. A longer body is divided into parts of this size. */
export const partSize = 2 << 20;
/** Larger images are not shown as pictures. */
const largestImage = 20 << 20;

/** How a body is shown. */
export type BodyMode = 'formatted' | 'source' | 'image' | 'hex';

interface BodyState {
  readonly entry: number;
  readonly size: number;
  readonly content: Content;
  readonly modes: readonly BodyMode[];
  readonly mode: BodyMode;
  /** Index of the visible part. */
  readonly part: number;
  readonly bytes: Uint8Array;
  readonly imageUrl?: string;
  /** Notes for the user on how it is shown, as sentences. */
  readonly remarks: readonly string[];
}

interface WireState {
  readonly entry: number;
  readonly hop: number;
  readonly bytes?: WireBytes;
  readonly problem?: string;
}

interface SavedState {
  readonly tab: TabId;
  readonly mode: BodyMode | undefined;
  readonly wireSide: 'sent' | 'received';
  readonly wireHex: boolean;
}

const initialState: SavedState = { tab: 'body', mode: undefined, wireSide: 'received', wireHex: false };

export function readState(value: unknown): SavedState {
  const { tab, wireSide, wireHex } = (typeof value === 'object' && value !== null ? value : {}) as Partial<SavedState>;
  return {
    ...initialState,
    ...(typeof tab === 'string' ? { tab } : {}),
    ...(wireSide === 'sent' ? { wireSide } : {}),
    ...(wireHex === true ? { wireHex } : {}),
  };
}

const noTokens: Tokens = { ends: new Uint32Array(0), kinds: new Uint8Array(0) };

/** The state and the actions of the page; app.tsx draws it. */
export class ResponsePage {
  init: ResponseInit | undefined;
  snapshot: ResponseSnapshot = { history: [] };
  saved: SavedState;
  hop = 0;
  body: BodyState | undefined;
  bodyProblem: string | undefined;
  wire: WireState | undefined;
  problem: string | undefined;
  announcement = '';
  readonly text = new TextView('Body');
  readonly bytes = new BytesView(() => undefined);
  readonly wireText = new TextView('Bytes of the connection as text');
  readonly wireBytes = new BytesView(() => undefined);

  readonly #host: RequestLink<ResponseProtocol>;
  readonly #store: (state: SavedState) => void;
  readonly #draw: () => void;
  #announced = '';
  #loading = '';

  constructor(
    host: RequestLink<ResponseProtocol>,
    saved: SavedState,
    store: (state: SavedState) => void,
    draw: () => void,
  ) {
    this.#host = host;
    this.saved = saved;
    this.#store = store;
    this.#draw = draw;
  }

  get shown(): ShownResponse | undefined {
    return this.snapshot.shown;
  }

  /** The visible tab: the chosen one if this answer has it. */
  get tab(): TabId {
    const tabs = this.shown === undefined ? [] : tabsFor(this.shown);
    return tabs.find(({ id }) => id === this.saved.tab)?.id ?? tabs[0]?.id ?? 'body';
  }

  async start(): Promise<void> {
    await this.#try(async () => {
      this.init = await this.#host.request('ready', null);
      this.take(this.init.snapshot);
    });
  }

  take(snapshot: ResponseSnapshot): void {
    const before = this.snapshot.shown;
    this.snapshot = snapshot;
    const { shown } = snapshot;
    if (shown?.entry !== before?.entry) {
      this.problem = undefined;
      this.#forgetBody();
    }
    if (shown !== undefined) {
      const { exchange } = shown.answer ?? {};
      if (shown.entry !== before?.entry || shown.outcome.state !== before.outcome.state)
        this.hop = exchange ? Math.max(0, exchange.hops.length - 1) : 0;
      this.#announce(shown);
      this.#loadTab();
    }
    this.#draw();
  }

  keep(changes: Partial<SavedState>): void {
    this.saved = { ...this.saved, ...changes };
    this.#store(this.saved);
    this.#draw();
  }

  showTab(tab: TabId): void {
    this.keep({ tab });
    this.#loadTab();
  }

  showHop(hop: number): void {
    this.hop = hop;
    this.#loadTab();
    this.#draw();
  }

  show(entry: number): void {
    void this.#try(() => this.#host.request('show', { entry }));
  }

  act(action: ResponseAction): void {
    const entry = this.shown?.entry;
    if (entry === undefined) return;
    void this.#try(() => this.#host.request('act', { action, entry, hop: this.hop }));
  }

  copyAs(format: string): void {
    const entry = this.shown?.entry;
    if (entry === undefined) return;
    void this.#try(async () => {
      await this.#host.request('copyAs', { entry, format });
      this.say('Copied');
    });
  }

  copyText(text: string): void {
    void this.#try(async () => {
      await this.#host.request('copyText', { text });
      this.say('Copied');
    });
  }

  setMode(mode: BodyMode): void {
    if (this.body === undefined) return;
    this.saved = { ...this.saved, mode };
    this.#showBody({ ...this.body, mode });
  }

  setPart(part: number): void {
    if (this.body) void this.#loadPart(this.body.entry, this.body.size, part);
  }

  dismissProblem(): void {
    this.problem = undefined;
    this.#draw();
  }

  focus(): void {
    document.querySelector<HTMLElement>('[role=tab][aria-selected=true]')?.focus();
  }

  setWire(changes: Pick<Partial<SavedState>, 'wireSide' | 'wireHex'>): void {
    this.keep(changes);
    this.#showWire();
  }

  /** For a screen reader. The same words can be announced twice in a row. */
  say(words: string): void {
    this.announcement = this.announcement === words ? `${words} ` : words;
    this.#draw();
  }

  #announce(shown: ShownResponse): void {
    if (shown.outcome.state === 'running') return;
    const failed = shown.outcome.checks.filter(({ state }) => state !== 'passed').length;
    const checks = failed === 0 ? '' : `, ${failed} of ${shown.outcome.checks.length} checks failed`;
    const key = `${shown.entry} ${shown.verdict}${checks}`;
    if (key === this.#announced) return;
    this.#announced = key;
    this.announcement = `${shown.label}: ${shown.verdict}${checks}`;
  }

  #loadTab(): void {
    const { shown } = this;
    if (shown === undefined || shown.outcome.state === 'running') return;
    if (this.tab === 'wire') void this.#loadWire(shown.entry);
    if (this.tab !== 'body' || shown.forgotten) return;
    const { answer } = shown;
    if (answer === undefined || this.body?.entry === shown.entry) return;
    const { exchange, text, bytes, language = 'plain' } = answer;
    if (text !== undefined) this.#showText(shown.entry, text, language);
    else if (bytes !== undefined) void this.#loadPart(shown.entry, bytes, 0);
    else if (exchange?.body !== undefined) void this.#loadPart(shown.entry, exchange.body.bytes, 0);
  }

  /** Text that came with the snapshot. */
  #showText(entry: number, text: string, language: Content['language']): void {
    const bytes = new TextEncoder().encode(text);
    const content: Content = { kind: 'text', language, charset: 'utf-8', type: '' };
    this.#showBody({
      entry,
      size: bytes.length,
      content,
      modes: ['source'],
      mode: 'source',
      part: 0,
      bytes,
      remarks: [],
    });
  }

  async #loadPart(entry: number, size: number, part: number): Promise<void> {
    const key = `${entry} ${part}`;
    if (this.#loading === key) return;
    this.#loading = key;
    this.bodyProblem = undefined;
    try {
      const exchange = this.shown?.answer?.exchange;
      const type = exchange ? headerValue(exchange.hops.at(-1), 'content-type') : 'text/plain';
      const of = exchange ? 'decoded' : 'result';
      const offset = part * partSize;
      // A character that straddles two parts is shown in the first part.
      const length = Math.min(partSize + 3, size - offset);
      const bytes = size === 0 ? new Uint8Array(0) : await this.#host.request('part', { entry, of, offset, length });
      if (this.shown?.entry !== entry || this.#loading !== key) return;
      const content = this.body?.entry === entry ? this.body.content : contentOf(type, bytes);
      const whole = size <= partSize;
      const image = content.kind === 'image' && size <= largestImage && size > 0;
      const imageUrl = image ? (this.body?.imageUrl ?? (await this.#imageUrl(entry, size, content.type))) : undefined;
      const modes: BodyMode[] = [
        ...(imageUrl === undefined ? [] : ['image' as const]),
        ...(content.kind === 'text' && whole && exchange && isLaidOut(content.language) ? ['formatted' as const] : []),
        ...(content.kind === 'text' || content.language === 'xml' ? ['source' as const] : []),
        'hex',
      ];
      const kept = this.body?.entry === entry ? this.body.mode : undefined;
      const mode = kept ?? modes[0]!;
      this.#showBody({
        entry,
        size,
        content,
        modes,
        mode,
        part,
        bytes,
        remarks: whole ? [] : [`This body is long, so it is shown unformatted and in parts.`],
        ...(imageUrl === undefined ? {} : { imageUrl }),
      });
    } catch (error) {
      if (this.shown?.entry !== entry) return;
      this.bodyProblem = messageOf(error);
      this.#draw();
    } finally {
      if (this.#loading === key) this.#loading = '';
    }
  }

  /** The whole image, as a URL of this page. Only an `img` element reads it, which runs no scripts in it. */
  async #imageUrl(entry: number, size: number, type: string): Promise<string> {
    const parts: Uint8Array<ArrayBuffer>[] = [];
    for (let offset = 0; offset < size; offset += partSize) {
      const length = Math.min(partSize, size - offset);
      parts.push(new Uint8Array(await this.#host.request('part', { entry, of: 'decoded', offset, length })));
    }
    return URL.createObjectURL(new Blob(parts, { type }));
  }

  /** The browser cannot read the image: its bytes are shown instead. */
  imageFailed(): void {
    if (this.body?.imageUrl === undefined) return;
    const { imageUrl, ...body } = this.body;
    URL.revokeObjectURL(imageUrl);
    const modes = body.modes.filter((mode) => mode !== 'image');
    const remarks = [`These bytes cannot be shown as an image of the type ${visible(body.content.type)}.`];
    this.#showBody({ ...body, modes, mode: body.mode === 'image' ? modes[0]! : body.mode, remarks });
  }

  #forgetBody(): void {
    if (this.body?.imageUrl !== undefined) URL.revokeObjectURL(this.body.imageUrl);
    this.body = undefined;
    this.bodyProblem = undefined;
    this.#loading = '';
  }

  #showBody(body: BodyState): void {
    const remarks = [...body.remarks.slice(0, 1)];
    if (body.mode === 'hex') {
      const bytes = body.bytes.subarray(0, partSize);
      this.bytes.setBytes(bytes, utf8WithStarts(bytes));
    } else if (body.mode !== 'image') {
      // Bytes without a type can have any content.
      const raw = this.shown?.answer?.bytes !== undefined && this.shown.answer.text === undefined;
      const { text, unknown } = raw
        ? { text: escapedLines(body.bytes), unknown: undefined }
        : bodyText(wholeCharacters(body.bytes, body.part), body.content.charset);
      if (unknown !== undefined)
        remarks.push(`The charset ${visible(unknown)} is unknown. The body is shown as UTF-8.`);
      const shownText =
        body.mode === 'formatted' && isLaidOut(body.content.language)
          ? formatBody(text, body.content.language)
          : text.replaceAll('\r\n', '\n');
      this.text.setText(shownText, raw ? noTokens : safeTokens(shownText, body.content.language));
    }
    this.body = { ...body, remarks };
    this.#draw();
  }

  async #loadWire(entry: number): Promise<void> {
    const { hop } = this;
    if (this.wire?.entry === entry && this.wire.hop === hop) return;
    this.wire = { entry, hop };
    this.#draw();
    try {
      const bytes = await this.#host.request('wire', { entry, hop });
      if (this.wire.entry !== entry || this.wire.hop !== hop) return;
      this.wire = { entry, hop, bytes };
      this.#showWire();
    } catch (error) {
      this.wire = { entry, hop, problem: messageOf(error) };
    }
    this.#draw();
  }

  #showWire(): void {
    const bytes = this.wire?.bytes?.[this.saved.wireSide];
    if (bytes === undefined) return;
    if (this.saved.wireHex) this.wireBytes.setBytes(bytes, utf8WithStarts(bytes));
    else this.wireText.setText(escapedLines(bytes), noTokens);
  }

  async #try(run: () => Promise<unknown>): Promise<void> {
    try {
      await run();
    } catch (error) {
      this.problem = messageOf(error);
      this.#draw();
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** If colouring a text fails, it is shown without colours. */
function safeTokens(text: string, language: Content['language']): Tokens {
  try {
    return tokensOf(text, language);
  } catch {
    return noTokens;
  }
}

/** Only whole characters: without the end of one that began in the previous part. */
function wholeCharacters(bytes: Uint8Array, part: number): Uint8Array {
  let start = 0;
  if (part > 0) while (start < 3 && (bytes[start]! & 0xc0) === 0x80) start++;
  let end = Math.min(bytes.length, partSize);
  if (bytes.length > partSize) while (end < bytes.length && (bytes[end]! & 0xc0) === 0x80) end++;
  return bytes.subarray(start, end);
}
