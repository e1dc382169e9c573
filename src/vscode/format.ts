import type { Counters } from '../traffic/event.ts';

const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Decimal units, as network tools count: `0 B`, `999 B`, `1.2 kB`, `35 MB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 9.95 ? 0 : 1;
  return `${value.toFixed(digits)} ${units[unit]!}`;
}

export function formatRate(bytesPerSecond: number): string {
  return `${formatBytes(bytesPerSecond)}/s`;
}

/** `1 connection`, `2 connections`. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Short, for a tree's description: received first. */
export function formatTraffic(counters: Counters): string {
  return `↓${formatBytes(counters.bytesIn)} ↑${formatBytes(counters.bytesOut)}`;
}
