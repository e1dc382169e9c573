import type { Disposable } from '../../../base/disposable.ts';
import { WirebenchError } from '../../../base/errors.ts';
import type { Endpoint } from '../../../net/endpoint.ts';
import { formatAddress } from '../../../traffic/event.ts';
import type { Turn } from '../../run/turn.ts';
import { Deadline, until } from '../../run/waiting.ts';
import { whenGone } from '../../run/whenGone.ts';
import { Heard } from './heard.ts';
import type { Crossed } from './model.ts';
import type { ConversationPlan } from './plan.ts';

/** Bytes kept of what was sent. */
const mostSentKept = 64 * 1024;

/** A message as it goes out, or the wait for an answer. */
export type Step = { readonly kind: 'wait' } | { readonly kind: 'message'; readonly bytes: Uint8Array };

/** One client: its connection, the messages that it sends, and what it hears. */
export class Talk {
  readonly heard: Heard;
  readonly endpoint: Endpoint;
  /** The error of the connection once it was there. */
  failure: WirebenchError | undefined;
  sentBytes = 0;
  readonly #sent: Uint8Array[] = [];
  /** All messages have been sent. */
  said = false;
  /** The program that should answer datagrams has ended. */
  #gone = false;
  readonly #turn: Turn;
  readonly #plan: ConversationPlan;
  readonly #steps: readonly Step[];
  readonly #listening: Disposable[];
  /** Messages heard before the last one that was sent. */
  #mark = 0;
  /** When the first message went out, and how many messages had been heard until then. */
  #asked: { readonly at: number; readonly heard: number } | undefined;
  #answeredAt: number | undefined;

  /** A client that is not connected yet. */
  static async begin(turn: Turn, plan: ConversationPlan, steps: readonly Step[]): Promise<Talk> {
    return new Talk(turn, plan, steps, await turn.host.registry.add(plan.spec));
  }

  private constructor(turn: Turn, plan: ConversationPlan, steps: readonly Step[], endpoint: Endpoint) {
    this.#turn = turn;
    this.#plan = plan;
    this.#steps = steps;
    const { spec } = plan;
    this.heard = new Heard({
      endsWithPeer: spec.transport !== 'udp' && spec.halfOpen !== true,
      framed: spec.framing !== undefined && spec.framing.kind !== 'none',
    });
    this.endpoint = endpoint;
    this.endpoint.behaviour = this.heard;
    const problems = this.endpoint.onProblem((error) => {
      this.failure ??= new WirebenchError(error);
      this.heard.broke();
    });
    const answers = this.heard.onChange(() => {
      if (this.#asked !== undefined && this.heard.messages > this.#asked.heard) this.#answeredAt ??= performance.now();
    });
    this.#listening = [problems, answers];
  }

  /** Rejects with the error of the network if it does not connect. */
  async open(): Promise<void> {
    await this.endpoint.start();
    // UDP has its peer from the start.
    const connection = [...this.endpoint.connections.values()][0];
    this.heard.connection ||= connection?.id ?? 0;
    if (connection === undefined || this.#plan.spec.transport !== 'udp') return;
    this.#listening.push(whenGone(this.#turn.started.programs(), connection.peer, () => this.#leave()));
  }

  /** Sends the messages in order. Rejects if the other side says nothing at a wait. */
  async say(): Promise<void> {
    for (const step of this.#steps) {
      if (step.kind === 'wait') await this.#waitForAnswer();
      else {
        this.#mark = this.heard.messages;
        if (!this.#isOpen) throw this.failure ?? this.#endedEarly('before the message was sent');
        this.#asked ??= { at: performance.now(), heard: this.#mark };
        const { bytes } = await this.endpoint.send({ kind: 'all' }, step.bytes);
        if (this.sentBytes < mostSentKept) this.#sent.push(step.bytes.slice(0, mostSentKept - this.sentBytes));
        this.sentBytes += bytes;
        this.heard.sent(bytes);
      }
    }
    if (this.#plan.halfClose) {
      this.heard.weEnd();
      for (const connection of this.endpoint.connections.values()) connection.end();
    }
    this.said = true;
  }

  /** Its endpoint is stopped by whoever keeps it. */
  dispose(): void {
    for (const each of this.#listening) each.dispose();
  }

  #leave(): void {
    this.#gone = true;
    this.heard.touch();
  }

  /** Something came after the last message. */
  get answered(): boolean {
    return this.heard.messages > this.#mark;
  }

  /** The connection is gone (our end follows the other side's at once), or the program, or it said as much as was expected. */
  get ended(): boolean {
    const { closed } = this.heard;
    return (
      this.#gone || closed === 'closed' || closed === 'reset' || this.heard.messages >= (this.#plan.expect ?? Infinity)
    );
  }

  get crossed(): Crossed & { readonly connection: number } {
    const { connection, received, chunks, messages, unread, closed, ended } = this.heard;
    return {
      ...{ connection, received, chunks, messages, sentBytes: this.sentBytes, unread, closed, sent: this.#sent },
      arrived: this.heard.arrived,
      ...(ended !== undefined && { ended }),
      ...(this.#answeredAt !== undefined && { answerTime: Math.round((this.#answeredAt - this.#asked!.at) * 10) / 10 }),
    };
  }

  async #waitForAnswer(): Promise<void> {
    const { heard } = this;
    const deadline = new Deadline(this.#plan.timeout, this.#turn.signal);
    try {
      await until(heard.onChange, () => this.answered || this.#gone || heard.closed !== 'no', deadline.signal);
    } finally {
      deadline.dispose();
    }
    this.#turn.signal.throwIfAborted();
    if (!this.answered) throw this.failure ?? this.#noAnswer();
    // The next wait is for something new.
    this.#mark = heard.messages;
  }

  /** UDP has no connection that could end. */
  get #isOpen(): boolean {
    return this.#plan.spec.transport === 'udp' || this.endpoint.connections.size > 0;
  }

  #noAnswer(): WirebenchError {
    const waited = 'while "=== wait" waited for it, so the messages after that were not sent';
    if (this.heard.closed !== 'no') return this.#endedEarly(waited);
    if (this.#gone) return this.#error('no-answer', `is gone: its program ended ${waited}`);
    return this.#error('no-answer', `said nothing within the timeout of ${this.#plan.timeout / 1000} s ${waited}`);
  }

  #endedEarly(when: string): WirebenchError {
    return this.#error('ended-early', `ended the connection ${when}`);
  }

  #error(code: 'ended-early' | 'no-answer', what: string): WirebenchError {
    const { host, port } = this.endpoint.spec;
    const message = `${formatAddress({ host, port })} ${what}.`;
    return new WirebenchError({ code, message, remedies: ['showTraffic'], facts: { host, port } });
  }
}
