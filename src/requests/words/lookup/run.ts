import { fromData, type Subject, type SubjectContext } from '../../run/subjectTable.ts';
import { WirebenchError } from '../../../base/errors.ts';
import { lookUpNames } from '../../../net/dns/besideSystem.ts';
import type { LookupAnswer, LookupSpec } from '../../../net/dns/requests.ts';
import { parseServer } from '../../../net/dns/server.ts';
import type { LookupItem, LookupResult } from './model.ts';
import { lookUpMachine } from './machine.ts';
import { lookupKind, lookupKinds, type MachineKind, type NameKind } from './spec.ts';
import { badValue, type Options } from '../../run/options.ts';
import { Cancelled, FileError, inFile } from '../../run/requestError.ts';
import type { Turn } from '../../run/turn.ts';
import { Deadline } from '../../run/waiting.ts';

const families = ['4', '6', 'any'] as const;
const lookupTimeout = 5000;
/** `dns: own` */
const machinesOwn = 'own';

export async function run(item: LookupItem, turn: Turn): Promise<LookupResult> {
  const kind = lookupKind(item.what.value);
  if (kind === undefined) {
    const message = `LOOKUP does not know "${item.what.value}": it knows ${lookupKinds.map(({ name }) => name).join(', ')}.`;
    throw new FileError({ code: 'bad-value', message }, item.what);
  }
  if (kind.effect === undefined) return lookUpName(item, kind.name as NameKind, turn);
  turn.refuse([{ effect: kind.effect, subject: `LOOKUP ${kind.name}` }], item.what);
  const asking = lookUpMachine(
    kind.name as MachineKind,
    kind.all ? '' : await subjectOf(item, turn),
    item,
    turn.signal,
  );
  const timeout = turn.options.duration('timeout') ?? lookupTimeout;
  const found = await within(timeout, turn.signal, asking);
  if (found !== undefined) return found;
  throw late(turn, `The system did not tell its ${kind.name} within ${timeout / 1000} s.`);
}

function late({ signal, label }: Turn, message: string): Error {
  return signal.aborted ? new Cancelled(label) : new WirebenchError({ code: 'timeout', message, remedies: ['retry'] });
}

async function lookUpName(item: LookupItem, what: NameKind, turn: Turn): Promise<LookupResult> {
  const chosen = turn.options.choice('family', families) ?? 'any';
  const server = dnsServer(turn.options, what);
  const timeout = turn.options.duration('timeout') ?? lookupTimeout;
  const spec: LookupSpec = {
    what,
    subject: await subjectOf(item, turn),
    ...(chosen === 'any' ? {} : { family: chosen === '4' ? 4 : 6 }),
    // Its two attempts end before the time is up.
    ...(server === undefined ? {} : { withDns: true, timeout: timeout * 0.45 }),
    ...(server === undefined || server === machinesOwn ? {} : { server }),
  };
  const deadline = new AbortController();
  try {
    const asking = lookUpNames(await turn.host.dns(), spec, AbortSignal.any([turn.signal, deadline.signal]));
    const answer = await within(timeout, turn.signal, asking);
    if (answer !== undefined) return { kind: 'lookup', data: lookupData(answer), lookup: answer };
  } finally {
    deadline.abort();
  }
  const whom = server === undefined ? 'The system' : 'The system, or DNS beside it,';
  throw late(turn, `${whom} did not answer ${what} ${spec.subject} within ${timeout / 1000} s.`);
}

export function subject({ data, several }: LookupResult, context: SubjectContext): Subject {
  const parts = several?.rows.map((row, i) => ({ label: `${several.word} ${i + 1}`, subject: fromData(row, context) }));
  return { ...fromData(data, context), ...(parts && { parts }) };
}

async function subjectOf({ what, subject }: LookupItem, turn: Turn): Promise<string> {
  const text = subject === undefined ? '' : (await turn.fill(subject)).trim();
  if (text !== '') return text;
  const message = `LOOKUP ${what.value} has nothing to look up: this text is empty once its placeholders are filled in.`;
  throw new FileError({ code: 'bad-value', message }, subject ?? what);
}

/** Whom to ask beside the system. */
function dnsServer(options: Options, what: NameKind): string | undefined {
  const option = options.get('dns');
  if (option === undefined || option.text.toLowerCase() === machinesOwn) return option && machinesOwn;
  if (what !== 'host' && what !== 'address') throw badValue(option, 'DNS knows hosts and addresses; leave it out');
  try {
    parseServer(option.text);
  } catch (error) {
    throw inFile(error, option.field.value);
  }
  return option.text;
}

/** The data for checks: the answer of the system and, beside it, of DNS; then the system may have none. */
function lookupData({ system, systemError, dnsValues, differences }: LookupAnswer): object {
  if (dnsValues === undefined) {
    if (system === undefined) throw new WirebenchError(systemError!);
    return system;
  }
  return { ...system, dns: dnsValues, differences, problem: systemError?.message ?? null };
}

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
