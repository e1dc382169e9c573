/**
 * What the journal keeps. An event is one thing that happened; it is immutable. Events live in columns (see
 * journal.ts), so these are the names of the columns' values and the shape of one row read out of them.
 */
/** The order is the value kept in the kind column: append only. */
export const eventKinds = ['opened', 'data', 'frame', 'half-closed', 'closed', 'error', 'note'];
export const directions = ['none', 'in', 'out'];
/** `127.0.0.1:80`, `[::1]:80`. */
export function formatAddress(address) {
  return address.host.includes(':') ? `[${address.host}]:${address.port}` : `${address.host}:${address.port}`;
}
