import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import path from 'node:path';
import { temporaryFolder } from '../../../../scripts/processes.ts';
import { readLab } from '../../../../src/labs/lab.ts';
import { fakeWindow, type FakeWindow } from './window.ts';

describe('courses', () => {
  let the: FakeWindow;
  let folder: { readonly path: string; remove(): Promise<void> };
  let to: string;

  const read = (file: string) => fs.readFile(path.join(to, file), 'utf8');
  const files = async () =>
    (await fs.readdir(to, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(to, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
      .sort();

  beforeEach(async () => {
    the = fakeWindow();
    folder = await temporaryFolder('courses');
    the.around.courses = path.join(folder.path, 'shipped');
    to = path.join(folder.path, 'mine');
    for (const [file, text] of Object.entries({
      '01-a/01-a.lab.md': '# A\n',
      '01-a/server.py': 'starter\n',
      '01-a/server.js': '// starter\n',
      '01-a/words.txt': 'apple\n',
      '02-b/02-b.lab.md': '# B\n',
      '02-b/Server.java': '',
      'solutions/01-a/server.py': 'solution\n',
      'faulty/01-a/once.py': '# expect: served-once\n',
    })) {
      const target = path.join(folder.path, 'shipped', 'course', file);
      await fs.mkdir(path.dirname(target), { recursive: true });
      await fs.writeFile(target, text);
    }
  });
  afterEach(async () => {
    await the.end();
    await folder.remove();
  });

  it('are copied with the programs of a language, without solutions', async () => {
    const copied = await the.act('copyCourse', { course: 'course', to });
    assert.deepEqual(await files(), ['01-a/01-a.lab.md', '01-a/server.py', '01-a/words.txt', '02-b/02-b.lab.md']);
    assert.deepEqual(copied, {
      folder: to,
      labs: ['01-a/01-a.lab.md', '02-b/02-b.lab.md'].map((file) => path.join(to, file)),
      copied: 4,
      kept: 0,
    });
  });

  it('are copied with the programs of several languages', async () => {
    await the.act('copyCourse', { course: 'course', to, languages: ['python', 'javascript'] });
    assert.ok((await files()).includes('01-a/server.js'));
    assert.ok(!(await files()).includes('02-b/Server.java'));
  });

  it('never overwrite a file: a second copy brings only what is missing', async () => {
    await the.act('copyCourse', { course: 'course', to });
    await fs.writeFile(path.join(to, '01-a/server.py'), 'my own work\n');
    await fs.rm(path.join(to, '01-a/words.txt'));
    const { copied, kept } = await the.act('copyCourse', { course: 'course', to });
    assert.deepEqual([copied, kept], [1, 3]);
    assert.equal(await read('01-a/server.py'), 'my own work\n');
  });

  it('come from those that ship with Wirebench only', async () => {
    for (const course of ['../..', 'course/01-a', 'none', ''])
      await assert.rejects(the.act('copyCourse', { course, to }), { code: /no-such-file|bad-argument/ }, course);
  });

  it('are not copied further after the person cancels', async () => {
    await assert.rejects(the.act('copyCourse', { course: 'course', to }, AbortSignal.abort()));
    assert.deepEqual(await files().catch(() => []), []);
  });

  it('get a new lab with the next number, which reads without a problem', async () => {
    await the.act('copyCourse', { course: 'course', to });
    const file = await the.act('makeLab', { course: to, title: 'Zwei Wörter: "Grüße" #1' });
    assert.equal(file, path.join(to, '03-zwei-worter-gru-e-1', '03-zwei-worter-gru-e-1.lab.md'));
    const lab = readLab(await fs.readFile(file, 'utf8'));
    assert.deepEqual(lab.problems, []);
    assert.equal(lab.front.title, 'Zwei Wörter: "Grüße" #1');
    const program = lab.cells.find(({ kind }) => kind === 'program');
    assert.equal(program?.file, 'server.py');
    assert.equal(await read('03-zwei-worter-gru-e-1/server.py'), `${program.text}\n`);
    await read('solutions/03-zwei-worter-gru-e-1/server.py');
    assert.match(await read('faulty/03-zwei-worter-gru-e-1/once.py'), /^# expect: served-once\n# as: server\.py\n/);
  });

  it('get a first lab where there is no folder yet', async () => {
    const file = await the.act('makeLab', { course: to, title: '???' });
    assert.equal(file, path.join(to, '01-lab', '01-lab.lab.md'));
  });
});
