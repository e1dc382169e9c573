import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  compareNumbers,
  deepestJson,
  JsonNumber,
  parseJson,
  printJson,
  type JsonValue,
} from '../../../src/protocol/json.ts';

/** Numbers that a `number` does not print as they stand here. */
const kept = [
  '1736184243098437392',
  '9007199254740993',
  '1.10',
  '1.0',
  '100.00',
  '-0',
  '-0.0',
  '0.0000001',
  '1e2',
  '1E+2',
  '1e400',
  '0.1234567890123456789',
  '12345678901.12345678901',
  '123456789012345678901234567890',
  '-9223372036854775809',
];
const plain = ['0', '1', '-1', '0.5', '1.25', '10.01', '9007199254740991', '0.000001', '-0.25', '123456789.5'];

describe('JSON that keeps digits', () => {
  for (const text of kept) {
    it(`keeps ${text} wherever it stands`, () => {
      for (const around of ['_', '[_]', '[1,_]', '{"a":_}', '{ "a" : _ , "b" : "_" }', '[\t_\r\n]'])
        assert.equal(
          printJson(parseJson(around.replace('_', text))).replace(/\s/g, ''),
          around.replace('_', text).replace(/\s/g, ''),
        );
      const number = parseJson(text);
      assert.ok(number instanceof JsonNumber);
      assert.equal(number.value, Number(text));
      assert.equal(String(number), text);
    });
  }

  it('has plain numbers where JavaScript writes them as they stand', () => {
    assert.deepEqual(parseJson(`[${plain.join(', ')}]`), plain.map(Number));
    // One number that is kept does not change the others.
    assert.deepEqual(parseJson(`[${plain.join(', ')}, 1.0]`), [...plain.map(Number), new JsonNumber('1.0')]);
  });

  it('means what JSON.parse means, and refuses what it refuses', () => {
    // What makes it read the text a second time, beside ordinary JSON.
    const values = fc.json().chain((text) => fc.constantFrom(text, `[1.0, ${text}]`, `{"a": ${text}, "b": 1e1}`));
    fc.assert(
      fc.property(values, fc.constantFrom(0, 2), (text, indent) => {
        assert.deepEqual(JSON.parse(printJson(parseJson(text), indent)), JSON.parse(text));
        if (!/\d[.eE]|-0|\d{16}/.test(text))
          assert.equal(printJson(parseJson(text), indent), JSON.stringify(JSON.parse(text), null, indent));
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from('[]{}",:0123456789.eE+-\\ nulltrue')) }), (text) => {
        const result = (parse: (text: string) => unknown) => {
          try {
            return JSON.stringify(parse(text));
          } catch (error) {
            return (error as Error).message;
          }
        };
        assert.equal(result(parseJson), result(JSON.parse));
      }),
    );
  });

  it('keeps the digits of any number', () => {
    const digits = (most: number) =>
      fc.string({ unit: fc.constantFrom(...Array.from('0123456789')), minLength: 1, maxLength: most });
    const numbers = fc
      .tuple(
        fc.constantFrom('', '-'),
        digits(30),
        fc.option(digits(25)),
        fc.option(digits(3)),
        fc.constantFrom('e', 'E+', 'e-'),
      )
      .map(([sign, whole, fraction, exponent, e]) =>
        [
          sign,
          whole.replace(/^0+(?=\d)/, ''),
          fraction === null ? '' : `.${fraction}`,
          exponent === null ? '' : e + exponent,
        ].join(''),
      );
    fc.assert(
      fc.property(fc.array(numbers), (texts) => {
        assert.equal(printJson(parseJson(`[${texts.join(',')}]`)), `[${texts.join(',')}]`);
      }),
      { numRuns: 1000 },
    );
  });

  it('takes __proto__ for a name, and the last of two members of one name', () => {
    const tree = parseJson('{"__proto__": {"a": 1.0}, "b": 1, "c": 2, "b": 3.0}') as Record<string, JsonValue>;
    assert.deepEqual(Object.keys(tree), ['__proto__', 'b', 'c']);
    assert.equal(Object.getPrototypeOf(tree), Object.prototype);
    assert.equal(printJson(tree), '{"__proto__":{"a":1.0},"b":3.0,"c":2}');
  });

  it('says that a text is too deep, and does not overflow', () => {
    const deep = (levels: number, inside: string) => '['.repeat(levels) + inside + ']'.repeat(levels);
    for (const inside of ['1', '1.0']) {
      assert.equal(printJson(parseJson(deep(deepestJson, inside))), deep(deepestJson, inside));
      assert.throws(() => parseJson(deep(deepestJson + 1, inside)), /SyntaxError: The JSON is deeper than 1000/);
      assert.throws(() => parseJson(deep(200_000, inside)), SyntaxError);
    }
  });

  it('compares numbers by their digits', () => {
    const number = (text: string) => parseJson(text) as number | JsonNumber;
    const ordered = [
      '-1e400',
      '-2',
      '-1.5',
      '0',
      '1e-400',
      '0.1',
      '1',
      '9007199254740992',
      '9007199254740993',
      '1e308',
      '1e309',
    ];
    for (const [i, a] of ordered.entries())
      for (const [j, b] of ordered.entries()) {
        assert.equal(Math.sign(compareNumbers(number(a), number(b))), Math.sign(i - j), `${a} and ${b}`);
      }
    for (const [a, b] of [
      ['1.10', '1.1'],
      ['1e2', '100'],
      ['-0', '0'],
      ['0.0', '0'],
      ['1E-2', '0.010'],
    ] as const)
      assert.equal(compareNumbers(number(a), number(b)), 0, `${a} and ${b}`);
    assert.equal(compareNumbers(Infinity, 1), NaN);
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        (a, b) => {
          assert.equal(Math.sign(compareNumbers(a, b)), a < b ? -1 : a > b ? 1 : 0);
        },
      ),
    );
  });

  it('is fast on text that would be slow to look through', () => {
    const hostile = [
      '1'.repeat(2e6),
      `[${'1.0,'.repeat(3e5)}1]`,
      `"${'0'.repeat(2e6)}"`,
      `[0.${'0'.repeat(2e6)}]`,
      `[${'10.01,'.repeat(3e5)}1]`,
    ];
    const started = performance.now();
    for (const text of hostile) parseJson(text);
    assert.ok(performance.now() - started < 5000);
  });
});
