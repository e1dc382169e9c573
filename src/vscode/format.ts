import { formatBytes } from '../base/quantities.ts';
import type { Counters } from '../traffic/event.ts';

/** Short form for a tree's description: received bytes first. */
export function formatTraffic(counters: Counters): string {
  return `↓${formatBytes(counters.bytesIn)} ↑${formatBytes(counters.bytesOut)}`;
}
