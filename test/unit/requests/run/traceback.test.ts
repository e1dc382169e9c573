import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { python } from '../../../../scripts/python.ts';
import { lastException, type PythonException } from '../../../../src/requests/run/traceback.ts';

const folder = '/home/student/lab';

describe('an exception that Python reports', () => {
  let at: string;
  before(() => (at = mkdtempSync(path.join(os.tmpdir(), 'wirebench-'))));
  after(() => rmSync(at, { recursive: true }));

  /** Runs a program by this machine's Python, and reads its error output. */
  const ofProgram = (text: string): PythonException | undefined => {
    writeFileSync(path.join(at, 'server.py'), text);
    const { stderr } = spawnSync(python, ['server.py'], { cwd: at, encoding: 'utf8' });
    return lastException(stderr, at);
  };

  it('is found with its name, its text and the line of the program', () => {
    assert.deepEqual(ofProgram('def f(x):\n    return int(x[0])\n\nf(" 12")\n'), {
      name: 'ValueError',
      message: "invalid literal for int() with base 10: ' '",
      file: path.join(at, 'server.py'),
      line: 2,
      function: 'f',
      code: 'return int(x[0])',
    });
  });

  it('has the line of the program, not that of the library that raised it', () => {
    const found = ofProgram('import json\n\nx = 1\njson.loads("{")\n');
    assert.equal(found?.name, 'json.decoder.JSONDecodeError');
    assert.equal(found.line, 4);
  });

  it('is found in a thread', () => {
    const found = ofProgram(
      'import threading\n\ndef serve():\n    b"x" + "y"\n\nt = threading.Thread(target=serve)\nt.start()\nt.join()\nprint("on")\n',
    );
    assert.equal(found?.name, 'TypeError');
    assert.equal(found.line, 4);
  });

  it('is the last one of a chain', () => {
    const found = ofProgram('try:\n    {}["a"]\nexcept KeyError as e:\n    raise RuntimeError("no\\nuse") from e\n');
    assert.equal(found?.name, 'RuntimeError');
    assert.equal(found.message, 'no');
    assert.equal(found.line, 4);
  });

  it('is found in a file that Python cannot read', () => {
    const found = ofProgram('x = 1\nprint "a"\n');
    assert.equal(found?.name, 'SyntaxError');
    assert.equal(found.line, 2);
    assert.equal(found.code, 'print "a"');
    const imported = ofProgram('import other\n');
    assert.equal(imported?.name, 'ModuleNotFoundError');
    writeFileSync(path.join(at, 'other.py'), 'def f(:\n');
    const inOther = ofProgram('import other\n');
    assert.equal(inOther?.name, 'SyntaxError');
    assert.equal(inOther.file, path.join(at, 'other.py'));
  });

  it('is found in a recursion without end, and in one without a text', () => {
    assert.equal(ofProgram('def f():\n    f()\n\nf()\n')?.name, 'RecursionError');
    assert.deepEqual([ofProgram('raise KeyError\n')?.name, ofProgram('raise KeyError\n')?.message], ['KeyError', '']);
    assert.equal(ofProgram('class A:\n    class E(Exception):\n        pass\nraise A.E("x")\n')?.name, 'A.E');
  });

  it('is not one that Python ignored, nor any other text', () => {
    assert.equal(ofProgram('class A:\n    def __del__(self):\n        1 / 0\nA()\n'), undefined);
    assert.equal(
      ofProgram('import sys\nprint("Traceback of the parcel", file=sys.stderr)\nsys.exit("ValueError: no")\n'),
      undefined,
    );
    assert.equal(ofProgram('print("all is well")\n'), undefined);
  });

  it('is read of Windows, and of an older or newer Python', () => {
    const windows = [
      'Traceback (most recent call last):',
      '  File "C:\\Users\\me\\lab\\server.py", line 12, in <module>',
      '    s.bind(("", 5550))',
      '  File "C:\\Python312\\Lib\\socket.py", line 3, in bind',
      'OSError: [WinError 10048] Only one usage of each socket address',
    ].join('\n');
    const found = lastException(windows, 'C:\\Users\\me\\lab');
    assert.deepEqual([found?.name, found?.line], ['OSError', 12]);
    const coloured = `Traceback (most recent call last):\n  File \x1b[35m"${folder}/a.py"\x1b[0m, line \x1b[35m3\x1b[0m, in \x1b[35mf\x1b[0m\n    \x1b[31mg\x1b[0m\x1b[1;31m()\x1b[0m\n    \x1b[31m~\x1b[0m\x1b[1;31m^^\x1b[0m\n\x1b[1;35mNameError\x1b[0m: \x1b[35mname 'g' is not defined\x1b[0m\n`;
    assert.deepEqual(lastException(coloured, folder), {
      ...{ name: 'NameError', message: "name 'g' is not defined", file: `${folder}/a.py` },
      ...{ line: 3, function: 'f', code: 'g()' },
    });
    const group = [
      '  + Exception Group Traceback (most recent call last):',
      `  |   File "${folder}/a.py", line 9, in <module>`,
      '  |     raise ExceptionGroup("both", [ValueError(1)])',
      '  | ExceptionGroup: both (1 sub-exception)',
      '  +-+---------------- 1 ----------------',
      '    | ValueError: 1',
      '    +------------------------------------',
    ].join('\n');
    assert.deepEqual([lastException(group, folder)?.name, lastException(group, folder)?.line], ['ExceptionGroup', 9]);
  });

  it('is looked for in any text without harm', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(
        ...['Traceback (most recent call last):\n', '  File "a.py", line 3, in f\n', '    x\n', '\n'],
        ...['ValueError: x', 'SyntaxError: no\n', '  | ', 'Exception ignored in: x\n'],
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const found = lastException(pieces.join(''), folder);
        assert.ok(found === undefined || /^[A-Za-z_]/.test(found.name));
      }),
    );
  });

  it('is found fast in a long text that has none', () => {
    const from = performance.now();
    for (const text of [
      'Traceback (most recent call last):\n'.repeat(1800),
      '  File "a", line 1\n'.repeat(3000),
      ' '.repeat(65_536),
    ])
      lastException(text, folder);
    assert.ok(performance.now() - from < 2000);
  });
});
