import type { ErrorData } from '../../base/errors.ts';
import type { Effect } from '../../base/trust.ts';
import type { Ending } from '../../traffic/endings.ts';
import type { SocketAddress, Transport } from '../../traffic/event.ts';

/** One option of a behaviour, as people set it in a spec, a quick pick or a request file. */
export interface BehaviourOption {
  readonly name: string;
  /** A sentence with the effect and the unit. */
  readonly sentence: string;
  readonly type: 'string' | 'number' | 'boolean' | 'file' | 'folder';
  readonly default?: string | number | boolean;
  readonly required?: boolean;
  /**
   * A person is asked for this option if no option is given. If any one of several options is enough, this is the one to
   * ask for.
   */
  readonly asked?: boolean;
  /** Throws a WirebenchError for an impossible text, so that the error is shown during typing. */
  readonly check?: (text: string) => unknown;
  /** For a text or a file: several are allowed, separated by commas or on lines of their own. */
  readonly several?: true;
  /** For a folder: by default the folder of the caller (a workspace, a request file). */
  readonly here?: true;
  /**
   * The body of a SERVE gives the value: as text, with escapes as in a message, as lines whose escapes the behaviour
   * reads, or raw, with placeholders that the behaviour fills in for each request.
   */
  readonly body?: 'text' | 'escapes' | 'lines' | 'raw';
  readonly choices?: readonly string[];
  /** As it is written in a request file, if neither the default nor the type shows it. */
  readonly example?: string;
  /** Values to choose from, besides typed ones, each with a sentence. */
  readonly suggestions?: Readonly<Record<string, string>>;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** A line of a body that is an instruction and not a part of a message: `=== wait`. */
export interface BodyStep {
  readonly name: string;
  readonly usage: string;
  readonly sentence: string;
}

export type BehaviourOptions = Readonly<Record<string, string | number | boolean>>;

/** An entry of the table of behaviours. */
export interface BehaviourKind {
  readonly name: string;
  /** The answers, in one sentence. */
  readonly sentence: string;
  readonly transports: readonly Transport[];
  readonly options: readonly BehaviourOption[];
  /** The instructions that its body may have between messages. */
  readonly steps?: readonly BodyStep[];
  /** The effect that needs a trusted workspace, besides reading the files and folders of its options. */
  readonly effect?: Effect;
  /** Options are complete and checked. Throws a WirebenchError if they cannot work (a missing file, a bad pattern). */
  create(options: BehaviourOptions, host: BehaviourHost): Behaviour | Promise<Behaviour>;
}

/** The actions of a behaviour on its endpoint. */
export interface BehaviourHost {
  readonly endpoint: number;
  readonly transport: Transport;
  /** Python's name of the endpoint's encoding. */
  readonly encoding: string;
  /** Aborted if the start is cancelled: a `create` in progress then rejects at once. */
  readonly starting: AbortSignal;
  /** Everyone connected now (for UDP: the known peers). */
  conversations(): Iterable<Conversation>;
  /** Records a note that is not traffic. */
  note(text: string): void;
  /** A problem: recorded, and shown on the endpoint until `mended`. The endpoint goes on. */
  fail(error: ErrorData): void;
  /** The last problem is solved. */
  mended(): void;
}

/** A connection, or a datagram peer, as a behaviour sees it. */
export interface Conversation {
  readonly id: number;
  readonly local: SocketAddress;
  readonly peer: SocketAddress;
  readonly transport?: Transport;
  /** Bytes of a stream that the system has not taken yet. */
  readonly queued?: number;
  /** For a closed stream: how it ended, and by which side. */
  readonly ending?: Ending;
  /** For the behaviour's own use. */
  state: unknown;
  /**
   * Sends and records. False: the queued bytes have passed the high-water mark. `onDrain` follows, and reading from
   * this peer waits until then, so that memory does not grow with a peer that does not read.
   */
  send(bytes: Uint8Array): boolean;
  /** Sends the received bytes (or a part of them) back without copying them. */
  echo(received: Received, start?: number, end?: number): boolean;
  /** Ends our direction after the queued bytes (streams); has no effect for UDP. */
  end(): void;
  /** Resets the connection at once (streams). */
  reset?(): void;
  /** Records a note about this conversation that is not traffic. */
  note?(text: string): void;
  /** Stops reading from the peer until `resume` (streams): for a behaviour whose answers take time. */
  pause?(): void;
  resume?(): void;
}

/**
 * The received bytes: a chunk, a datagram, or the payload of a frame if the endpoint has a framing (without its prefix
 * or terminator; replies go out as frames too). Valid only during the call.
 */
export interface Received {
  readonly bytes: Uint8Array;
  /** Its event in the journal. */
  readonly seq: number;
}

export interface Behaviour {
  onOpen?(conversation: Conversation): void;
  onReceived?(conversation: Conversation, received: Received): void;
  /** If the endpoint has a framing: each chunk as it came, before the frames in it. */
  onChunk?(conversation: Conversation, bytes: Uint8Array): void;
  /**
   * The peer ended its direction. Without this handler, the endpoint ends its own direction too unless it is half-open.
   */
  onEnd?(conversation: Conversation): void;
  onDrain?(conversation: Conversation): void;
  onClosed?(conversation: Conversation): void;
  /** Releases all resources; idempotent. Returns a promise if a resource (a process) takes a moment to end. */
  dispose(): void | Promise<void>;
}
