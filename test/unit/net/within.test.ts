import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { fileWithin, isBelow, type Links } from '../../../src/net/within.ts';

/** A file system of links only, which writes down what it was asked. */
function recording(links: Readonly<Record<string, string>> = {}): Links & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    real: (folder) => folder,
    target: (file) => {
      asked.push(file);
      return links[file];
    },
  };
}

const windows = path.win32;
const folder = 'C:\\lab';

describe('a path that a file names', () => {
  it('is refused by its text on Windows where it is elsewhere or a device, and nothing is looked up', () => {
    for (const name of [
      '\\\\evil.example\\share\\x',
      '//evil.example/share/x',
      '\\\\?\\UNC\\evil.example\\share\\x',
      '\\\\?\\C:\\lab\\x',
      '\\\\.\\pipe\\x',
      '//./pipe/x',
      '\\??\\C:\\x',
      'D:\\x',
      'D:x',
      'C:\\x',
      '\\x',
      '..\\x',
      'sub\\..\\..\\x',
      '../laboratory/x',
      'con',
      'sub\\NUL.txt',
      'com1',
      'x.txt:stream',
      'x.',
      'x ',
      '.. \\x',
      '.',
      '',
    ]) {
      const disk = recording();
      const file = windows.resolve(folder, name);
      assert.equal(fileWithin([folder], file, windows, disk), undefined, name);
      assert.deepEqual(disk.asked, [], name);
    }
  });

  it('is taken on Windows where it is below, in any case and with either separator', () => {
    for (const name of ['x.zone', 'sub\\x', 'sub/x', 'c:\\LAB\\x', '.\\x', '..\\lab\\x', 'console.txt', '...x']) {
      const file = windows.resolve(folder, name);
      assert.notEqual(fileWithin([folder], file, windows, recording()), undefined, name);
    }
    const shared = '\\\\server\\share\\lab';
    assert.ok(isBelow(shared, windows.resolve(shared, 'x'), windows), 'a workspace on a share is the person’s own');
    assert.ok(!isBelow(shared, windows.resolve(shared, '\\\\server\\other\\x'), windows));
  });

  it('is followed through links as long as each leads to a place below, by its text', () => {
    const links = {
      'C:\\lab\\a': 'b',
      'C:\\lab\\b': 'C:\\lab\\c',
      'C:\\lab\\out': '\\\\evil.example\\share',
      'C:\\lab\\up': '..\\elsewhere',
      'C:\\lab\\ring': 'ring',
    };
    const disk = recording(links);
    assert.equal(fileWithin([folder], 'C:\\lab\\a\\x', windows, disk), 'C:\\lab\\c\\x');
    for (const name of ['out\\x', 'out', 'up\\x', 'ring'])
      assert.equal(fileWithin([folder], windows.join(folder, name), windows, disk), undefined, name);
    assert.ok(
      disk.asked.every((file) => isBelow(folder, file, windows)),
      disk.asked.join('\n'),
    );
  });

  it('never makes anything outside be looked up, whatever the links say', () => {
    const name = fc.oneof(
      fc.constantFrom('a', 'b', 'c', '..', '.', '/a', '/lab/a', '/lab', '/', 'a/b', '../lab/a', 'b/../a'),
      fc.string({ maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('a', 'b', 'c', 'a/b', 'b/c'), name), name, (links, asked) => {
        const placed = Object.fromEntries(Object.entries(links).map(([at, to]) => [`/lab/${at}`, to]));
        const disk = recording(placed);
        const found = fileWithin(['/lab'], path.posix.resolve('/lab', asked), path.posix, disk);
        for (const file of [...disk.asked, ...(found === undefined ? [] : [found])])
          assert.ok(isBelow('/lab', file, path.posix), file);
      }),
    );
  });

  it('is found in a folder of this system that is itself a link', () => {
    const top = mkdtempSync(path.join(realpathSync(tmpdir()), 'wirebench-within-'));
    try {
      mkdirSync(path.join(top, 'real', 'sub'), { recursive: true });
      writeFileSync(path.join(top, 'real', 'sub', 'x'), 'x');
      writeFileSync(path.join(top, 'secret'), 'secret');
      symlinkSync(path.join(top, 'real'), path.join(top, 'lab'));
      symlinkSync(path.join(top, 'real', 'sub'), path.join(top, 'real', 'whole'));
      symlinkSync('../secret', path.join(top, 'real', 'out'));
      const lab = path.join(top, 'lab');
      assert.equal(fileWithin([lab], path.join(lab, 'sub/x')), path.join(lab, 'sub/x'));
      assert.equal(fileWithin([lab], path.join(lab, 'whole/x')), path.join(top, 'real/sub/x'));
      assert.equal(fileWithin([lab], path.join(lab, 'out')), undefined);
      assert.equal(fileWithin([lab], path.join(lab, 'nothing')), undefined);
      assert.equal(fileWithin([lab], path.join(top, 'secret')), undefined);
    } finally {
      rmSync(top, { recursive: true });
    }
  });
});
