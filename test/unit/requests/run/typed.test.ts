import assert from 'node:assert/strict';
import path from 'node:path';
import { python } from '../../../../scripts/python.ts';
import { Program } from '../../../../src/requests/run/program.ts';
import { until } from '../../../../src/requests/run/waiting.ts';
import { endSentence } from '../../../../src/requests/run/programSentences.ts';
import { dialogue } from '../../../../src/requests/words/run/dialogue.ts';
import { parseRequestFile } from '../../../../src/requests/parse.ts';
import { freePort } from '../../../helpers/nets.ts';
import { bench, brief, type Bench } from './running.ts';

const folder = path.resolve(import.meta.dirname, '../../../fixtures/programs');
const never = new AbortController().signal;

describe('a program that is typed at', function () {
  this.timeout(30_000);
  let the: Bench;
  beforeEach(() => (the = bench()));
  afterEach(() => the.close());

  const run = async (text: string): Promise<string[]> => {
    const { outcomes } = await the.run(text, { path: path.join(folder, 'x.http') });
    return outcomes.map((outcome) => [brief(outcome), outcome.error?.message].filter(Boolean).join(': '));
  };

  it('gets each line when it asks for one; prompts and typed text are on the screen only', async () => {
    const outcomes = await run(
      [
        `RUN ${python} prompts.py`,
        '',
        '5+6',
        '7+8',
        '=== wait = 15',
        '=== wait',
        'end',
        '',
        '?? output == 5+6 = 11\\n7+8 = 15\\nbye\\n',
        '?? screen startsWith expression: 5+6\\n5+6 = 11\\nexpression: 7+8\\n',
        '?? lines == 3',
        '?? exitCode == 0',
        '?? running isFalse',
        '?? asks isFalse',
      ].join('\n'),
    );
    assert.deepEqual(outcomes, ['passed']);
  });

  it('is asked whether it waits for input, and goes on until the run ends', async () => {
    const outcomes = await run(
      [
        `# @name client`,
        `RUN ${python} prompts.py`,
        '',
        '1+2',
        '',
        '?? asks isTrue',
        '?? running isTrue',
        '###',
        'CHECK client',
        '',
        '?? asks == true',
        '?? output == 1+2 = 3\\n',
        '?? screen endsWith = 3\\nexpression:\\x20',
      ].join('\n'),
    );
    assert.deepEqual(outcomes, ['passed', 'passed']);
  });

  it('has an end of its input only if the body says so', async () => {
    const outcomes = await run(
      `RUN ${python} prompts.py\n\n=== end\n\n?? exception == EOFError\n?? exception line == 4\n?? exception message == EOF when reading a line\n?? exitCode == 1`,
    );
    assert.deepEqual(outcomes, ['passed']);
  });

  it('gets the files and the empty lines of its body', () => {
    const text = `RUN ${python} -c 'import sys; print([l for l in sys.stdin])'\n\na\n===\n===\n< greeting.txt\n\n=== end\n?? output contains ['a\\n', '\\n', '< greeting.txt`;
    const steps = parseRequestFile(text).regions[0]!.item;
    assert.ok(steps?.kind === 'run');
    assert.deepEqual(
      steps.steps.map((step) => (step.kind === 'text' ? step.parts.map(({ kind }) => kind) : step.kind)),
      [['text'], [], ['file'], 'end'],
    );
  });

  it('is answered beside the requests that follow, once it is ready', async () => {
    const port = await freePort();
    const outcomes = await run(
      [
        '# @name chat',
        `RUN ${python} chatServer.py ${port}`,
        'ready: output listening',
        '',
        'hello yourself',
        '=== wait client: and?',
        'bye',
        '###',
        `UDP 127.0.0.1:${port}`,
        '',
        'hello',
        '',
        '?? received text == hello yourself',
        '###',
        'CHECK chat',
        '',
        '?? output since == client: hello\\n',
        '###',
        `UDP 127.0.0.1:${port}`,
        '',
        'and?',
        '',
        '?? received text == bye',
        '###',
        'CHECK chat',
        '',
        '?? output since == client: and?\\n',
        '?? output endsWith client: hello\\nclient: and?\\n',
        '?? lines == 3',
        '?? running isTrue',
        '?? asks isFalse',
        '?? exception isFalse',
      ].join('\n'),
    );
    assert.deepEqual(outcomes, ['passed', 'passed', 'passed', 'passed', 'passed']);
  });

  it('is told to have asked for nothing, or not to have printed the text, with the step and its output', async () => {
    const outcomes = await run(
      [
        `RUN ${python} prompts.py\ntimeout: 500ms\n\n1+2\n=== wait nonsense`,
        `RUN ${python} -c 'import time; print("busy"); time.sleep(60)'\ntimeout: 500ms\n\n1+2`,
        `RUN ${python} prompts.py\n\n1 2\n=== wait = 3`,
        `RUN ${python} prompts.py\nready: exit\ntimeout: 500ms\n\n1+2\n=== wait`,
      ].join('\n\n###\n'),
    );
    assert.match(
      outcomes[0]!,
      /^error network program-not-asking: .* did not print "nonsense" .*It printed: .*= 3\nexpression:$/s,
    );
    assert.match(
      outcomes[1]!,
      /^error network program-not-asking: .* did not ask for input .*"1\+2".*It printed: busy$/s,
    );
    assert.match(
      outcomes[2]!,
      /^error network program-ended: .*exit status 1.*ValueError in line 7 of .*: not enough values/s,
    );
    assert.match(outcomes[3]!, /^error network program-not-ready/);
  });

  it('refuses a body with wrong steps, and one besides stdin', async () => {
    const outcomes = await run(
      [
        `RUN ${python} prompts.py\n\n=== wiat`,
        `RUN ${python} prompts.py\n\n=== pause`,
        `RUN ${python} prompts.py\n\n=== pause soon`,
        `RUN ${python} prompts.py\nstdin: a\n\nb`,
      ].join('\n\n###\n'),
    );
    assert.match(outcomes[0]!, /^error file unexpected-text: "=== wiat" is not a step of RUN. Did you mean wait\?$/);
    assert.match(outcomes[1]!, /^error file unexpected-text: Write === pause 200ms\.$/);
    assert.match(outcomes[2]!, /^error file bad-value: "soon" is not a duration/);
    assert.match(outcomes[3]!, /^error file bad-value: "a" is not valid for stdin/);
  });

  it('may print without end, and anything: the run goes on in time', async () => {
    const from = performance.now();
    const outcomes = await run(
      `RUN ${python} -c 'import os; [os.write(1, os.urandom(65536)) for _ in iter(int, 1)]'\ntimeout: 500ms\n\n=== wait never printed\n\n###\nRUN ${python} -c 'while True: print("x" * 100)'\ntimeout: 500ms\n\n?? output contains y\n?? lines > 10`,
    );
    assert.match(outcomes[0]!, /^error network program-not-asking/);
    assert.equal(outcomes[1], 'failed failed: output contains y');
    assert.ok(performance.now() - from < 15_000);
  });

  it('is told that a name only leads to the Store of Windows', () => {
    const state = { ...{ pid: 1, output: '', since: '', lines: 0, running: false, asks: false }, exitCode: 9009 };
    assert.match(endSentence('python', state), /^python ended \(exit status 9009: there is no Python behind this name/);
  });

  it('is typed at where the system does not tell whether it asks', async () => {
    const settings = { command: [python, 'prompts.py'], folder, env: {}, typed: true };
    const program = await Program.start(settings, { asking: () => undefined });
    await dialogue(program, [{ kind: 'text', text: '1+2\n3+4' }, { kind: 'wait' }, { kind: 'end' }], never);
    await until(program.onChange, () => program.over, never);
    assert.ok(program.state.output.startsWith('1+2 = 3\n3+4 = 7\nTraceback'), program.state.output);
    await program.stop();
  });
});
