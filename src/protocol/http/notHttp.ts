import { visible } from '../text/visible.ts';
import { latin1 } from './lineBuffer.ts';

/** Protocols that speak first, or answer a request in another way: their first bytes, their name, and a remedy. */
const others: readonly (readonly [begins: RegExp, name: string, advice?: string])[] = [
  [/^SSH-\d/, 'SSH'],
  [/^220[ -][^\n]*SMTP/i, 'SMTP'],
  [/^220[ -][^\n]*FTP/i, 'FTP'],
  [/^220[ -]/, 'SMTP or FTP'],
  [/^\+OK/, 'POP3 or Redis'],
  [/^\* (?:OK|PREAUTH|BYE)/, 'IMAP'],
  [/^-(?:ERR|NOAUTH|DENIED)/, 'Redis'],
  [/^RTSP\//, 'RTSP'],
  [/^ICY /, 'SHOUTcast'],
  // RFC 8446, section 5.1: an alert or a handshake.
  [/^[\x15\x16]\x03[\0-\x04]/, 'TLS', 'Ask with https.'],
  // RFC 9113, section 6.5: a server begins with its settings.
  [/^\0\0[^]\x04[\0\x01]\0\0\0\0/, 'HTTP/2', 'Send the request as HTTP/2.'],
  [/^[^]{2}\0\0\x0a\d\.\d/, 'MySQL'],
  [/^\xff[\xfb-\xfe]/, 'Telnet'],
  [/^(?:GET|POST|HEAD|PUT|OPTIONS|CONNECT) \S+ HTTP\//, 'a client of HTTP, which sends a request itself'],
];

/** The number of first bytes that are checked and shown. */
const shown = 60;

/** Explains that the first bytes of an answer are not HTTP, and names their protocol if it is recognised. */
export function notHttp(server: string, bytes: Uint8Array): string {
  const begins = latin1(bytes.subarray(0, shown));
  const [, name, advice = 'Is that the right port?'] = others.find(([form]) => form.test(begins)) ?? [];
  const speaks = name === undefined ? '' : `, but speaks ${name}`;
  const text = visible(begins.trimEnd()) + (bytes.length > shown ? '…' : '');
  return `${server} does not answer in HTTP${speaks.replace('speaks a client', 'is a client')}: its answer begins with "${text}". ${advice}`;
}
