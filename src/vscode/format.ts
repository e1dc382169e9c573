import { formatBytes } from '../base/quantities.ts';
import type { Counters } from '../traffic/event.ts';

/** Short, for a tree's description: received first. */
export function formatTraffic(counters: Counters): string {
  return `↓${formatBytes(counters.bytesIn)} ↑${formatBytes(counters.bytesOut)}`;
}
