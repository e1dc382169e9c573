import assert from 'node:assert/strict';
import fc from 'fast-check';
import { prefetch } from '../../../../src/webview/traffic/prefetch.ts';

describe('what the table of traffic fetches beyond the screen', () => {
  it('is more in the direction of scrolling, and more where that is fast', () => {
    assert.deepEqual(prefetch(0), { above: 128, below: 512 });
    assert.deepEqual(prefetch(-3), { above: 512, below: 128 });
    assert.deepEqual(prefetch(100), { above: 128, below: 2000 });
    assert.deepEqual(prefetch(-1e6), { above: 4096, below: 128 });
  });

  it('is whole rows at any speed: the host takes no other request, and the row would stay empty', () => {
    assert.deepEqual(prefetch(27.3125), { above: 128, below: 546 });
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (speed) => {
        const { above, below } = prefetch(speed);
        assert.ok(Number.isInteger(above) && Number.isInteger(below));
      }),
    );
  });
});
