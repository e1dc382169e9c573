import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';

/** One nasty answer: its bytes, and whether the server ends the connection after it (it does, unless told). */
export interface NastyAnswer {
  readonly name: string;
  readonly bytes: string | Uint8Array;
  readonly stays?: true;
  /** Sent again and again until the client hangs up. */
  readonly again?: string;
  readonly method?: string;
  /** Why our verdict is another than curl's. */
  readonly differs?: string;
}

const head = 'HTTP/1.1 200 OK\r\n';
const chunked = `${head}Transfer-Encoding: chunked\r\n\r\n`;
const words = 'To be, or not to be. '.repeat(50);
const gzip = gzipSync(words);
const changed = (bytes: Buffer, at: number) => {
  const copy = Buffer.from(bytes);
  copy[at < 0 ? bytes.length + at : at]! ^= 0xff;
  return copy;
};
const coded = (coding: string, body: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(`${head}Content-Encoding: ${coding}\r\nContent-Length: ${body.length}\r\n\r\n`), body]);
const withHeader = (line: string) => `${head}${line}\r\nContent-Length: 2\r\n\r\nhi`;
const row = (name: string, bytes: string | Uint8Array, more: Partial<NastyAnswer> = {}): NastyAnswer => ({
  name,
  bytes,
  ...more,
});

export const nastyAnswers: readonly NastyAnswer[] = [
  // What is no HTTP.
  row('SSH banner', 'SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n', { stays: true }),
  row('SMTP banner', '220 mail.example ESMTP Postfix\r\n', { stays: true }),
  row('FTP banner', '220 (vsFTPd 3.0.3)\r\n', { stays: true }),
  row('POP3 banner', '+OK Dovecot ready.\r\n', { stays: true }),
  row('IMAP banner', '* OK [CAPABILITY IMAP4rev1] ready\r\n', { stays: true }),
  row('Redis error', "-ERR unknown command 'GET'\r\n", { stays: true }),
  row('MySQL greeting', Buffer.from('4a0000000a352e352e35', 'hex'), { stays: true }),
  row('TLS alert', Buffer.from('15030100020246', 'hex')),
  row('TLS handshake record', Buffer.concat([Buffer.from('160303007a020000760303', 'hex'), Buffer.alloc(112)]), {
    stays: true,
  }),
  row('HTTP/2 settings', Buffer.from('000006040000000000000300000064', 'hex'), { stays: true }),
  row('SOCKS answer', Buffer.from([5, 0xff])),
  row('telnet negotiation', Buffer.from([255, 253, 24, 255, 253, 32]), { stays: true }),
  row('binary', Buffer.from([0, 1, 2, 3, 0xfe]), { stays: true }),
  row('begins like HTTP', 'Hello, who are you?\r\n', { stays: true }),
  row('HTTP/0.9: markup alone', '<html>hello</html>'),
  row('HTTP/0.9: a line of text', 'hello\n'),
  row('a request as the answer', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'),
  row('RTSP', 'RTSP/1.0 200 OK\r\nCSeq: 1\r\n\r\n'),
  row('ICY', 'ICY 200 OK\r\nicy-name: x\r\n\r\nabc'),
  row('nothing', ''),
  row('one byte: H', 'H', {
    differs: 'curl takes fewer bytes than "HTTP/" for no answer at all; it is the one byte that came that tells',
  }),
  row('empty lines without end', '', {
    again: '\r\n'.repeat(20_000),
    differs: 'curl refuses the first empty line; some servers send one after a body, so we read on, up to a limit',
  }),
  // Status lines.
  row('status 99999', 'HTTP/1.1 99999 OK\r\nContent-Length: 2\r\n\r\nhi'),
  row('status 1000', 'HTTP/1.1 1000 OK\r\nContent-Length: 2\r\n\r\nhi'),
  row('status 999', 'HTTP/1.1 999 Denied\r\nContent-Length: 2\r\n\r\nhi'),
  row('status 000', 'HTTP/1.1 000 OK\r\nContent-Length: 2\r\n\r\nhi'),
  row('status 099', 'HTTP/1.1 099 OK\r\nContent-Length: 2\r\n\r\nhi'),
  row('status 20', 'HTTP/1.1 20 OK\r\nContent-Length: 2\r\n\r\nhi'),
  row('status -200', 'HTTP/1.1 -200 OK\r\nContent-Length: 2\r\n\r\nhi'),
  row('status abc', 'HTTP/1.1 abc OK\r\nContent-Length: 2\r\n\r\nhi'),
  row('no status', 'HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi'),
  row('no reason and no space', 'HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nhi'),
  row('no version', 'HTTP 200 OK\r\nContent-Length: 2\r\n\r\nhi'),
  row('version 1.2', 'HTTP/1.2 200 OK\r\nContent-Length: 2\r\n\r\nhi'),
  row('version 2', 'HTTP/2 200 OK\r\nContent-Length: 2\r\n\r\nhi'),
  row('version 3.7', 'HTTP/3.7 200 OK\r\nContent-Length: 2\r\n\r\nhi'),
  row('version in small letters', 'http/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi'),
  row('two spaces before the status', 'HTTP/1.1  200 OK\r\nContent-Length: 2\r\n\r\nhi'),
  row('a space before the status line', ' HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi'),
  row('an empty line before the status line', '\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi', {
    differs: 'some servers send CR LF after a body, which then stands before the next answer; Node reads on too',
  }),
  row('LF alone', 'HTTP/1.1 200 OK\nContent-Length: 2\n\nhi'),
  row('CR alone', 'HTTP/1.1 200 OK\rContent-Length: 2\r\rhi'),
  row('a reason beyond ASCII', 'HTTP/1.1 200 Sch\xc3\xb6n\r\nContent-Length: 2\r\n\r\nhi'),
  row('ends in the status line', 'HTTP/1.1 200'),
  row('ends in the headers', `${head}Content-Le`, {
    differs: 'curl says nothing although the end of the headers never came',
  }),
  // Interim answers.
  row('103 for ever', '', { again: 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'.repeat(1000) }),
  row('100 for ever', '', { again: 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(1000) }),
  row('103, then 200', `HTTP/1.1 103 Early Hints\r\n\r\n${head}Content-Length: 2\r\n\r\nhi`),
  row('103, then the end', 'HTTP/1.1 103 Early Hints\r\n\r\n'),
  row('101 that nobody asked for', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'),
  // Headers.
  row('NUL in a value', withHeader('A: b\0c')),
  row('NUL in a name', withHeader('A\0B: c')),
  row('a control character in a value', withHeader('A: b\x01c')),
  row('bytes beyond ASCII in a value', withHeader('A: \xff\xfe')),
  row('a line with no colon', withHeader('nocolon')),
  row('an empty name', withHeader(': x')),
  row('a space before the colon', withHeader('A : b')),
  row('a space in a name', withHeader('A b: c')),
  row('a folded value', withHeader('A: b\r\n  c')),
  row('a folded first line', `${head} folded\r\nContent-Length: 2\r\n\r\nhi`),
  row('a header of 90 KB', withHeader(`A: ${'b'.repeat(90_000)}`)),
  row('a header of 400 KB', withHeader(`A: ${'b'.repeat(400_000)}`)),
  row('20,000 headers', withHeader(Array.from({ length: 20_000 }, (_, i) => `A${i}: ${'b'.repeat(20)}`).join('\r\n'))),
  // Lengths.
  row('two different lengths', `${head}Content-Length: 2\r\nContent-Length: 3\r\n\r\nhi!`, {
    differs: 'curl takes the last; RFC 9112, section 6.3, says that a client must not trust either',
  }),
  row('the same length twice', `${head}Content-Length: 2\r\nContent-Length: 2\r\n\r\nhi`),
  row('a list of the same length', `${head}Content-Length: 2, 2\r\n\r\nhi`),
  row('a list of lengths', `${head}Content-Length: 2, 3\r\n\r\nhi`, { differs: 'curl takes the first; as above' }),
  row('a negative length', `${head}Content-Length: -2\r\n\r\nhi`),
  row('a length with a plus', `${head}Content-Length: +2\r\n\r\nhi`, {
    differs: 'curl reads over the sign, which RFC 9110, section 8.6, does not allow',
  }),
  row('a length that is a word', `${head}Content-Length: two\r\n\r\nhi`),
  row('an empty length', `${head}Content-Length:\r\n\r\nhi`),
  row('a length beyond all', `${head}Content-Length: 99999999999999999999\r\n\r\nhi`, {
    differs: 'curl takes it for no length; the body is shorter than it says in any case',
  }),
  row('a length in hexadecimal', `${head}Content-Length: 0x2\r\n\r\nhi`, {
    differs: 'curl reads 0 and loses the body',
  }),
  row('a body cut short', `${head}Content-Length: 10\r\n\r\nfour`),
  row('a body longer than its length', `${head}Content-Length: 2\r\n\r\nhi there`),
  row('both lengths', `${head}Content-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n`),
  row('a body of 204', 'HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\nhi'),
  row('a body of HEAD', `${head}Content-Length: 2\r\n\r\nhi`, { method: 'HEAD' }),
  // Chunks.
  row('a chunk size that is a word', `${chunked}zz\r\nhi\r\n0\r\n\r\n`),
  row('a chunk size beyond all', `${chunked}ffffffffffffffffff\r\nhi`),
  row('a negative chunk size', `${chunked}-2\r\nhi\r\n0\r\n\r\n`),
  row('a chunk longer than its size', `${chunked}2\r\nhi there\r\n0\r\n\r\n`),
  row('chunks with LF alone', `${chunked}2\nhi\n0\n\n`),
  row('no last chunk', `${chunked}2\r\nhi\r\n`),
  row('no empty line after the last chunk', `${chunked}2\r\nhi\r\n0\r\n`),
  row('a chunk extension of 100 KB', `${chunked}2;${'x'.repeat(100_000)}\r\nhi\r\n0\r\n\r\n`, {
    differs: 'RFC 9112, section 7.1.1, asks for a limit on extensions; ours is 4 KiB a line',
  }),
  row('an unknown transfer coding', `${head}Transfer-Encoding: rot13\r\n\r\nhi`),
  row('chunked twice', `${head}Transfer-Encoding: chunked, chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n`),
  row('Transfer-Encoding: identity', `${head}Transfer-Encoding: identity\r\nContent-Length: 2\r\n\r\nhi`),
  // Codings.
  row('gzip that is none', coded('gzip', Buffer.from(words))),
  row('gzip with a wrong CRC', coded('gzip', changed(gzip, -8))),
  row('gzip with a wrong length', coded('gzip', changed(gzip, -1))),
  row('gzip cut off', coded('gzip', gzip.subarray(0, gzip.length - 12)), {
    differs: 'curl does not look whether the coding came to its end',
  }),
  row('gzip without its trailer', coded('gzip', gzip.subarray(0, gzip.length - 8)), {
    differs: 'as above: nobody could check the content',
  }),
  row('gzip broken in the middle', coded('gzip', changed(gzip, 20))),
  row('gzip with junk behind', coded('gzip', Buffer.concat([gzip, Buffer.from('garbage')]))),
  row('gzip with zeros behind', coded('gzip', Buffer.concat([gzip, Buffer.alloc(16)]))),
  row('two members of gzip', coded('gzip', Buffer.concat([gzip, gzip])), {
    differs: 'RFC 1952, section 2.2: a file of gzip has any number of members',
  }),
  row('gzip announced, nothing sent', coded('gzip', Buffer.alloc(0))),
  row('deflate that is none', coded('deflate', Buffer.from(words))),
  row('deflate without its header', coded('deflate', deflateRawSync(words))),
  row('deflate with a wrong checksum', coded('deflate', changed(deflateSync(words), -1))),
  row('deflate with junk behind', coded('deflate', Buffer.concat([deflateSync(words), Buffer.from('garbage')]))),
  row('brotli that is none', coded('br', Buffer.from(words))),
  row('brotli cut off', coded('br', brotliCompressSync(words).subarray(0, 20)), { differs: 'as above' }),
  row('brotli with junk behind', coded('br', Buffer.concat([brotliCompressSync(words), Buffer.from('garbage')]))),
  row('zstd that is none', coded('zstd', Buffer.from(words))),
  row('an unknown coding', coded('rot13', Buffer.from(words))),
  row('two codings, one announced wrongly', coded('gzip, br', gzip)),
  // Redirects.
  ...[
    'ftp://127.0.0.1:1/x',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:,hi',
    'http://',
    'http://[::1',
    'http://a b/',
    'http://127.0.0.1:99999/',
    '',
    'mailto:a@b',
  ].map((to) =>
    row(
      `a redirect to ${to === '' ? 'nothing' : to}`,
      `HTTP/1.1 302 Found\r\nLocation: ${to}\r\nContent-Length: 2\r\n\r\nhi`,
      to.startsWith('ftp:') ? { differs: 'curl speaks FTP, and finds nobody there' } : {},
    ),
  ),
  row('a redirect with no Location', 'HTTP/1.1 302 Found\r\nContent-Length: 2\r\n\r\nhi'),
];
