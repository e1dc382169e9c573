import { Emitter } from '../../../base/emitter.ts';
import type { Behaviour, Conversation, Received } from '../../../net/behaviours/behaviour.ts';
import { UnreadBytes, type UnreadState } from '../../../net/sockets/unread.ts';
import { endings } from '../../../traffic/endings.ts';
import type { ConversationResult } from './model.ts';

/** Bytes kept for the checks; what comes after is counted, not kept. */
const mostKept = 16 * 1024 * 1024;
/** Lengths of chunks kept. */
const mostChunks = 100_000;

/** Collects the messages of the other side, for the checks: hears the connection, never polls. */
export class Heard implements Behaviour {
  readonly #pieces: Uint8Array[] = [];
  readonly #change = new Emitter<void>();
  readonly #chunks: number[] = [];
  /** Whether our direction ends as soon as the other side has ended its own. */
  readonly #endsWithPeer: boolean;
  readonly #framed: boolean;
  #whole: Uint8Array | undefined;
  #kept = 0;
  /** Grows with each change. */
  version = 0;
  /** Chunks, datagrams or (with a framing) frames so far. */
  messages = 0;
  bytes = 0;
  arrived: ConversationResult['arrived'];
  connection = 0;
  closed: ConversationResult['closed'] = 'no';
  ended: ConversationResult['ended'];
  /** Of a stream, once it is open. */
  #unread: UnreadBytes | undefined;
  #weEnded = false;
  /** The look at the sockets after the end of the other side. */
  #looking: Promise<void> | undefined;

  constructor(options: { readonly endsWithPeer: boolean; readonly framed: boolean }) {
    this.#endsWithPeer = options.endsWithPeer;
    this.#framed = options.framed;
  }

  /** Fired for each message and at the end. */
  readonly onChange = this.#change.event;

  get chunks(): readonly number[] {
    return this.#chunks;
  }

  /** Everything received, up to `mostKept`: as it crossed the wire, whatever the framing. */
  get received(): Uint8Array {
    if (this.#pieces.length !== 1 || this.#whole === undefined) {
      this.#whole = Buffer.concat(this.#pieces);
      this.#pieces.splice(0, this.#pieces.length, this.#whole);
    }
    return this.#whole;
  }

  /** What the other side has not read of what we sent. */
  get unread(): UnreadState {
    return this.#unread?.state ?? { unknown: 'Unread bytes are known for a connection alone, not for datagrams.' };
  }

  onOpen(conversation: Conversation): void {
    this.connection = conversation.id;
    const queued = (): number => conversation.queued ?? 0;
    this.#unread = new UnreadBytes(conversation, { queued, changed: () => this.#changed() });
  }

  /** So many bytes more were sent. */
  sent(count: number): void {
    this.#unread?.sent(count);
  }

  onChunk(_conversation: Conversation, bytes: Uint8Array): void {
    this.#keep(bytes);
  }

  onReceived(_conversation: Conversation, received: Received): void {
    if (!this.#framed) this.#keep(received.bytes);
    this.messages++;
    this.#changed();
  }

  /** Our direction ends. */
  weEnd(): void {
    this.#weEnded = true;
  }

  onEnd(conversation: Conversation): void {
    this.#looking = this.#unread?.peerEnded(this.#weEnded);
    if (this.#endsWithPeer) void this.#endAfterPeer(conversation);
    this.closed = 'half-closed';
    this.#changed();
  }

  /** Whether everything was read can be seen only before our end, unless that came first. */
  async #endAfterPeer(conversation: Conversation): Promise<void> {
    if (!this.#weEnded) await this.#looking;
    conversation.end();
  }

  onClosed(conversation: Conversation): void {
    if (this.#looking === undefined) this.#closed(conversation);
    else void this.#looking.then(() => this.#closed(conversation));
  }

  #closed({ ending }: Conversation): void {
    this.ended = ending && endings[ending].text;
    if (this.closed !== 'reset') this.closed = ending === 'reset-by-us' ? 'reset' : 'closed';
    this.#unread?.ended(ending === 'reset-by-peer');
    this.#changed();
  }

  /** The connection was reset, or broke otherwise; its close follows. */
  broke(): void {
    this.closed = 'reset';
    this.#unread?.ended(true);
    this.#changed();
  }

  dispose(): void {
    this.#changed();
  }

  /** Something that it does not hear has changed. */
  touch(): void {
    this.#changed();
  }

  #changed(): void {
    this.version++;
    this.#change.fire();
  }

  #keep(bytes: Uint8Array): void {
    const now = Date.now();
    this.arrived = { first: this.arrived?.first ?? now, last: now };
    this.bytes += bytes.length;
    if (this.#chunks.length < mostChunks) this.#chunks.push(bytes.length);
    const kept = bytes.subarray(0, mostKept - this.#kept);
    if (kept.length === 0) return;
    this.#kept += kept.length;
    // The socket's buffer is its own again after the call.
    this.#pieces.push(kept.slice());
  }
}
