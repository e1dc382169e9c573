import assert from 'node:assert/strict';
import type { DnsExchange } from '../../../../src/net/dns/exchange.ts';
import type { LookupAnswer } from '../../../../src/net/dns/requests.ts';
import type { RequestOutcome } from '../../../../src/requests/run/outcome.ts';
import { errorOf, resultOf } from '../../../../src/vscode/dns/fileRequest.ts';
import { verdictOf } from '../../../../src/vscode/dns/verdict.ts';

describe('a LOOKUP of a file in the Names view', () => {
  it('is the whole answer: that of DNS too, and that the system has none', () => {
    const lookup: LookupAnswer = {
      what: 'host',
      subject: 'only.in.dns.test',
      systemError: { code: 'name-not-found', message: 'The name was not found.' },
      dns: [],
      dnsValues: ['192.0.2.1'],
      differences: ['only.in.dns.test: DNS says 192.0.2.1, and the system does not.'],
    };
    const outcome = (result: RequestOutcome['result']) => ({ state: 'passed', result }) as unknown as RequestOutcome;
    assert.deepEqual(resultOf(outcome({ kind: 'lookup', data: { dns: ['192.0.2.1'] }, lookup })), {
      kind: 'lookup',
      answer: lookup,
    });
    assert.equal(resultOf(outcome(undefined)), undefined);
  });

  it('leaves it to an exchange to say that it is not whole, once', () => {
    const error = { code: 'dns-truncated', message: 'The answer is truncated.' };
    const exchange = { messages: [new Uint8Array(12)], error } as unknown as DnsExchange;
    const outcome = { state: 'error', error, result: { kind: 'dns', data: {}, exchange } } as unknown as RequestOutcome;
    assert.deepEqual(resultOf(outcome), { kind: 'exchanges', exchanges: [exchange] });
    assert.equal(errorOf(outcome), undefined);
    assert.deepEqual(verdictOf({ kind: 'exchanges', exchanges: [exchange] }), {
      verdict: 'Incomplete answer',
      tone: 'bad',
    });
  });
});
