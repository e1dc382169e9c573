import assert from 'node:assert/strict';
import { count, formatBytes, formatDuration, formatRate } from '../../../src/base/quantities.ts';

describe('quantities are said the same way everywhere', () => {
  it('bytes in powers of 1000, with three digits at the most', () => {
    assert.deepEqual(
      [0, 1, 999, 1000, 1234, 9960, 99_900, 99_960, 350_000, 999_499, 999_600, 35_100_000, 2.5e12, 4e15].map(
        formatBytes,
      ),
      ['0 B', '1 B', '999 B', '1.0 KB', '1.2 KB', '10.0 KB', '99.9 KB', '100 KB', '350 KB', '999 KB', '1.0 MB'].concat([
        '35.1 MB',
        '2.5 TB',
        '4000 TB',
      ]),
    );
    assert.equal(formatRate(1234), '1.2 KB/s');
  });

  it('durations with few digits', () => {
    assert.deepEqual([0, 0.123, 8.054, 9.996, 12.34, 999.4, 999.6, 1250, 12_500, 99_960, 125_000].map(formatDuration), [
      '0.00 ms',
      '0.12 ms',
      '8.05 ms',
      '10 ms',
      '12 ms',
      '999 ms',
      '1.00 s',
      '1.25 s',
      '12.5 s',
      '1 min 40 s',
      '2 min 5 s',
    ]);
  });

  it('counts with their noun', () => {
    assert.deepEqual(
      [count(12_304), count(0, 'event'), count(1, 'event'), count(1000, 'event'), count(2, 'reply', 'replies')],
      ['12,304', '0 events', '1 event', '1,000 events', '2 replies'],
    );
  });
});
