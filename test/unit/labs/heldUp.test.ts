import assert from 'node:assert/strict';
import { HeldUp } from '../../../src/labs/heldUp.ts';

describe('being held up', () => {
  let now: { at: number; used: number };
  let watch: HeldUp;
  beforeEach(() => {
    now = { at: 1000, used: 100 };
    watch = new HeldUp(() => now);
    watch.start();
  });
  afterEach(() => watch.stop());
  const passed = (at: number, used: number): boolean => {
    now = { at: now.at + at, used: now.used + used };
    return watch.wasHeldUp;
  };

  it('is time that went by while this process could not run', () => {
    assert.equal(passed(100, 0), false);
    assert.equal(passed(1000, 10), true);
  });

  it('is not the time in which it was busy itself', () => {
    assert.equal(passed(1000, 990), false);
  });

  it('does not add up, and counts from the last start', () => {
    for (let i = 0; i < 10; i++) assert.equal(passed(200, 0), false);
    assert.equal(passed(700, 0), true);
    watch.start();
    assert.equal(passed(200, 0), false);
  });

  it('is seen with the clock of the machine', () => {
    const real = new HeldUp();
    real.start();
    assert.equal(real.wasHeldUp, false);
    // The thread sleeps: nothing of it runs.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3000);
    assert.equal(real.wasHeldUp, true);
    real.stop();
  });
});
