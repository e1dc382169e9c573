import type { SocketRow, SocketTransport } from '../../net/sockets/row.ts';
import type { ProgramState } from './program.ts';

/** Why a program is not heard where it is called, as far as the system tells. They are ids of diagnoses. */
export type NotListeningCause =
  | 'nothing-listens'
  | 'listens-elsewhere'
  | 'bound-other-address'
  | 'wrong-transport'
  | 'bound-not-listening'
  | 'waits-for-input'
  | 'address-in-use';

/** A program of the run, as it was when a request failed. */
export interface ProgramEvidence extends Omit<ProgramState, 'since' | 'output' | 'screen'> {
  /** As outcomes name the request that started it. */
  readonly label: string;
  readonly command: string;
  /** The end of its output, at most 8 KiB. */
  readonly output: string;
  /** The text of the source file in its command; at most 256 KiB. */
  readonly source?: { readonly file: string; readonly text: string };
  /** It has reported its exception since the request began. */
  readonly raisedNow: boolean;
  /** It printed while the facts were collected. */
  readonly prints: boolean;
  /** Sockets that it and its children have. */
  readonly sockets: readonly SocketRow[];
}

/** One connection, or one UDP client, of a server of the run. */
export interface ServedConnection {
  readonly peer: string;
  readonly receivedBytes: number;
  /** The first 4 KiB. */
  readonly receivedText: string;
  /** Chunks, or datagrams. */
  readonly messages: number;
  readonly sentBytes: number;
  readonly sentMessages: number;
  /** Messages that say the same as the one before. */
  readonly repeats: number;
  /** The last that crossed came from the client. */
  readonly unanswered: boolean;
  /** The server ended its direction before the client did: the client was told that nothing more comes. */
  readonly hasEnded: boolean;
  readonly closed: 'no' | 'half-closed' | 'closed' | 'reset';
  /** How it ended: a text of traffic/endings.ts. */
  readonly ended?: string;
  /** What the client left unread: a sentence. */
  readonly unread?: string;
}

/** A server of the run, as it was when a request failed. */
export interface ServerEvidence {
  readonly name: string;
  readonly transport: SocketTransport;
  readonly http: boolean;
  /** How its bytes become messages; absent: they do not. */
  readonly framing?: string;
  /** The words of its dialogue. */
  readonly says?: string;
  readonly host: string;
  readonly port: number;
  readonly connections: readonly ServedConnection[];
}

export interface Dialled {
  readonly transport: SocketTransport;
  readonly host: string;
  readonly port: number;
}

/** The facts about a request that failed, as plain data: what was there besides its result. */
export interface Evidence {
  /** The addresses in the request line. */
  readonly dialled: readonly Dialled[];
  readonly programs: readonly ProgramEvidence[];
  /** With at most 20 connections each. */
  readonly servers: readonly ServerEvidence[];
  /** The rows of the ports that were dialled. */
  readonly sockets: readonly SocketRow[];
  /** Why nobody answers at the address that was dialled. */
  readonly absent?: { readonly cause: NotListeningCause; readonly sentence: string };
  /** Requests to the same port that were answered before. */
  readonly answeredBefore: number;
}
