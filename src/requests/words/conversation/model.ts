import type { UnreadState } from '../../../net/sockets/unread.ts';
import type { BodyPart, Range, Template, WordItem } from '../../model.ts';

/** A part of a conversation. `wait` waits for the other side to say something before the next message goes. */
export type ConversationStep =
  ({ readonly kind: 'message'; readonly parts: readonly BodyPart[] } & Range) | ({ readonly kind: 'wait' } & Range);

/** TCP, UDP, TLS: `TCP host:port`. */
export interface ConversationItem extends WordItem {
  readonly kind: 'tcp' | 'udp' | 'tls';
  readonly address: Template;
  readonly steps: readonly ConversationStep[];
}

export interface ConversationResult {
  readonly kind: 'conversation';
  readonly endpoint: number;
  readonly connection: number;
  /** Bytes received, as many as are kept for checks (at most 16 MiB). */
  readonly received: Uint8Array;
  /** Chunks as they crossed the wire, or datagrams, in order, lengths. */
  readonly chunks: readonly number[];
  /** The number of messages: datagrams, frames if there is a framing, else chunks. */
  readonly messages: number;
  readonly sentBytes: number;
  /** What the other side has not read of it. */
  readonly unread?: UnreadState;
  /** How it ended. */
  readonly closed: 'no' | 'half-closed' | 'closed' | 'reset';
  /** The end of a closed stream, as a text of traffic/endings.ts. */
  readonly ended?: string;
}

declare module '../../model.ts' {
  interface Items {
    readonly conversation: ConversationItem;
  }
}
declare module '../../run/outcome.ts' {
  interface Results {
    readonly conversation: ConversationResult;
  }
}
