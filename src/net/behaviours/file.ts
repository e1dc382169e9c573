import { open, stat, type FileHandle } from 'node:fs/promises';
import type { Behaviour, BehaviourHost, BehaviourKind, Conversation } from './behaviour.ts';
import { unreadable } from '../unreadable.ts';

/** Bytes read from the file at a time for a stream. */
const streamPiece = 65_536;
/** Datagrams passed to the system at a time. With more, the system would drop some. */
const burst = 16;

export const file: BehaviourKind = {
  name: 'file',
  sentence:
    'Sends a file. Over TCP, it does so when a connection opens, and then ends it; over UDP, it sends the file in pieces for each datagram.',
  transports: ['tcp', 'tls', 'udp'],
  options: [
    { name: 'path', sentence: 'The file to send. It is read again for each peer.', type: 'file', required: true },
    {
      name: 'piece',
      sentence: 'Bytes of the file in each datagram (UDP).',
      type: 'number',
      default: 1024,
      minimum: 1,
      maximum: 65_507,
    },
  ],
  async create(options, host) {
    const path = options['path'] as string;
    const found = await stat(path).catch((error: unknown) => {
      throw unreadable('file', path, error);
    });
    if (!found.isFile()) throw unreadable('file', path, undefined);
    const piece = Math.floor(options['piece'] as number);
    return new FileSender(host, path, host.transport === 'udp' ? piece : streamPiece);
  },
};

class FileSender implements Behaviour {
  readonly #host: BehaviourHost;
  readonly #path: string;
  readonly #piece: number;
  /** The transfer of each peer, at most one at a time. */
  readonly #sending = new Map<Conversation, { wake: (() => void) | undefined; gone: boolean }>();

  readonly onOpen?: (conversation: Conversation) => void;
  readonly onReceived?: (conversation: Conversation) => void;

  constructor(host: BehaviourHost, path: string, piece: number) {
    this.#host = host;
    this.#path = path;
    this.#piece = piece;
    if (host.transport === 'udp') this.onReceived = (conversation) => this.#start(conversation);
    else this.onOpen = (conversation) => this.#start(conversation);
  }

  /** The peer may end its direction at once and still wants the file. Our direction ends after it. */
  onEnd(conversation: Conversation): void {
    if (!this.#sending.has(conversation)) conversation.end();
  }

  onDrain(conversation: Conversation): void {
    this.#sending.get(conversation)?.wake?.();
  }

  onClosed(conversation: Conversation): void {
    const sending = this.#sending.get(conversation);
    if (sending === undefined) return;
    sending.gone = true;
    sending.wake?.();
  }

  dispose(): void {
    for (const conversation of [...this.#sending.keys()]) this.onClosed(conversation);
  }

  #start(conversation: Conversation): void {
    if (this.#sending.has(conversation)) return;
    this.#sending.set(conversation, { wake: undefined, gone: false });
    void this.#send(conversation)
      .catch((error: unknown) => this.#host.fail(unreadable('file', this.#path, error).toData()))
      .finally(() => {
        this.#sending.delete(conversation);
        conversation.end();
      });
  }

  async #send(conversation: Conversation): Promise<void> {
    const handle = await open(this.#path);
    try {
      await this.#pump(handle, conversation);
      this.#host.mended();
    } finally {
      await handle.close();
    }
  }

  async #pump(handle: FileHandle, conversation: Conversation): Promise<void> {
    const sending = this.#sending.get(conversation)!;
    for (let pieces = 1; !sending.gone; pieces++) {
      // A new buffer each time: the socket keeps the old one until its bytes are out.
      const { bytesRead, buffer } = await handle.read(new Uint8Array(this.#piece), 0, this.#piece);
      if (bytesRead === 0 || this.#isGone(sending)) return;
      const goesOn = conversation.send(buffer.subarray(0, bytesRead));
      if (this.#host.transport === 'udp') {
        if (pieces % burst === 0) await new Promise((resolve) => setImmediate(resolve));
      } else if (!goesOn) await drained(sending);
    }
  }

  /** Read again after a wait. */
  #isGone(sending: { readonly gone: boolean }): boolean {
    return sending.gone;
  }
}

/** Resolves when the peer has taken the queued bytes, or is gone. */
async function drained(sending: { wake: (() => void) | undefined }): Promise<void> {
  await new Promise<void>((resolve) => (sending.wake = resolve));
  sending.wake = undefined;
}
