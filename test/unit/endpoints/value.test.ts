import assert from 'node:assert/strict';
import fc from 'fast-check';
import { framing } from '../../../src/endpoints/framing.ts';
import { groups } from '../../../src/endpoints/groups.ts';
import { boolean, bytes, duration, integer, number, port, problemOf } from '../../../src/endpoints/value.ts';
import { behaviourNamed } from '../../../src/net/behaviours/named.ts';
import { behaviours } from '../../../src/net/behaviours/table.ts';
import { readOption } from '../../../src/net/behaviours/options.ts';
import type { Framing } from '../../../src/protocol/framing.ts';

describe('values of options', () => {
  it('read framings as they write them', () => {
    const framings: Framing[] = [
      { kind: 'none' },
      { kind: 'line' },
      { kind: 'fixed', length: 16 },
      { kind: 'length-prefix', bytes: 2, endian: 'big' },
      { kind: 'length-prefix', bytes: 4, endian: 'little', includesPrefix: true },
      { kind: 'delimiter', delimiter: '\\r\\n.\\r\\n' },
    ];
    for (const one of framings) assert.deepEqual(framing.read(framing.print(one)), { ok: true, value: one });
    for (const text of [
      '',
      'lines',
      'line 2',
      'fixed',
      'fixed 0',
      'fixed x',
      'fixed 0x10',
      'fixed 1048577',
      'prefix 3',
      'prefix 2 middle',
      'prefix 2 big inclusive more',
      'delimiter',
      'constructor',
    ]) {
      assert.equal(framing.read(text).ok, false, text);
    }
    assert.equal(
      problemOf('fixed x', framing.read('fixed x')),
      '"fixed x" is not a framing of a fixed length in bytes, as in fixed 16.',
    );
  });

  it('read multicast groups as they write them', () => {
    const all = [{ group: '239.1.2.3' }, { group: '239.1.2.4', interface: '127.0.0.1' }, { group: 'ff02::7' }];
    assert.equal(groups.print(all), '239.1.2.3, 239.1.2.4 on 127.0.0.1, ff02::7');
    assert.deepEqual(groups.read(groups.print(all)), { ok: true, value: all });
    // As request files have it.
    assert.deepEqual(groups.read('239.1.2.4 127.0.0.1'), { ok: true, value: [all[1]] });
    for (const text of ['', '239.1.2', 'x', '239.1.2.3 on', '239.1.2.3 on lo', '239.1.2.3 lo', '239.1.2.3,'])
      assert.equal(groups.read(text).ok, false, text);
  });

  it('read numbers within their limits', () => {
    for (const kind of [integer, bytes]) {
      assert.deepEqual(kind.read(' 12 ', { minimum: 1, maximum: 12 }), { ok: true, value: 12 });
      for (const text of ['', '1.5', 'x', '13', '0', '0x1']) {
        assert.equal(kind.read(text, { minimum: 1, maximum: 12 }).ok, false, text);
      }
    }
    assert.equal(
      problemOf('13', integer.read('13', { minimum: 1, maximum: 12 })),
      '"13" is not a whole number from 1 to 12.',
    );
    assert.deepEqual(number.read('0.5', { minimum: 0.5 }), { ok: true, value: 0.5 });
    assert.equal(problemOf('0.4', number.read('0.4', { minimum: 0.5 })), '"0.4" is not a number of 0.5 or more.');
    assert.equal(readOption({ name: 'reply', sentence: '', type: 'string', required: true }, '').ok, false);
  });

  it('read durations, ports and flags as they write them', () => {
    fc.assert(
      fc.property(fc.nat(86_400_000), fc.nat(65_535), fc.boolean(), (ms, at, flag) => {
        assert.deepEqual(duration.read(duration.print(ms)), { ok: true, value: ms });
        assert.deepEqual(duration.read(String(ms)), { ok: true, value: ms });
        assert.deepEqual(port.read(port.print(at)), { ok: true, value: at });
        assert.deepEqual(boolean.read(boolean.print(flag)), { ok: true, value: flag });
      }),
    );
    for (const text of ['', '-1', '1 day', 's', '5 constructor']) assert.equal(duration.read(text).ok, false, text);
    assert.equal(duration.read('2s', { minimum: 1, maximum: 1000 }).ok, false);
  });

  it('say what is wrong with a rule while it is typed', () => {
    const [option] = behaviourNamed(behaviours, 'rules').options;
    assert.deepEqual(readOption(option!, 'hello => hi'), { ok: true, value: 'hello => hi' });
    assert.equal(
      problemOf('hello', readOption(option!, 'hello')),
      'Line 1 of rules is not a rule that can be used: a rule is written PATTERN => REPLY.',
    );
  });
});
