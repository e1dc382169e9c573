import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { python } from '../../scripts/python.ts';
import { createScope } from '../../src/requests/variables.ts';
import { parseRequestFile } from '../../src/requests/parse.ts';

/** The function as a request file has it, and as Python has it. */
const pairs: readonly (readonly [ours: string, theirs: string])[] = [
  ['$length word', 'len(w)'],
  ['$first word', 'w[0]'],
  ['$last word', 'w[-1]'],
  ['$upper word', 'w.upper()'],
  ['$lower word', 'w.lower()'],
  ['$reverse word', 'w[::-1]'],
  ['$encode utf-8 word', 'w.encode("utf-8")'],
  ['$encode latin-1 word', 'w.encode("latin-1")'],
  ['$encode cp1252 word', 'w.encode("cp1252")'],
  ['$length $encode utf-16 word', 'len(w.encode("utf-16"))'],
  ['$first $encode utf-8 word', 'w.encode("utf-8")[0]'],
  ['$reverse $encode utf-8 word', 'w.encode("utf-8")[::-1]'],
  ['$upper $encode utf-8 word', 'w.encode("utf-8").upper()'],
  ['$hex $encode utf-8 word', 'w.encode("utf-8").hex()'],
];

const script = `
import sys, json
words, functions = json.load(sys.stdin)
def one(function, w):
    try: return str(eval(function))
    except (IndexError, UnicodeError): return None
json.dump([[one(function, word) for function in functions] for word in words], sys.stdout)
`;

describe('functions of values and python3', () => {
  it('agree on words of all kinds', async () => {
    // Of the newest characters, the two may know different ones.
    const unit = fc.constantFrom(...Array.from('abzAZ09 \'"\\\t\n\réßİıσςΣŉǆﬁ한日🙂𝄞\u0301€\x00\x7f\xa0ÿ'));
    const words = ['', 'kiwi', "it's", 'ΣΑΣ', ...fc.sample(fc.string({ unit, maxLength: 12 }), 400)];
    const { status, stdout, stderr } = spawnSync(python, ['-c', script], {
      input: JSON.stringify([words, pairs.map(([, theirs]) => theirs)]),
      maxBuffer: 2 ** 26,
    });
    assert.equal(status, 0, stderr.toString());
    const expected = JSON.parse(stdout.toString()) as (string | null)[][];
    const file = parseRequestFile('');
    for (const [i, word] of words.entries()) {
      const scope = createScope({ file, values: { word } });
      for (const [j, [ours]] of pairs.entries()) {
        const value = await scope.value(ours).catch(() => null);
        assert.equal(value, expected[i]![j], `${ours} of ${JSON.stringify(word)}`);
      }
    }
  });
});
