import assert from 'node:assert/strict';
import { bodyCharset, bodyText } from '../../../../src/protocol/http/bodyText.ts';

const latin = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const utf16 = (text: string): Uint8Array => Buffer.from(text, 'utf16le');
const swapped = (text: string): Uint8Array => Buffer.from(text, 'utf16le').swap16();

describe('the text of a body', () => {
  for (const [type, bytes, charset] of [
    ['text/plain; charset="ISO-8859-1"', latin('a'), 'iso-8859-1'],
    ['text/plain; charset=cp1252', Uint8Array.of(0xef, 0xbb, 0xbf, 0x61), 'utf-8'],
    ['text/plain; charset=utf-8', utf16('\ufeffa'), 'utf-16le'],
    ['', swapped('\ufeffa'), 'utf-16be'],
    ['application/json', utf16('{"a":1}'), 'utf-16le'],
    ['application/problem+json', swapped('[1]'), 'utf-16be'],
    ['application/xml', utf16('<?xml version="1.0"?>'), 'utf-16le'],
    ['application/json', latin('1'), 'utf-8'],
    ['application/json', latin(''), 'utf-8'],
    ['text/xml', latin('<?xml version="1.0" encoding="ISO-8859-15"?>'), 'iso-8859-15'],
    ['application/atom+xml', latin("<?xml version='1.0' encoding='windows-1251' ?>"), 'windows-1251'],
    ['', latin('<?xml version="1.0" encoding="latin1"?>'), 'latin1'],
    ['text/xml; charset=utf-8', latin('<?xml version="1.0" encoding="latin1"?>'), 'utf-8'],
    ['text/xml', latin('<?xml version="1.0" encoding="UTF-16"?>'), 'utf-8'],
    ['text/plain', latin('<?xml version="1.0" encoding="latin1"?>'), 'utf-8'],
    ['text/html', latin('<!doctype html><head><meta charset=Shift_JIS>'), 'shift_jis'],
    ['text/html', latin('<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">'), 'koi8-r'],
    ['text/css', latin('@charset "latin1"; a {}'), 'latin1'],
    ['text/plain; charset=made-up', latin(''), 'made-up'],
  ] as const)
    it(`of ${type || 'no type'}, ${JSON.stringify(Buffer.from(bytes).toString('latin1').slice(0, 40))}, is ${charset}`, () =>
      assert.equal(bodyCharset(type, bytes), charset));

  it('has no byte order mark, and U+FFFD for what is wrong', () => {
    assert.deepEqual(bodyText(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61), 'utf-8'), { text: 'a' });
    assert.deepEqual(bodyText(swapped('\ufeffé'), 'utf-16be'), { text: 'é' });
    assert.deepEqual(bodyText(latin('é'), 'iso-8859-1'), { text: 'é' });
    assert.deepEqual(bodyText(Uint8Array.of(0xc3, 0xa9, 0xff), 'utf-8'), { text: 'é\ufffd' });
  });

  it('is read as UTF-8 where nobody knows its charset, and says so', () => {
    assert.deepEqual(
      bodyText(Uint8Array.of(0xc3, 0xa9), 'made-up', () => undefined),
      { text: 'é', unknown: 'made-up' },
    );
    assert.deepEqual(
      bodyText(Uint8Array.of(0x82), 'cp437', (_, charset) => `read in ${charset}`),
      {
        text: 'read in cp437',
      },
    );
  });
});
