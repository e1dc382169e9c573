/** What a script of the behaviour `script` gets and gives. */

export interface Address {
  readonly host: string;
  readonly port: number;
}

export interface Conversation {
  readonly id: number;
  readonly transport: 'tcp' | 'tls' | 'udp';
  readonly peer: Address;
  readonly local: Address;
  /** For your own use; empty again after the script was loaded anew. */
  state: Record<string, unknown>;
  /** Sends text (in the server's encoding) or bytes. Resolves when the other side keeps up: await it before much more. */
  send(data: string | Uint8Array): Promise<void>;
  /** Ends our direction after what was sent. */
  end(): void;
  /** Everyone else who is connected. */
  others(): Conversation[];
  /** Shows a line in the traffic view, as console.log does. */
  note(text: string): void;
}

/** What is sent back; nothing for undefined, so that a handler may end without a return. */
// eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- it is only ever a return type
export type Reply = string | Uint8Array | null | undefined | void;

/**
 * Export these as functions, or as properties of the default export. Handlers of one conversation never overlap, and their
 * replies keep the order of what they answer.
 */
export interface Handlers {
  onOpen?(c: Conversation): Reply | Promise<Reply>;
  /** A chunk, a datagram, or a frame where the server has a framing. What cannot be decoded is replaced in `text`. */
  onReceived?(c: Conversation, bytes: Uint8Array, text: string): Reply | Promise<Reply>;
  /** The peer ended its direction; ours ends after this. */
  onEnd?(c: Conversation): Reply | Promise<Reply>;
  onClosed?(c: Conversation): void | Promise<void>;
}

export type Behaviour = Handlers;
