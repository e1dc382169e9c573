import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Reads until what is read is as expected. What a page shows after an action comes when the page is ready for it, and a
 * single reading would sometimes come before. At the limit the last reading is compared, so that a failure says what was there.
 */
export async function becomes<T>(read: () => Promise<T>, expected: T, limitMs = 40_000): Promise<void> {
  await settles(read, (value) => assert.deepEqual(value, expected), limitMs);
}

/** Reads until the check holds; at the limit the check's own failure is thrown. Returns what was read. */
export async function settles<T>(read: () => Promise<T>, check: (value: T) => void, limitMs = 40_000): Promise<T> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const value = await read();
    try {
      check(value);
      return value;
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await pause(25);
  }
}
