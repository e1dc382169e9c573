import type { ConversationItem, ConversationResult, ConversationStep } from './model.ts';
import { clientsOf, type ClientValues } from './each.ts';
import { messageBytes } from './messageBytes.ts';
import { badValue } from '../../run/options.ts';
import { Cancelled } from '../../run/requestError.ts';
import { conversationPlan, type ConversationPlan } from './plan.ts';
import type { Step } from './talk.ts';
import { Talks } from './talks.ts';
import type { Filling, Outlook, Turn } from '../../run/turn.ts';
import { Deadline, lostPause, until, untilWithin } from '../../run/waiting.ts';

/** Asking the checks again and again takes at most this share of the time. */
const evaluationShare = 0.1;
/**
 * Milliseconds for which the other side must be silent once it has answered and all checks hold (or there are none): what it
 * says too much would come then, and must be seen.
 */
const settle = 100;

/**
 * TCP, UDP and TLS: connects, sends the messages in order, and receives until the other side
 * - has ended the stream, or
 * - has answered the last message, all checks hold, and it is silent for `settle`, or
 * - has answered, the checks that do not hold can no longer come true, and it is silent for `lostPause`, or
 * - has sent as many messages as `expect` says, or
 * - the timeout is over, counted from the last message. That alone is not an error: the checks name the missing parts.
 *
 * Several clients do all of it together; each of them has to be answered.
 */
export async function runConversation(item: ConversationItem, turn: Turn): Promise<ConversationResult> {
  const plan = await conversationPlan(item, turn);
  const clients = await clientsOf(turn);
  const source = turn.options.get('source');
  if (source !== undefined && plan.spec.localPort && (clients?.values.length ?? 1) > 1)
    throw badValue(source, 'several clients cannot send from one port, so write an address without one');
  const steps: (readonly Step[])[] = [];
  // All of it before anything is dialled: what is wrong with the file is said first.
  for (const values of clients?.values ?? [undefined])
    steps.push(await prepared(item.steps, plan, filling(turn, values)));
  const talks = new Talks(turn, plan, steps, clients);
  const { signal, label } = turn;
  const stop = (): void => talks.stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    await talks.open();
    await talks.say();
    if (clients === undefined && talks.error !== undefined) throw talks.error;
    const deadline = new Deadline(plan.timeout, signal);
    await listen(talks, turn, deadline.signal).finally(() => deadline.dispose());
    signal.throwIfAborted();
    return talks.result;
  } catch (error) {
    throw signal.aborted ? new Cancelled(label, 'The conversation had not come to its end.') : (talks.failure ?? error);
  } finally {
    signal.removeEventListener('abort', stop);
    await talks.close();
  }
}

export async function prepared(
  steps: readonly ConversationStep[],
  plan: ConversationPlan,
  turn: Filling,
): Promise<Step[]> {
  const found: Step[] = [];
  for (const step of steps)
    found.push(step.kind === 'wait' ? step : { kind: 'message', bytes: await messageBytes(step, plan, turn) });
  return found;
}

/** With the values that only one client has. */
function filling(turn: Turn, values: ClientValues | undefined): Filling {
  if (values === undefined) return turn;
  return {
    fill: (template, options) => turn.fill(template, { ...options, values }),
    path: (name, place) => turn.path(name, place),
  };
}

/** Receives until it is over, as `runConversation` says. */
async function listen(talks: Talks, turn: Turn, deadline: AbortSignal): Promise<void> {
  const checked = turn.region.checks.length > 0;
  // After a last "=== wait" the answer has come; and nothing is expected if nothing was sent or is checked.
  const expected = !talks.waited && (talks.asks || checked);
  while (!talks.ended && !deadline.aborted) {
    talks.report();
    const { version } = talks;
    const changed = (): boolean => talks.version !== version;
    const outlook = checked ? await looked(talks, turn, deadline) : 'holds';
    const pause = outlook === 'holds' ? settle : lostPause;
    const done = outlook === 'holds' ? talks.answered || !expected : outlook === 'lost' && (talks.spoken || !expected);
    if (!done) await until(talks.onChange, changed, deadline);
    else if (!(await untilWithin(talks.onChange, changed, pause, deadline))) break;
  }
  const { error, failure } = talks;
  if (error !== undefined && (!checked || (await turn.outlook(talks.result)) === 'holds')) throw error;
  if (failure === undefined || deadline.aborted) return;
  // A reset may be what the checks are for; a refused datagram, or a reset that nobody asked for, is an error.
  const silent = talks.heardBytes === 0;
  if (!checked || (silent && (await turn.outlook(talks.result)) !== 'holds')) throw failure;
}

async function looked(talks: Talks, turn: Turn, deadline: AbortSignal): Promise<Outlook> {
  const from = performance.now();
  const outlook = await turn.outlook(talks.result);
  const pause = (performance.now() - from) / evaluationShare;
  if (outlook !== 'holds' && pause > settle) await untilWithin(talks.onChange, () => talks.ended, pause, deadline);
  return outlook;
}
