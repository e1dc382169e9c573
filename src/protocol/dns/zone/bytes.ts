import { strictUtf8 } from '../../text/platformText.ts';
import { byteUnit } from '../tokens.ts';

const LINE_FEED = 0x0a;

/**
 * The text of a zone file, which consists of bytes. Lines in UTF-8 become text. In other lines, each byte beyond ASCII
 * becomes a unit that no text has alone (`byteUnit`), and reaches the wire as the same byte.
 */
export function zoneText(bytes: Uint8Array): string {
  const whole = strictUtf8(bytes);
  if (whole !== undefined) return whole;
  const lines: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const next = bytes.indexOf(LINE_FEED, at);
    const end = next < 0 ? bytes.length : next + 1;
    const line = bytes.subarray(at, end);
    lines.push(strictUtf8(line) ?? Array.from(line, byteUnit).join(''));
    at = end;
  }
  return lines.join('');
}
