const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86400, w: 604800 };

/** RFC 2181, section 8: a TTL is from 0 to this; a larger one on the wire counts as 0. */
export const MAX_TTL = 0x7fffffff;

/** Seconds of a time in master-file form: `3600`, `1h30m`, `2W`; undefined if it is not a time or exceeds 32 bits. */
export function parseTtl(text: string): number | undefined {
  if (/^\d{1,10}$/.test(text)) return inRange(Number(text));
  if (!/^(?:\d{1,10}[smhdw])+$/i.test(text)) return undefined;
  let seconds = 0;
  for (const [, count, unit] of text.toLowerCase().matchAll(/(\d+)([smhdw])/g)) {
    seconds += Number(count) * UNIT_SECONDS[unit!]!;
  }
  return inRange(seconds);
}

function inRange(seconds: number): number | undefined {
  return seconds <= 0xffffffff ? seconds : undefined;
}

/** With units, for people: `1h 30m`. */
export function formatTtl(seconds: number): string {
  const parts: string[] = [];
  for (const unit of ['w', 'd', 'h', 'm', 's']) {
    const count = Math.floor(seconds / UNIT_SECONDS[unit]!);
    if (count > 0) parts.push(`${count}${unit}`);
    seconds -= count * UNIT_SECONDS[unit]!;
  }
  return parts.length === 0 ? '0s' : parts.join(' ');
}
