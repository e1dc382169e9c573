import type { DnsExchange } from '../../net/dns/exchange.ts';
import { rcodeName } from '../../protocol/dns/codes.ts';
import { compareAnswers } from '../../protocol/dns/compare.ts';
import { decodeMessage } from '../../protocol/dns/decode.ts';
import type { CheckOutcome } from '../../requests/run/outcome.ts';
import type { NamesAsk, NamesResult, NamesTone } from '../../webview/names/protocol.ts';
import { count } from '../../base/quantities.ts';
import { plainText, shorten } from '../uiText.ts';

interface Verdict {
  readonly verdict: string;
  readonly tone: NamesTone;
}

const labels: { readonly [K in NamesAsk['kind']]: (ask: Extract<NamesAsk, { kind: K }>) => string } = {
  resolve: ({ spec }) => `${spec.name} ${spec.type ?? 'A'}`,
  compare: ({ spec, servers }) => `${spec.name} ${spec.type ?? 'A'} from ${count(servers.length, 'server')}`,
  trace: ({ spec }) => `Trace of ${spec.name} ${spec.type ?? 'A'}`,
  lookup: ({ spec }) => `${spec.what} ${spec.subject}`,
  request: ({ line }) => line,
};

/** The question on one line: `wirebench.test MX`. */
export function labelOf(ask: NamesAsk): string {
  return shorten(plainText((labels[ask.kind] as (ask: NamesAsk) => string)(ask)), 120);
}

const verdicts: { readonly [K in NamesResult['kind']]: (result: Extract<NamesResult, { kind: K }>) => Verdict } = {
  exchanges: ({ exchanges }) => {
    if (exchanges.length > 1 && isOneQuestion(exchanges)) return ofSeveral(exchanges);
    const last = exchanges.at(-1);
    return last === undefined ? { verdict: 'No answer', tone: 'bad' } : ofOne(last);
  },
  trace: ({ trace }) => ({
    verdict: `${count(trace.queries, 'question')}${trace.findings.length > 0 ? `, ${count(trace.findings.length, 'finding')}` : ''}`,
    tone: trace.findings.length > 0 ? 'warn' : 'good',
  }),
  lookup: ({ answer }) => {
    if (answer.differences.length > 0) return { verdict: 'The system and DNS differ', tone: 'warn' };
    return answer.system === undefined
      ? { verdict: 'The system has no answer', tone: 'warn' }
      : { verdict: 'Answered', tone: 'good' };
  },
};

/** The result in a few words. */
export function verdictOf(result: NamesResult): Verdict {
  return (verdicts[result.kind] as (result: NamesResult) => Verdict)(result);
}

/** Adds the outcome of the checks: a negative answer is good if all checks passed. */
export function withChecks({ verdict, tone }: Verdict, checks: readonly CheckOutcome[]): Verdict {
  if (checks.length === 0) return { verdict, tone };
  const failed = checks.filter(({ state }) => state !== 'passed').length;
  return failed === 0
    ? { verdict: `${verdict}, ${count(checks.length, 'check')} passed`, tone: 'good' }
    : { verdict: `${verdict}, ${failed} of ${count(checks.length, 'check')} failed`, tone: 'bad' };
}

function isOneQuestion(exchanges: readonly DnsExchange[]): boolean {
  return exchanges.every(({ name }) => name === exchanges[0]?.name);
}

function ofSeveral(exchanges: readonly DnsExchange[]): Verdict {
  const rows = compareAnswers(exchanges.map(({ error, messages }) => (error === undefined ? messages[0] : undefined)));
  const silent = exchanges.filter(({ error }) => error !== undefined).length;
  const differs = rows.some((row) => row.differs);
  const parts = [differs ? 'They differ' : 'They agree', ...(silent > 0 ? [`${silent} gave no answer`] : [])];
  return { verdict: parts.join(', '), tone: silent > 0 ? 'bad' : differs ? 'warn' : 'good' };
}

function ofOne({ messages, error }: DnsExchange): Verdict {
  if (messages[0] === undefined) return { verdict: 'No answer', tone: 'bad' };
  if (error !== undefined) return { verdict: 'Incomplete answer', tone: 'bad' };
  const decoded = messages.map((bytes) => decodeMessage(bytes));
  const answers = decoded.reduce((sum, message) => sum + message.answers.length, 0);
  const status = rcodeName(decoded[0]!.rcode);
  const wrong = decoded.some(({ problem }) => problem !== undefined);
  return {
    verdict: `${status}, ${count(answers, 'answer')}`,
    tone: status === 'NOERROR' && answers > 0 && !wrong ? 'good' : 'warn',
  };
}
