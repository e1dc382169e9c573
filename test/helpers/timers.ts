import { createHook } from 'node:async_hooks';
import path from 'node:path';

const sources = `${path.sep}src${path.sep}`;

/** The timers that our code has set and not cleared, by the line that set each. From now on, until `end`. */
export function watchTimers(): { set(): string[]; end(): void } {
  const set = new Map<number, string>();
  const hook = createHook({
    init(id, type) {
      if (type !== 'Timeout') return;
      const line = new Error().stack!.split('\n').find((one) => one.includes(sources) && !one.includes('node_modules'));
      if (line !== undefined) set.set(id, line.trim());
    },
    destroy: (id) => set.delete(id),
  }).enable();
  return { set: () => [...set.values()], end: () => hook.disable() };
}
