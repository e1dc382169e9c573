import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { format } from 'prettier';
import { reference } from '../../../src/requests/language/reference.ts';
import { valueProblem } from '../../../src/requests/values.ts';
import { parseRequestFile } from '../../../src/requests/parse.ts';
import { httpSpec } from '../../../src/requests/words/http/spec.ts';
import { serveBehaviours } from '../../../src/requests/words/serve/behaviours.ts';
import { words } from '../../../src/requests/words/table.ts';

describe('the table of words', () => {
  it('is what the reference says: run node --import tsx scripts/reference.ts', async () => {
    const text = readFileSync(path.resolve(import.meta.dirname, '../../../docs/requestFiles.md'), 'utf8');
    const made = await format(`<!-- tables -->\n\n${reference()}\n`, {
      parser: 'markdown',
      printWidth: 120,
      proseWrap: 'preserve',
    });
    assert.equal(text.slice(text.indexOf('<!-- tables -->')), made);
  });

  it('has examples that are right', () => {
    // What an example refers to.
    const named = '\n###\n# @name server\nSERVE tcp://127.0.0.1:0\n\n###\n# @name quiet\nOPEN tcp://127.0.0.1:9000\n';
    for (const word of words()) {
      assert.deepEqual(parseRequestFile(`${word.example}\n${named}`).problems, [], word.example);
      for (const option of word.options.filter((each) => !each.example.includes('{{')))
        assert.equal(valueProblem(option, option.example), undefined, `${word.word} ${option.name}`);
      const text = `${word.example}\n\n${word.subjects.map((each) => each.example).join('\n')}\n${named}`;
      assert.deepEqual(parseRequestFile(text).problems, [], text);
    }
    for (const behaviour of serveBehaviours())
      for (const option of behaviour.options)
        assert.equal(valueProblem(option, option.example), undefined, `${behaviour.name} ${option.name}`);
    const http = `GET http://x\n\n${httpSpec.subjects.map((each) => each.example).join('\n')}\n`;
    assert.deepEqual(parseRequestFile(http).problems, []);
  });

  it('has each name once', () => {
    for (const word of words()) {
      const names = word.options.map((option) => option.name);
      assert.equal(new Set(names).size, names.length, word.word);
      const subjects = word.subjects.map((subject) => subject.name);
      assert.equal(new Set(subjects).size, subjects.length, word.word);
    }
  });
});
