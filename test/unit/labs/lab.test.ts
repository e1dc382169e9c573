import assert from 'node:assert/strict';
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { blocksOf } from '../../../src/labs/blocks.ts';
import { labSource, readLab, writeLab, type Cell, type NewCell } from '../../../src/labs/lab.ts';

const told = (text: string) =>
  readLab(text).cells.map(({ kind, text, language, file }) =>
    [kind, text, language, file].filter((v) => v !== undefined),
  );

const lab = `---
title: Echo
teaches:
  - bind
  - "listen: how many"
time: 45 min
---

# A heading

Some text.

\`\`\`http
### One
# @name echo
SERVE tcp://127.0.0.1:0
\`\`\`

~~~~python file=src/server.py
import socket
~~~
~~~~

\`\`\`text
Only shown.
\`\`\`
\`\`\`http
TCP 127.0.0.1:{{echo.port}}
\`\`\``;

describe('a lab', () => {
  it('is prose, requests and programs', () => {
    assert.deepEqual(told(lab), [
      ['prose', 'title: Echo\nteaches:\n  - bind\n  - "listen: how many"\ntime: 45 min', 'yaml'],
      ['prose', '# A heading\n\nSome text.'],
      ['requests', '### One\n# @name echo\nSERVE tcp://127.0.0.1:0', 'http'],
      ['program', 'import socket\n~~~', 'python', 'src/server.py'],
      ['prose', '```text\nOnly shown.\n```'],
      ['requests', 'TCP 127.0.0.1:{{echo.port}}', 'http'],
    ]);
    const read = readLab(lab);
    assert.deepEqual(read.front, { title: 'Echo', teaches: ['bind', 'listen: how many'], time: '45 min' });
    assert.deepEqual(read.problems, []);
    for (const cell of read.cells) assert.equal(lab.slice(cell.start, cell.start + cell.text.length), cell.text);
  });

  it('gives the requests of a cell with those of the cells above', () => {
    const read = readLab(lab);
    const of = {
      id: (cell: Cell) => `lab#${read.cells.indexOf(cell)}`,
      path: '/labs/a.lab.md',
      folder: '/labs',
      session: 'lab',
    };
    assert.deepEqual(labSource(read, 5, of), {
      id: 'lab#5',
      text: 'TCP 127.0.0.1:{{echo.port}}',
      session: 'lab',
      path: '/labs/a.lab.md',
      folder: '/labs',
      before: [{ id: 'lab#2', text: '### One\n# @name echo\nSERVE tcp://127.0.0.1:0' }],
    });
  });

  it('has no cells if it is empty, and one for each text without blocks', () => {
    assert.deepEqual(told(''), []);
    for (const text of ['\uFEFF', '\n', '  \n\r\n', '---\n', 'a\n\nb'])
      assert.equal(readLab(text).cells.length, 1, text);
  });

  it('takes its title from the first heading if the front matter has none', () => {
    assert.equal(readLab('Text\n\n# The *first* one ##\n\n# Two\n').front.title, 'The *first* one');
    assert.equal(readLab('## No\n').front.title, undefined);
  });

  it('leaves blocks in lists, quotes, comments and other blocks to the prose', () => {
    for (const text of [
      '- a\n\n  ```http\n  GET http://h\n  ```\n',
      '1. a\n   - b\n\n     ```http\n     GET http://h\n     ```\n',
      '> ```http\n> GET http://h\n> ```\n',
      '<!--\n```http\nGET http://h\n```\n-->\n',
      '````md\n```http\nGET http://h\n```\n````\n',
      'a\n\n    ```http\n',
    ])
      assert.deepEqual(
        readLab(text).cells.map(({ kind }) => kind),
        ['prose'],
        text,
      );
    assert.deepEqual(told('- a\n\n```http\nGET http://h\n```\n')[1], ['requests', 'GET http://h', 'http']);
    assert.deepEqual(told('- a\n\n ```http\n  x\n y\nz\n ```\n')[1], ['requests', ' x\ny\nz', 'http']);
  });

  it('tells what it cannot take', () => {
    const problems = (text: string) =>
      readLab(text).problems.map(
        ({ code, severity, start, end, message }) => `${code} ${severity} "${text.slice(start, end)}" ${message}`,
      );
    assert.deepEqual(problems('---\ntitel: a\n- x\nwhat is it\nteaches: [a]\ntitle: a\ntitle: b # c\n---\n'), [
      'lab-front-matter warning "titel" The front matter of a lab has no key titel. Did you mean title?',
      'lab-front-matter warning "- x" This item belongs to no key. Write it below teaches: alone.',
      'lab-front-matter warning "what is it" This line is not a key and its value. Write it as in title: A first TCP server.',
      'lab-front-matter warning "title" title is there twice; the last one counts.',
    ]);
    assert.deepEqual(problems('a\n~~~http\nGET http://h\n'), [
      'lab-fence warning "~~~http" This block has no closing fence. Write ~~~ on a line of its own.',
    ]);
    assert.deepEqual(problems('- ```http\n  GET http://h\n  ```\n'), [
      'lab-fence warning "- ```http" This block is in a list, so it is prose. A block that runs begins at the left edge.',
    ]);
    for (const file of ['../a.py', '/etc/a', 'a/../../b', 'C:\\a', 'a\\b', 'c:a', '"', 'a/', 'x'.repeat(500)])
      assert.match(
        problems(`\`\`\`python file=${file}\n\`\`\`\n`)[0]!,
        /^lab-file error .* is not a valid file for a program/,
      );
    assert.deepEqual(problems('```http file=a.http\n```\n'), [
      'lab-file warning "```http file=a.http" A block of requests has no file. It runs as it is.',
    ]);
  });
});

/** Lines that matter to the reader, and others. */
const line = fc.oneof(
  fc.constantFrom(
    ...[
      '',
      '',
      '',
      ' ',
      '---',
      '...',
      'title: a',
      'text',
      '# h',
      '- a',
      '-',
      '1. b',
      '12) c',
      '  - d',
      '> q',
      '* * *',
      '===',
      '    code',
      '\tcode',
    ],
    ...[
      '```',
      '````',
      '~~~',
      '~~~~',
      '```http',
      '~~~http',
      '````http',
      '```python file=a.py',
      '``` http',
      '  ```http',
      '   ```',
      '    ```',
      '- ```http',
      '  ```',
    ],
    ...[
      '```text',
      '<!--',
      '-->',
      '<div>',
      '</div>',
      '<pre>',
      '</pre>',
      '```a`b',
      '> ```http',
      '- a',
      '  text',
      '   text',
      'GET http://h',
      '?? status == 200',
    ],
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
);
const markdown = fc
  .tuple(
    fc.constantFrom('', '', '\uFEFF', '---\ntitle: a\n---\n'),
    fc.array(fc.tuple(line, fc.constantFrom('\n', '\n', '\n', '\r\n', '\r'))),
    fc.constantFrom('', 'end', '```http', '```'),
  )
  .map(([begin, lines, end]) => begin + lines.flat().join('') + end);

const runs = { numRuns: 1000 };

describe('a lab that is read and written', () => {
  it('is the same to the byte, whatever Markdown it is', () => {
    fc.assert(
      fc.property(markdown, (text) => {
        const { cells } = readLab(text);
        assert.equal(cells.map(({ raw }) => raw).join(''), text);
        assert.equal(writeLab(cells), text);
      }),
      runs,
    );
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => writeLab(readLab(text).cells) === text));
  });

  it('has the blocks that CommonMark has', () => {
    const judge = new MarkdownIt({ html: true });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        // A tab, and what JavaScript takes for a line end or white space, are not the question here.
        const text = lines.filter((each) => /^[\x20-\x7e]*$/.test(each));
        const fences = judge
          .parse(text.join('\n'), {})
          .filter(({ type, level }) => type === 'fence' && level === 0)
          .map(({ map, markup, info }) => [map![0], markup, info.trim()]);
        const ours = blocksOf(text).fences.filter(({ nested }) => !nested);
        assert.deepEqual(
          ours.map(({ line: at, marker, info }) => [at, marker, info]),
          fences,
          JSON.stringify(text),
        );
      }),
      runs,
    );
  });

  const changed = fc.array(line, { maxLength: 5 }).map((lines) => lines.join('\n'));

  it('keeps all but the text of the cell that was changed', () => {
    fc.assert(
      fc.property(markdown, fc.nat(), changed, (text, which, content) => {
        const { cells } = readLab(text);
        if (cells.length === 0) return;
        const at = which % cells.length;
        const cell = cells[at]!;
        if (cell.kind === 'prose') return;
        const again = readLab(writeLab(cells.with(at, { ...cell, text: content }))).cells;
        const clean = content.split(/\r\n|\n|\r/).join('\n');
        assert.equal(again[at]!.text, clean === '\n' ? again[at]!.text : clean);
        assert.deepEqual(
          again.filter((_, i) => i !== at).map(({ raw, kind }) => [raw, kind]),
          cells.filter((_, i) => i !== at).map(({ raw, kind }) => [raw, kind]),
        );
      }),
      runs,
    );
  });

  it('keeps requests and programs apart, however cells are moved and added', () => {
    const made = fc
      .record({ kind: fc.constantFrom('requests', 'program', 'prose'), text: changed })
      .map(({ kind, text }): NewCell =>
        kind === 'program'
          ? { kind, text, language: 'python', file: 'my file.py' }
          : kind === 'requests'
            ? { kind, text }
            : { kind: 'prose', text: text.replace(/[`~<]/g, '') },
      );
    const cells = fc.tuple(markdown, markdown, fc.array(made, { maxLength: 3 })).chain(([one, two, more]) => {
      const other = readLab(two).cells.filter(({ kind, language }) => kind !== 'prose' || language === undefined);
      return fc.shuffledSubarray([...readLab(one).cells, ...other, ...more]);
    });
    const running = (all: readonly NewCell[]) =>
      all
        .filter(({ kind }) => kind !== 'prose')
        .map(({ kind, text, file }) => [kind, text.split(/\r\n|\n|\r/).join('\n'), file]);
    fc.assert(
      fc.property(cells, (moved) => {
        assert.deepEqual(running(readLab(writeLab(moved)).cells), running(moved));
      }),
      runs,
    );
  });
});
