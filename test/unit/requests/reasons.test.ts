import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseRequestFile } from '../../../src/requests/parse.ts';
import { printRequestFile } from '../../../src/requests/print.ts';
import { hover } from '../../../src/requests/language/hover.ts';
import { completions } from '../../../src/requests/language/completions.ts';
import { bench, type Bench } from './run/running.ts';

const check = (lines: string, sent = 'kiwi') =>
  `# @name echo\nSERVE tcp://127.0.0.1:0\nbehaviour: echo\n\n###\nTCP 127.0.0.1:{{echo.port}}\n\n${sent}\n\n?? received text == 4 k\n${lines}\n`;

const reasons = (text: string) =>
  parseRequestFile(text).regions.flatMap(({ checks }) =>
    checks.flatMap(({ reasons: all = [] }) =>
      all.map(({ predicate, negated, value, sentence }) => [
        ...(negated === true ? ['not'] : []),
        ...[predicate?.value, value?.text].filter((part) => part !== undefined),
        sentence.text,
      ]),
    ),
  );
const problems = (text: string) =>
  parseRequestFile(text).problems.map(
    ({ code, start, end, message }) => `${code} "${text.slice(start, end)}" ${message}`,
  );

describe('a line of !! below a check', () => {
  it('has a predicate with its value and a sentence, or a sentence alone', () => {
    const lines = [
      '!! == 5 k   The line end was counted: strip() first.',
      '# a comment',
      '!! matches ^\\d+ \\d+$\tAn index gives a number.',
      '!! not exists  Nothing came.',
      '!! !contains x  No x  in it.',
      '!! not equals 7  Not seven.',
      '!!    Send the length,  a space and the first character.',
    ];
    assert.deepEqual(reasons(check(lines.join('\n'))), [
      ['==', '5 k', 'The line end was counted: strip() first.'],
      ['matches', '^\\d+ \\d+$', 'An index gives a number.'],
      ['not', 'exists', 'Nothing came.'],
      ['not', 'contains', 'x', 'No x  in it.'],
      ['not', 'equals', '7', 'Not seven.'],
      ['Send the length,  a space and the first character.'],
    ]);
    assert.deepEqual(problems(check(lines.join('\n'))), []);
  });

  it('is a part of the body where no check stands before it', () => {
    assert.deepEqual(reasons(check('', '!! == 5  not a reason')), []);
    assert.deepEqual(problems(check('', '!! == 5  not a reason')), []);
  });

  it('needs a sentence, and a predicate that there is', () => {
    assert.deepEqual(problems(check('!! == 5 k')), [
      'bad-check "!! == 5 k" The sentence is missing: write two spaces before it, as in !! == 5 k  The line end was counted.',
    ]);
    assert.deepEqual(problems(check('!!')), [
      'bad-check "!!" The sentence is missing: write !! == 5 k  The line end was counted.',
    ]);
    assert.deepEqual(problems(check('!! = 5 k  The line end.')), [
      'unknown-predicate "=" = is not a predicate. Did you mean ==?',
    ]);
  });

  it('is printed as it reads', () => {
    const value = fc.stringMatching(/^[a-z0-9][a-z0-9^$.]{0,6}$/);
    const sentence = fc.stringMatching(/^[A-Z][a-z]{1,8}( [a-z]{1,8}){0,3}\.$/);
    const line = fc.oneof(
      fc
        .tuple(fc.constantFrom('==', 'not ==', 'contains', 'matches', '>='), value, sentence)
        .map(([p, v, s]) => `!! ${p} ${v}  ${s}`),
      fc.tuple(fc.constantFrom('exists', 'not isNumber'), sentence).map(([p, s]) => `!! ${p}  ${s}`),
      sentence.map((s) => `!!  ${s}`),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 4 }), (lines) => {
        const text = check(lines.join('\n'));
        assert.equal(reasons(text).length, lines.length);
        assert.deepEqual(reasons(printRequestFile(parseRequestFile(text))), reasons(text));
      }),
    );
  });

  it('is offered below a check, with the predicates, and explained', () => {
    const labels = (line: string) => {
      const text = check(line);
      return completions(parseRequestFile(text), text.length - 1).map(({ label }) => label);
    };
    assert.deepEqual(labels('!! == 5  Yes.\n'), ['??', '!!']);
    assert.deepEqual(labels('!'), ['??', '!!']);
    assert.ok(labels('!! not ').includes('matches'));
    assert.deepEqual(labels('!! == 5  S'), []);
    const text = check('!! == 5 k  The line end.');
    const said = (part: string) => hover(parseRequestFile(text), text.indexOf(part))?.paragraphs.join(' ');
    assert.match(said('!! ==')!, /A likely reason/);
    assert.match(said('== 5 k')!, /is the value/);
  });
});

describe('a check that does not hold', () => {
  let the: Bench;
  beforeEach(() => (the = bench()));
  afterEach(() => the.close());

  const why = async (lines: string, sent = 'kiwi') => {
    const { outcomes } = await the.run(check(lines, sent));
    const found = outcomes.at(-1)!.checks[0]!;
    return [found.state, found.why];
  };

  it('tells the first reason that fits', async () => {
    const lines =
      '!! == 5 k  Counted.\n!! matches ^\\d+ \\d+$  A number.\n!! matches (  Wrong.\n!!  Send the length of {{echo.port}}.';
    assert.deepEqual(await why(lines, '5 k'), ['failed', 'Counted.']);
    assert.deepEqual(await why(lines, '5 97'), ['failed', 'A number.']);
    const [state, sentence] = await why(lines, 'other');
    assert.equal(state, 'failed');
    assert.match(sentence!, /^Send the length of \d+\.$/);
  });

  it('tells no reason if none fits, or if the check holds', async () => {
    assert.deepEqual(await why('!! == 5 k  Counted.', 'other'), ['failed', undefined]);
    assert.deepEqual(await why('!!  Never.', '4 k'), ['passed', undefined]);
  });
});

describe('the tags of a lab', () => {
  it('take the values that they are for', () => {
    const told = (tag: string) =>
      problems(`# ${tag}\nTCP 127.0.0.1:9\n`).map((problem) => problem.replace(/.*" /s, ''));
    for (const good of [
      '@points 2',
      '@points 0.5',
      '@partial each',
      '@hidden',
      '@hint 2 Try again.',
      '@limit 5s',
      '@limit 1 m',
      '@step A title',
    ])
      assert.deepEqual(told(good), [], good);
    for (const bad of ['@points two', '@partial all', '@hint Try', '@limit 5', '@step', '@points -1', '@points'])
      assert.equal(told(bad).length, 1, bad);
    assert.deepEqual(told('@needs nobody'), ['There is no request with the name nobody in this file.']);
  });

  it('leave out a request that needs one which did not pass', async () => {
    const the = bench();
    try {
      const text = `${check('')}\n### two\n# @needs first\nTCP 127.0.0.1:{{echo.port}}\n\nhi\n`.replace(
        '###\nTCP',
        '###\n# @name first\nTCP',
      );
      const { outcomes } = await the.run(text);
      assert.deepEqual(
        outcomes.map(({ state, error }) => [state, error?.message]),
        [
          ['passed', undefined],
          ['failed', undefined],
          ['skipped', 'It needs first, which did not pass.'],
        ],
      );
    } finally {
      await the.close();
    }
  });
});
