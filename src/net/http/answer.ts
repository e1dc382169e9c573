import { WirebenchError } from '../../base/errors.ts';
import type { ByteStore } from './bodies.ts';
import { headerOf } from './headers.ts';
import type { MessageFault } from '../../protocol/http/message.ts';
import type { BodySource, HeaderList, HttpResponseHead, HttpVersion } from './exchange.ts';

/** One request as it goes out, completely decided. */
export interface Outgoing {
  readonly method: string;
  /** The request target as it is sent. */
  readonly path: string;
  readonly version: HttpVersion;
  readonly headers: HeaderList;
  readonly body: OutgoingBody;
}

export interface OutgoingBody {
  readonly sources: readonly BodySource[];
  /** Bytes of all sources together. */
  readonly length: number;
}

interface AnswerOptions {
  /** Called with the final head (not an interim one). Returns the target of the body, or undefined to drop it. */
  readonly onHead: (head: HttpResponseHead) => ByteStore | undefined;
  /** The most bytes of a body. */
  readonly maxBodyBytes: number;
  /** Bytes of the request's body. */
  readonly sendTotal: number;
  /** The state changed: for progress. */
  readonly changed: (() => void) | undefined;
}

/** The most bytes of a body that nobody keeps (a redirect's). A longer one closes the connection. */
const droppedLimit = 1024 * 1024;

/** The answer to one request as it arrives, filled by any way of sending. */
export class Answer {
  readonly interim: HttpResponseHead[] = [];
  head: HttpResponseHead | undefined;
  trailers: HeaderList | undefined;
  store: ByteStore | undefined;
  /** Bytes of the body so far, after decoding chunks. */
  received = 0;
  /** Bytes of the request's body passed to the socket so far. */
  sent = 0;
  /** There is a connection for the request. */
  connected = false;
  /** The request is being sent, or was. */
  begun = false;
  /** Monotonic times; 0: not yet. */
  sentAt = 0;
  firstByteAt = 0;
  doneAt = 0;
  /** The length of the body, if announced. */
  total: number | undefined;
  /** The connection can be used again. */
  reusable = false;
  readonly notes: string[] = [];
  /** The note that counts as an error, unless the person insists. */
  fault: MessageFault | undefined;
  readonly #options: AnswerOptions;

  constructor(options: AnswerOptions) {
    this.#options = options;
  }

  /** Discards the answer so far: the same bytes are read again in another way. */
  async restart(): Promise<void> {
    const { store } = this;
    this.interim.length = 0;
    this.head = this.trailers = this.store = undefined;
    this.received = 0;
    await store?.dispose();
  }

  /** Bytes of the request's body. */
  get sendTotal(): number {
    return this.#options.sendTotal;
  }

  begin(head: HttpResponseHead): void {
    this.head = head;
    const length = headerOf(head.headers, 'content-length');
    if (length !== undefined && /^\d+$/.test(length)) this.total = Number(length);
    this.store = this.#options.onHead(head);
    this.#options.changed?.();
  }

  /** Takes a part of the body. If it returns a promise, wait for it before the next part. Throws `body-too-large`. */
  data(chunk: Uint8Array): Promise<void> | undefined {
    this.received += chunk.length;
    this.#options.changed?.();
    if (this.store === undefined) {
      if (this.received > droppedLimit) throw new Dropped();
      return undefined;
    }
    const { maxBodyBytes } = this.#options;
    if (this.received > maxBodyBytes) throw tooLarge(maxBodyBytes);
    return this.store.append(chunk);
  }

  sending(bytes: number): void {
    this.sent += bytes;
    this.#options.changed?.();
  }

  note(sentence: string): void {
    if (!this.notes.includes(sentence)) this.notes.push(sentence);
  }
}

/** The body of a redirect is too long to be read for nothing. */
export class Dropped extends Error {}

function tooLarge(limit: number): WirebenchError {
  return new WirebenchError({
    code: 'body-too-large',
    message: `The body is larger than ${limit} bytes, the limit for this request; the rest was not read.`,
    facts: { limit },
  });
}
