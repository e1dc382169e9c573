import assert from 'node:assert/strict';
import { python } from '../../../../scripts/python.ts';
import { allGone } from '../../../helpers/processes.ts';
import { bench, brief, type Bench } from './running.ts';

describe('# @limit', () => {
  let the: Bench;
  beforeEach(() => (the = bench()));
  afterEach(() => the.close());

  it('ends a conversation that is over it, and tells how far it came', async () => {
    const { outcomes, exitCode } = await the.run(`# @name echo
SERVE tcp://127.0.0.1:0
behaviour: echo

###
# @limit 300ms
TCP 127.0.0.1:{{echo.port}}
timeout: 60s

wh

?? received text == whole
`);
    const last = outcomes.at(-1)!;
    assert.equal(brief(last), 'failed over-limit failed: received text == whole');
    assert.equal(last.error!.message, 'It was over its limit of 0.3 s. The conversation had not come to its end.');
    assert.equal(last.checks[0]!.actual, 'wh');
    assert.ok(last.duration < 30_000);
    assert.equal(exitCode, 1);
  });

  it('ends a program that is over it', async () => {
    for (const [options, said] of [
      ['ready: exit', 'still ran'],
      ['ready: tcp 127.0.0.1:1', 'was not ready \\(tcp 127.0.0.1:1\\)'],
      ['', 'still ran'],
    ]) {
      const { outcomes } = await the.run(
        `# @limit 500ms
RUN ${python} -c "import os, time; print(os.getpid(), flush=True); time.sleep(600)"
timeout: 60s
${options}

?? output contains done
`,
      );
      const { state, error } = outcomes[0]!;
      assert.equal(state, 'failed', options);
      assert.match(error!.message, new RegExp(`^It was over its limit of 0.5 s. .*${said}.`));
      const pid = Number(/It printed: (\d+)/.exec(error!.message)![1]);
      await allGone([pid]);
    }
  });

  it('is about the whole step: its pause, and each of its times', async () => {
    const { outcomes } = await the.run(`# @limit 100ms
# @sleep 60s
LOOKUP service http/tcp

?? port == 80

###
# @limit 300ms
# @times 1000
RUN ${python} -c "import time; time.sleep(0.05)"
ready: exit

?? exitCode == 0
`);
    assert.deepEqual(
      outcomes.map(({ state, error }) => [state, error?.code]),
      [
        ['failed', 'over-limit'],
        ['failed', 'over-limit'],
      ],
    );
    assert.match(outcomes[1]!.error!.message, /^Time \d+ of 1000: It was over its limit of 0.3 s/);
  });

  it('does nothing to a step within it, nor to one that is cancelled', async () => {
    const good = await the.run(`# @limit 1 m\nLOOKUP service http/tcp\n\n?? port == 80\n`);
    assert.deepEqual(good.outcomes.map(brief), ['passed']);
    const abort = new AbortController();
    const running = the.run(
      `# @limit 1 m\nRUN ${python} -c "import time; time.sleep(600)"\nready: exit\n`,
      {},
      {
        signal: abort.signal,
        onOutcome: () => setImmediate(() => abort.abort()),
      },
    );
    assert.deepEqual(
      (await running).outcomes.map(({ state, error }) => [state, error!.code]),
      [['skipped', 'cancelled']],
    );
  });

  it('ends the wait for an answer of HTTP', async () => {
    const { outcomes } = await the.run(`# @name silent
SERVE tcp://127.0.0.1:0
behaviour: discard

###
# @limit 300ms
GET http://127.0.0.1:{{silent.port}}/

?? status == 200
`);
    assert.equal(outcomes[1]!.error!.code, 'over-limit');
    assert.equal(outcomes[1]!.state, 'failed');
  });
});
