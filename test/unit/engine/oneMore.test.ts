import assert from 'node:assert/strict';
import { requestRow, type RequestsOf } from '../../../src/base/requests.ts';
import type { RequestHandlers } from '../../../src/base/requestAnswerer.ts';
import { engineRequests } from '../../../src/engine/messages.ts';
import { engineInProcess } from '../../helpers/engineInProcess.ts';
import { linked } from '../../helpers/linked.ts';

// What one more request of the engine takes: a row of the table …
const row = {
  /** Counts up to a number, if it may, and results in the last one. */
  'test.count': requestRow<{ to: number }, number, { report: number; question: string; answer: boolean }>({
    timed: false,
  }),
};
const table = { ...engineRequests, ...row };
type Requests = RequestsOf<typeof table>;

// … and a handler.
const counting: Pick<RequestHandlers<Requests, AbortSignal>, 'test.count'> = {
  'test.count': async ({ to }, { signal, report, ask }) => {
    let at = 0;
    while (at < to && !signal.aborted && (at % 10 !== 0 || (await ask(`On from ${at}?`)))) report(++at);
    return at;
  },
};

describe('one more request of the engine', () => {
  const engine = engineInProcess();
  const channel = linked<Requests>({ ...engine.engine.handlers, ...counting });
  after(() => channel.request('engine.shutdown', null));

  it('is a row and a handler: it has a result, reports, questions and a signal', async () => {
    // No timer of the channel's ends it.
    assert.equal(table['test.count'].timed, false);
    const reports: number[] = [];
    const questions: string[] = [];
    const onAsk = (question: string): Promise<boolean> => Promise.resolve(questions.push(question) < 3);
    const onReport = (report: number): void => void reports.push(report);
    assert.equal(await channel.request('test.count', { to: 100 }, { onReport, onAsk }), 20);
    assert.deepEqual(questions, ['On from 0?', 'On from 10?', 'On from 20?']);
    assert.deepEqual(
      reports,
      Array.from({ length: 20 }, (_, i) => i + 1),
    );

    const cancel = new AbortController();
    const stopAt = (report: number): void => {
      if (report === 5) cancel.abort();
    };
    const cancelled = { signal: cancel.signal, onReport: stopAt, onAsk: () => Promise.resolve(true) };
    assert.equal(await channel.request('test.count', { to: 100 }, cancelled), 5);
    assert.deepEqual((await channel.request('registry.get', null)).endpoints, []);
  });
});
