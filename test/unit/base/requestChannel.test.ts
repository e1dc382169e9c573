import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { WirebenchError } from '../../../src/base/errors.ts';
import { RequestAnswerer, type RequestContext, type RequestHandlers } from '../../../src/base/requestAnswerer.ts';
import { RequestChannel } from '../../../src/base/requestChannel.ts';
import type { ToAnswerer, ToCaller } from '../../../src/base/requests.ts';
import { linked } from '../../helpers/linked.ts';

interface Requests {
  readonly work: readonly [{ job: number }, string, { report: string; question: string; answer: string }];
}

/** A handler under way, as the test drives it. */
interface Job {
  /** Of its request, among all. */
  readonly number: number;
  readonly context: RequestContext<Requests['work'], AbortSignal>;
  readonly end: (result: string) => void;
  readonly fail: (error: Error) => void;
  readonly reported: string[];
  /** How each of its questions ended: the answer, or the error's code. */
  readonly asked: Promise<string>[];
}

/** What the caller saw of a request. */
interface Asked {
  readonly cancel: AbortController;
  readonly reports: string[];
  readonly questions: { readonly text: string; readonly answer: (text: string) => void }[];
  outcome: string | undefined;
  settled: number;
}

const codeOf = (error: unknown): string => (error instanceof WirebenchError ? error.code : String(error));

/** Both ends, with the messages between them and the clock in the test's hand. */
class Wire {
  readonly toAnswerer: ToAnswerer<Requests>[] = [];
  readonly toCaller: ToCaller[] = [];
  readonly timers = new Set<() => void>();
  readonly jobs: Job[] = [];
  readonly asked: Asked[] = [];
  readonly channel = new RequestChannel<Requests>({
    post: (message) => this.toAnswerer.push(message),
    timers: {
      set: (run) => {
        this.timers.add(run);
        return run;
      },
      clear: (timer) => this.timers.delete(timer as () => void),
    },
    timeoutOf: () => 1000,
    expired: () => ({ code: 'engine-timeout', message: 'It took too long.' }),
  });
  readonly answerer = new RequestAnswerer<Requests, AbortSignal>({
    handlers: {
      work: ({ job: number }, context) =>
        new Promise((end, fail) => void this.jobs.push({ number, context, end, fail, reported: [], asked: [] })),
    },
    post: (message) => this.toCaller.push(message),
    createAbort: () => new AbortController(),
  });
  ended = false;

  request(): void {
    const asked: Asked = {
      cancel: new AbortController(),
      ...{ reports: [], questions: [], outcome: undefined, settled: 0 },
    };
    const job = this.asked.push(asked) - 1;
    const settle = (outcome: string): void => {
      asked.outcome = outcome;
      asked.settled++;
    };
    this.channel
      .request(
        'work',
        { job },
        {
          signal: asked.cancel.signal,
          onReport: (report) => asked.reports.push(report),
          onAsk: (text) => new Promise((answer) => asked.questions.push({ text, answer })),
        },
      )
      .then(settle, (error: unknown) => settle(codeOf(error)));
  }

  /** Delivers all that is under way, in both directions. */
  async drain(): Promise<void> {
    do {
      for (const message of this.toAnswerer.splice(0)) this.answerer.receive(message);
      for (const message of this.toCaller.splice(0)) this.channel.receive(message);
      await turn();
    } while (this.toAnswerer.length + this.toCaller.length > 0);
  }
}

type Step = (wire: Wire, pick: <T>(from: readonly T[]) => T | undefined) => void;

const steps: Readonly<Record<string, Step>> = {
  request: (wire) => wire.request(),
  deliver: (wire) => wire.toAnswerer.length > 0 && wire.answerer.receive(wire.toAnswerer.shift()!),
  reply: (wire) => wire.toCaller.length > 0 && wire.channel.receive(wire.toCaller.shift()!),
  report: (wire, pick) => {
    const job = pick(wire.jobs);
    if (job === undefined) return;
    const text = `${job.number}: report ${job.reported.length}`;
    job.context.report(text);
    job.reported.push(text);
  },
  ask: (wire, pick) => {
    const job = pick(wire.jobs);
    if (job === undefined) return;
    const text = `${job.number}: question ${job.asked.length}`;
    job.asked.push(job.context.ask(text).then((answer) => `${text} -> ${answer}`, codeOf));
  },
  answer: (wire, pick) => {
    const question = pick(wire.asked.flatMap(({ questions }) => questions));
    question?.answer(`answer to ${question.text}`);
  },
  end: (wire, pick) => {
    const job = pick(wire.jobs);
    job?.end(`${job.number} ended`);
  },
  fail: (wire, pick) => pick(wire.jobs)?.fail(new WirebenchError({ code: 'refused', message: 'It failed.' })),
  cancel: (wire, pick) => pick(wire.asked)?.cancel.abort(),
  expire: (wire, pick) => {
    const timer = pick([...wire.timers]);
    if (timer !== undefined) wire.timers.delete(timer);
    timer?.();
  },
  // The engine ends: its handlers are cancelled, and no message crosses any more.
  stop: (wire) => {
    wire.ended = true;
    wire.channel.close(new WirebenchError({ code: 'engine-stopped', message: 'It stopped.' }));
    wire.answerer.cancelAll();
    wire.toAnswerer.splice(0);
    wire.toCaller.splice(0);
  },
};
/** How often each step is taken, beside the others. */
const weights = {
  ...{ request: 30, deliver: 50, reply: 50, report: 20, ask: 30, answer: 50 },
  ...{ end: 8, fail: 4, cancel: 6, expire: 6, stop: 1 },
};

describe('a channel of requests', () => {
  it('gives each request its own end, reports and answers in any interleaving, and keeps nothing of it', async () => {
    const step = fc.record({
      name: fc.oneof(...Object.entries(weights).map(([name, weight]) => ({ weight, arbitrary: fc.constant(name) }))),
      which: fc.nat(),
    });
    let [cancelled, answered, expired, reports] = [0, 0, 0, 0];
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 100, size: 'max' }), async (all) => {
        const wire = new Wire();
        for (const { name, which } of all) {
          steps[name]!(wire, (from) => (from.length === 0 ? undefined : from[which % from.length]));
          await turn();
        }
        await wire.drain();
        // What still runs ends with what it was told.
        for (const job of wire.jobs) job.end(`${job.number} ended`);
        await wire.drain();

        for (const [number, { outcome, settled, reports: heard, cancel }] of wire.asked.entries()) {
          assert.equal(settled, 1);
          assert.ok(
            [`${number} ended`, 'refused', 'engine-timeout', ...(wire.ended ? ['engine-stopped'] : [])].includes(
              outcome!,
            ),
          );
          assert.deepEqual(getEventListeners(cancel.signal, 'abort'), []);
          const job = wire.jobs.find((one) => one.number === number);
          assert.deepEqual(heard, job?.reported.slice(0, heard.length) ?? []);
          if (outcome === 'engine-timeout') expired++;
          reports += heard.length;
        }
        for (const job of wire.jobs) {
          for (const end of await Promise.all(job.asked.map((one) => Promise.race([one, turn('open')])))) {
            const own = /^(\d+: question \d+) -> answer to \1$/.test(end);
            // A handler that ended without waiting for its answer does not get one.
            assert.ok(own || end === 'cancelled' || (end === 'open' && !job.context.signal.aborted), end);
            if (own) answered++;
          }
          if (job.context.signal.aborted) cancelled++;
        }
        assert.equal(wire.timers.size, 0);

        // No entry is left: whatever comes about any request changes nothing and is answered by nothing.
        const before = wire.asked.map(({ reports: heard, questions }) => heard.length + questions.length);
        const aborted = wire.jobs.map(({ context }) => context.signal.aborted);
        for (let id = 0; id <= wire.asked.length + 1; id++) {
          wire.channel.receive({ kind: 'report', id, report: 'late' });
          wire.channel.receive({ kind: 'question', id, question: 1, asked: 'late' });
          wire.channel.receive({ kind: 'result', id, result: 'late' });
          wire.answerer.receive({ kind: 'cancel', id });
          wire.answerer.receive({ kind: 'answer', id, question: 1, answer: 'late' });
        }
        wire.answerer.cancelAll();
        for (const { context } of wire.jobs) {
          context.report('late');
          assert.equal(await context.ask('late').catch(codeOf), 'cancelled');
        }
        await turn();
        assert.deepEqual(
          wire.asked.map(({ reports: heard, questions }) => heard.length + questions.length),
          before,
        );
        assert.deepEqual(
          wire.jobs.map(({ context }) => context.signal.aborted),
          aborted,
        );
        assert.deepEqual([wire.toAnswerer, wire.toCaller], [[], []]);
      }),
      { numRuns: 300 },
    );
    // The interleavings went everywhere.
    assert.ok(Math.min(cancelled, answered, expired, reports) > 20, String([cancelled, answered, expired, reports]));
  });

  it('cancels one request and no other, which still ends with what was done until then', async () => {
    const handlers: RequestHandlers<Requests, AbortSignal> = {
      work: ({ job }, { signal }) =>
        new Promise((resolve) => signal.addEventListener('abort', () => resolve(`${job} as far as it came`))),
    };
    const channel = linked(handlers);
    const [one, two] = [new AbortController(), new AbortController()];
    const first = channel.request('work', { job: 1 }, { signal: one.signal });
    const second = channel.request('work', { job: 2 }, { signal: two.signal });
    one.abort();
    assert.equal(await first, '1 as far as it came');
    assert.equal(await Promise.race([second, turn('under way')]), 'under way');
    two.abort();
    assert.equal(await second, '2 as far as it came');
  });

  it('does not begin what was cancelled before', async () => {
    let begun = 0;
    const channel = linked<Requests>({ work: () => `${begun++}` });
    await assert.rejects(channel.request('work', { job: 1 }, { signal: AbortSignal.abort() }), { code: 'cancelled' });
    assert.equal(begun, 0);
  });

  it('brings errors over in both directions as they were raised, and says that nobody is there to ask', async () => {
    const channel = linked<Requests>({ work: (_params, { ask }) => ask('Who?') });
    const onAsk = (): Promise<string> =>
      Promise.reject(
        new WirebenchError({ code: 'port-in-use', message: 'Not now.', facts: { port: 7 }, remedies: ['retry'] }),
      );
    await assert.rejects(channel.request('work', { job: 1 }, { onAsk }), {
      ...{ name: 'WirebenchError', code: 'port-in-use', message: 'Not now.', facts: { port: 7 }, remedies: ['retry'] },
    });
    await assert.rejects(channel.request('work', { job: 1 }), { code: 'nobody-to-ask' });
    await assert.rejects(channel.request('play' as 'work', { job: 1 }), { code: 'unknown-request' });
  });

  it('fails what cannot cross, and keeps nothing of it', async () => {
    const channel = linked<Requests>({ work: ({ job }) => (job === 1 ? (Symbol('no clone') as never) : 'done') });
    const cancel = new AbortController();
    const { signal } = cancel;
    await assert.rejects(
      channel.request('work', { job: Symbol('no clone') as never }, { signal }),
      /could not be cloned/,
    );
    assert.deepEqual(getEventListeners(signal, 'abort'), []);
    await assert.rejects(channel.request('work', { job: 1 }), { code: 'internal', message: /could not be cloned/ });
    assert.equal(await channel.request('work', { job: 2 }), 'done');
  });
});
