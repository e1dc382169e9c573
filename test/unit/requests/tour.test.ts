import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { bench, brief } from './run/running.ts';

const tour = path.resolve(import.meta.dirname, '../../../samples/tour.http');

describe('the tour', () => {
  it('runs green with no internet', async () => {
    const the = bench();
    const free = createServer().listen(0, '127.0.0.1');
    await once(free, 'listening');
    const { port } = free.address() as AddressInfo;
    free.close();
    await once(free, 'close');
    try {
      const text = await readFile(tour, 'utf8');
      // Its own port may be taken on the machine that tests.
      const moved = text.replace(/^@port = \d+$/m, `@port = ${port}`);
      assert.notEqual(moved, text);
      const { outcomes, exitCode } = await the.run(moved, { path: tour });
      assert.deepEqual(
        outcomes.filter(({ state }) => state !== 'passed').map((outcome) => `${outcome.label}: ${brief(outcome)}`),
        [],
      );
      assert.ok(outcomes.length >= 16);
      assert.ok(outcomes.flatMap(({ checks }) => checks).length >= 21);
      assert.equal(exitCode, 0);
    } finally {
      await the.close();
    }
  }).timeout(20_000);
});
