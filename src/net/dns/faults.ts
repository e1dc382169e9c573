import { WirebenchError } from '../../base/errors.ts';
import { isWithin, parseName, type Name } from '../../protocol/dns/name.ts';

/** Deliberate faults of a server, so that a class can see how a client reacts. */
export const faultKinds = {
  servfail: 'Answers SERVFAIL: the server reports a failure.',
  refused: 'Answers REFUSED: the server will not answer.',
  silent: 'Does not answer at all.',
  'wrong-id': 'Answers with a wrong ID, as a forger who guesses it would.',
  truncated: 'Answers over UDP with only the flag for "ask again over TCP".',
  delay: 'Answers late: "delay 2s".',
  'ttl-0': 'Answers with every TTL set to 0, so that nothing may be cached.',
} as const;

type FaultKind = keyof typeof faultKinds;

export interface Fault {
  readonly kind: FaultKind;
  /** Milliseconds, for `delay`. */
  readonly delay: number;
  /** Only for this name and the names below it; absent: for every name. */
  readonly name?: Name;
}

const mostFaults = 100;
const longestDelay = 60_000;

/**
 * Reads `servfail`, `delay 500ms`, `silent slow.wirebench.test`, `delay 2s www.wirebench.test`; several are separated by
 * commas or line ends. Throws WirebenchError `bad-fault`.
 */
export function parseFaults(text: string): Fault[] {
  const faults = text
    .split(/[,\n]/)
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .map(parseFault);
  if (faults.length > mostFaults) throw badFault(text.slice(0, 60), `there may be at most ${mostFaults} of them`);
  return faults;
}

function parseFault(text: string): Fault {
  const words = text.split(/\s+/);
  const kind = words.shift()!.toLowerCase();
  if (!Object.hasOwn(faultKinds, kind)) throw badFault(text, `there are ${Object.keys(faultKinds).join(', ')}`);
  const delay = kind === 'delay' ? parseDelay(words.shift(), text) : 0;
  const [name, ...rest] = words;
  if (rest.length > 0) throw badFault(text, 'after the name nothing more may come');
  return { kind: kind as FaultKind, delay, ...(name === undefined ? {} : { name: parseName(name) }) };
}

function parseDelay(text: string | undefined, whole: string): number {
  const match = /^(\d{1,6}(?:\.\d{1,3})?)(ms|s)$/i.exec(text ?? '');
  const delay = match === null ? NaN : Number(match[1]) * (match[2]!.toLowerCase() === 's' ? 1000 : 1);
  if (!(delay >= 0 && delay <= longestDelay))
    throw badFault(whole, `a delay is a time such as 500ms or 2s, at most ${longestDelay / 1000} s`);
  return delay;
}

function badFault(text: string, allowed: string): WirebenchError {
  return new WirebenchError({
    code: 'bad-fault',
    message: `"${text}" is not a fault of a DNS server: ${allowed}.`,
    facts: { fault: text },
  });
}

/** The faults that apply to a question. */
export function faultsFor(faults: readonly Fault[], name: Name | undefined): readonly Fault[] {
  return faults.filter((fault) => fault.name === undefined || (name !== undefined && isWithin(name, fault.name)));
}
