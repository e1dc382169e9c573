import { Emitter } from '../../../base/emitter.ts';
import { count, formatBytes } from '../../../base/quantities.ts';
import type { CompleteSpec } from '../../../endpoints/spec.ts';
import type { RecordObserver } from '../../../net/observedRecorder.ts';
import { UnreadBytes, unreadOfAll } from '../../../net/sockets/unread.ts';
import { decode } from '../../../protocol/text/decode.ts';
import { endings, type Ending } from '../../../traffic/endings.ts';
import { formatAddress, type ConnectionInfo, type Direction, type EventKind } from '../../../traffic/event.ts';
import { fromTable, type Part, type Subject, type SubjectContext, type SubjectTable } from '../../run/subjectTable.ts';
import type { ConversationResult } from '../conversation/model.ts';
import { receivedTable } from '../conversation/subjects.ts';
import type { Seen, Watched } from '../watched.ts';
import { httpRequests, type HttpRequestSeen } from './httpRequests.ts';

/** Bytes kept of all connections together; what comes after is counted, not kept. */
const mostKept = 16 * 1024 * 1024;
/** Connections kept, the first ones. */
const mostConnections = 10_000;
/** Bytes shown of each connection, and of all of them. */
const mostShown = 4096;
const mostShownOfAll = 1024 * 1024;

/** Connections at most whose unread bytes are shown. */
const mostFacts = 10;

type Closed = ConversationResult['closed'];

/** One connection of a server, or one client of a UDP server: what came and how it ended. */
class ConnectionLog {
  readonly info: ConnectionInfo;
  readonly pieces: Uint8Array[] = [];
  bytes = 0;
  messages = 0;
  frames = 0;
  sentBytes = 0;
  sentMessages = 0;
  /** Chunks or datagrams that say the same as the one before. */
  repeats = 0;
  /** The last that crossed came from the client: it got no answer. */
  unanswered = false;
  /** The server ended its direction, and before the client did. */
  hasEnded = false;
  #last: Uint8Array | undefined;
  closed: Closed = 'no';
  ended: string | undefined;
  readonly unread: UnreadBytes;

  constructor(info: ConnectionInfo, unread: UnreadBytes) {
    this.info = info;
    this.unread = unread;
  }

  took(bytes: Uint8Array): void {
    if (this.#last !== undefined && Buffer.compare(this.#last, bytes) === 0) this.repeats++;
    this.#last = bytes;
    this.unanswered = true;
  }

  get crossed(): Parameters<typeof receivedTable>[0] {
    const { received, bytes, sentBytes, closed, unread } = this;
    return { received, bytes, messages: messagesOf(this), sentBytes, closed, unread: unread.state };
  }

  get received(): Uint8Array {
    if (this.pieces.length !== 1) this.pieces.splice(0, this.pieces.length, Buffer.concat(this.pieces));
    return this.pieces[0]!;
  }
}

const resets: ReadonlySet<string> = new Set(
  (['reset-by-peer', 'reset-by-us'] satisfies Ending[]).map((ending) => endings[ending].text),
);

/** All that a server heard and how its connections ended, as CHECK sees it. It hears the recording of the endpoint. */
export class ServerLog implements RecordObserver, Watched {
  readonly #connections = new Map<number, ConnectionLog>();
  readonly #order: ConnectionLog[] = [];
  readonly #pieces: { readonly of: ConnectionLog; readonly bytes: Uint8Array }[] = [];
  readonly #change = new Emitter<void>();
  #count = 0;
  #kept = 0;
  version = 0;
  /** The server has stopped. */
  over = false;
  encoding: CompleteSpec['encoding'] = 'utf-8';
  /** The bytes that a connection has not given to the system yet. */
  queuedOf: (connection: number) => number = () => 0;
  readonly onChange = this.#change.event;

  onConnection(info: ConnectionInfo): void {
    this.#count++;
    if (this.#order.length >= mostConnections) return;
    const queued = (): number => this.queuedOf(info.id);
    const log = new ConnectionLog(info, new UnreadBytes(info, { queued, changed: () => this.#changed() }));
    this.#connections.set(info.id, log);
    this.#order.push(log);
    this.#changed();
  }

  onEvent(kind: EventKind, direction: Direction, id: number, bytes: Uint8Array): void {
    if (id === 0) {
      if (kind === 'opened' || kind === 'closed') this.over = kind === 'closed';
      this.#changed();
      return;
    }
    const log = this.#connections.get(id);
    if (log === undefined) return;
    if (kind === 'data' && direction === 'out') {
      log.sentBytes += bytes.length;
      log.sentMessages++;
      log.unanswered = false;
      log.unread.sent(bytes.length);
    } else if (kind === 'data') this.#keep(log, bytes);
    else if (kind === 'frame' && direction === 'in') log.frames++;
    else if (kind === 'half-closed' && direction === 'out') log.hasEnded = log.closed === 'no';
    else if (kind === 'half-closed' && log.closed === 'no') log.closed = 'half-closed';
    else if (kind === 'closed') {
      log.ended = decode(bytes);
      log.closed = resets.has(log.ended) ? 'reset' : 'closed';
      log.unread.ended(log.ended === endings['reset-by-peer'].text);
      this.#connections.delete(id);
    }
    this.#changed();
  }

  #keep(log: ConnectionLog, bytes: Uint8Array): void {
    log.bytes += bytes.length;
    log.messages++;
    // The buffer is the socket's own again after the call.
    const kept = bytes.slice(0, Math.max(0, mostKept - this.#kept));
    if (kept.length === 0) return;
    this.#kept += kept.length;
    log.pieces.push(kept);
    log.took(kept);
    this.#pieces.push({ of: log, bytes: kept });
  }

  #changed(): void {
    this.version++;
    this.#change.fire();
  }

  /** All connections together, in order of arrival. */
  get #whole(): Parameters<typeof receivedTable>[0] {
    const last = this.#order.at(-1);
    const open = this.#order.find(({ closed }) => closed === 'no' || closed === 'half-closed');
    const sum = (of: (log: ConnectionLog) => number): number => this.#order.reduce((all, log) => all + of(log), 0);
    return {
      received: Buffer.concat(this.#pieces.map(({ bytes }) => bytes)),
      bytes: sum(({ bytes }) => bytes),
      messages: sum(messagesOf),
      sentBytes: sum(({ sentBytes }) => sentBytes),
      closed: open?.closed ?? last?.closed ?? 'no',
      unread: unreadOfAll(this.#order.map(({ unread }) => unread.state)),
    };
  }

  subject(context: SubjectContext): Subject {
    const parts = this.#order.map((log, i): Part => ({
      label: `connection ${i + 1}`,
      subject: fromTable(this.#tableOf(log.crossed, [log]), context, {
        bytes: log.received,
      }),
    }));
    const whole = this.#whole;
    return fromTable(this.#tableOf(whole, this.#order), context, { bytes: whole.received, parts });
  }

  #tableOf(crossed: Parameters<typeof receivedTable>[0], logs: readonly ConnectionLog[]): SubjectTable {
    const peer = logs.at(-1)?.info.peer;
    let known: HttpRequestSeen[] | undefined;
    const requests = (): HttpRequestSeen[] => (known ??= logs.flatMap((log) => httpRequests(log.received)));
    return {
      ...receivedTable(crossed, this.encoding),
      connections: () => this.#count,
      'peer host': () => peer?.host,
      'peer port': () => peer?.port,
      requests: () => requests().length,
      'request line': () => requests().at(-1)?.line,
      'request method': () => requests().at(-1)?.method,
      'request path': () => requests().at(-1)?.target,
      'request header': (name = '') => headerOf(requests().at(-1), name),
      'request body': () => requests().at(-1)?.body,
      'request blank line': () => requests().at(-1)?.blankLine,
    };
  }

  seen(): Seen {
    const whole = this.#whole;
    const connections = this.#order.slice(0, 100).map((log) => ({
      peer: formatAddress(log.info.peer),
      receivedBytes: log.bytes,
      messages: messagesOf(log),
      receivedText: decode(log.received.subarray(0, mostShown), this.encoding, 'backslashreplace'),
      sentBytes: log.sentBytes,
      sentMessages: log.sentMessages,
      repeats: log.repeats,
      unanswered: log.unanswered,
      hasEnded: log.hasEnded,
      closed: log.closed,
      ...(log.ended !== undefined && { ended: log.ended }),
      ...(log.unread.state.text !== undefined && { unread: log.unread.state.text }),
    }));
    return {
      verdict: `${count(this.#count, 'connection')}, ${count(whole.bytes, 'byte')} received`,
      title: 'Received',
      bytes: whole.received.slice(0, mostShownOfAll),
      ...(whole.bytes === 0 && { empty: 'The server has received nothing.' }),
      facts: [
        ['Connections', String(this.#count)],
        ['Received', formatBytes(whole.bytes)],
        ['Sent', formatBytes(whole.sentBytes)],
        ...this.#order.flatMap((log, i) => unreadFact(log, i + 1)).slice(0, mostFacts),
      ],
      data: { connections, receivedBytes: whole.bytes, sentBytes: whole.sentBytes },
    };
  }
}

/** What a client left unread. */
function unreadFact({ unread, ended }: ConnectionLog, number: number): [string, string][] {
  const { text } = unread.state;
  return text === undefined ? [] : [[`Connection ${number}`, ended === undefined ? text : `${ended}: ${text}`]];
}

/** With a framing, messages are frames. */
function messagesOf({ frames, messages }: ConnectionLog): number {
  return frames > 0 ? frames : messages;
}

function headerOf(request: HttpRequestSeen | undefined, name: string): string | undefined {
  const values = (request?.headers ?? []).filter(([key]) => key.toLowerCase() === name.toLowerCase());
  return values.length === 0 ? undefined : values.map(([, value]) => value).join(', ');
}
