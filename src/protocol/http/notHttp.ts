import { visible } from '../text/visible.ts';
import { latin1 } from './lineBuffer.ts';

/** What speaks first, or answers a request with something else: how its first bytes look, what it is, and what to do. */
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

/** Bytes that are looked at and shown. */
const shown = 60;

/** Says of the first bytes of an answer that they are not HTTP, and whose they are where that can be told. */
export function notHttp(server: string, bytes: Uint8Array): string {
  const begins = latin1(bytes.subarray(0, shown));
  const [, name, advice = 'Is that the right port?'] = others.find(([form]) => form.test(begins)) ?? [];
  const speaks = name === undefined ? '' : `, but speaks ${name}`;
  const text = visible(begins.trimEnd()) + (bytes.length > shown ? '…' : '');
  return `${server} does not answer in HTTP${speaks.replace('speaks a client', 'is a client')}: its answer begins with "${text}". ${advice}`;
}
