import { DisposableStore } from '../../base/disposable.ts';
import { errorData, type ErrorData } from '../../base/errors.ts';
import type { Behaviour, BehaviourHost, Conversation, Received } from '../behaviours/behaviour.ts';
import { Texts } from '../behaviours/text.ts';
import type { FromScript } from './messages.ts';
import { faultData, ScriptProcess, type ScriptSettings } from './scriptProcess.ts';
import { watchSource } from './sourceWatcher.ts';

/**
 * The most messages, and their most bytes, that may wait for the script. Beyond that, a stream is not read, and
 * datagrams are dropped.
 */
const maxWaiting = 1000;
const maxWaitingBytes = 4 * 1024 * 1024;
/** The most printed lines shown in a second; the others are counted. */
const linesPerSecond = 100;

type Outgoing = { readonly data: Uint8Array; readonly size: number } | 'end';

/** A conversation, and the script's messages that wait until its peer reads. */
interface Guest {
  readonly conversation: Conversation;
  readonly queue: Outgoing[];
  blocked: boolean;
  paused: boolean;
}

/**
 * The user's own script. When its file is saved, the new version replaces the old one once it is loaded. If it cannot
 * be loaded, the old one goes on. A script that failed stays stopped until its file is saved again; the endpoint goes
 * on without answers.
 */
export class ScriptBehaviour implements Behaviour {
  readonly #host: BehaviourHost;
  readonly #settings: ScriptSettings;
  readonly #texts: Texts;
  readonly #store = new DisposableStore();
  readonly #guests = new Map<number, Guest>();
  #process: ScriptProcess | undefined;
  #next: ScriptProcess | undefined;
  #waiting = 0;
  #waitingBytes = 0;
  #dropped = 0;
  #second = 0;
  #lines = 0;

  constructor(host: BehaviourHost, settings: ScriptSettings, watch = watchSource) {
    this.#host = host;
    this.#settings = settings;
    this.#texts = new Texts(host);
    this.#store.add(watch(settings.file, () => void this.#reload()));
  }

  /** Loads the first version. Throws WirebenchError: `script-syntax`, `script-threw`, `script-stuck`, ... */
  async start(): Promise<void> {
    try {
      await this.#load();
    } catch (error) {
      await this.dispose();
      throw error;
    }
  }

  async #reload(): Promise<void> {
    const before = this.#process;
    try {
      await this.#load();
      this.#host.note(`The script ${this.#settings.file} was loaded again.`);
      this.#host.mended();
    } catch (error) {
      const data = errorData(error);
      if (data.code === 'stopped') return;
      const goesOn = before !== undefined && before === this.#process;
      const rest = goesOn ? 'The earlier version goes on answering.' : 'It is loaded again when it is saved.';
      this.#host.fail({ ...data, message: `${data.message} ${rest}` });
    }
  }

  async #load(): Promise<void> {
    void this.#next?.dispose();
    const next: ScriptProcess = new ScriptProcess(this.#settings, {
      message: (message) => {
        if (next === this.#process) this.#heard(message);
      },
      printed: (line) => this.#printed(line),
      ended: (error) => {
        if (next === this.#process) this.#ended(error);
      },
    });
    this.#next = next;
    try {
      await next.loaded;
    } finally {
      if (this.#next === next) this.#next = undefined;
    }
    this.#replace(next);
  }

  #replace(next: ScriptProcess | undefined): void {
    const unanswered = this.#waiting;
    void this.#process?.dispose();
    this.#process = next;
    this.#waiting = 0;
    this.#waitingBytes = 0;
    if (unanswered > 0) {
      const messages = unanswered === 1 ? '1 message was' : `${unanswered} messages were`;
      this.#host.note(`${messages} not answered when the script ended.`);
    }
    for (const guest of this.#guests.values()) {
      guest.queue.length = 0;
      this.#resume(guest);
      this.#open(guest, false);
    }
  }

  onOpen(conversation: Conversation): void {
    this.#open(this.#enter(conversation), true);
  }

  onReceived(conversation: Conversation, received: Received): void {
    const process = this.#process;
    let guest = this.#guests.get(conversation.id);
    if (guest === undefined) {
      // A datagram's sender: its first datagram opens the conversation.
      guest = this.#enter(conversation);
      this.#open(guest, true);
    }
    const text = this.#texts.read(conversation, received);
    if (process === undefined || this.#isFull(guest)) return;
    this.#waiting++;
    this.#waitingBytes += received.bytes.length;
    process.post({ kind: 'received', id: conversation.id, bytes: received.bytes.slice(), text });
    if (this.#waiting >= maxWaiting || this.#waitingBytes >= maxWaitingBytes) this.#pause(guest);
  }

  onEnd(conversation: Conversation): void {
    if (this.#process === undefined) conversation.end();
    else this.#process.post({ kind: 'end', id: conversation.id });
  }

  onDrain(conversation: Conversation): void {
    const guest = this.#guests.get(conversation.id);
    if (guest === undefined) return;
    guest.blocked = false;
    this.#flush(guest);
  }

  onClosed(conversation: Conversation): void {
    const guest = this.#guests.get(conversation.id);
    if (guest === undefined) return;
    this.#guests.delete(conversation.id);
    this.#process?.post({ kind: 'closed', id: conversation.id });
    for (const outgoing of guest.queue) if (outgoing !== 'end') this.#taken(outgoing.size);
  }

  /** Resolves when none of its processes is left. */
  async dispose(): Promise<void> {
    this.#store.dispose();
    const process = this.#process;
    this.#process = undefined;
    await this.#next?.dispose();
    await process?.dispose();
  }

  #enter(conversation: Conversation): Guest {
    const guest: Guest = { conversation, queue: [], blocked: false, paused: false };
    this.#guests.set(conversation.id, guest);
    return guest;
  }

  #open({ conversation: { id, peer, local } }: Guest, isNew: boolean): void {
    this.#process?.post({ kind: 'open', id, peer: { ...peer }, local: { ...local }, isNew });
  }

  /** Datagrams cannot wait. Bytes that a stream's peer sent before its pause took effect are still accepted. */
  #isFull(guest: Guest): boolean {
    if (this.#host.transport !== 'udp' || (this.#waiting < maxWaiting && this.#waitingBytes < maxWaitingBytes))
      return false;
    if (this.#dropped++ === 0)
      this.#host.note('The script is too slow: further datagrams are dropped until it has caught up.');
    guest.paused = false;
    return true;
  }

  #pause(guest: Guest): void {
    if (this.#host.transport === 'udp' || guest.paused) return;
    guest.paused = true;
    guest.conversation.pause?.();
  }

  #resume(guest: Guest): void {
    if (!guest.paused) return;
    guest.paused = false;
    guest.conversation.resume?.();
  }

  #heard(message: FromScript): void {
    if (message.kind === 'send') this.#send(message.id, { data: this.#bytes(message.data), size: message.size });
    else if (message.kind === 'end') this.#send(message.id, 'end');
    else if (message.kind === 'done') this.#done(message.size);
    else if (message.kind === 'note') this.#printed(message.text);
    else if (message.kind === 'fault') this.#host.fail(faultData(message.fault));
  }

  #bytes(data: string | Uint8Array): Uint8Array {
    return typeof data === 'string' ? this.#texts.bytes(data) : data;
  }

  #done(size: number): void {
    this.#waiting = Math.max(0, this.#waiting - 1);
    this.#waitingBytes = Math.max(0, this.#waitingBytes - size);
    if (this.#waiting > maxWaiting / 2 || this.#waitingBytes > maxWaitingBytes / 2) return;
    if (this.#dropped > 0) {
      this.#host.note(`${this.#dropped} datagrams were dropped while the script was busy.`);
      this.#dropped = 0;
    }
    if (this.#host.transport !== 'udp') for (const guest of this.#guests.values()) this.#resume(guest);
  }

  #send(id: number, outgoing: Outgoing): void {
    const guest = this.#guests.get(id);
    if (guest === undefined) {
      if (outgoing !== 'end') this.#taken(outgoing.size);
      return;
    }
    guest.queue.push(outgoing);
    if (!guest.blocked) this.#flush(guest);
  }

  #flush(guest: Guest): void {
    const stream = this.#host.transport !== 'udp';
    while (!guest.blocked) {
      const outgoing = guest.queue.shift();
      if (outgoing === undefined) return;
      if (outgoing === 'end') guest.conversation.end();
      else {
        // The refused message goes out all the same. The rest waits, and so does the script.
        guest.blocked = !guest.conversation.send(outgoing.data) && stream && outgoing.size > 0;
        this.#taken(outgoing.size);
      }
    }
  }

  #taken(size: number): void {
    this.#process?.post({ kind: 'taken', size });
  }

  #ended(error: ErrorData): void {
    this.#replace(undefined);
    this.#host.fail({
      ...error,
      message: `${error.message} The server goes on without it; it is loaded again when it is saved.`,
    });
  }

  #printed(text: string): void {
    const second = Math.floor(Date.now() / 1000);
    if (second !== this.#second) {
      if (this.#lines > linesPerSecond)
        this.#host.note(`The script printed ${this.#lines - linesPerSecond} lines more.`);
      this.#second = second;
      this.#lines = 0;
    }
    if (this.#lines++ < linesPerSecond) this.#host.note(text);
  }
}
