import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  compareNames,
  displayName,
  formatName,
  isWithin,
  nameKey,
  parseName,
  ROOT,
  sameName,
} from '../../../../src/protocol/dns/name.ts';
import { arbitraryName } from '../../../helpers/dnsArbitraries.ts';

describe('DNS names', () => {
  it('are the same after text and back', () => {
    fc.assert(
      fc.property(arbitraryName, (name) => {
        assert.deepEqual(parseName(formatName(name)), name);
        assert.deepEqual(parseName(displayName(name)), name);
        assert.match(formatName(name), /^[!-~]+$/u);
      }),
    );
  });

  it('are relative to an origin, or end in a dot', () => {
    const origin = parseName('wirebench.test');
    assert.equal(formatName(parseName('www', origin)), 'www.wirebench.test.');
    assert.equal(formatName(parseName('www.', origin)), 'www.');
    assert.equal(formatName(parseName('.', origin)), '.');
  });

  it('keep escaped dots and any byte in one label', () => {
    assert.equal(parseName('a\\.b.c').length, 2);
    assert.deepEqual(parseName('\\000\\255'), [Uint8Array.of(0, 255)]);
    assert.equal(formatName(parseName('a\\032b')), 'a\\032b.');
    assert.equal(formatName(parseName('\\a\\$')), 'a\\$.');
  });

  it('are refused with where and why', () => {
    const cases: [string, string, number][] = [
      ['', 'dns-empty-label', 0],
      ['a..b', 'dns-empty-label', 2],
      ['.a', 'dns-empty-label', 0],
      ['..', 'dns-empty-label', 0],
      [`x.${'a'.repeat(64)}.b`, 'dns-label-too-long', 2],
      [new Array(128).fill('a').join('.'), 'dns-name-too-long', 0],
      ['a\\', 'dns-bad-name', 1],
      ['a\\25', 'dns-bad-name', 1],
      ['a\\256', 'dns-bad-name', 1],
      ['bücher', 'dns-bad-name', 1],
    ];
    for (const [text, code, offset] of cases) {
      assert.throws(
        () => parseName(text),
        (error: { code: string; offset: number; message: string }) => {
          assert.deepEqual([text, error.code, error.offset], [text, code, offset]);
          assert.match(error.message, /\.$/u);
          return true;
        },
      );
    }
    assert.equal(parseName(new Array(127).fill('a').join('.')).length, 127);
  });

  it('compare without regard to case, and only ASCII letters have one', () => {
    const [a, b] = [parseName('WWW.Test'), parseName('www.tEST')];
    assert.ok(sameName(a, b) && nameKey(a) === nameKey(b) && compareNames(a, b) === 0);
    assert.ok(!sameName([Uint8Array.of(0xc4)], [Uint8Array.of(0xe4)]));
    assert.notEqual(nameKey(parseName('a\\.b')), nameKey(parseName('a.b')));
    fc.assert(
      fc.property(arbitraryName, arbitraryName, (x, y) => assert.equal(nameKey(x) === nameKey(y), sameName(x, y))),
    );
  });

  it('have the order of RFC 4034, section 6.1', () => {
    const names = [
      'example',
      'a.example',
      'yljkjljk.a.example',
      'Z.a.example',
      'zABC.a.EXAMPLE',
      'z.example',
      '\\001.z.example',
      '*.z.example',
      '\\200.z.example',
    ];
    const shuffled = [4, 1, 8, 0, 6, 3, 7, 2, 5].map((i) => parseName(names[i]!));
    assert.deepEqual(shuffled.sort(compareNames).map(displayName), names);
  });

  it('are within their ancestors and themselves', () => {
    const test = parseName('wirebench.test');
    assert.ok(isWithin(parseName('a.b.WIREBENCH.test'), test) && isWithin(test, test) && isWithin(test, ROOT));
    assert.ok(!isWithin(parseName('notwirebench.test'), test) && !isWithin(parseName('test'), test));
  });
});
