import assert from 'node:assert/strict';
import fc from 'fast-check';
import { answerExpression, calculate, maxDepth } from '../../../src/protocol/calculator.ts';

describe('calculator', () => {
  for (const [text, answer] of [
    ['5 + 6', '5+6 = 11'],
    ['(+, 5, 6)', '5+6 = 11'],
    ["('+', 5, 6)", '5+6 = 11'],
    ['("//", 7, 2)', '7//2 = 3'],
    ['5+6=', '5+6 = 11'],
    [' 7/2 ', '7/2 = 3.5'],
    ['6/2', '6/2 = 3.0'],
    ['-7 // 2', '-7//2 = -4'],
    ['-7 % 3', '-7%3 = 2'],
    ['7 % -3', '7%-3 = -2'],
    ['-2 ** 2', '-2**2 = -4'],
    ['2 ** -1', '2**-1 = 0.5'],
    ['2 ** 3 ** 2', '2**3**2 = 512'],
    ['(1 + 2) * 3', '(1+2)*3 = 9'],
    ['1 + 2 * 3 - 4', '1+2*3-4 = 3'],
    ['0.1 + 0.2', '0.1+0.2 = 0.30000000000000004'],
    ['10.0 ** 16', '10.0**16 = 1e+16'],
    ['0.00001', '0.00001 = 1e-05'],
    ['2 ** 100', '2**100 = 1267650600228229401496703205376'],
    ['(*, (+, 5, 6), 2)', '(5+6)*2 = 22'],
    ['(-, 10, (-, 3, 2))', '10-(3-2) = 9'],
    ['(**, (-, 2), 2)', '(-2)**2 = 4'],
    ['(+, 1, 2, 3)', '1+2+3 = 6'],
    ['(+, 5*2, 6)', '5*2+6 = 16'],
    ['5.5 // 2', '5.5//2 = 2.0'],
    ['-5.5 % 2', '-5.5%2 = 0.5'],
    ['5 + ', 'error at position 4: expected a number, found the end'],
    ['', 'error at position 1: expected a number, found the end'],
    ['5 5', 'error at position 3: expected an operator, found "5"'],
    ['1 / 0', 'error at position 3: division by zero'],
    ['1 % 0.0', 'error at position 3: division by zero'],
    ['0 ** -1', 'error at position 3: zero has no negative power'],
    ['(-8) ** 0.5', 'error at position 6: a negative number has no real power with a fraction'],
    ['2 ^ 3', 'error at position 3: "^" is not understood; a power is written **'],
    ['(1 + 2', 'error at position 1: this parenthesis is never closed'],
    ['1 + 2)', 'error at position 6: this parenthesis was never opened'],
    ['(+, 5', 'error at position 1: this parenthesis is never closed'],
    ['(*, 5)', 'error at position 2: * needs two operands'],
    ['9 ** 9 ** 9', 'error at position 3: the result is too large'],
    [
      'process.exit()',
      'error at position 1: "p" is not understood; an expression has numbers, + - * / // % ** and parentheses',
    ],
  ] as const) {
    it(`answers ${JSON.stringify(text)} with ${JSON.stringify(answer)}`, () =>
      assert.equal(answerExpression(text), answer));
  }

  it('limits length, depth and size', () => {
    assert.match(answerExpression('1'.repeat(1001)), /1000 characters at most/u);
    assert.match(answerExpression(`${'('.repeat(maxDepth + 1)}1${')'.repeat(maxDepth + 1)}`), /deep at most/u);
    assert.match(answerExpression(`${'-'.repeat(900)}1`), /deep at most/u);
    assert.match(answerExpression(`2${'**2'.repeat(200)}`), /deep at most/u);
    assert.equal(answerExpression(`1${'+1'.repeat(499)}`).slice(-5), '= 500');
    assert.match(answerExpression('2**3400'), /too large/u);
    assert.equal(calculate('(-1)**99999999999999999999').ok, true);
    assert.match(answerExpression('1e400 - 10**1000'), /too large/u);
  });

  it('answers any text at all', () => {
    const pieces = fc.constantFrom(
      '1',
      '2.5',
      '+',
      '-',
      '*',
      '/',
      '//',
      '%',
      '**',
      '(',
      ')',
      ',',
      "'",
      '=',
      ' ',
      'x',
      '😀',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(pieces).map((all) => all.join('')),
        ),
        (text) => {
          const calculation = calculate(text);
          if (!calculation.ok) assert.ok(calculation.position >= 1 && calculation.position <= text.length + 1);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
