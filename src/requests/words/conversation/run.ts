import { WirebenchError } from '../../../base/errors.ts';
import type { Endpoint } from '../../../net/endpoint.ts';
import { formatAddress } from '../../../traffic/event.ts';
import type { ConversationItem, ConversationResult, ConversationStep } from './model.ts';
import { Heard } from './heard.ts';
import { messageBytes } from './messageBytes.ts';
import { Cancelled } from '../../run/requestError.ts';
import { conversationPlan, type ConversationPlan } from './plan.ts';
import type { Turn } from '../../run/turn.ts';
import { Deadline, until, untilWithin } from '../../run/waiting.ts';

/**
 * Milliseconds for which the other side must be silent once it has answered and all checks hold (or there are none): what it
 * says too much would come then, and must be seen.
 */
export const settle = 100;
/** Asking the checks again and again takes at most this share of the time. */
const evaluationShare = 0.1;

type Step = { readonly kind: 'wait' } | { readonly kind: 'message'; readonly bytes: Uint8Array };

/**
 * TCP, UDP and TLS: connects, sends the messages in order, and receives until the other side
 * - has ended the stream, or
 * - has answered the last message, all checks hold, and it is silent for `settle`, or
 * - has sent as many messages as `expect` says, or
 * - the timeout is over, counted from the last message. That alone is not an error: the checks name the missing parts.
 */
export async function runConversation(item: ConversationItem, turn: Turn): Promise<ConversationResult> {
  const plan = await conversationPlan(item, turn);
  const steps: Step[] = [];
  // All of it before anything is dialled: what is wrong with the file is said first.
  for (const step of item.steps) steps.push(await prepared(step, plan, turn));
  const talk = new Talk(turn, plan, steps);
  return talk.run();
}

async function prepared(step: ConversationStep, plan: ConversationPlan, turn: Turn): Promise<Step> {
  return step.kind === 'wait' ? step : { kind: 'message', bytes: await messageBytes(step, plan, turn) };
}

class Talk {
  readonly #turn: Turn;
  readonly #plan: ConversationPlan;
  readonly #steps: readonly Step[];
  readonly #heard: Heard;
  readonly #endpoint: Endpoint;
  /** The error of the connection once it was there. */
  #failure: WirebenchError | undefined;
  #sentBytes = 0;
  /** Messages heard before the last one that was sent. */
  #mark = 0;

  constructor(turn: Turn, plan: ConversationPlan, steps: readonly Step[]) {
    this.#turn = turn;
    this.#plan = plan;
    this.#steps = steps;
    const { spec } = plan;
    this.#heard = new Heard({
      endsWithPeer: spec.transport !== 'udp' && spec.halfOpen !== true,
      framed: spec.framing !== undefined && spec.framing.kind !== 'none',
    });
    this.#endpoint = turn.host.registry.add(spec);
    this.#endpoint.behaviour = this.#heard;
  }

  async run(): Promise<ConversationResult> {
    const { started, signal, label } = this.#turn;
    const problems = this.#endpoint.onProblem((error) => {
      this.#failure ??= new WirebenchError(error);
      this.#heard.broke();
    });
    started.client(this.#endpoint.id);
    const stop = (): void => void this.#endpoint.stop();
    signal.addEventListener('abort', stop, { once: true });
    try {
      await this.#endpoint.start();
      // UDP has its peer from the start.
      this.#heard.connection ||= [...this.#endpoint.connections.keys()][0] ?? 0;
      await this.#talk();
      await this.#withDeadline((deadline) => this.#listen(deadline));
      signal.throwIfAborted();
      return this.#result();
    } catch (error) {
      throw signal.aborted ? new Cancelled(label) : (this.#failure ?? error);
    } finally {
      signal.removeEventListener('abort', stop);
      problems.dispose();
      await started.remove(this.#endpoint.id);
    }
  }

  /** The connection is gone (our end follows the other side's at once), or it said as much as was expected. */
  get #ended(): boolean {
    const { closed } = this.#heard;
    return closed === 'closed' || closed === 'reset' || this.#heard.messages >= (this.#plan.expect ?? Infinity);
  }

  get #answered(): boolean {
    return this.#heard.messages > this.#mark;
  }

  async #withDeadline(wait: (deadline: AbortSignal) => Promise<void>): Promise<void> {
    const deadline = new Deadline(this.#plan.timeout, this.#turn.signal);
    try {
      await wait(deadline.signal);
    } finally {
      deadline.dispose();
    }
  }

  async #talk(): Promise<void> {
    for (const step of this.#steps) {
      if (step.kind === 'wait') await this.#withDeadline((deadline) => this.#waitForAnswer(deadline));
      else {
        this.#mark = this.#heard.messages;
        const { bytes } = await this.#endpoint.send({ kind: 'all' }, step.bytes);
        this.#sentBytes += bytes;
        this.#heard.sent(bytes);
        this.#report();
      }
    }
    if (this.#plan.halfClose) for (const connection of this.#endpoint.connections.values()) connection.end();
  }

  async #waitForAnswer(deadline: AbortSignal): Promise<void> {
    const over = (): boolean => this.#answered || this.#heard.closed !== 'no';
    await until(this.#heard.onChange, over, deadline);
    this.#turn.signal.throwIfAborted();
    if (!this.#answered) throw this.#failure ?? this.#noAnswer();
    // The next wait is for something new.
    this.#mark = this.#heard.messages;
  }

  #noAnswer(): WirebenchError {
    const { host, port } = this.#endpoint.spec;
    const ended = this.#heard.closed !== 'no';
    const what = ended ? 'ended the connection' : `said nothing within the timeout of ${this.#plan.timeout / 1000} s`;
    return new WirebenchError({
      code: ended ? 'ended-early' : 'no-answer',
      message: `${formatAddress({ host, port })} ${what} while "=== wait" waited for it, so the messages after that were not sent.`,
      remedies: ['showTraffic'],
      facts: { host, port },
    });
  }

  async #listen(deadline: AbortSignal): Promise<void> {
    const checked = this.#turn.region.checks.length > 0;
    const asked = this.#steps.some((step) => step.kind === 'message');
    const waited = this.#steps.at(-1)?.kind === 'wait';
    // After a last "=== wait" the answer has come; and nothing is expected if nothing was sent or is checked.
    if (!waited && (asked || checked)) await until(this.#heard.onChange, () => this.#answered || this.#ended, deadline);
    while (!this.#ended && !deadline.aborted) {
      this.#report();
      const { version } = this.#heard;
      const changed = (): boolean => this.#heard.version !== version;
      if (checked && !(await this.#holds(deadline))) await until(this.#heard.onChange, changed, deadline);
      else if (!(await untilWithin(this.#heard.onChange, changed, settle, deadline))) break;
    }
    if (this.#failure === undefined || deadline.aborted) return;
    // A reset may be what the checks are for; a refused datagram, or a reset that nobody asked for, is an error.
    const silent = this.#heard.bytes === 0;
    if (!checked || (silent && !(await this.#turn.holds(this.#result())))) throw this.#failure;
  }

  async #holds(deadline: AbortSignal): Promise<boolean> {
    const from = performance.now();
    const holds = await this.#turn.holds(this.#result());
    const pause = (performance.now() - from) / evaluationShare;
    if (!holds && pause > settle) await untilWithin(this.#heard.onChange, () => this.#ended, pause, deadline);
    return holds;
  }

  #report(): void {
    const progress = { phase: 'receiving', sent: this.#sentBytes, received: this.#heard.bytes, hop: 0 } as const;
    this.#turn.report({ progress });
  }

  #result(): ConversationResult {
    return {
      kind: 'conversation',
      endpoint: this.#endpoint.id,
      connection: this.#heard.connection,
      received: this.#heard.received,
      chunks: this.#heard.chunks,
      messages: this.#heard.messages,
      sentBytes: this.#sentBytes,
      unread: this.#heard.unread,
      closed: this.#heard.closed,
      ...(this.#heard.ended === undefined ? {} : { ended: this.#heard.ended }),
    };
  }
}
