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
  [404, 'in', '200, 404'],
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
      evaluateCheck({ subject: 'running', value: false, predicate: 'isTrue' }).message,
      'running has to be true, but it is false.',
    );
    assert.equal(
      evaluateCheck({ subject: 'asks', value: true, predicate: 'isFalse' }).message,
      'asks has to be false, but it is true.',
    );
  });

  it('show both ends of a long value, of what a program printed the end', () => {
    const value = `begin${'🙂'.repeat(2000)}the end`;
    const cut = (more: { shows?: 'end' } = {}): string =>
      evaluateCheck({ subject: 'body', value, predicate: '==', expected: 'y', ...more }).actual;
    for (const actual of [cut(), cut({ shows: 'end' })]) {
      assert.ok(actual.length > 900 && actual.length <= 1000, String(actual.length));
      assert.ok(actual.endsWith('🙂the end') && !/[\uD800-\uDFFF]/u.test(actual), actual);
      const [, left] = / \(([\d,]+) characters left out\) /.exec(actual)!;
      const kept = actual.replace(/… \(.* left out\) …/, '');
      assert.equal(Number(left!.replace(',', '')) + kept.length, value.length);
    }
    assert.ok(cut().startsWith('begin🙂'));
    assert.ok(cut({ shows: 'end' }).startsWith('… ('));
  });

  it('take a regular expression as it is written', () => {
    const matches = (value: string, expected: string): string =>
      evaluateCheck({ subject: 'x', value, predicate: 'matches', expected, escapes: true }).state;
    assert.equal(matches('5 kiwis', String.raw`^\d+\s\bkiwi\w\b`), 'passed');
    assert.equal(matches('a\nb', String.raw`^a\nb$`), 'passed');
    assert.equal(matches('dd', String.raw`\d`), 'failed');
    assert.equal(matches('x', '('), 'error');
  });

  it('may name several values', () => {
    const within = (value: unknown, expected: string, escapes = false): string =>
      evaluateCheck({ subject: 'x', value, predicate: 'in', expected, escapes }).state;
    for (const [value, list] of [
      ['reset', 'closed, reset'],
      ['closed', 'closed,reset'],
      ['a, b', 'c, "a, b"'],
      [200, '200, 204'],
      [true, 'yes, true'],
      ['', 'a, ""'],
    ] as const)
      assert.equal(within(value, list), 'passed', list);
    for (const [value, list] of [
      ['res', 'closed, reset'],
      ['a', 'c, "a, b"'],
      [undefined, 'a, b'],
      [201, '200, 204'],
    ] as const)
      assert.equal(within(value, list), 'failed', list);
    assert.equal(within('a\n', String.raw`b, a\n`, true), 'passed');
    assert.equal(within('a,b', String.raw`a\x2cb`, true), 'passed');
    const { message } = evaluateCheck({ subject: 'closed', value: 'no', predicate: 'in', expected: 'closed, reset' });
    assert.equal(message, 'closed has to be one of "closed, reset", but it is "no".');
  });

  describe('of the time', () => {
    const first = new Date(2026, 2, 10, 14, 3, 7, 123).getTime();
    const answer = (value: unknown, expected: string, last = first) =>
      evaluateCheck({ subject: 'received text', value, predicate: 'isTime', expected, arrived: { first, last } });

    it('hold around the arrival, not around the check', () => {
      for (const [value, expected] of [
        ['14:03:07', 'HH:mm:ss'],
        ['14:03:05\n', 'HH:mm:ss'],
        ['14:03:05.124', '"HH:mm:ss.SSS" within 2s'],
        ['14:03:09', '%H:%M:%S within 2s'],
        ['14:03', 'HH:mm within 0s'],
        ['14:00', 'HH:mm within 3m'],
      ] as const)
        assert.equal(answer(value, expected).state, 'passed', value);
      assert.equal(answer('14:03:08', 'HH:mm:ss within 0s', first + 3000).state, 'passed');
      assert.equal(answer('14:03:11', 'HH:mm:ss within 0s', first + 3000).state, 'failed');
    });

    it('say how far it is off', () => {
      assert.equal(
        answer('14:03:03', 'HH:mm:ss within 2s').message,
        'received text has to be the time of its arrival, 14:03:07.123, within 2s, but it is "14:03:03", 3.12 s before that.',
      );
      assert.equal(
        answer('14:04:07', '%H:%M:%S').message,
        'received text has to be the time of its arrival, 14:03:07.123, within 2s, but it is "14:04:07", 59.9 s after that.',
      );
      assert.equal(
        answer('now', 'HH:mm:ss').message,
        'received text has to be the time of its arrival, 14:03:07.123, within 2s, but "now" is not a time in the format HH:mm:ss.',
      );
      assert.equal(answer('14:03:07', 'HH:mm within 2 apples').state, 'error');
      assert.equal(answer('14:03:07', 'within 2s').state, 'error');
    });
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
