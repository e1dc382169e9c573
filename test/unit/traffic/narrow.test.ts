import assert from 'node:assert/strict';
import { narrowed, type Narrowing } from '../../../src/traffic/narrow.ts';
import { parseFilter } from '../../../src/traffic/filter.ts';

const only = (key: Narrowing['key'], value: string): Narrowing => ({ key, value, not: false });
const not = (key: Narrowing['key'], value: string): Narrowing => ({ key, value, not: true });

describe('a filter is narrowed by what a row is of', () => {
  const cases: readonly (readonly [filter: string, by: Narrowing, narrowed: string])[] = [
    ['', only('endpoint', 'echo'), 'endpoint:echo'],
    ['', only('endpoint', 'time server'), 'endpoint:"time server"'],
    ['', only('peer', '[::1]:5555'), 'peer:[::1]:5555'],
    ['dir:in', only('peer', '127.0.0.1:5555'), 'dir:in peer:127.0.0.1:5555'],
    ['endpoint:echo dir:in', only('endpoint', 'time'), 'dir:in endpoint:time'],
    ['-endpoint:echo', only('endpoint', 'echo'), 'endpoint:echo'],
    ['endpoint:echo', only('endpoint', 'echo'), 'endpoint:echo'],
    ['', not('endpoint', 'echo'), '-endpoint:echo'],
    ['-endpoint:echo', not('endpoint', 'time'), '-endpoint:echo -endpoint:time'],
    ['-endpoint:echo', not('endpoint', 'echo'), '-endpoint:echo'],
    ['dir:in or dir:out', not('peer', '127.0.0.1:1'), '(dir:in or dir:out) -peer:127.0.0.1:1'],
    ['nope:3', only('endpoint', 'echo'), 'endpoint:echo'],
    ['', only('endpoint', 'a"b\\c'), 'endpoint:"a\\"b\\\\c"'],
  ];
  for (const [filter, by, expected] of cases) {
    it(`${filter || 'no filter'} by ${by.not ? 'not ' : ''}${by.key} ${by.value}`, () => {
      assert.equal(narrowed(filter, by), expected);
      assert.ok(parseFilter(expected));
    });
  }
});
