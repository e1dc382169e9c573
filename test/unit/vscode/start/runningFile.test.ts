import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import path from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '../../../../scripts/processes.ts';
import { RunningFile } from '../../../../src/vscode/start/runningFile.ts';

describe('the file of what runs', () => {
  let folder: TemporaryFolder;
  let storage: string;
  const file = () => path.join(storage, 'running.json');

  beforeEach(async () => {
    folder = await temporaryFolder('running');
    // The editor names the folder; the first who writes there makes it.
    storage = path.join(folder.path, 'not', 'there yet');
  });
  afterEach(() => folder.remove());

  it('gives the newest list once, and leaves nothing behind', async () => {
    const running = new RunningFile(storage);
    await Promise.all([1, 2, 3].map((port) => running.write([{ port }])));
    await running.idle();
    assert.deepEqual(await fs.readdir(storage), ['running.json']);
    assert.deepEqual(await new RunningFile(storage).take(), [{ port: 3 }]);
    assert.deepEqual(await fs.readdir(storage), []);
    assert.deepEqual(await running.take(), []);
  });

  it('takes what was there before a later list replaces it', async () => {
    await new RunningFile(storage).write(['before']);
    const running = new RunningFile(storage);
    const [taken] = await Promise.all([running.take(), running.write(['after'])]);
    assert.deepEqual(taken, ['before']);
    assert.deepEqual(await running.take(), ['after']);
  });

  it('is for its owner only: a specification may hold a passphrase', async () => {
    await new RunningFile(storage).write([]);
    assert.equal((await fs.stat(file())).mode & 0o077, 0);
  });

  for (const [what, text] of [
    ['cut off', '[{"port": 1'],
    ['no list', '{"length": 1}'],
    ['too long', `[${' '.repeat(1 << 20)}]`],
    ['no text', '\u0000\uffff'],
  ] as const) {
    it(`that is ${what} is no list, and is removed`, async () => {
      await fs.mkdir(storage, { recursive: true });
      await fs.writeFile(file(), text);
      assert.deepEqual(await new RunningFile(storage).take(), []);
      assert.deepEqual(await fs.readdir(storage), []);
    });
  }

  it('that cannot be written says so, and is written again the next time', async () => {
    await fs.mkdir(path.dirname(storage), { recursive: true });
    await fs.writeFile(storage, 'a file where the folder should be');
    const running = new RunningFile(storage);
    await assert.rejects(running.write([1]));
    await fs.rm(storage);
    await running.write([2]);
    assert.deepEqual(await running.take(), [2]);
  });
});
