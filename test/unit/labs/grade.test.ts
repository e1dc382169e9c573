import assert from 'node:assert/strict';
import { cellId, gradeLab, ofTries, undecided, type LabReport, type Try } from '../../../src/labs/grade.ts';
import { readLab } from '../../../src/labs/lab.ts';
import type { CheckOutcome, RequestOutcome } from '../../../src/requests/run/outcome.ts';

const lab = readLab(`# Words

\`\`\`http
### only an example
TCP 127.0.0.1:5550

### it starts
# @name server
# @points 2
# @hint 1 Call listen().
# @hint 2 Then accept().
RUN python3 server.py

?? running isTrue
\`\`\`

\`\`\`http
### three words
# @points 3
# @partial each
# @needs server
TCP 127.0.0.1:5550

?? received text == 4 k
?? received bytes == 3
?? closed == closed

### a secret
# @hidden
TCP 127.0.0.1:5550

?? received text == x
\`\`\`
`);
const cells = lab.cells.filter(({ kind }) => kind === 'requests');

function outcomeOf(
  cell: number,
  region: number,
  state: RequestOutcome['state'],
  checks: readonly CheckOutcome['state'][] = [],
): RequestOutcome {
  return {
    part: cellId(lab, cells[cell]!, 'any'),
    ...{ region, start: 0, end: 0, label: '', state, duration: 1 },
    checks: checks.map((each) => ({ start: 0, end: 0, text: '', state: each })),
  };
}
const all = (server: RequestOutcome['state'], words: readonly CheckOutcome['state'][]): RequestOutcome[] => [
  outcomeOf(0, 0, 'passed'),
  outcomeOf(0, 1, server),
  outcomeOf(1, 0, words.every((state) => state === 'passed') ? 'passed' : 'failed', words),
  outcomeOf(1, 1, 'passed', ['passed']),
];

describe('grading of a lab', () => {
  it('knows the steps, their points and what is hidden before anything has run', () => {
    const { title, points, of, steps } = gradeLab(lab, []);
    assert.deepEqual([title, points, of], ['Words', 0, 6]);
    assert.deepEqual(
      steps.map((step) => [step.title, step.of, step.state, step.hidden]),
      [
        ['it starts', 2, 'not checked', false],
        ['three words', 3, 'not checked', false],
        ['a secret', 1, 'not checked', true],
      ],
    );
  });

  it('gives all points if everything holds', () => {
    const report = gradeLab(lab, all('passed', ['passed', 'passed', 'passed']), 1);
    assert.equal(report.points, 6);
    assert.ok(report.steps.every(({ state, hints }) => state === 'passed' && hints.length === 0));
  });

  it('gives a share for each check that holds, only where the lab says so', () => {
    const report = gradeLab(lab, all('passed', ['failed', 'passed', 'passed']));
    assert.deepEqual([report.points, report.steps[1]!.points, report.steps[1]!.state], [5, 2, 'partial']);
    assert.equal(gradeLab(lab, all('passed', ['failed', 'failed', 'failed'])).steps[1]!.state, 'failed');
  });

  it('does not check a step whose need did not pass, and names that need', () => {
    const step = gradeLab(lab, all('failed', ['failed', 'passed', 'passed'])).steps[1]!;
    assert.deepEqual([step.state, step.points, step.needs], ['not checked', 0, 'it starts']);
  });

  it('tells hints from the failure on that they name', () => {
    const hints = (failures: number) => gradeLab(lab, all('failed', ['failed']), failures).steps[0]!.hints;
    assert.deepEqual(hints(0), []);
    assert.deepEqual(hints(1), ['Call listen().']);
    assert.deepEqual(hints(2), ['Call listen().', 'Then accept().']);
  });

  const trial = (report: LabReport, heldUp = false): Try => ({ report, heldUp: report.steps.map(() => heldUp) });
  const bad = gradeLab(lab, all('passed', ['failed', 'failed', 'failed']));
  const good = gradeLab(lab, all('passed', ['passed', 'passed', 'passed']));

  it('takes no points for a step that passes in the second try, and says that it is unsure', () => {
    const twice = ofTries([trial(bad), trial(good)]);
    assert.deepEqual([bad.points, twice.points], [3, 6]);
    assert.deepEqual([twice.steps[1]!.state, twice.steps[1]!.unsure], ['unsure', 'passed']);
    assert.equal(ofTries([trial(bad), trial(bad)]).steps[1]!.state, 'failed');
    assert.equal(ofTries([trial(good), trial(bad)]).steps[1]!.state, 'passed');
  });

  it('tries a step once more that failed, and again while this process is held up', () => {
    assert.deepEqual(undecided([trial(good)]), []);
    assert.deepEqual(undecided([trial(bad)]), [1]);
    assert.deepEqual(undecided([trial(bad), trial(bad)]), []);
    assert.deepEqual(undecided([trial(bad, true), trial(bad)]), []);
    assert.deepEqual(undecided([trial(bad, true), trial(bad, true)]), [1]);
    assert.deepEqual(undecided([trial(bad), trial(good)]), []);
  });

  it('takes no points for a failure while this process was held up, unless another try was fair', () => {
    const unsure = ofTries([trial(bad, true), trial(bad, true), trial(bad, true)]);
    assert.deepEqual([unsure.points, unsure.steps[1]!.state, unsure.steps[1]!.unsure], [6, 'unsure', 'held-up']);
    assert.equal(ofTries([trial(bad, true), trial(bad)]).steps[1]!.state, 'failed');
    assert.equal(ofTries([trial(bad, true), trial(bad)]).points, 3);
  });

  it('does not try again if all that failed must fail again', () => {
    const missing = { id: 'program-missing', sentence: 'It is missing.' } as const;
    const steps = bad.steps.map((step, i) => (i === 1 ? { ...step, diagnosis: missing } : step));
    assert.deepEqual(undecided([trial({ ...bad, steps })]), []);
  });
});
