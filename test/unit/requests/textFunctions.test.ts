import assert from 'node:assert/strict';
import fc from 'fast-check';
import { doubts } from '../../../src/requests/language/doubts.ts';
import { expressionProblem, innermost, namesIn } from '../../../src/requests/expressions.ts';
import { parseRequestFile } from '../../../src/requests/parse.ts';
import { needsOf } from '../../../src/requests/run/needs.ts';
import { createScope, VariableError, type ScopeOptions } from '../../../src/requests/variables.ts';

async function value(
  expression: string,
  variables: Record<string, string> = {},
  more: Partial<ScopeOptions> = {},
): Promise<string> {
  const file = parseRequestFile('');
  return createScope({ file, environment: variables, ...more }).value(expression);
}

const fails = (code: string, message: string) => (error: unknown) => {
  assert.ok(error instanceof VariableError, String(error));
  assert.deepEqual([error.code, error.message], [code, message]);
  return true;
};

describe('functions of values', () => {
  it('tell the length and the characters of a text as Python counts them', async () => {
    const variables = { word: 'kiwi', summer: 'été', smile: '🙂!' };
    for (const [expression, expected] of [
      ['$length word', '4'],
      ['$length summer', '3'],
      ['$length smile', '2'],
      ['$first smile', '🙂'],
      ['$last word', 'i'],
      ['$upper summer', 'ÉTÉ'],
      ['$lower "ABC"', 'abc'],
      ['$reverse smile', '!🙂'],
      ["$length 'a b'", '3'],
      ['$length ""', '0'],
      ['$upper $reverse word', 'IWIK'],
      ['%$upper summer', '%C3%89T%C3%89'],
      ['$encode utf-8 summer', String.raw`b'\xc3\xa9t\xc3\xa9'`],
      ['$encode latin-1 summer', String.raw`b'\xe9t\xe9'`],
      ['$length $encode utf-8 summer', '5'],
      ['$first $encode utf-8 word', '107'],
      ['$hex $encode utf-16-le word', '6b00690077006900'],
      ['$hex summer', 'c3a974c3a9'],
    ] as const) {
      assert.equal(expressionProblem(expression), undefined, expression);
      assert.equal(await value(expression, variables), expected, expression);
    }
  });

  it('read parts of results, also of paths with spaces', async () => {
    const results = () => ({ data: { received: 'kiwi', list: ['a b'] } });
    assert.equal(await value('$length first.received', {}, { results }), '4');
    assert.equal(await value('$upper first.list[0]', {}, { results }), 'A B');
  });

  it('have a sentence where there is no such value', async () => {
    await assert.rejects(
      value('$first word', { word: '' }),
      fails('no-value', '$first "" has no value: it has no character.'),
    );
    await assert.rejects(
      value('$encode ascii word', { word: 'é' }),
      (error: VariableError) =>
        error.code === 'no-value' && /^\$encode ascii "é" has no value: .*ascii/.test(error.message),
    );
    await assert.rejects(
      value('$encode klingon word', { word: 'é' }),
      (error: VariableError) => error.code === 'no-value' && error.message.includes('klingon'),
    );
    await assert.rejects(
      value('$length wrod', { word: 'a' }),
      fails('unknown-variable', 'There is no variable wrod. Did you mean word?'),
    );
  });

  it('are refused without a value, with two, and with one that can never be', () => {
    for (const expression of [
      '$length',
      '$length a b',
      '$encode utf-8',
      '$length $first',
      '$calculate',
      '$pick',
      '$pick a, b, c',
    ])
      assert.equal(expressionProblem(expression)?.code, 'bad-arguments', expression);
    assert.equal(expressionProblem('$length $giud')?.code, 'unknown-variable');
    assert.equal(expressionProblem('$pick A $value: a,b')?.code, 'not-supported');
  });
});

describe('calculations', () => {
  it('take numbers, variables and operators that are variables', async () => {
    const variables = { a: '5', b: '-6', op: '*', half: '0.5', 'two-words': '2' };
    for (const [text, expected] of [
      ['a + b', '-1'],
      ['a op b', '-30'],
      ['b ** 2', '36'],
      ['a - b', '11'],
      ['(a + 1) * half', '3.0'],
      ['7 // 2 + 1e3', '1003.0'],
      ['a*2', '10'],
      ['two-words + 1', '3'],
      ['7 / 2', '3.5'],
      ['6 / 2', '3.0'],
      ['2 ** 100', '1267650600228229401496703205376'],
    ] as const)
      assert.equal(await value(`$calculate ${text}`, variables), expected, text);
  });

  it('say why they have no result', async () => {
    const variables = { a: '5', zero: '0', word: 'kiwi', op: '/', big: '1e400' };
    for (const [text, why] of [
      ['a op zero', '5 / 0: division by zero'],
      ['1 / 0', 'division by zero'],
      ['a + word', 'word is "kiwi", which is neither a number nor an operator'],
      ['a a', undefined],
      ['9 ** 9 ** 9', undefined],
      ['a + (', undefined],
      ['a ; 1', undefined],
    ] as const)
      await assert.rejects(value(`$calculate ${text}`, variables), (error: VariableError) => {
        assert.equal(error.code, 'no-value', error.message);
        if (why === undefined) assert.match(error.message, /^\$calculate .* has no value: \S.*\.$/);
        else assert.equal(error.message, `$calculate ${text} has no value: ${why}.`);
        return true;
      });
  });

  it('never run anything, whatever they say', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: fc.constantFrom(...'ab(). +-*/%1e"\'$,=;\\'.split('')) }), async (text) => {
        try {
          await value(`$calculate ${text}`, { a: '2', b: '+', ab: '' });
        } catch (error) {
          assert.ok(error instanceof VariableError, String(error));
        }
      }),
    );
  });
});

describe('picks', () => {
  it('draw one of the texts, each of them some time', async () => {
    const drawn = new Set<string>();
    for (let i = 0; i < 100; i++) drawn.add(await value('$pick + - "two words" \'\' é', {}, { random: () => i / 100 }));
    assert.deepEqual([...drawn], ['+', '-', 'two words', '', 'é']);
  });

  it('draw a line of a file that holds something', async () => {
    const readFile = (path: string): Promise<string> =>
      Promise.resolve(path === 'words.txt' ? 'apple\r\n\n  kiwi \nfig' : '\n');
    const drawn = new Set<string>();
    for (let i = 0; i < 30; i++) drawn.add(await value('$pick file words.txt', {}, { readFile, random: () => i / 30 }));
    assert.deepEqual([...drawn], ['apple', 'kiwi', 'fig']);
    await assert.rejects(
      value('$pick file none.txt', {}, { readFile }),
      fails('no-value', 'The file none.txt is empty, so nothing can be picked from it.'),
    );
    assert.equal(await value('$pick "file" x', {}, { random: () => 0 }), 'file');
  });
});

describe('the names in an expression', () => {
  it('are those of its values', () => {
    for (const [expression, names] of [
      ['a', ['a']],
      ['%login.token', ['login.token']],
      ['$guid', []],
      ['$length word', ['word']],
      ['$length "word"', []],
      ['$upper $reverse word', ['word']],
      ['$calculate a op first.received + 1e5', ['a', 'op', 'first.received']],
      ['$xpath:login //a', ['login']],
    ] as const)
      assert.deepEqual(namesIn(expression), names, expression);
    assert.equal(innermost('%$upper $pick file a.txt'), '$pick file');
  });

  it('are needed before the request is sent, and are doubted where nothing defines them', () => {
    const text = '# @name first\nUDP h:1\n\na\n###\n@n = {{$length first.received}}\nUDP h:1\n\n{{$calculate n + m}}\n';
    const file = parseRequestFile(text);
    assert.deepEqual(
      needsOf(file.regions[1]!, file).map(({ name }) => name?.value),
      ['first'],
    );
    assert.deepEqual(
      doubts(file, []).map(({ message }) => message),
      ['There is no variable m. Did you mean n?'],
    );
  });
});
