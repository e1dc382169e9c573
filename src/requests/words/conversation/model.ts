import type { Arrived } from '../../checks.ts';
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

/** What crossed one connection, or those of several clients. */
export interface Crossed {
  /** Bytes received, as many as are kept for checks (at most 16 MiB). */
  readonly received: Uint8Array;
  /** Chunks as they crossed the wire, or datagrams, in order, lengths. */
  readonly chunks: readonly number[];
  /** The number of messages: datagrams, frames if there is a framing, else chunks. */
  readonly messages: number;
  /** When the first and the last bytes came; absent: none came. */
  readonly arrived?: Arrived | undefined;
  readonly sentBytes: number;
  /** The messages that were sent, at most 64 KiB of all of them. */
  readonly sent?: readonly Uint8Array[];
  /** What the other side has not read of it. */
  readonly unread?: UnreadState;
  /** How it ended. */
  readonly closed: 'no' | 'half-closed' | 'closed' | 'reset';
  /** The end of a closed stream, as a text of traffic/endings.ts. */
  readonly ended?: string;
  /** Milliseconds from the first message until the first answer; absent: none was sent, or none has come. */
  readonly answerTime?: number;
}

/** One of several clients of a request. */
export interface ClientResult extends Crossed {
  readonly connection: number;
  /** Its values of `each`, by variable. */
  readonly values: Readonly<Record<string, string>>;
  /** Why it did not go through: a sentence. */
  readonly error?: string;
}

export interface ConversationResult extends Crossed {
  readonly kind: 'conversation';
  readonly endpoint: number;
  /** Of several clients, that of the first. */
  readonly connection: number;
  /** In the order in which they connected. Absent: the request has one client. */
  readonly clients?: readonly ClientResult[];
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
