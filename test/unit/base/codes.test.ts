import assert from 'node:assert/strict';
import { errorCodes } from '../../../src/base/codes.ts';
import { sources } from '../../helpers/sources.ts';

describe('codes of errors', () => {
  it('are all in use: a code that no error has any more leaves the table', () => {
    const text = [...sources()].map(([file, source]) => (file === 'base/codes.ts' ? '' : source)).join('\n');
    const unused = Object.keys(errorCodes).filter((code) => !text.includes(`'${code}'`));
    assert.deepEqual(unused, []);
  });

  it('are words in kebab case, each with a sentence', () => {
    for (const [code, sentence] of Object.entries(errorCodes)) {
      assert.match(code, /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/);
      assert.match(sentence, /^[A-Z].+\.$/, code);
    }
    assert.equal(new Set(Object.values(errorCodes)).size, Object.keys(errorCodes).length);
  });
});
