import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { python as pythonPath } from '../../scripts/python.ts';
import { calculate } from '../../src/protocol/calculator.ts';

const python = `
import sys, json
def one(text):
    try:
        value = eval(text, {'__builtins__': {}}, {})
    except (ZeroDivisionError, OverflowError):
        return None
    if isinstance(value, complex): return None
    return repr(value)
json.dump([one(text) for text in json.load(sys.stdin)], sys.stdout)
`;

const numbers = fc.oneof(
  fc.integer({ min: 0, max: 100 }).map(String),
  fc.bigInt({ min: 0n, max: 10n ** 40n }).map(String),
  fc.double({ min: 0, max: 1e20, noNaN: true }).map(String),
  fc.constantFrom('0', '0.0', '.5', '5.', '1e3', '2E-3', '1e300'),
);
const spaces = fc.constantFrom('', ' ');
const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    numbers,
    fc
      .tuple(tie('expression'), spaces, fc.constantFrom('+', '-', '*', '/', '//', '%'), spaces, tie('expression'))
      .map((parts) => parts.join('')),
    // Whole exponents only: JavaScript's and C's powers differ in the last digit of a float.
    fc
      .tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 0, max: 9 }))
      .map(([base, power]) => `${base}**${power}`),
    fc.tuple(fc.constantFrom('-', '+', '- '), tie('expression')).map((parts) => parts.join('')),
    tie('expression').map((inner) => `(${inner})`),
  ),
}));

describe('calculator and python3', () => {
  it('agree on 5,000 random expressions', function () {
    this.timeout(60_000);
    const texts = fc.sample(expression, 5000).filter((text) => text.length < 900);
    const run = spawnSync(pythonPath, ['-W', 'ignore', '-c', python], {
      input: JSON.stringify(texts),
      maxBuffer: 2 ** 26,
    });
    assert.equal(run.status, 0, run.stderr.toString());
    const expected = JSON.parse(run.stdout.toString()) as (string | null)[];
    let numeric = 0;
    texts.forEach((text, index) => {
      const calculation = calculate(text);
      const result = calculation.ok ? calculation.result : null;
      if (!calculation.ok && /deep at most/u.test(calculation.problem)) return;
      assert.equal(result, expected[index], text);
      if (result !== null) numeric++;
      if (calculation.ok) assert.equal(calculation.expression, text.replaceAll(' ', ''));
    });
    assert.ok(numeric > 3000, `only ${numeric} of ${texts.length} had a result`);
  });
});
