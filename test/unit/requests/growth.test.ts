import assert from 'node:assert/strict';
import { evaluateCheck } from '../../../src/requests/checks.ts';
import type { Growth } from '../../../src/requests/growth.ts';

describe('a check that does not hold', () => {
  const lost = (value: unknown, predicate: string, expected: string, grows?: Growth, negated = false): boolean => {
    const answer = evaluateCheck({ value, predicate, expected, negated, subject: 'x', ...(grows && { grows }) });
    assert.notEqual(answer.state, 'passed', `${String(value)} ${predicate} ${expected}`);
    return answer.lost === true;
  };

  it('can come true while its value grows, or cannot', () => {
    for (const [value, predicate, expected, grows, is] of [
      ['he', '==', 'hello', 'text', false],
      ['', '==', 'hello', 'text', false],
      ['ha', '==', 'hello', 'text', true],
      ['hello!', '==', 'hello', 'text', true],
      // A character that is not whole yet, and a line end that may become another.
      ['caf\\xc3', '==', 'café', 'text', false],
      ['a\r', '==', 'a\n', 'text', false],
      ['ha', 'startsWith', 'he', 'text', true],
      ['h', 'startsWith', 'he', 'text', false],
      ['ha', 'contains', 'he', 'text', false],
      ['ha', 'endsWith', 'he', 'text', false],
      ['ha', 'matches', '^he$', 'text', false],
      [3, '==', '4', 'number', false],
      [5, '==', '4', 'number', true],
      [3, '==', 'four', 'number', true],
      [5, '<', '4', 'number', true],
      [3, '>', '4', 'number', false],
      [undefined, '==', '0', 'once', false],
      [1, '==', '0', 'once', true],
      ['no', '==', 'closed', undefined, false],
      ['x', 'matches', '(', 'text', true],
    ] as const)
      assert.equal(lost(value, predicate, expected, grows), is, `${String(value)} ${predicate} ${expected}`);
    assert.equal(lost('hello', 'contains', 'ell', 'text', true), true);
    assert.equal(lost('hello', '==', 'hello', 'text', true), false);
    assert.equal(lost(3, '>', '2', 'number', true), true);
  });
});
