import assert from 'node:assert/strict';
import fc from 'fast-check';
import type * as vscode from 'vscode';
import type { HttpHop } from '../../../../src/net/http/exchange.ts';
import type { RequestOutcome } from '../../../../src/requests/run/outcome.ts';
import { isToHost } from '../../../../src/base/pageMessages.ts';
import { responseProtocol } from '../../../../src/webview/response/protocol.ts';
import { ResponseHistory, shownOf, type Origin } from '../../../../src/vscode/requests/history.ts';
import { FileOutcomes, moved } from '../../../../src/vscode/requests/outcomes.ts';
import { toneOf, verdictOf } from '../../../../src/vscode/requests/verdict.ts';

function outcome(changes: Partial<RequestOutcome> = {}): RequestOutcome {
  return { region: 0, start: 10, end: 40, label: 'a', state: 'passed', checks: [], duration: 1, ...changes };
}

function answered(status: number, id = 1): Partial<RequestOutcome> {
  const hop: HttpHop = {
    ...{
      method: 'GET',
      url: 'http://h/',
      version: '1.1' as const,
      requestHeaders: [],
      requestBodyBytes: 0,
      interim: [],
    },
    ...{ timings: {}, endpoint: 1, connection: 1, firstSeq: 0, lastSeq: 1 },
    response: { version: '1.1', status, reason: 'Reason', headers: [] },
  };
  const body = { id, encodedBytes: 1, bytes: 1, codings: [] };
  return { result: { kind: 'http', exchange: { id: 1, startedAt: 0, duration: 1, hops: [hop], body, notes: [] } } };
}

describe('results beside what is edited', () => {
  it('move with the edits before them, and stay for those after', () => {
    const place = { start: 10, end: 20 };
    assert.deepEqual(moved(place, { rangeOffset: 0, rangeLength: 2, text: 'hello' }), { start: 13, end: 23 });
    assert.deepEqual(moved(place, { rangeOffset: 25, rangeLength: 2, text: 'hello' }), place);
    assert.deepEqual(moved(place, { rangeOffset: 20, rangeLength: 0, text: '\nmore' }), place);
    assert.deepEqual(moved(place, { rangeOffset: 10, rangeLength: 0, text: 'line\n' }), { start: 15, end: 25 });
  });

  it('go when the line itself is edited', () => {
    const place = { start: 10, end: 20 };
    assert.equal(moved(place, { rangeOffset: 15, rangeLength: 0, text: 'x' }), undefined);
    assert.equal(moved(place, { rangeOffset: 20, rangeLength: 0, text: 'x' }), undefined);
    assert.equal(moved(place, { rangeOffset: 5, rangeLength: 10, text: '' }), undefined);
  });

  it('are on the same text after any edit that leaves it', () => {
    const edit = fc.record({ at: fc.nat(30), length: fc.nat(6), text: fc.stringMatching(/^[a-z\n]{0,5}$/) });
    fc.assert(
      fc.property(edit, ({ at, length, text }) => {
        const before = 'one\ntwo\n?? status == 200\nthree\n';
        const start = before.indexOf('??');
        const end = before.indexOf('\nthree');
        const after = before.slice(0, at) + text + before.slice(at + length);
        const place = moved(
          { start, end },
          { rangeOffset: at, rangeLength: Math.min(length, before.length - at), text },
        );
        if (place !== undefined) assert.equal(after.slice(place.start, place.end), before.slice(start, end));
      }),
    );
  });

  it('keep their checks apart', () => {
    const outcomes = new FileOutcomes();
    const checks = [
      { start: 20, end: 25, text: '?? a', state: 'passed' as const },
      { start: 30, end: 35, text: '?? b', state: 'failed' as const },
    ];
    outcomes.set(outcome({ checks }));
    outcomes.edit([{ rangeOffset: 22, rangeLength: 1, text: 'xy' }]);
    const [one] = outcomes.all;
    assert.equal(one?.place, undefined);
    assert.deepEqual(one?.checks, [undefined, { start: 31, end: 36 }]);
  });
});

describe('what requests of a file started', () => {
  it('is told to have stopped, once, and only what has', () => {
    const outcomes = new FileOutcomes();
    const serve = { kind: 'serve', endpoint: 7, host: '::1', port: 8080 } as const;
    outcomes.set(outcome({ region: 0, result: serve }));
    outcomes.set(
      outcome({
        region: 1,
        result: { kind: 'run', pid: 12, output: '', since: '', lines: 0, running: true, asks: false },
      }),
    );
    outcomes.set(outcome({ region: 2, ...answered(200) }));
    assert.equal(
      outcomes.stopped((one) => one.kind === 'serve' && one.endpoint === 8),
      false,
    );
    assert.equal(
      outcomes.stopped((one) => one.kind === 'serve' && one.endpoint === 7),
      true,
    );
    const said = () => outcomes.all.map((one) => verdictOf(one.outcome));
    assert.deepEqual(said(), ['Ran on [::1]:8080, has stopped', 'Started, pid 12', '200 Reason']);
    assert.equal(
      outcomes.stopped(() => true),
      true,
    );
    assert.deepEqual(said(), ['Ran on [::1]:8080, has stopped', 'Ran as pid 12, has stopped', '200 Reason']);
    assert.equal(
      outcomes.stopped(() => true),
      false,
    );
    // Started again.
    outcomes.set(outcome({ region: 0, result: serve }));
    assert.equal(said()[0], 'Started on [::1]:8080');
  });
});

describe('the verdict on a request', () => {
  const verdict = (changes: Partial<RequestOutcome>) => [verdictOf(outcome(changes)), toneOf(outcome(changes))];

  it('says the status, and how it is meant', () => {
    assert.deepEqual(verdict(answered(200)), ['200 Reason', 'good']);
    assert.deepEqual(verdict(answered(304)), ['304 Reason', 'plain']);
    assert.deepEqual(verdict(answered(404)), ['404 Reason', 'warn']);
    assert.deepEqual(verdict(answered(503)), ['503 Reason', 'bad']);
    assert.deepEqual(verdict({ ...answered(200), state: 'failed' }), ['200 Reason', 'warn']);
  });

  it('says what did not go through, and what was not sent', () => {
    const error = { code: 'refused', message: 'No.' } as const;
    assert.deepEqual(verdict({ state: 'error', error }), ['Failed', 'bad']);
    assert.deepEqual(verdict({ state: 'skipped', error: { code: 'cancelled', message: '' } }), ['Cancelled', 'plain']);
    assert.deepEqual(verdict({ state: 'skipped', error }), ['Not sent', 'plain']);
    const unanswered = (hop: object): Partial<RequestOutcome> => {
      const { result } = answered(200);
      assert.equal(result?.kind, 'http');
      const exchange = {
        ...result.exchange,
        error,
        hops: [{ ...result.exchange.hops[0]!, response: undefined, ...hop }],
      };
      return { state: 'error', error, result: { kind: 'http', exchange: exchange as never } };
    };
    assert.deepEqual(verdict(unanswered({})), ['Failed', 'bad']);
    assert.deepEqual(verdict(unanswered({ unsent: true })), ['Not sent', 'bad']);
    assert.deepEqual(verdict({ state: 'running' }), ['Sending…', 'running']);
    assert.deepEqual(verdict({ result: { kind: 'serve', endpoint: 1, host: '::1', port: 8 } }), [
      'Started on [::1]:8',
      'good',
    ]);
  });
});

describe('the history of answers', () => {
  const typed = (url: string): Origin => ({ kind: 'typed', request: { method: 'GET', url, headers: [] }, asked: true });

  it('finds the answer before, and lets old bodies go', () => {
    const forgotten: number[] = [];
    const history = new ResponseHistory((bodies) => forgotten.push(...bodies));
    const first = history.add(typed('http://a/'), 'GET a', outcome(answered(200, 1)));
    history.add(typed('http://b/'), 'GET b', outcome(answered(200, 2)));
    const third = history.add(typed('http://a/'), 'GET a', outcome(answered(200, 3)));
    assert.equal(history.previous(third), first);
    assert.equal(history.previous(first), undefined);
    for (let i = 0; i < 60; i++) history.add(typed('http://c/'), 'GET c', outcome(answered(200, 10 + i)));
    // The twenty newest are kept, and the last two of each request.
    assert.deepEqual(
      forgotten,
      Array.from({ length: 40 }, (_, i) => 10 + i),
    );
    assert.equal(history.previous(third), first);
    for (let i = 0; i < 200; i++) history.add(typed('http://c/'), 'GET c', outcome(answered(200, 100 + i)));
    assert.equal(history.entries.length, 200);
    assert.equal(forgotten.length, 263 - 20);
    history.clear();
    assert.equal(forgotten.length, 263);
    assert.equal(history.entries.length, 0);
  });

  const uriOf = (text: string) => ({ toString: () => text }) as unknown as vscode.Uri;
  const inFile = (region: number, label: string): Origin => ({
    ...{ kind: 'file', uri: uriOf('file:///a.http'), region, label, line: 1 },
    fileName: 'a.http',
  });
  const sentTo = (method: string, url: string, id: number): Partial<RequestOutcome> => {
    const { result } = answered(200, id);
    assert.ok(result?.kind === 'http');
    const [hop] = result.exchange.hops;
    return { result: { ...result, exchange: { ...result.exchange, hops: [{ ...hop!, method, url }] } } };
  };

  it('finds the answer before, though its request was edited, and none to another request that stands there now', () => {
    const history = new ResponseHistory(() => undefined);
    const add = (region: number, label: string, sent: Partial<RequestOutcome>) =>
      history.add(inFile(region, label), label, outcome(sent));
    const first = add(1, 'GET http://h/a?x=1', sentTo('GET', 'http://h/a?x=1', 1));
    const edited = add(1, 'GET http://h/a?x=2', sentTo('GET', 'http://h/a?x=2', 2));
    assert.equal(history.previous(edited), first);
    const other = add(1, 'POST http://h/a', sentTo('POST', 'http://h/a', 3));
    assert.equal(history.previous(other), undefined);
    const elsewhere = add(1, 'GET http://i/a', sentTo('GET', 'http://i/a', 4));
    assert.equal(history.previous(elsewhere), undefined);
    const moved = add(5, 'GET http://h/a?x=1', sentTo('GET', 'http://h/a?x=1', 5));
    assert.equal(history.previous(moved), first);
  });

  it('keeps the answers before those of a long file, to compare with them', () => {
    const history = new ResponseHistory(() => undefined);
    const runAll = (round: number) =>
      Array.from({ length: 24 }, (_, i) =>
        history.add(inFile(i, `r${i}`), `r${i}`, outcome(sentTo('GET', `http://h/${i}`, round * 100 + i))),
      );
    const before = runAll(1);
    const now = runAll(2);
    assert.equal(history.previous(now[23]!), before[23]);
    assert.equal(history.previous(now[10]!), before[10]);
  });

  it('says of what a request started that it has stopped', () => {
    const history = new ResponseHistory(() => undefined);
    const serve = { kind: 'serve', endpoint: 7, host: '127.0.0.1', port: 8080 } as const;
    const entry = history.add(inFile(0, 's'), 'SERVE', outcome({ result: serve }));
    history.stopped({ id: uriOf('file:///b.http').toString(), which: () => true });
    assert.equal(verdictOf(entry.outcome), 'Started on 127.0.0.1:8080');
    history.stopped({ id: uriOf('file:///a.http').toString(), which: () => true });
    assert.equal(verdictOf(entry.outcome), 'Ran on 127.0.0.1:8080, has stopped');
  });

  it('sends no long bytes to the page', () => {
    const history = new ResponseHistory(() => undefined);
    const received = new Uint8Array(5000);
    const result = {
      kind: 'conversation',
      endpoint: 1,
      connection: 1,
      received,
      chunks: [],
      messages: 0,
      sentBytes: 0,
      closed: 'no',
    } as const;
    const shown = shownOf(history.add(typed('http://a/'), 'TCP a', outcome({ result })), false);
    assert.equal(shown.answer?.bytes, 5000);
    assert.ok(JSON.stringify(shown).length < 1000);
  });
});

describe('what the host takes from the response view', () => {
  it('is what fits the protocol, and nothing else', () => {
    const request = (name: string, params: unknown) =>
      isToHost(responseProtocol, { kind: 'request', id: 1, name, params });
    assert.equal(request('act', { action: 'sendAgain', entry: 1 }), true);
    assert.equal(request('act', { action: 'format c:', entry: 1 }), false);
    assert.equal(request('part', { entry: 1, of: 'decoded', offset: 0, length: 10 }), true);
    assert.equal(request('part', { entry: 1, of: 'decoded', offset: 0, length: 1e12 }), false);
    assert.equal(request('part', { entry: -1, of: 'decoded', offset: 0, length: 1 }), false);
    assert.equal(request('ready', null), true);
    assert.equal(request('constructor', {}), false);
  });
});
