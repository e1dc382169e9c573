import { decode } from '../../../protocol/text/decode.ts';
import { formatHex } from '../../../protocol/text/hex.ts';
import { Parted } from '../../parted.ts';
import type { Crossed } from './model.ts';

/** `client 2 (word = kiwi)`. */
export function clientLabel(index: number, values: Readonly<Record<string, string>> = {}): string {
  const own = Object.entries(values).map(([name, value]) => `${name} = ${value}`);
  return `client ${index + 1}${own.length === 0 ? '' : ` (${own.join(', ')})`}`;
}

/** What crossed a connection, as `{{name.…}}` sees it. */
export function crossedData({ received, closed }: Crossed): { readonly received: Parted; readonly closed: string } {
  const text = decode(received, 'utf-8', 'backslashreplace');
  const parts = { text, hex: formatHex(received), bytes: received.length };
  return { received: new Parted(text, parts), closed };
}
