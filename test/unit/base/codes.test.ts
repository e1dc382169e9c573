import assert from 'node:assert/strict';
import { errorCodes, isErrorCode } from '../../../src/base/codes.ts';
import { isErrorData } from '../../../src/base/pageMessages.ts';
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

  it('are checked where errors come as data', () => {
    assert.equal(isErrorCode('port-in-use'), true);
    for (const wrong of ['port-in-us', 'toString', '__proto__', '', 1, undefined])
      assert.equal(isErrorCode(wrong), false);
    assert.equal(isErrorData({ code: 'port-in-use', message: '' }), true);
    assert.equal(isErrorData({ code: 'port-in-us', message: '' }), false);
  });
});
