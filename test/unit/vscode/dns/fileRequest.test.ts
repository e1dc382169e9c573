import assert from 'node:assert/strict';
import type { LookupAnswer } from '../../../../src/net/dns/requests.ts';
import type { RequestOutcome } from '../../../../src/requests/run/outcome.ts';
import { resultOf } from '../../../../src/vscode/dns/fileRequest.ts';

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
});
