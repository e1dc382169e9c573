import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Reads until the value is as expected. A page shows the result of an action when it is ready, and a single reading
 * would sometimes come too early. At the limit the last reading is compared, so that a failure shows it.
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
