import assert from 'node:assert/strict';
import { courseText, labText, shownSteps, stepText, type ShownLab } from '../../../../src/vscode/labs/viewRows.ts';

const steps = [
  { title: 'It listens', of: 1, hidden: false },
  { title: 'It answers', of: 2, hidden: false },
];
const shown = (more: Partial<ShownLab> = {}): ShownLab => ({
  title: 'A first server',
  steps: shownSteps(steps, { steps: {} }),
  solutionShown: false,
  running: false,
  ...more,
});
const half = shownSteps(steps, {
  steps: {
    'It listens': { state: 'passed', points: 1, failures: 0 },
    'It answers': { state: 'failed', points: 0, failures: 2, why: 'The line end was counted.' },
    'A step of before': { state: 'passed', points: 9, failures: 0 },
  },
});
const all = shownSteps(steps, {
  steps: {
    'It listens': { state: 'passed', points: 1, failures: 0 },
    'It answers': { state: 'passed', points: 2, failures: 0 },
  },
});

describe('the rows of the Labs view', () => {
  it('tell the points in words, and the state by icon, colour and words', () => {
    const begun = labText(shown({ steps: half }));
    assert.equal(begun.description, '1 of 3 points');
    assert.equal(begun.spoken, 'A first server, lab, begun, 1 of 3 points');
    const looks = [shown(), shown({ steps: half }), shown({ steps: all })].map(labText);
    assert.equal(new Set(looks.map(({ icon }) => icon)).size, 3);
    assert.equal(new Set(looks.map(({ color }) => color)).size, 3);
    assert.deepEqual(
      looks.map(({ spoken }) => spoken.split(', ')[2]),
      ['not begun', 'begun', 'done'],
    );
  });

  it('tell the likely cause of a step that failed to a screen reader too', () => {
    const [listens, answers] = half.map(stepText);
    assert.equal(listens?.spoken, 'It listens, step, passed, 1 of 1 point');
    assert.equal(answers?.spoken, 'It answers, step, failed, 0 of 2 points. The line end was counted.');
    assert.equal(answers.context, 'step.failed');
  });

  it('tell how much of a course is done', () => {
    const course = { folder: 'sockets', name: 'sockets', labs: [] };
    const { description, tooltip } = courseText(course, [shown({ steps: all }), shown()]);
    assert.equal(description, '1 of 2 labs done');
    assert.match(tooltip, /3 of 6 points/);
  });

  it('never give more points than the file has now, and show partial points with two digits at most', () => {
    const fewer = shownSteps([{ title: 'a', of: 1, hidden: false }], {
      steps: { a: { state: 'partial', points: 2, failures: 1 } },
    });
    assert.equal(fewer[0]?.points, 1);
    assert.equal(
      stepText({ title: 'a', of: 3, points: 1 / 3, hidden: false, state: 'partial' }).description,
      '0.33 of 3 points',
    );
  });

  it('say of a step that passed in a second try that it keeps its points, and count it as done', () => {
    const unsure = shownSteps(steps.slice(0, 1), {
      steps: { 'It listens': { state: 'unsure', points: 1, failures: 0 } },
    });
    assert.match(labText(shown({ steps: unsure })).spoken, /, lab, done, 1 of 1 point$/);
    assert.match(stepText(unsure[0]!).spoken, /, step, unsure, made again, 1 of 1 point\. It failed, and passed/);
  });

  it('say of a lab without checks that it has examples only, and of a broken one why', () => {
    assert.equal(labText(shown({ steps: [] })).description, 'examples only');
    const broken = labText(shown({ steps: [], problem: 'It is too large.' }));
    assert.equal(broken.context, 'lab.wrong');
    assert.match(broken.tooltip, /It is too large\./);
  });

  it('show control characters of a title as escapes, and cut a long one', () => {
    const { label } = labText(shown({ title: 'a\u202Eb' }));
    assert.ok(!label.includes('\u202E'));
    assert.ok(labText(shown({ title: 'x'.repeat(5000) })).label.length <= 100);
  });

  it('say that the solution was shown, and that a check runs', () => {
    assert.equal(labText(shown({ steps: half, solutionShown: true })).description, '1 of 3 points, solution shown');
    const running = labText(shown({ running: true }));
    assert.equal(running.description, 'running');
    assert.equal(running.context, 'lab.running');
  });
});
