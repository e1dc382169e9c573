import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ansiPieces, withoutAnsi } from '../../../../src/protocol/text/ansi.ts';
import { isVisible } from '../../../../src/protocol/text/visible.ts';

describe('the colours of a program that prints for a terminal', () => {
  it('are read from SGR sequences', () => {
    assert.deepEqual(ansiPieces('a\x1b[1;31mb\x1b[22mc\x1b[0md\x1b[38;5;12me\x1b[38;2;1;2;3;4mf'), [
      { text: 'a', style: {} },
      { text: 'b', style: { bold: true, foreground: 1 } },
      { text: 'c', style: { foreground: 1 } },
      { text: 'd', style: {} },
      { text: 'e', style: { foreground: 12 } },
      { text: 'f', style: { foreground: 12, underline: true } },
    ]);
  });

  it('are the only sequences that have an effect: others are left out', () => {
    assert.equal(
      withoutAnsi('a\x1b[2J\x1b[1;1Hb\x1b]0;title\x07c\x1b]8;;command:x\x1b\\d\x1bcE\x1b]52;c;never ended'),
      'abcdE',
    );
  });

  it('leave no character that is not visible', () => {
    const hostile = fc.string({
      unit: fc.constantFrom('\x1b', '[', ']', ';', '3', 'm', '\x07', '\x9b', '\x9d', '\r', '\u202e', 'a', '\n'),
    });
    fc.assert(
      fc.property(hostile, (text) => {
        assert.ok(isVisible(withoutAnsi(text).replaceAll('\n', '')));
      }),
    );
  });
});
