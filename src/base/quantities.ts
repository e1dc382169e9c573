/**
 * Counts, bytes and durations as people read them. The trees, the pages, the status bar and the command line all use
 * these.
 */

/**
 * `12,304`; with a noun `1 connection`, `12,304 connections`. Without Intl: its tables take longer to load than the rest of
 * activation, and than a tenth of `wirebench run`.
 */
export function count(n: number, one?: string, many = `${one}s`): string {
  const [whole, fraction] = String(Math.round(n * 1000) / 1000).split('.');
  const number = `${whole!.replaceAll(/\B(?=(?:\d{3})+$)/g, ',')}${fraction === undefined ? '' : `.${fraction}`}`;
  return one === undefined ? number : `${number} ${n === 1 ? one : many}`;
}

const units = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** Powers of 1000, as network tools count: `0 B`, `999 B`, `1.2 KB`, `35.1 MB`, `350 MB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  // 99.95 rounds to 100.0.
  const digits = unit === 0 || value >= 99.95 ? 0 : 1;
  return `${value.toFixed(digits)} ${units[unit]!}`;
}

/** `1.2 KB/s`. */
export function formatRate(bytesPerSecond: number): string {
  return `${formatBytes(bytesPerSecond)}/s`;
}

/** A duration in milliseconds: `0.42 ms`, `12 ms`, `1.25 s`, `12.5 s`, `2 min 5 s`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 9.995) return `${milliseconds.toFixed(2)} ms`;
  if (milliseconds < 999.5) return `${milliseconds.toFixed(0)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 9.995) return `${seconds.toFixed(2)} s`;
  if (seconds < 99.95) return `${seconds.toFixed(1)} s`;
  const rounded = Math.round(seconds);
  return `${Math.floor(rounded / 60)} min ${rounded % 60} s`;
}
