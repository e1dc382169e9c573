// A post office for the letter of this lab. It confirms line N with "ack N", but it loses the first copy of line 2 on the way to it,
// and its first confirmation of line 4 on the way back.

const seen = new Map();

export function onReceived(c, bytes, text) {
  const number = text.split(' ')[0];
  const copy = (seen.get(number) ?? 0) + 1;
  seen.set(number, copy);
  const lost = (number === '2' || number === '4') && copy === 1;
  return lost ? undefined : `ack ${number}`;
}
