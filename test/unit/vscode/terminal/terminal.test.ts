import assert from 'node:assert/strict';
import fc from 'fast-check';
import { textWidth } from '../../../../src/protocol/text/charWidth.ts';
import { HarmlessText } from '../../../../src/vscode/terminal/harmless.ts';
import { LineEditor, LinePainter } from '../../../../src/vscode/terminal/lineEditor.ts';
import { SessionEnding, spokenAt } from '../../../../src/vscode/terminal/lineEnding.ts';
import { readRequest } from '../../../../src/vscode/terminal/request.ts';

const type = (...keys: string[]) => {
  const line = new LineEditor();
  const actions = keys.flatMap((key) => line.input(key));
  return { line, actions };
};

const left = '\x1b[D';
const up = '\x1b[A';
const down = '\x1b[B';

describe('LineEditor', () => {
  it('edits as a shell does', () => {
    assert.equal(type('helo', left, 'l').line.text, 'hello');
    assert.equal(type('abc', '\x7f').line.text, 'ab');
    assert.equal(type('abc', '\x01', '\x1b[3~').line.text, 'bc');
    assert.equal(type('one two', '\x17').line.text, 'one ');
    assert.equal(type('one two', '\x15').line.text, '');
    assert.equal(type('abc', left, '\x0b').line.text, 'ab');
    assert.equal(type('one two', '\x1b[1;5D', 'x').line.text, 'one xtwo');
  });

  it('takes a wide or combined character as one', () => {
    assert.equal(type('日本', '\x7f').line.text, '日');
    assert.equal(type('e', '\u0301', '\x7f').line.text, '');
    assert.equal(type('👩‍💻', '\x7f').line.text, '');
  });

  it('gives a line for every Enter, also of pasted text', () => {
    const { line, actions } = type('one\r', 'two\r\nthree\nrest');
    assert.deepEqual(actions, [
      { kind: 'line', text: 'one' },
      { kind: 'line', text: 'two' },
      { kind: 'line', text: 'three' },
    ]);
    assert.equal(line.text, 'rest');
  });

  it('recalls lines, and the one that was being typed', () => {
    const { line } = type('one\r', 'two\r', 'thr', up);
    assert.equal(line.text, 'two');
    line.input(up);
    assert.equal(line.text, 'one');
    line.input(up);
    assert.equal(line.text, 'one');
    line.input(down + down);
    assert.equal(line.text, 'thr');
  });

  it('ends with Ctrl+D on an empty line only, and interrupts with Ctrl+C', () => {
    assert.deepEqual(type('\x04').actions, [{ kind: 'end' }]);
    assert.deepEqual(type('a', '\x01', '\x04').actions, []);
    assert.deepEqual(type('a', '\x03').actions, [{ kind: 'interrupt' }]);
  });

  it('keeps the cursor within the line, whatever is typed', () => {
    const key = fc.constantFrom(
      'a',
      '日',
      ' ',
      left,
      '\x1b[C',
      '\x7f',
      '\x17',
      '\x15',
      '\x0b',
      '\x01',
      '\x05',
      '\r',
      up,
      down,
      '\x1b[99~',
      '\x1b',
    );
    fc.assert(
      fc.property(fc.array(key), (keys) => {
        const { line } = type(...keys);
        return line.cursor >= 0 && line.cursor <= line.length && !line.text.includes('\x1b');
      }),
    );
  });
});

describe('LinePainter', () => {
  it('moves by columns, two for a wide character', () => {
    const painter = new LinePainter();
    const { line } = type('日本', left);
    assert.equal(painter.draw('> ', line), '> 日本\r\x1b[4C');
    assert.equal(textWidth('日本'), 4);
    assert.equal(textWidth('e\u0301'), 1);
  });

  it('goes up over the rows that a long line takes', () => {
    const painter = new LinePainter();
    painter.columns = 10;
    painter.draw('', type('x'.repeat(25)).line);
    assert.equal(painter.erase(), '\x1b[2A\r\x1b[J');
  });
});

describe('HarmlessText', () => {
  it('lets line ends and tabs act, and shows the rest', () => {
    const text = new HarmlessText();
    assert.equal(text.push('a\nb\r\nc\td\x1b[2J\u202e\x07'), 'a\r\nb\r\nc\td\\x1b[2J\\u202e\\x07');
  });

  it('waits for the line feed of a cut line end', () => {
    const text = new HarmlessText();
    assert.equal(text.push('a\r'), 'a');
    assert.equal(text.push('\nb\r'), '\r\nb');
    assert.equal(text.push('c'), '\\rc');
    assert.equal(text.push('\r') + text.end(), '\\r');
  });

  it('never lets a control character through, however the text is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 8 }), { maxLength: 6 }), (chunks) => {
        const text = new HarmlessText();
        const shown = chunks.map((chunk) => text.push(chunk)).join('') + text.end();
        return !/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]|\r(?!\n)/.test(shown);
      }),
    );
  });
});

describe('readRequest', () => {
  it('reads an address, with its transport before it', () => {
    const read = (text: string) => {
      const request = readRequest(text, '127.0.0.1');
      return request.ok ? [request.spec.transport, request.spec.host, request.spec.port] : request.message;
    };
    assert.deepEqual(read('9000'), ['tcp', '127.0.0.1', 9000]);
    assert.deepEqual(read('udp 9000'), ['udp', '127.0.0.1', 9000]);
    assert.deepEqual(read('TLS://[::1]:443'), ['tls', '::1', 443]);
    assert.match(String(read('tcp nowhere')), /Add a port/);
    assert.match(String(read('0')), /Port 0/);
  });
});

describe('the line ending of a terminal', () => {
  it('is CR LF where the other end wants it, and LF elsewhere, unless the person chose', () => {
    assert.equal(new SessionEnding('auto', spokenAt(8080)).ending, 'crlf');
    assert.equal(new SessionEnding('auto', spokenAt(25)).ending, 'crlf');
    assert.equal(new SessionEnding('auto', spokenAt(9000)).ending, 'lf');
    assert.equal(new SessionEnding('lf', 'HTTP').ending, 'lf');
    // Settings can hold anything.
    assert.equal(new SessionEnding('toString' as never, 'HTTP').ending, 'crlf');
    assert.equal(new SessionEnding('none', undefined).sentence, 'Enter sends nothing (Ctrl+R: CR LF)');
  });

  it('becomes CR LF with a request that is typed and with an answer that comes, which is said', () => {
    for (const line of ['GET /get HTTP/1.1', 'M-SEARCH * HTTP/1.1', 'OPTIONS * HTTP/1.0']) {
      const ending = new SessionEnding('auto', undefined);
      assert.equal(
        ending.sending(line),
        'This is HTTP, whose lines end with CR LF: Enter sends CR LF (Ctrl+R: LF) from now on.',
      );
      assert.equal(ending.ending, 'crlf');
      assert.equal(ending.sending(line), undefined);
    }
    const ending = new SessionEnding('auto', undefined);
    for (const line of ['GET it', 'hello HTTP/1.1', 'say GET / HTTP/1.1 x', ''])
      assert.equal(ending.sending(line), undefined);
    assert.equal(ending.heard('HTTP is what?'), undefined);
    assert.match(ending.heard('HTTP/1.1 400 Bad Request\r\n') ?? '', /^The answer is HTTP, .* from now on\.$/);
    assert.equal(ending.ending, 'crlf');
  });

  it('stays what the person chose: what they should know is said once', () => {
    const ending = new SessionEnding('lf', 'HTTP');
    assert.equal(
      ending.sending('GET / HTTP/1.1'),
      'This is HTTP, whose lines end with CR LF, and Enter here sends LF (Ctrl+R: CR LF).',
    );
    assert.deepEqual([ending.heard('HTTP/1.1 400 Bad Request'), ending.ending], [undefined, 'lf']);
    ending.toggle();
    assert.equal(ending.ending, 'crlf');
    ending.toggle();
    assert.deepEqual([ending.ending, new SessionEnding('auto', 'HTTP').sending('GET / HTTP/1.1')], ['lf', undefined]);
    assert.deepEqual(type('\x12').actions, [{ kind: 'ending' }]);
  });
});
