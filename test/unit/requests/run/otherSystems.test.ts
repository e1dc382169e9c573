import assert from 'node:assert/strict';
import { otherSystems, testsAs } from '../../../helpers/otherSystem/tests.ts';

/** Each file with the least number of its tests. */
const files: readonly (readonly [name: string, tests: number])[] = [
  ['everySystem.test.ts', 6],
  ['program.test.ts', 10],
  ['readiness.test.ts', 15],
];

for (const platform of otherSystems) {
  describe(`programs, readiness and sockets as if on ${platform}, with the tools of that system`, function () {
    this.timeout(240_000);
    for (const [name, tests] of files) {
      it(`pass the tests of ${name}`, async () => {
        const { passed, failed } = await testsAs(platform, [`test/unit/requests/run/${name}`]);
        assert.deepEqual(failed, []);
        assert.ok(passed >= tests, `${passed} tests passed`);
      });
    }
  });
}
