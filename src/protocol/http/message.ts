import { latin1, LineBuffer } from './lineBuffer.ts';
import {
  bodyFraming,
  headerLine,
  mayBeStatusLine,
  quoted,
  requestLine,
  statusLine,
  type FaultCode,
  type HeaderPair,
  type MessageHead,
} from './messageLines.ts';

/** The parts of a message, as they are found. Bytes are parts of the pushed chunks: copy them to keep them. */
interface MessageSink {
  /** Called for every message: interim answers (1xx) first, then the final one. */
  head(head: MessageHead): void;
  body(bytes: Uint8Array): void;
  trailers(trailers: readonly HeaderPair[]): void;
}

export interface MessageOptions {
  readonly kind: 'response' | 'request';
  /** The method of the request that is answered: an answer to HEAD has no body. */
  readonly method?: string;
  /** The most bytes of all heads together (and of trailers). Default 256 KiB. */
  readonly maxHeadBytes?: number;
  /** The most lines of a head. Default 10,000. */
  readonly maxHeaders?: number;
  /**
   * True: bytes that are not HTTP end the answer as `not-http`. Default: they are its body, up to the end of the
   * connection.
   */
  readonly httpAlone?: boolean;
}

/** The reason why a message could not be read to its end. */
interface MessageProblem {
  readonly code: 'no-answer' | 'not-http' | 'header-flood' | 'head-cut-short' | 'body-cut-short' | 'chunk-broken';
  /** A sentence. */
  readonly message: string;
}

/** The kind of a note that makes other clients refuse the answer, although it could be read. */
export interface MessageFault {
  readonly code: FaultCode;
  readonly message: string;
}

type State = 'start' | 'headers' | 'length' | 'size' | 'chunk' | 'after-chunk' | 'trailers' | 'rest' | 'done';

const lineFeed = 10;
/** The most interim answers: a server that makes a client wait sends one every few seconds. */
const mostInterim = 1000;
/** A first line must end within this many bytes. */
const startLimit = 8192;
/** The most bytes of the line with a chunk's size. RFC 9112, section 7.1, sets no limit. */
const sizeLimit = 4096;

/**
 * Reads one HTTP/1 message (RFC 9112), even if it is broken. Readable parts are reported, faults become notes, and a
 * fault that stops the reading becomes the problem. The split of the bytes over pushes makes no difference. No input
 * throws.
 */
export class MessageParser {
  /** Faults that did not stop the reading: sentences, each once. */
  readonly notes: string[] = [];
  problem: MessageProblem | undefined;
  /** The first note that is a fault. */
  fault: MessageFault | undefined;
  /** Bytes of the body so far, after decoding chunks. */
  bodyBytes = 0;
  /** Bytes that came after the message's end. */
  surplus = 0;
  /** The announced bytes of the body, if any. */
  announced: number | undefined;

  readonly #sink: MessageSink;
  readonly #kind: 'response' | 'request';
  readonly #method: string;
  readonly #maxHeadBytes: number;
  readonly #maxHeaders: number;
  readonly #httpAlone: boolean;
  #state: State = 'start';
  readonly #line = new LineBuffer();
  #headBytes = 0;
  #head: Omit<MessageHead, 'headers'> = { version: '', status: 0, reason: '', method: '', target: '' };
  #headers: [string, string][] = [];
  /** The remaining bytes of the body or of the chunk. */
  #left = 0;
  #chunks = 0;
  #interim = 0;
  #isHttp = true;

  constructor(options: MessageOptions, sink: MessageSink) {
    this.#kind = options.kind;
    this.#method = options.method ?? '';
    this.#maxHeadBytes = options.maxHeadBytes ?? 256 * 1024;
    this.#maxHeaders = options.maxHeaders ?? 10_000;
    this.#httpAlone = options.httpAlone === true;
    this.#sink = sink;
  }

  /** The message is over, complete or not. */
  get done(): boolean {
    return this.#state === 'done';
  }

  push(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#state === 'done') {
        this.surplus += chunk.length - at;
        return;
      }
      const body = this.#state === 'length' || this.#state === 'chunk' || this.#state === 'rest';
      at = body ? this.#takeBody(chunk, at) : this.#takeLine(chunk, at);
    }
    this.#endUnlessHttp();
  }

  /** Nothing more comes. An unfinished part becomes the problem. */
  finish(): void {
    switch (this.#state) {
      case 'done':
        break;
      case 'start':
        this.#finishStart();
        break;
      case 'headers': {
        const line = latin1(this.#line.take()).replace(/\r$/, '');
        if (line !== '') this.#header(line);
        this.#tell();
        this.#fail(
          'head-cut-short',
          'The connection ended in the middle of the headers. The headers before that are shown.',
        );
        break;
      }
      case 'rest':
        this.#state = 'done';
        break;
      case 'length':
        this.#fail(
          'body-cut-short',
          `The body was cut short: ${this.bodyBytes} of ${this.announced ?? 0} bytes came before the connection ended.`,
        );
        break;
      case 'trailers':
        this.#fail('body-cut-short', 'The connection ended before the empty line that ends a chunked body.');
        break;
      default:
        this.#fail(
          'body-cut-short',
          `The body was cut short: the connection ended after ${this.bodyBytes} bytes, before the last chunk.`,
        );
    }
  }

  #takeBody(chunk: Uint8Array, at: number): number {
    const end = this.#state === 'rest' ? chunk.length : Math.min(chunk.length, at + this.#left);
    if (this.#state !== 'rest') {
      this.#left -= end - at;
      if (this.#left === 0) this.#state = this.#state === 'length' ? 'done' : 'after-chunk';
    }
    this.#body(at === 0 && end === chunk.length ? chunk : chunk.subarray(at, end));
    return end;
  }

  #body(bytes: Uint8Array): void {
    this.bodyBytes += bytes.length;
    if (bytes.length > 0) this.#sink.body(bytes);
  }

  #lineLimit(): number {
    if (this.#state === 'start') return startLimit;
    if (this.#state === 'size' || this.#state === 'after-chunk') return sizeLimit;
    return this.#maxHeadBytes - this.#headBytes;
  }

  /** Takes bytes up to the end of a line, or up to the longest allowed line. */
  #takeLine(chunk: Uint8Array, at: number): number {
    const limit = Math.max(0, this.#lineLimit() - this.#line.length);
    const found = chunk.indexOf(lineFeed, at);
    const ends = found >= 0 && found + 1 - at <= limit;
    const end = ends ? found + 1 : Math.min(chunk.length, at + limit);
    this.#line.add(chunk, at, end);
    if (this.#state === 'start' && !this.#mayBecomeStart()) this.#withoutStart();
    else if (ends) this.#takeWhole(this.#line.take());
    else if (end - at >= limit) this.#lineTooLong();
    return end;
  }

  /** Whether the bytes so far can still become a first line. */
  #mayBecomeStart(): boolean {
    return this.#kind === 'request' || mayBeStatusLine(this.#line.start(24));
  }

  #lineTooLong(): void {
    if (this.#state === 'start') this.#withoutStart();
    else if (this.#state === 'headers') this.#flood();
    else if (this.#state === 'trailers')
      this.#fail('header-flood', `The trailers are longer than ${this.#maxHeadBytes} bytes.`);
    else this.#chunkBroken(`its line is longer than ${sizeLimit} bytes`);
  }

  #flood(): void {
    this.#tell();
    this.#fail(
      'header-flood',
      `The headers are longer than ${this.#maxHeadBytes} bytes or more than ${this.#maxHeaders}. Those before the limit are shown; the rest was not read.`,
    );
  }

  #takeWhole(bytes: Uint8Array): void {
    const crlf = bytes.length > 1 && bytes[bytes.length - 2] === 13;
    const text = latin1(bytes.subarray(0, bytes.length - (crlf ? 2 : 1)));
    if (this.#state === 'start') {
      this.#start(text, bytes, crlf);
      return;
    }
    if (!crlf) this.#noteLineEnd();
    switch (this.#state) {
      case 'headers':
        this.#headBytes += bytes.length;
        if (text === '') this.#headEnded();
        else if (this.#headers.length >= this.#maxHeaders) this.#flood();
        else this.#header(text);
        break;
      case 'size':
        this.#size(text);
        break;
      case 'after-chunk':
        if (text === '') this.#state = 'size';
        else this.#chunkBroken(`it is followed by ${quoted(text)} instead of a line break`);
        break;
      case 'trailers':
        this.#headBytes += bytes.length;
        if (text === '') this.#trailersEnded();
        else this.#header(text);
        break;
      default:
    }
  }

  #noteLineEnd(): void {
    this.#note('Lines end with LF alone; HTTP ends them with CR LF.');
  }

  #firstLine(text: string) {
    return this.#kind === 'response' ? statusLine(text) : requestLine(text);
  }

  #start(text: string, bytes: Uint8Array, crlf: boolean): void {
    this.#headBytes += bytes.length;
    if (text.trim() === '') {
      this.#note('An empty line came before the first line.');
      if (this.#headBytes > this.#maxHeadBytes) this.#startFlood();
      return;
    }
    const read = this.#firstLine(text);
    if (read === undefined) {
      this.#line.add(bytes, 0, bytes.length);
      this.#withoutStart();
      return;
    }
    if (!crlf) this.#noteLineEnd();
    this.#remark(read);
    this.#head = read.head;
    this.#headers = [];
    this.#state = 'headers';
  }

  /** No status line: an answer of HTTP/0.9, which is all body. Requests have no such form. */
  #withoutStart(): void {
    const first = this.#line.take();
    if (this.#kind === 'request') {
      this.#note(`The first line is not a request line: ${quoted(latin1(first).trimEnd())}.`);
      this.#state = 'headers';
      return;
    }
    this.#note(
      'The answer has no status line, as in HTTP/0.9. All of it is shown as the body. An answer should begin like "HTTP/1.1 200 OK".',
    );
    this.#tell('0.9');
    this.#isHttp = false;
    this.#state = 'rest';
    this.#body(first);
  }

  #endUnlessHttp(): void {
    if (this.#isHttp || !this.#httpAlone) return;
    this.#fail('not-http', 'The answer has no status line, so it is not HTTP.');
  }

  #startFlood(): void {
    this.#fail('header-flood', `${this.#maxHeadBytes} bytes came, but no status line of a final answer.`);
  }

  #finishStart(): void {
    const kept = this.#line.take();
    if (kept.length === 0) {
      this.#fail('no-answer', 'The connection ended before the message began.');
      return;
    }
    const read = this.#firstLine(latin1(kept).replace(/\r$/, ''));
    if (read === undefined) {
      this.#line.add(kept, 0, kept.length);
      this.#withoutStart();
      this.#endUnlessHttp();
      this.#state = 'done';
      return;
    }
    this.#remark(read);
    this.#head = read.head;
    this.#tell();
    this.#fail('head-cut-short', 'The connection ended in the middle of the first line.');
  }

  #header(text: string): void {
    const read = headerLine(text, this.#headers.at(-1));
    this.#remark(read);
    if (read.folded !== undefined) this.#headers.at(-1)![1] += read.folded;
    else if (read.pair !== undefined) this.#headers.push(read.pair);
  }

  /** Reports the head, as far as it was read. */
  #tell(version = this.#head.version): MessageHead {
    const head: MessageHead = { ...this.#head, version, headers: this.#headers };
    this.#headers = [];
    this.#sink.head(head);
    return head;
  }

  #headEnded(): void {
    const head = this.#tell();
    if (this.#kind === 'response' && head.status >= 100 && head.status < 200 && head.status !== 101) {
      this.#state = 'start';
      if (++this.#interim > mostInterim || this.#headBytes > this.#maxHeadBytes) this.#interimFlood();
      return;
    }
    this.#headBytes = 0;
    const framing = bodyFraming(head, this.#kind, this.#method);
    for (const note of framing.notes) this.#note(note);
    if (framing.fault !== undefined) this.fault ??= { code: framing.fault, message: framing.notes.at(-1)! };
    switch (framing.kind) {
      case 'none':
        this.#state = 'done';
        break;
      case 'length':
        this.announced = this.#left = framing.length;
        this.#state = framing.length === 0 ? 'done' : 'length';
        break;
      case 'chunked':
        this.#state = 'size';
        break;
      case 'rest':
        this.#state = 'rest';
    }
  }

  #trailersEnded(): void {
    this.#state = 'done';
    if (this.#headers.length > 0) this.#sink.trailers(this.#headers);
  }

  #size(text: string): void {
    const found = /^[ \t]*([0-9a-fA-F]+)[ \t]*(?:;.*)?$/s.exec(text);
    const size = found === null ? NaN : Number.parseInt(found[1]!, 16);
    if (!Number.isSafeInteger(size)) {
      const why =
        found === null
          ? `its size is ${quoted(text)}, which is not a hexadecimal number`
          : 'its size is impossibly large';
      this.#chunkBroken(why);
      return;
    }
    this.#chunks++;
    this.#left = size;
    this.#state = size === 0 ? 'trailers' : 'chunk';
  }

  #chunkBroken(why: string): void {
    const which = this.#state === 'after-chunk' ? this.#chunks : this.#chunks + 1;
    this.#fail(
      'chunk-broken',
      `The chunked coding is broken at chunk ${which}: ${why}. The ${this.bodyBytes} bytes before that are shown.`,
    );
  }

  #fail(code: MessageProblem['code'], message: string): void {
    this.problem ??= { code, message };
    this.#state = 'done';
  }

  #interimFlood(): void {
    this.#fail(
      'header-flood',
      `${this.#interim} interim answers came, ${this.#headBytes} bytes of them, but no final answer; the rest was not read.`,
    );
  }

  #remark({ note, fault }: { readonly note?: string; readonly fault?: FaultCode }): void {
    if (note === undefined) return;
    this.#note(note);
    if (fault !== undefined) this.fault ??= { code: fault, message: note };
  }

  #note(sentence: string): void {
    if (this.notes.length < 50 && !this.notes.includes(sentence)) this.notes.push(sentence);
  }
}
