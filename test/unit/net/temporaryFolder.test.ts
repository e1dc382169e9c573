import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../../../src/net/temporaryFolder.ts';

describe('a folder for temporary files', () => {
  const made: string[] = [];
  afterEach(() => {
    for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
  });

  const own = (): string => {
    const folder = temporaryFolder('stage');
    made.push(folder);
    return folder;
  };
  /** As another process, or another machine, names its folder. */
  const other = (change: (name: string) => string): string => {
    const folder = own();
    const renamed = path.join(path.dirname(folder), change(path.basename(folder)));
    mkdirSync(renamed);
    made.push(renamed);
    return renamed;
  };

  it('can be read by this user alone', () => {
    assert.equal(statSync(own()).mode & 0o777, 0o700);
  });

  it('is removed with the next one if its own was killed, and no other is', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    await once(child, 'spawn');
    const pid = `${child.pid!}.`;
    const mine = own();
    const killed = other((name) => name.replace(`${process.pid}.`, pid));
    const elsewhere = other((name) => name.replace(`${process.pid}.`, `${pid}x`));
    own();
    assert.ok(existsSync(killed), 'its process runs');
    child.kill('SIGKILL');
    await once(child, 'exit');
    own();
    assert.deepEqual([mine, killed, elsewhere].map(existsSync), [true, false, true]);
  });
});
