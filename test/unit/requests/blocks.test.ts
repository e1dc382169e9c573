import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { blocksOf, outcomeOf } from './blocks.ts';

const folder = path.resolve(import.meta.dirname, '../../fixtures/requests/blocks');
const dialects = ['restclient', 'httpyac', 'jetbrains'];
const files = dialects.map((dialect) => ({
  dialect,
  blocks: blocksOf(readFileSync(path.join(folder, `${dialect}.txt`), 'utf8')),
}));

describe('blocks of the documentation of three clients', () => {
  it('are at least 175', () => assert.ok(files.reduce((count, { blocks }) => count + blocks.length, 0) >= 175));

  for (const { dialect, blocks } of files)
    for (const { title, text, outcome } of blocks)
      it(`${dialect}: ${title}`, () => assert.equal(outcomeOf(text), outcome));
});
