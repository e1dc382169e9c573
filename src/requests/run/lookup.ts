import { WirebenchError } from '../../base/errors.ts';
import { lookUpAddress, lookUpHost, lookUpPort, lookUpService } from '../../net/systemNames.ts';
import type { LookupItem } from '../model.ts';
import { Cancelled, FileError } from './requestError.ts';
import type { Executor } from './turn.ts';
import { Deadline } from './waiting.ts';

type Family = 4 | 6 | undefined;
const families = ['4', '6', 'any'] as const;
const lookupTimeout = 5000;

/** What can be asked of the operating system, by the word after LOOKUP. */
const lookups: Readonly<Record<string, (subject: string, family: Family) => Promise<object>>> = {
  host: lookUpHost,
  address: lookUpAddress,
  service: lookUpService,
  port: lookUpPort,
};

export const runLookup: Executor<LookupItem> = async (item, turn) => {
  const ask = lookups[item.what.value.toLowerCase()];
  if (ask === undefined) {
    const message = `LOOKUP cannot ask for "${item.what.value}"; it can for ${Object.keys(lookups).join(', ')}.`;
    throw new FileError({ code: 'bad-value', message }, item.what);
  }
  const chosen = turn.options.choice('family', families) ?? 'any';
  const family = chosen === 'any' ? undefined : (Number(chosen) as 4 | 6);
  const subject = (await turn.fill(item.subject)).trim();
  const timeout = turn.options.duration('timeout') ?? lookupTimeout;
  const data = await within(timeout, turn.signal, ask(subject, family));
  if (data !== undefined) return { kind: 'lookup', data };
  if (turn.signal.aborted) throw new Cancelled(turn.label);
  throw new WirebenchError({
    code: 'timeout',
    message: `The system did not answer ${item.what.value} ${subject} within ${timeout / 1000} s.`,
    remedies: ['retry'],
  });
};

/** The system's resolver cannot be called off; what it says too late is dropped. */
async function within<T>(milliseconds: number, signal: AbortSignal, asking: Promise<T>): Promise<T | undefined> {
  const deadline = new Deadline(milliseconds, signal);
  try {
    return await Promise.race([asking, deadline.over().then(() => undefined)]);
  } finally {
    deadline.dispose();
    asking.catch(() => undefined);
  }
}
