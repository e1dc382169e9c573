export const timeModes = ['absolute', 'relative', 'delta'] as const;
/** The time of day; the seconds since the oldest event; the seconds since the previous event. */
export type TimeMode = (typeof timeModes)[number];

/** Milliseconds since the epoch as local time of day, to the microsecond: `14:05:09.123456`. */
export function timeOfDay(time: number): string {
  const date = new Date(time);
  const two = (value: number) => String(value).padStart(2, '0');
  const micros = Math.floor((((time % 1000) + 1000) % 1000) * 1000);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${String(micros).padStart(6, '0')}`;
}

/** Milliseconds as seconds with six digits and a sign: `+0.000123`. */
export function seconds(milliseconds: number): string {
  return `${milliseconds < 0 ? '−' : '+'}${(Math.abs(milliseconds) / 1000).toFixed(6)}`;
}
