import assert from 'node:assert/strict';
import fc from 'fast-check';
import { diagnosisIds } from '../../../src/labs/diagnoses/ids.ts';
import { missed, notAllPoints, readExpectation } from '../../../src/labs/faulty.ts';
import type { LabReport, StepReport } from '../../../src/labs/grade.ts';

const step = (state: StepReport['state'], id?: (typeof diagnosisIds)[number]): StepReport => ({
  ...{ title: 'It answers', points: state === 'passed' ? 1 : 0, of: 1, state, also: [], hints: [], hidden: false },
  ...(id && { diagnosis: { id, sentence: `It is ${id}.` } }),
});
const report = (...steps: StepReport[]): LabReport => ({
  ...{ title: '', file: '', of: steps.length, steps, problems: [] },
  points: steps.filter(({ state }) => state === 'passed').length,
});

describe('the comment of a faulty program', () => {
  it('names the diagnosis, the file and the text, in the comments of any language', () => {
    const wanted = { id: 'served-once', as: 'server.py', told: 'an answer: "x" */ y' };
    for (const [before, after] of [
      ['# ', ''],
      ['#', ''],
      ['// ', ''],
      ['-- ', ''],
      ['; ', ''],
      ['/* ', ' */'],
      [' * ', ''],
      ['', ''],
    ] as const) {
      const lines = ['expect: served-once', 'as: server.py', 'told: an answer: "x" */ y'];
      for (const eol of ['\n', '\r\n']) {
        const text = `#!/usr/bin/env python3${eol}${lines.map((one) => before + one + after + eol).join('')}import socket${eol}`;
        assert.deepEqual(readExpectation(text, 'a.py'), wanted, text);
        assert.deepEqual(readExpectation(`\uFEFF${text}`, 'a.py'), wanted);
      }
    }
    assert.deepEqual(readExpectation('"""expect: crashed"""\nx = 1', 'a.py'), { id: 'crashed' });
  });

  it('stands in the first lines, and the first word of its kind counts', () => {
    assert.deepEqual(readExpectation('# expect: crashed\n# expect: no-reply', 'a.py'), { id: 'crashed' });
    assert.throws(() => readExpectation(`${'\n'.repeat(20)}# expect: crashed`, 'a.py'), { code: 'lab-faulty' });
  });

  it('has a sentence if it names none, or one that does not exist', () => {
    assert.throws(() => readExpectation('import socket', 'a.py'), /a\.py does not say .* # expect: served-once\.$/);
    assert.throws(
      () => readExpectation('# expect: serve-once', 'a.py'),
      /not a diagnosis. Did you mean served-once\?$/,
    );
  });

  it('does not stand for a file outside the folder of the lab', () => {
    for (const as of ['../server.py', '/etc/passwd', 'a/../../b'])
      assert.throws(() => readExpectation(`# expect: crashed\n# as: ${as}`, 'a.py'), /is not a valid file/);
  });

  it('throws nothing else, whatever the file has', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string().map((text) => `# expect: ${text}`),
    );
    fc.assert(
      fc.property(texts, (text) => {
        try {
          assert.ok(diagnosisIds.includes(readExpectation(text, 'a.py').id));
        } catch (error) {
          assert.equal((error as { code?: string }).code, 'lab-faulty');
        }
      }),
    );
  });
});

describe('what a faulty program came to', () => {
  it('is as expected by the first diagnosis of the lab', () => {
    const got = report(step('passed'), step('failed', 'no-reply'), step('failed', 'crashed'));
    assert.equal(missed({ id: 'no-reply' }, got, ''), undefined);
    assert.equal(missed({ id: 'crashed' }, got, ''), 'The diagnosis is no-reply: It is no-reply.');
  });

  it('has the text that is expected', () => {
    const expected = { id: 'no-reply', told: 'hello' } as const;
    assert.equal(missed(expected, report(step('failed', 'no-reply')), 'it says hello'), undefined);
    assert.match(missed(expected, report(step('failed', 'no-reply')), 'it says')!, /does not have the text "hello"/);
  });

  it('is a fault if it passes, or fails for no known reason', () => {
    assert.equal(missed({ id: 'crashed' }, report(step('passed'), step('unsure', 'crashed')), ''), 'It passes.');
    assert.match(
      missed({ id: 'crashed' }, report(step('failed')), '')!,
      /^The step "It answers" did not pass, and no /,
    );
  });

  it('is all points only if every step passed at once', () => {
    assert.equal(notAllPoints(report(step('passed'), step('passed'))), undefined);
    assert.equal(
      notAllPoints(report(step('passed'), step('failed', 'crashed'))),
      'It has 1 of 2 points: "It answers" is failed (crashed).',
    );
    assert.match(notAllPoints(report({ ...step('unsure'), points: 1 }))!, /"It answers" is unsure/);
  });
});
