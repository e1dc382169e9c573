import { visible } from '../../protocol/text/visible.ts';

/** Bytes of one row: hex and text beside each other fit a narrow editor. */
const width = 16;

interface ByteRow {
  readonly offset: string;
  readonly hex: string;
  readonly text: string;
}

/** Bytes by rows of hex and text. A character of several bytes stands in the row of its first byte. */
export function byteRows(bytes: Uint8Array): ByteRow[] {
  const rows: ByteRow[] = [];
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  for (let from = 0; from < bytes.length; from += width) {
    const row = bytes.subarray(from, from + width);
    const last = from + width >= bytes.length;
    rows.push({
      offset: from.toString(16).padStart(4, '0'),
      hex: Array.from(row, (byte) => byte.toString(16).padStart(2, '0')).join(' '),
      text: visible(decoder.decode(row, { stream: !last })),
    });
  }
  return rows;
}
