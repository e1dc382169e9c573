import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { completions } from '../../../../src/requests/language/completions.ts';
import { reference } from '../../../../src/requests/language/reference.ts';
import { parseRequestFile } from '../../../../src/requests/parse.ts';
import { kinds, words, wordNamed } from '../../../../src/requests/words/table.ts';
import { sources } from '../../../helpers/sources.ts';

const all = kinds.flatMap(({ spec }) => ('word' in spec ? [spec] : []));

describe('the table of kinds', () => {
  it('has each word once, and one that can be written runs', () => {
    assert.equal(new Set(all.map(({ word }) => word)).size, all.length);
    for (const spec of all) assert.equal('runner' in wordNamed(spec.word)!, spec.supported, spec.word);
  });

  it('has the words that the grammar colours, and no others', () => {
    const { repository } = JSON.parse(
      readFileSync(new URL('../../../../syntaxes/http.tmLanguage.json', import.meta.url), 'utf8'),
    ) as { repository: { ours: { begin: string } } };
    const coloured = /\(([A-Z|]+)\)/.exec(repository.ours.begin)![1]!.split('|');
    assert.deepEqual(coloured.sort(), all.map(({ word }) => word).sort());
  });

  it('keeps a word that is not supported out of all that says what to write', () => {
    const later = all.filter(({ supported }) => !supported);
    assert.ok(later.length > 0);
    for (const { word, example, options } of later) {
      assert.ok(!words().some((each) => each.word === word));
      assert.ok(!reference().includes(word));
      assert.deepEqual(
        parseRequestFile(`${example}\n`).problems.map(({ code, severity }) => [code, severity]),
        [['not-supported', 'error']],
      );
      const offers = (text: string) => completions(parseRequestFile(text), text.length).map(({ label }) => label);
      assert.ok(!offers('').includes(word));
      assert.deepEqual(offers(`${word} `), []);
      assert.ok(options.length > 0);
      assert.deepEqual(offers(`${example}\n`), []);
    }
  });

  it('loads what runs a word only when a request of it runs', () => {
    const early = /(?:from|import) '(?:\.\/|[^']*\/words\/\w+\/)run\.ts'/;
    const runners = [...sources()]
      .filter(([file, text]) => early.test(text) && (file.startsWith('requests/words/') || text.includes('/words/')))
      .map(([file]) => file);
    assert.deepEqual(runners, []);
    const late = [...sources()].filter(([, text]) => text.includes("import('./run.ts')"));
    assert.equal(late.filter(([file]) => file.startsWith('requests/words/')).length, 10);
  });
});
