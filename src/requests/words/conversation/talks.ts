import { unreadOfAll } from '../../../net/sockets/unread.ts';
import { Emitter } from '../../../base/emitter.ts';
import { WirebenchError } from '../../../base/errors.ts';
import type { Turn } from '../../run/turn.ts';
import { untilWithin } from '../../run/waiting.ts';
import type { Clients } from './each.ts';
import type { ClientResult, ConversationResult, Crossed } from './model.ts';
import type { ConversationPlan } from './plan.ts';
import { Talk, type Step } from './talk.ts';

/** Milliseconds of silence after which the next client sends, although the one before it was not answered. */
const patience = 300;

/** The clients of a request as one: most have one alone. */
export class Talks {
  readonly #turn: Turn;
  readonly #plan: ConversationPlan;
  /** Of each client. */
  readonly #steps: readonly (readonly Step[])[];
  /** Absent: the request has one client, and its result is that of the request. */
  readonly #clients: Clients | undefined;
  readonly #talks: Talk[] = [];
  readonly #errors = new Map<Talk, WirebenchError>();
  readonly #change = new Emitter<void>();
  /** Grows with each change. */
  version = 0;

  constructor(turn: Turn, plan: ConversationPlan, steps: readonly (readonly Step[])[], clients: Clients | undefined) {
    this.#turn = turn;
    this.#plan = plan;
    this.#steps = steps;
    this.#clients = clients;
  }

  readonly onChange = this.#change.event;

  /** Connects all, one after the other: so their numbers are those of the server, too. */
  async open(): Promise<void> {
    const { signal, started } = this.#turn;
    for (const [index, steps] of this.#steps.entries()) {
      const talk = await Talk.begin(this.#turn, this.#plan, steps);
      this.#talks.push(talk);
      started.client(talk.endpoint.id);
      talk.heard.onChange(() => {
        this.version++;
        this.#change.fire();
      });
      signal.throwIfAborted();
      try {
        await talk.open();
      } catch (error) {
        throw error instanceof WirebenchError ? this.#named(error, index) : error;
      }
    }
  }

  /** Each sends its messages; the next begins when the one before it was answered, or hears nothing for a while. */
  async say(): Promise<void> {
    const talks = this.#clients?.order.map((index) => this.#talks[index]!) ?? this.#talks;
    const saying = talks.map(() => Promise.resolve());
    for (const [index, talk] of talks.entries()) {
      this.#turn.signal.throwIfAborted();
      saying[index] = this.#say(talk);
      if (index < talks.length - 1) await this.#turnOf(talk);
    }
    await Promise.all(saying);
    this.#turn.signal.throwIfAborted();
  }

  async #say(talk: Talk): Promise<void> {
    try {
      await talk.say();
    } catch (error) {
      if (!(error instanceof WirebenchError)) throw error;
      this.#errors.set(talk, this.#named(error, this.#talks.indexOf(talk)));
    }
    this.report();
    this.#change.fire();
  }

  async #turnOf(talk: Talk): Promise<void> {
    const done = (): boolean => talk.ended || this.#errors.has(talk) || (talk.said && (talk.answered || !this.asks));
    const { timeout } = this.#plan;
    const pause = timeout === 0 ? patience : Math.min(patience, timeout / 2 / this.#talks.length);
    for (let seen = -1; !done() && talk.heard.version !== seen;) {
      seen = talk.heard.version;
      await untilWithin(this.onChange, () => done() || talk.heard.version !== seen, pause, this.#turn.signal);
    }
  }

  /** There is a message to send. */
  get asks(): boolean {
    return this.#steps[0]!.some(({ kind }) => kind === 'message');
  }

  /** The last step is a wait. */
  get waited(): boolean {
    return this.#steps[0]!.at(-1)?.kind === 'wait';
  }

  /** Each heard something after its last message, or cannot any more. */
  get answered(): boolean {
    return this.#talks.every((talk) => talk.answered || talk.ended || this.#errors.has(talk));
  }

  /** One heard something after its last message. */
  get spoken(): boolean {
    return this.#talks.some((talk) => talk.answered);
  }

  get ended(): boolean {
    return this.#talks.every((talk) => talk.ended || this.#errors.has(talk));
  }

  /** An error that stands for the whole unless checks do not hold: a wait that was in vain. */
  get error(): WirebenchError | undefined {
    return this.#errors.values().next().value;
  }

  /** The first error of a connection once it was there. */
  get failure(): WirebenchError | undefined {
    const index = this.#talks.findIndex(({ failure }) => failure !== undefined);
    return index < 0 ? undefined : this.#named(this.#talks[index]!.failure!, index);
  }

  get sentBytes(): number {
    return this.#talks.reduce((sum, { sentBytes }) => sum + sentBytes, 0);
  }

  get heardBytes(): number {
    return this.#talks.reduce((sum, { heard }) => sum + heard.bytes, 0);
  }

  /** Shows how far they have come. */
  report(): void {
    const progress = { phase: 'receiving', sent: this.sentBytes, received: this.heardBytes, hop: 0 } as const;
    this.#turn.report({ progress });
  }

  stop(): void {
    for (const { endpoint } of this.#talks) void endpoint.stop();
  }

  async close(): Promise<void> {
    for (const talk of this.#talks) talk.dispose();
    await Promise.all(this.#talks.map(({ endpoint }) => this.#turn.started.remove(endpoint.id)));
  }

  get result(): ConversationResult {
    const endpoint = this.#talks[0]!.endpoint.id;
    if (this.#clients === undefined) return { kind: 'conversation', endpoint, ...this.#talks[0]!.crossed };
    const clients = this.#talks.map((talk, index): ClientResult => {
      const error = this.#errors.get(talk) ?? talk.failure;
      return { ...talk.crossed, values: this.#clients!.values[index]!, ...(error && { error: error.message }) };
    });
    return { kind: 'conversation', endpoint, connection: clients[0]!.connection, ...together(clients), clients };
  }

  /** Of several clients, an error says which one it was. */
  #named(error: WirebenchError, index: number): WirebenchError {
    if (this.#clients === undefined) return error;
    const data = error.toData();
    const message = `Client ${index + 1} of ${this.#steps.length}: ${data.message}`;
    return new WirebenchError({ ...data, message }, { cause: error });
  }
}

/** All of the clients, one after the other. */
function together(clients: readonly ClientResult[]): Crossed {
  const sum = (of: (client: ClientResult) => number): number => clients.reduce((all, client) => all + of(client), 0);
  const open = clients.find(({ closed }) => closed === 'no') ?? clients.find(({ closed }) => closed === 'half-closed');
  const times = clients.flatMap(({ answerTime }) => answerTime ?? []);
  const arrivals = clients.flatMap(({ arrived }) => arrived ?? []);
  return {
    received: Buffer.concat(clients.map(({ received }) => received)),
    chunks: clients.flatMap(({ chunks }) => chunks),
    messages: sum(({ messages }) => messages),
    ...(arrivals.length > 0 && {
      arrived: {
        first: arrivals.reduce((least, { first }) => Math.min(least, first), Infinity),
        last: arrivals.reduce((most, { last }) => Math.max(most, last), 0),
      },
    }),
    sentBytes: sum(({ sentBytes }) => sentBytes),
    unread: unreadOfAll(clients.map(({ unread = {} }) => unread)),
    closed: (open ?? clients.at(-1)!).closed,
    ...(times.length > 0 && { answerTime: times.reduce((most, time) => Math.max(most, time)) }),
  };
}
