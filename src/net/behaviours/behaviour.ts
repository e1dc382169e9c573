import type { ErrorData } from '../../base/errors.ts';
import type { Effect } from '../../base/trust.ts';
import type { Ending } from '../../traffic/endings.ts';
import type { SocketAddress, Transport } from '../../traffic/event.ts';

/** One option of a behaviour, as people set it in a spec, a quick pick or a request file. */
export interface BehaviourOption {
  readonly name: string;
  /** A sentence: what it does, its unit. */
  readonly sentence: string;
  readonly type: 'string' | 'number' | 'boolean' | 'file' | 'folder';
  readonly default?: string | number | boolean;
  readonly required?: boolean;
  /** A person is asked for it where no option is given; of several that can do, for which of them. */
  readonly asked?: boolean;
  /** Throws a WirebenchError for a text that it can't be, so that it is said while it is typed. */
  readonly check?: (text: string) => unknown;
  /** Of a text or a file: several may be given, separated by commas or on lines of their own. */
  readonly several?: true;
  /** Of a folder: the folder of whoever asks (a workspace, a request file) where none is given. */
  readonly here?: true;
  /**
   * The body of a SERVE gives it: as text, with escapes as a message that is sent, or raw, with placeholders that the behaviour
   * fills for each request.
   */
  readonly body?: 'text' | 'escapes' | 'raw';
  readonly choices?: readonly string[];
  /** As it is written in a request file, if neither the default nor the type shows it. */
  readonly example?: string;
  /** Values to choose from beside what a person types, each with a sentence. */
  readonly suggestions?: Readonly<Record<string, string>>;
  readonly minimum?: number;
  readonly maximum?: number;
}

export type BehaviourOptions = Readonly<Record<string, string | number | boolean>>;

/** An entry of the table of behaviours. */
export interface BehaviourKind {
  readonly name: string;
  /** What it answers, in one sentence. */
  readonly sentence: string;
  readonly transports: readonly Transport[];
  readonly options: readonly BehaviourOption[];
  /** What it does that needs a trusted workspace, besides reading the files and folders that its options name. */
  readonly effect?: Effect;
  /** Options are complete and checked. Throws a WirebenchError where they cannot work (a missing file, a bad pattern). */
  create(options: BehaviourOptions, host: BehaviourHost): Behaviour | Promise<Behaviour>;
}

/** What a behaviour may do to the endpoint it lives in. */
export interface BehaviourHost {
  readonly endpoint: number;
  readonly transport: Transport;
  /** Python's name of the endpoint's encoding. */
  readonly encoding: string;
  /** Aborted if the start is called off: a `create` that takes time rejects then, at once. */
  readonly starting: AbortSignal;
  /** Everyone connected now (for UDP: the known peers). */
  conversations(): Iterable<Conversation>;
  /** Says something in the journal that is not traffic. */
  note(text: string): void;
  /** Shown on the endpoint until it is mended, and in the journal; the endpoint goes on. */
  fail(error: ErrorData): void;
  /** What failed last is well again. */
  mended(): void;
}

/** A connection, or a datagram peer, as a behaviour sees it. */
export interface Conversation {
  readonly id: number;
  readonly local: SocketAddress;
  readonly peer: SocketAddress;
  /** Of a stream that is closed: who ended it, and how. */
  readonly ending?: Ending;
  /** For the behaviour's own use. */
  state: unknown;
  /**
   * Sends and records. False: what is queued has passed the high-water mark; `onDrain` follows, and reading from this
   * peer waits until then, so that nobody's memory grows with a peer that does not read.
   */
  send(bytes: Uint8Array): boolean;
  /** Sends the received bytes (or a part of them) back without copying them again. */
  echo(received: Received, start?: number, end?: number): boolean;
  /** Ends our direction after what is queued (streams); nothing for UDP. */
  end(): void;
  /** Reads no more from the peer until `resume` (streams): for a behaviour that answers later than it hears. */
  pause?(): void;
  resume?(): void;
}

/**
 * What arrived: a chunk, a datagram, or the payload of a frame where the endpoint has a framing (its prefix or terminator
 * is not in `bytes`, and what a behaviour sends goes out as a frame of its own). Valid only during the call.
 */
export interface Received {
  readonly bytes: Uint8Array;
  /** Its event in the journal. */
  readonly seq: number;
}

export interface Behaviour {
  onOpen?(conversation: Conversation): void;
  onReceived?(conversation: Conversation, received: Received): void;
  /** Where the endpoint has a framing: each chunk as it came, before the frames in it. */
  onChunk?(conversation: Conversation, bytes: Uint8Array): void;
  /** The peer ended its direction. Where it is absent, the endpoint ends its own direction too unless it is half-open. */
  onEnd?(conversation: Conversation): void;
  onDrain?(conversation: Conversation): void;
  onClosed?(conversation: Conversation): void;
  /** Lets go of everything it holds; twice is safe. A promise, where something of it (a process) is gone only a moment later. */
  dispose(): void | Promise<void>;
}
