import assert from 'node:assert/strict';
import { Journal } from '../../../src/traffic/journal.ts';
import { openTemporaryFile } from '../../../src/traffic/spillFile.ts';

describe('the spill’s temporary file', () => {
  it('gives back what was written where, and rejects what was not', async () => {
    const file = await openTemporaryFile();
    await file.write([Buffer.from('hello, '), Buffer.alloc(0), Buffer.from('world')], 5);
    const read = Buffer.alloc(12);
    await file.read(read, 5);
    assert.equal(read.toString(), 'hello, world');
    await assert.rejects(file.read(Buffer.alloc(10), 10), /shorter/);
    await file.close();
    await assert.rejects(file.read(Buffer.alloc(1), 5));
  });

  it('holds what a real journal forgets from memory', async () => {
    const journal = new Journal({
      memoryBytes: 65_536,
      blockBytes: 8192,
      memoryEvents: 256,
      blockEvents: 64,
      diskBytes: 1e6,
    });
    for (let i = 0; i < 400; i++) {
      journal.append('data', 'in', { endpoint: 1, id: 0 }, Buffer.alloc(500, i % 256));
      await journal.settled();
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.equal(journal.first, 0);
    assert.equal(journal.isInMemory(100), false);
    assert.deepEqual(Buffer.from(await journal.readBytes(100)), Buffer.alloc(500, 100));
    await journal.close();
    await journal.close();
  });
});
