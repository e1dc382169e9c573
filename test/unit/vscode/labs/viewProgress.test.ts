import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { StepReport, StepState } from '../../../../src/labs/grade.ts';
import { Progress, withKeys } from '../../../../src/vscode/labs/viewProgress.ts';
import { shownSteps } from '../../../../src/vscode/labs/viewRows.ts';

const uri = 'file:///w/01-hello/01-hello.lab.md';

function memory(first: Record<string, unknown> = {}) {
  const stored = new Map<string, unknown>(Object.entries(first));
  return {
    stored,
    get: (key: string) => stored.get(key) as never,
    update: (key: string, value: unknown) => {
      // As the editor keeps it: plain data.
      stored.set(key, JSON.parse(JSON.stringify(value)));
      return Promise.resolve();
    },
  };
}

const step = (key: string, state: StepState, more: Partial<StepReport> = {}) => ({
  key,
  title: key,
  state,
  points: state === 'passed' ? 1 : 0,
  of: 1,
  also: [],
  hints: [],
  hidden: false,
  ...more,
});

describe('the progress in a lab', () => {
  it('counts the failures in a row, and a step that passes begins again', async () => {
    const progress = new Progress(memory());
    for (const state of ['failed', 'partial', 'unsure', 'failed'] as const)
      await progress.checked(uri, [step('a', state)]);
    assert.equal(progress.of(uri).steps['a']?.failures, 3);
    await progress.checked(uri, [step('a', 'passed')]);
    assert.deepEqual(progress.of(uri).steps['a'], { state: 'passed', points: 1, failures: 0 });
  });

  it('keeps the result of a step that a check left out', async () => {
    const progress = new Progress(memory());
    await progress.checked(uri, [step('a', 'passed'), step('b', 'failed')]);
    await progress.checked(uri, [step('a', 'not checked'), step('b', 'passed')]);
    assert.equal(progress.of(uri).steps['a']?.state, 'passed');
    assert.equal(progress.of(uri).steps['b']?.state, 'passed');
  });

  it('is apart for steps with one title, and holds when a step of another title comes between', async () => {
    const titled = (...titles: string[]) => withKeys(titles.map((title) => step(title, 'not checked')));
    const [, second] = titled('Check', 'Check');
    const progress = new Progress(memory());
    await progress.checked(uri, [{ ...second!, state: 'passed', points: 1 }]);
    const shown = shownSteps(titled('New', 'Check', 'Other', 'Check', 'Check'), progress.of(uri));
    assert.deepEqual(
      shown.map(({ state }) => state),
      ['not checked', 'not checked', 'not checked', 'passed', 'not checked'],
    );
    assert.equal(new Set(shown.map(({ key }) => key)).size, shown.length);
  });

  it('keeps no cause of a step that passed in a second try', async () => {
    const progress = new Progress(memory());
    const diagnosis = { id: 'no-reply', sentence: 'No answer came.' } as const;
    await progress.checked(uri, [step('a', 'unsure', { diagnosis, points: 1 })]);
    assert.deepEqual(progress.of(uri).steps['a'], { state: 'unsure', points: 1, failures: 0 });
  });

  it('keeps the likely cause, but not that of a hidden step', async () => {
    const progress = new Progress(memory());
    const diagnosis = { id: 'served-once', sentence: 'Your server answered one client and ended.' } as const;
    await progress.checked(uri, [step('a', 'failed', { diagnosis }), step('b', 'failed', { diagnosis, hidden: true })]);
    assert.equal(progress.of(uri).steps['a']?.why, diagnosis.sentence);
    assert.equal(progress.of(uri).steps['b']?.why, undefined);
  });

  it('is kept with the workspace, for each lab; that a solution was shown outlives the results', async () => {
    const state = memory();
    await new Progress(state).checked(uri, [step('a', 'passed')]);
    await new Progress(state).solutionShown(uri);
    const later = new Progress(state);
    assert.equal(later.of(uri).steps['a']?.state, 'passed');
    assert.equal(later.of(uri).solutionShown, true);
    assert.deepEqual(later.of('file:///other.lab.md'), { steps: {}, solutionShown: false });
    await later.forget(uri);
    assert.deepEqual(later.of(uri), { steps: {}, solutionShown: true });
  });

  it('is empty where the stored value is anything else, and never throws', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const { steps } = new Progress(memory({ [`wirebench.lab ${uri}`]: value })).of(uri);
        for (const { failures } of Object.values(steps)) assert.ok(Number.isInteger(failures));
      }),
    );
    const half = {
      steps: { a: { state: 'passed', points: 1, failures: 0 }, b: { state: 'won' } },
      solutionShown: false,
    };
    assert.deepEqual(Object.keys(new Progress(memory({ [`wirebench.lab ${uri}`]: half })).of(uri).steps), ['a']);
  });
});
