import assert from 'node:assert/strict';
import { evaluateCheck } from '../../../src/requests/checks.ts';

type Case = readonly [value: unknown, predicate: string, expected: string | undefined];

function state([value, predicate, expected]: Case): string {
  return evaluateCheck({ subject: 'x', value, predicate, ...(expected !== undefined && { expected }) }).state;
}

const sha = 'uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=';
const holds: readonly Case[] = [
  [200, '==', '200'],
  [200, '==', '200.0'],
  ['200', '==', '200'],
  [true, '==', 'True'],
  [null, '==', 'null'],
  [undefined, '==', 'undefined'],
  [{ a: 1, b: [2] }, '==', '{"b": [2], "a": 1}'],
  [[1, 2], 'equals', '[1,2]'],
  ['a', '!=', 'b'],
  [1, '!=', '2'],
  [undefined, '!=', 'x'],
  ['9', '<', '10'],
  [10, '>=', '10'],
  [1.5, '<=', '2'],
  [3, '>', '2'],
  ['hello', 'startsWith', 'he'],
  ['hello', 'endsWith', 'lo'],
  ['hello', 'contains', 'ell'],
  [['a', 'b'], 'includes', 'b'],
  [[1, 2], 'contains', '2'],
  ['hello', 'matches', '^h.+o$'],
  ['Hello', 'matches', '/^h/i'],
  [404, 'matches', '4..'],
  ['x', 'exists', undefined],
  [1, 'isTrue', undefined],
  [0, 'isFalse', undefined],
  [undefined, 'isFalse', undefined],
  [1, 'isNumber', undefined],
  ['1', 'isString', undefined],
  [false, 'isBoolean', undefined],
  [[], 'isArray', undefined],
  ['hello world', 'sha256', sha],
  [new TextEncoder().encode('hello world'), 'sha256', Buffer.from(sha, 'base64').toString('hex').toUpperCase()],
  ['hello world', 'md5', '5eb63bbbe01eeed093cb22bb8f5acdc3'],
];
const fail: readonly Case[] = [
  [200, '==', '201'],
  [200, '==', 'x'],
  [200, '==', ''],
  ['200', '==', '200.0'],
  [{ a: 1 }, '==', '{'],
  [undefined, '==', '1'],
  [1, '!=', '1.0'],
  ['a', '<', '1'],
  [undefined, '>', '0'],
  ['hello', 'startsWith', 'lo'],
  [undefined, 'contains', 'x'],
  [['ab'], 'contains', 'a'],
  ['x', 'matches', 'y'],
  ['', 'exists', undefined],
  [null, 'exists', undefined],
  ['1', 'isNumber', undefined],
  [{}, 'isArray', undefined],
  ['x', 'sha512', sha],
];

describe('checks', () => {
  for (const each of holds)
    it(`${JSON.stringify(each[0])} ${each[1]} ${each[2] ?? ''} holds`, () => assert.equal(state(each), 'passed'));
  for (const each of fail)
    it(`${JSON.stringify(each[0])} ${each[1]} ${each[2] ?? ''} does not hold`, () =>
      assert.equal(state(each), 'failed'));

  it('are turned round', () => {
    assert.equal(evaluateCheck({ subject: 'x', value: 1, predicate: 'exists', negated: true }).state, 'failed');
    assert.equal(
      evaluateCheck({ subject: 'x', value: 1, predicate: 'equals', negated: true, expected: '2' }).state,
      'passed',
    );
  });

  it('read escapes where they are meant', () => {
    assert.equal(
      evaluateCheck({ subject: 'received text', value: 'é\n', predicate: '==', expected: '\\u00e9\\n', escapes: true })
        .state,
      'passed',
    );
    assert.equal(
      evaluateCheck({ subject: 'x', value: 'a', predicate: '==', expected: '\\q', escapes: true }).state,
      'error',
    );
  });

  it('say what was expected and what was found', () => {
    const answer = evaluateCheck({ subject: 'status', value: 404, predicate: '==', expected: '200' });
    assert.deepEqual(
      [answer.actual, answer.expected, answer.message],
      ['404', '200', 'status has to be "200", but it is 404.'],
    );
    assert.equal(
      evaluateCheck({ subject: 'header a', value: undefined, predicate: 'exists' }).message,
      'header a has to be there, and neither false, 0 nor empty, but there is none.',
    );
    assert.equal(
      evaluateCheck({ subject: 'body', value: 'x'.repeat(2000), predicate: '==', expected: 'y' }).actual.length,
      1000,
    );
  });

  for (const [predicate, value, expected, negated, message] of [
    ['!=', 'a', 'a', false, 'x must not be "a", but it is "a".'],
    ['==', 'a', 'a', true, 'x must not be "a", but it is "a".'],
    ['<', 9, '5', false, 'x has to be below "5", but it is 9.'],
    ['>=', 1, '5', false, 'x has to be at least "5", but it is 1.'],
    ['startsWith', 'b', 'a', false, 'x has to begin with "a", but it is "b".'],
    ['includes', 'b', 'a', false, 'x has to contain "a", but it is "b".'],
    ['contains', 'ab', 'a', true, 'x must not contain "a", but it is "ab".'],
    ['matches', 'b', '^a', false, 'x has to match the regular expression "^a", but it is "b".'],
    ['isFalse', 1, undefined, false, 'x has to be missing, false, 0 or empty, but it is 1.'],
    ['exists', 1, undefined, true, 'x has to be missing, false, 0 or empty, but it is 1.'],
    ['isNumber', 'b', undefined, false, 'x has to be a number, but it is "b".'],
    ['md5', 'b', '00', false, 'x has to have the MD5 digest "00", but it is "b".'],
  ] as const)
    it(`that fail say so in a sentence: ${message}`, () =>
      assert.equal(
        evaluateCheck({ subject: 'x', predicate, value, negated, ...(expected !== undefined && { expected }) }).message,
        message,
      ));

  it('that cannot be evaluated are errors', () => {
    assert.match(
      evaluateCheck({ subject: 'x', value: 'a', predicate: 'matches', expected: '(' }).message ?? '',
      /regular expression/,
    );
    assert.equal(evaluateCheck({ subject: 'x', value: 'a', predicate: 'resembles', expected: 'a' }).state, 'error');
  });
});
