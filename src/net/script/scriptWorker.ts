import { Worker } from 'node:worker_threads';
import { loadScript, type Handlers, type ScriptConversation } from './loadScript.ts';
import { memoryVerdict, verdictDescriptor, type FromScript, type ScriptFault, type ToScript } from './messages.ts';
import { faultOf } from './fault.ts';

/**
 * The process that runs a script. It is a process and not a thread because V8 ends the whole process, including the
 * editor's extension host, if one growing Map of a thread exceeds the thread's memory limit.
 */

/** The most messages, and units of size, that may wait before a send is an error. */
const maxWaiting = 10_000;
const maxWaitingSize = 16 * 1024 * 1024;

let handlers: Handlers = {};
let file = '';
let timeout = 0;
let waiting = 0;
let waitingSize = 0;
/** The senders that wait for their messages to be taken, in order. */
const takers: (() => void)[] = [];
const conversations = new Map<number, Guest>();
let over = false;

const post = (message: FromScript): void => {
  if (process.connected) process.send?.(message);
};

function fail(fault: ScriptFault): void {
  if (over) return;
  over = true;
  // The other side ends this process when it gets this; anything the script does until then is ignored.
  post({ kind: 'fault', fault });
}

function enqueue(id: number, data: unknown): Promise<void> {
  const bytes = ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : data;
  if (typeof bytes !== 'string' && !(bytes instanceof Uint8Array))
    throw new TypeError(`a reply is text or bytes (a string, a Uint8Array), not ${describe(data)}`);
  const size = bytes.length;
  if (waiting >= maxWaiting || (waiting > 0 && waitingSize + size > maxWaitingSize))
    throw new Error(
      `${waiting} messages wait to go out already; "await" each send, so that the other side can keep up`,
    );
  if (over || !conversations.has(id)) return Promise.resolve();
  waiting++;
  waitingSize += size;
  post({ kind: 'send', id, data: bytes, size });
  return new Promise((resolve) => takers.push(resolve));
}

function describe(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'an array' : `a value of type ${typeof value}`;
}

/** A conversation, with the messages that arrived while an earlier handler still runs. */
class Guest {
  readonly face: ScriptConversation;
  readonly #id: number;
  readonly #jobs: { readonly run: () => unknown; readonly after: () => void }[] = [];
  #busy = false;

  constructor(message: Extract<ToScript, { kind: 'open' }>, transport: string) {
    const { id } = message;
    this.#id = id;
    this.face = {
      id,
      transport,
      peer: message.peer,
      local: message.local,
      state: {},
      send: (data) => enqueue(id, data),
      end: () => post({ kind: 'end', id }),
      others: () => [...conversations.values()].map((guest) => guest.face).filter((face) => face.id !== id),
      note: (text) => post({ kind: 'note', text: text.slice(0, 1000) }),
    };
  }

  /** Runs a handler after those before it, and sends its result. Handlers of one conversation never overlap. */
  do(run: () => unknown, after: () => void = () => {}): void {
    this.#jobs.push({ run, after });
    if (!this.#busy) this.#next();
  }

  #next(): void {
    for (let job = this.#jobs.shift(); job !== undefined && !over; job = this.#jobs.shift()) {
      try {
        const result = job.run();
        if (isThenable(result)) {
          this.#busy = true;
          void this.#settle(result, job.after);
          return;
        }
        this.#reply(result);
      } catch (error) {
        fail(faultOf(error, file));
        return;
      }
      job.after();
    }
  }

  async #settle(result: PromiseLike<unknown>, after: () => void): Promise<void> {
    const late = Symbol('late');
    let timer: NodeJS.Timeout | undefined;
    try {
      const outcome = await Promise.race([
        result,
        new Promise((resolve) => (timer = setTimeout(resolve, timeout, late))),
      ]);
      if (outcome === late) {
        const message = `a handler took longer than ${timeout / 1000} s; its answer is ignored`;
        post({ kind: 'fault', fault: { code: 'script-late', message, file } });
      } else this.#reply(outcome);
      after();
    } catch (error) {
      fail(faultOf(error, file));
    } finally {
      clearTimeout(timer);
    }
    this.#busy = false;
    this.#next();
  }

  #reply(result: unknown): void {
    if (result === undefined || result === null) return;
    void enqueue(this.#id, result);
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
}

let transport = '';
const receivers: { readonly [K in ToScript['kind']]: (message: Extract<ToScript, { kind: K }>) => void } = {
  load(message) {
    ({ file, timeout, transport } = message);
    guard(message.memory);
    loadScript(message.file).then(
      (loaded) => {
        handlers = loaded;
        post({ kind: 'loaded' });
      },
      (error: unknown) => fail(faultOf(error, file, true)),
    );
  },
  open(message) {
    const guest = new Guest(message, transport);
    conversations.set(message.id, guest);
    if (message.isNew && handlers.onOpen !== undefined) guest.do(() => handlers.onOpen?.(guest.face));
  },
  received({ id, bytes, text }) {
    const guest = conversations.get(id);
    const size = bytes.length;
    const done = (): void => post({ kind: 'done', id, size });
    // A copy, because the channel's buffer may be a part of a larger one.
    if (guest === undefined || handlers.onReceived === undefined) done();
    else guest.do(() => handlers.onReceived?.(guest.face, Uint8Array.from(bytes), text), done);
  },
  end({ id }) {
    conversations.get(id)?.do(
      () => handlers.onEnd?.(conversations.get(id)!.face),
      () => post({ kind: 'end', id }),
    );
  },
  closed({ id }) {
    const guest = conversations.get(id);
    conversations.delete(id);
    if (handlers.onClosed !== undefined) guest?.do(() => void handlers.onClosed?.(guest.face));
  },
  taken({ size }) {
    waiting--;
    waitingSize -= size;
    takers.shift()?.();
  },
  ping: ({ number }) => post({ kind: 'pong', number }),
};

/**
 * A thread that ends the process if its memory of any kind has grown past the limit, or if the engine that started it
 * is gone, with its process or alone (nobody reads its output). A script in an endless loop would notice none of these.
 */
function guard(memory: number): void {
  const source = `
    const { writeSync } = require('node:fs');
    const parent = process.ppid;
    const limit = process.memoryUsage.rss() + ${memory};
    const isHeard = (text) => {
      try { writeSync(${verdictDescriptor}, text); } catch (error) { return error.code === 'EAGAIN'; }
      return true;
    };
    let ticks = 0;
    setInterval(() => {
      const grown = process.memoryUsage.rss() > limit;
      if (grown) isHeard(${JSON.stringify(memoryVerdict)});
      const alone = process.ppid !== parent || (++ticks % 40 === 0 && !isHeard('.'));
      if (grown || alone) process.kill(process.pid, 'SIGKILL');
    }, 25);`;
  new Worker(source, { eval: true, execArgv: [] }).unref();
}

process.on('message', (message) => {
  // Only from the engine, whose messages are type-checked.
  const known = message as ToScript;
  (receivers[known.kind] as (message: ToScript) => void)(known);
});
process.on('uncaughtException', (error) => fail(faultOf(error, file)));
process.on('unhandledRejection', (error) => fail(faultOf(error, file)));
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
