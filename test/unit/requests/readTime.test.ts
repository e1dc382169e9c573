import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatDate } from '../../../src/requests/dates.ts';
import { distance, readTime } from '../../../src/requests/readTime.ts';
import { strftime } from '../../../src/net/behaviours/strftime.ts';

const at = (...[year, month, day, ...rest]: [number, number, number, ...number[]]): number =>
  new Date(year, month - 1, day, ...rest).getTime();
const near = at(2026, 3, 10, 14, 3, 7, 250);

describe('a printed time', () => {
  it('is as long as its smallest part', () => {
    for (const [text, format, from, length] of [
      ['14:03:07', 'HH:mm:ss', at(2026, 3, 10, 14, 3, 7), 1000],
      ['14:03', 'HH:mm', at(2026, 3, 10, 14, 3), 60_000],
      ['14:03:07.250000', 'HH:mm:ss.SSSSSS', near, 1],
      ['14:03:07.2', 'HH:mm:ss.S', at(2026, 3, 10, 14, 3, 7, 200), 100],
      [' 14:03:07\r\n', '%H:%M:%S', at(2026, 3, 10, 14, 3, 7), 1000],
      ['2026-03-10 14:03:07.250001', '%Y-%m-%d %H:%M:%S.%f', near + 0.001, 1],
      ['Tue Mar 10 14:03:07 2026', '%c', at(2026, 3, 10, 14, 3, 7), 1000],
      ['Sun Mar  8 14:03:07 2026', '%a %b %d %H:%M:%S %Y', at(2026, 3, 8, 14, 3, 7), 1000],
      ['2026-03-10', '%F', at(2026, 3, 10), 864e5],
      ['2:03 PM', 'h:mm A', at(2026, 3, 10, 14, 3), 60_000],
      ['02:03:07', 'hh:mm:ss', at(2026, 3, 10, 14, 3, 7), 1000],
      ['The time is 14:03', '[The time is] HH:mm', at(2026, 3, 10, 14, 3), 60_000],
      ['100%: 14:03', '100%%: %R', at(2026, 3, 10, 14, 3), 60_000],
      ['03:07', 'mm:ss', at(2026, 3, 10, 14, 3, 7), 1000],
      ['2026-03-10T12:00:00+02:00', 'YYYY-MM-DD[T]HH:mm:ssZ', Date.UTC(2026, 2, 10, 10), 1000],
      [String(near / 1000), '%s', near, 1],
      [String(Math.floor(near / 1000)), 'X', near - 250, 1000],
    ] as const) {
      const span = readTime(text, format, near);
      assert.ok(span, `${text} as ${format}`);
      assert.ok(Math.abs(span.from - from) < 0.01, `${text}: ${new Date(span.from).toISOString()}`);
      assert.equal(Math.round(span.to - span.from), length - 1, text);
    }
  });

  it('is one of the day, hour or year that is next to the arrival', () => {
    assert.equal(readTime('23:59:59', 'HH:mm:ss', at(2026, 1, 1, 0, 0, 1))?.from, at(2025, 12, 31, 23, 59, 59));
    assert.equal(readTime('00:00:00', 'HH:mm:ss', at(2025, 12, 31, 23, 59, 59))?.from, at(2026, 1, 1));
    assert.equal(readTime('31.12. 23:59', 'DD.MM. HH:mm', at(2026, 1, 1, 0, 0, 1))?.from, at(2025, 12, 31, 23, 59));
    assert.equal(readTime('59:59', 'mm:ss', at(2026, 3, 10, 14, 0, 1))?.from, at(2026, 3, 10, 13, 59, 59));
  });

  it('is none where a number is too large, a name is none, or more stands there', () => {
    for (const [text, format] of [
      ['24:00:00', 'HH:mm:ss'],
      ['14:60', 'HH:mm'],
      ['14:3', 'HH:mm'],
      ['14:03:07 now', 'HH:mm:ss'],
      ['kiwi', '%H:%M'],
      ['Foo 10', 'MMM D'],
      ['2026-02-30', 'YYYY-MM-DD'],
      ['', 'HH'],
    ] as const)
      assert.equal(readTime(text, format, near), undefined, text);
  });

  it('has a sentence for a format that is none', () => {
    assert.throws(
      () => readTime('1', '::', near),
      /^Error: "::" is not a format of a time: write HH:mm:ss or %H:%M:%S\.$/,
    );
    assert.throws(() => readTime('1', '%q', near), /%q is not a code of a time that can be read/);
  });

  it('is read back as it was printed, by both ways to write a format', () => {
    const times = fc.integer({ min: at(2000, 1, 2), max: at(2037, 12, 30) });
    const dayjs = fc.constantFrom(
      'HH:mm:ss',
      'H:m:s',
      'YYYY-MM-DD HH:mm:ss',
      'D.M. HH:mm:ss',
      'hh:mm:ss a',
      'ddd MMM D HH:mm:ss',
      'X',
    );
    const python = fc.constantFrom('%H:%M:%S', '%Y-%m-%d %H:%M:%S', '%c', '%I:%M:%S %p', '%b %d %H:%M:%S', '%s');
    const off = fc.integer({ min: -3_600_000, max: 3_600_000 });
    fc.assert(
      fc.property(times, off, dayjs, python, (time, later, format, directives) => {
        const zone = -new Date(time).getTimezoneOffset();
        for (const [text, written] of [
          [formatDate(time, format, zone), format],
          [strftime(directives, new Date(time)), directives],
        ] as const) {
          const span = readTime(text, written, time + later);
          assert.ok(span, `${text} as ${written}`);
          assert.equal(distance(span, time), 0, `${text} as ${written}`);
        }
      }),
    );
  });

  it('never throws for what a program prints', () => {
    fc.assert(fc.property(fc.string(), (text) => void readTime(text, 'YYYY-MM-DD HH:mm:ss.SSS', near)));
  });
});
