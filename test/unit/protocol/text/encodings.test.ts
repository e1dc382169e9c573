import assert from 'node:assert/strict';
import { WirebenchError } from '../../../../src/base/errors.ts';
import { decode } from '../../../../src/protocol/text/decode.ts';
import {
  ENCODINGS,
  findEncoding,
  lookupEncoding,
  nearEncodings,
  normalizeEncoding,
} from '../../../../src/protocol/text/encodings.ts';
import { ALIASES } from '../../../../src/protocol/text/tables/names.ts';

describe('encodings', () => {
  it('list every generated table once, with a label of its own', () => {
    assert.deepEqual(ENCODINGS.map(({ module }) => module).sort(), Object.keys(ALIASES).sort());
    assert.equal(new Set(ENCODINGS.map(({ label }) => label)).size, ENCODINGS.length);
    for (const { name } of ENCODINGS) assert.equal(decode(new Uint8Array(0), name), '', name);
  });

  it('are found as Python finds them: whatever the case and what is between the letters', () => {
    for (const name of ['UTF-8', 'utf8', 'U8', ' utf 8 ', 'Utf_8'])
      assert.equal(findEncoding(name).name, 'utf-8', name);
    assert.equal(findEncoding('ISO-8859-1').name, 'latin-1');
    assert.equal(findEncoding('windows-1251').name, 'cp1251');
    assert.equal(findEncoding('MS932').name, 'cp932');
    assert.equal(findEncoding('KOI8-R').name, 'koi8-r');
    assert.equal(normalizeEncoding('--ISO  8859__1--'), 'iso_8859_1');
    assert.equal(lookupEncoding('constructor'), undefined);
  });

  it('that are not there: a sentence with those that are near', () => {
    assert.throws(
      () => decode(new Uint8Array(1), 'utf-88'),
      (error: unknown) => {
        assert(error instanceof WirebenchError);
        assert.equal(error.code, 'unknown-encoding');
        assert.match(error.message, /^There is no encoding named "utf-88"\. Did you mean utf-8/);
        assert.deepEqual(error.remedies, ['chooseEncoding']);
        return true;
      },
    );
    assert(nearEncodings('windows1252').includes('cp1252'));
    assert.equal(nearEncodings('shift-jsi')[0], 'shift_jis');
    assert.deepEqual(nearEncodings('*'), []);
    assert.match(
      String(
        (() => {
          try {
            findEncoding('klingon');
          } catch (error) {
            return error;
          }
          return '';
        })(),
      ),
      /such as utf-8/,
    );
  });
});
