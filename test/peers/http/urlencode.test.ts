import assert from 'node:assert/strict';
import fc from 'fast-check';
import { quotePlus, urlencode } from '../../../src/protocol/http/urlencode.ts';
import { runPython } from '../../helpers/python.ts';

describe('urlencode beside urllib.parse.urlencode', function () {
  this.timeout(30_000);

  const program = [
    'import json, sys',
    'from urllib.parse import quote, quote_plus, urlencode',
    'print(json.dumps([[urlencode(pairs, doseq=True), urlencode(pairs, doseq=True, quote_via=quote, safe=""),',
    '  quote_plus("".join(str(v) for p in pairs for v in p), safe="/&é", encoding="cp1252", errors="replace")]',
    '  for pairs in [[tuple(p) for p in one] for one in json.loads(sys.argv[1])]]))',
  ].join('\n');

  it('gives what Python gives, for any names and values', async () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('a b', '~-._', '+&=%', 'é€😀', '/', '\r\n'),
    );
    const value = fc.oneof(text, fc.integer(), fc.array(text, { maxLength: 3 }));
    const cases = fc.sample(fc.array(fc.tuple(text, value), { maxLength: 5 }), { numRuns: 300, seed: 7 });
    const want = JSON.parse(await runPython(['-c', program, JSON.stringify(cases)])) as string[][];
    for (const [i, pairs] of cases.entries()) {
      assert.equal(urlencode(pairs), want[i]![0]);
      assert.equal(urlencode(pairs, { spaces: 'percent' }), want[i]![1]);
      if (pairs.some(([, one]) => Array.isArray(one))) continue;
      const all = pairs.flat().join('');
      assert.equal(quotePlus(all, { safe: '/&é', encoding: 'cp1252', errors: 'replace' }), want[i]![2]);
    }
  });
});
