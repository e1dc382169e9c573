import { formatBytes } from '../base/quantities.ts';
import type { Counters } from '../traffic/event.ts';

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Short, for a tree's description: received first. */
export function formatTraffic(counters: Counters): string {
  return `↓${formatBytes(counters.bytesIn)} ↑${formatBytes(counters.bytesOut)}`;
}
