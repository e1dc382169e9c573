import assert from 'node:assert/strict';
import path from 'node:path';
import { bench, type Bench } from '../../unit/requests/run/running.ts';
import { alike, CurlBench } from '../../helpers/curlBench.ts';
import { curlCases, curlFiles, type CurlCase } from './curlCommands.ts';

/** Commands at a time: each has a server of its own. */
const lanes = 4;

describe('curl commands of a request file, beside curl', function () {
  this.timeout(180_000);
  let the: Bench;
  const failures = new Map<CurlCase, unknown>();

  before(async () => {
    the = bench();
    const waiting = [...curlCases];
    await Promise.all(
      Array.from({ length: lanes }, async () => {
        const side = await CurlBench.start(curlFiles);
        for (let one = waiting.shift(); one !== undefined; one = waiting.shift())
          await compare(side, one).catch((error: unknown) => failures.set(one, error));
        await side.stop();
      }),
    );
  });
  after(() => the.close());

  async function compare(side: CurlBench, { command, posix, refused }: CurlCase): Promise<void> {
    const written = command.replaceAll('HOST', side.server.host);
    const theirs =
      refused === undefined
        ? await side.sent(['bash', '--norc'], (posix ?? command).replaceAll('HOST', side.server.host))
        : [];
    side.server.requests.length = 0;
    const { outcomes } = await the.run(`${written}\n`, { path: path.join(side.folder, 'x.http') });
    const error = outcomes[0]?.error;
    if (refused === undefined) {
      assert.equal(error?.message, undefined);
      assert.ok(theirs.length > 0);
      assert.deepEqual(side.server.requests.map(alike), theirs.map(alike));
    } else {
      assert.deepEqual(side.server.requests, []);
      assert.equal(outcomes[0]?.fault, 'file');
      assert.ok(error?.message.includes(refused), error?.message);
    }
  }

  it('are at least 94 that are sent', () =>
    assert.ok(curlCases.filter(({ refused }) => refused === undefined).length >= 94));

  for (const one of curlCases)
    it(`${one.refused === undefined ? 'sends' : 'does not send'} ${one.title}`, () => {
      if (failures.has(one)) throw failures.get(one);
    });
});
