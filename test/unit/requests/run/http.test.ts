import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { bench, brief, type Bench, type TextRun } from './running.ts';

/** Answers every request with what it is given, and keeps the very bytes that came. */
class Recording {
  readonly server: Server;
  received = '';
  answers: string[] = [];

  constructor() {
    this.server = createServer((socket) => {
      let pending = '';
      socket.on('error', () => undefined);
      socket.on('data', (chunk) => {
        this.received += chunk.toString('latin1');
        pending += chunk.toString('latin1');
        for (let rest = afterRequest(pending); rest !== undefined; rest = afterRequest(pending)) {
          pending = rest;
          socket.write(Buffer.from(this.answers.shift() ?? answer('200 OK', [], ''), 'latin1'));
        }
      });
    });
  }

  async listen(): Promise<void> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Header lines of what came last, without those that a client adds by itself. */
  get head(): string[] {
    const [head] = this.received.split('\r\n\r\n');
    return head!
      .split('\r\n')
      .filter((line) => !/^(user-agent|accept|accept-encoding|connection|host|content-length):/i.test(line));
  }

  get body(): string {
    return this.received.slice(this.received.indexOf('\r\n\r\n') + 4);
  }
}

function answer(status: string, headers: string[], body: string): string {
  return [`HTTP/1.1 ${status}`, ...headers, `Content-Length: ${body.length}`, '', body].join('\r\n');
}

/** What follows the first whole request; undefined: it is not whole yet. */
function afterRequest(text: string): string | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = text.slice(0, end).toLowerCase();
  const body = text.slice(end + 4);
  if (head.includes('transfer-encoding: chunked')) {
    const last = body.indexOf('0\r\n\r\n');
    return last < 0 ? undefined : body.slice(last + 5);
  }
  const length = Number(/content-length: (\d+)/.exec(head)?.[1] ?? 0);
  return body.length < length ? undefined : body.slice(length);
}

describe('HTTP requests of a file', () => {
  let the: Bench;
  let recording: Recording;
  let folder: string;
  before(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'wirebench-test-'))));
  after(() => rmSync(folder, { recursive: true }));
  beforeEach(async () => {
    the = bench();
    recording = new Recording();
    await recording.listen();
  });
  afterEach(async () => {
    await the.close();
    recording.server.close();
  });

  const run = (text: string, more: TextRun = {}) =>
    the.run(text, {
      path: path.join(folder, 'x.http'),
      ...more,
      variables: { at: `127.0.0.1:${recording.port}`, ...more.variables },
    });
  const one = async (text: string, more: TextRun = {}): Promise<string> =>
    brief((await run(text, more)).outcomes.at(-1)!);

  it('sends the method, the target and the headers as they are written', async () => {
    assert.equal(await one('PATCH http://{{at}}/a?b=c d\n  &e=f\nX-One: 1\nx-TWO:  two\n'), 'passed');
    assert.deepEqual(recording.head, ['PATCH /a?b=c%20d&e=f HTTP/1.1', 'X-One: 1', 'x-TWO: two']);
  });

  it('takes a bare URL for a GET, one without a scheme for http, and a path with a Host header', async () => {
    assert.equal(await one('http://{{at}}/bare\n'), 'passed');
    assert.equal(recording.head[0], 'GET /bare HTTP/1.1');
    recording.received = '';
    assert.equal(await one('GET {{at}}/plain\n'), 'passed');
    assert.equal(recording.head[0], 'GET /plain HTTP/1.1');
    recording.received = '';
    assert.equal(await one('GET /path\nHost: {{at}}\n'), 'passed');
    assert.equal(recording.head[0], 'GET /path HTTP/1.1');
    assert.equal(await one('GET /path\n'), 'error file no-host');
  });

  it('takes the variable host for a path without a Host header, as httpYac does', async () => {
    for (const host of ['{{at}}', 'http://{{at}}']) {
      recording.received = '';
      assert.equal(await one(`@host = ${host}\nGET /path?a=1\n`), 'passed');
      assert.equal(recording.head[0], 'GET /path?a=1 HTTP/1.1');
      assert.match(recording.received, new RegExp(`^Host: 127\\.0\\.0\\.1:${recording.port}\r$`, 'm'));
    }
    recording.received = '';
    assert.equal(await one('@host = http://127.0.0.1:1\nGET /path\nHost: {{at}}\n'), 'passed');
    assert.equal(recording.head[0], 'GET /path HTTP/1.1');
  });

  it('checks status, reason, headers, body, paths into JSON, size and time', async () => {
    recording.answers = [
      answer(
        '201 Made',
        ['Content-Type: application/json', 'X-A: 1', 'X-A: 2', 'Set-Cookie: s=v; Path=/'],
        '{"a":{"b":[1,"two"]}}',
      ),
    ];
    const text = [
      'GET http://{{at}}/json\n',
      '?? status == 201',
      '?? reason == Made',
      '?? version == 1.1',
      '?? header content-type startsWith application/json',
      '?? header x-a == 1, 2',
      '?? header x-b isFalse',
      '?? body contains "two"',
      '?? body $.a.b[1] == two',
      '?? body a.b isArray',
      '?? body bytes == 21',
      '?? body sha256 84fb8b12cd7e3e2e9ad2d6e3b3b1e1bd',
      '?? cookie s == v',
      '?? redirects == 0',
      '?? url endsWith /json',
      '?? duration < 5000',
    ].join('\n');
    const { outcomes } = await run(text);
    assert.deepEqual(
      outcomes[0]!.checks.filter(({ state }) => state !== 'passed').map(({ text: check }) => check),
      ['body sha256 84fb8b12cd7e3e2e9ad2d6e3b3b1e1bd'],
    );
  });

  it('says of a body that is no JSON that no path leads into it', async () => {
    recording.answers = [answer('200 OK', [], '<html>')];
    const { outcomes, exitCode } = await run('GET http://{{at}}/\n\n?? body $.a == 1\n');
    const [check] = outcomes[0]!.checks;
    assert.equal(check!.state, 'error');
    assert.match(check!.message!, /The body is not JSON/);
    assert.equal(exitCode, 1);
  });

  it('sends text and files, filled in where asked', async () => {
    writeFileSync(path.join(folder, 'plain.txt'), 'plain {{who}}\n');
    writeFileSync(path.join(folder, 'filled.txt'), 'filled {{who}}');
    const text =
      '@who = Ada\nPOST http://{{at}}/\nContent-Type: text/plain\n\nfirst {{who}}\n< ./plain.txt\n<@ filled.txt\nlast\n';
    assert.equal(await one(text), 'passed');
    const body = /chunked/i.test(recording.received)
      ? recording.body.replace(/^[0-9a-f]+\r\n|\r\n(?=[0-9a-f]+\r\n)|/gm, '')
      : recording.body;
    assert.ok(
      body.includes('first Ada\n') &&
        body.includes('plain {{who}}\n') &&
        body.includes('filled Ada') &&
        body.includes('last'),
      body,
    );
  });

  it('says which file is not there, before anything is sent', async () => {
    const { outcomes } = await run('POST http://{{at}}/\n\n< ./missing.bin\n');
    assert.equal(brief(outcomes[0]!), 'error file file-unreadable');
    assert.match(outcomes[0]!.error!.message, /missing\.bin/);
    assert.equal(recording.received, '');
  });

  it('refuses a variable that would begin another header, or another request', async () => {
    for (const text of ['GET http://{{at}}/{{evil}}\n', 'GET http://{{at}}/\nX: {{evil}}\n']) {
      const verdict = await one(text, { variables: { evil: 'x\r\nInjected: yes' } });
      assert.equal(verdict, 'error file line-break-in-value');
    }
    assert.equal(recording.received, '');
  });

  it('writes out the shortcuts of authentication', async () => {
    const headerOf = async (value: string): Promise<string> => {
      recording.received = '';
      await run(`GET http://{{at}}/\nAuthorization: ${value}\n`);
      return recording.head.find((line) => line.startsWith('Authorization'))!;
    };
    assert.equal(await headerOf('Basic user pass word'), 'Authorization: Basic dXNlcjpwYXNzIHdvcmQ=');
    assert.equal(await headerOf('Basic user:pass'), 'Authorization: Basic dXNlcjpwYXNz');
    const encoded = (login: string) => `Authorization: Basic ${Buffer.from(login).toString('base64')}`;
    const logins = [
      ["admin:it's a total eclipse", "admin:it's a total eclipse"],
      ['user pa:ss word', 'user:pa:ss word'],
      ['user:pa:ss', 'user:pa:ss'],
      ['user: password', 'user:password'],
      ['user:', 'user:'],
      [':password', ':password'],
    ] as const;
    for (const [written, login] of logins) assert.equal(await headerOf(`Basic ${written}`), encoded(login));
    assert.equal(await headerOf('Basic dXNlcjpwYXNz'), 'Authorization: Basic dXNlcjpwYXNz');
    assert.equal(await headerOf('Bearer abc.def'), 'Authorization: Bearer abc.def');
  });

  it('answers a digest challenge', async () => {
    recording.answers = [
      answer('401 No', ['WWW-Authenticate: Digest realm="r", nonce="n", qop="auth", algorithm=SHA-256'], ''),
      answer('200 OK', [], ''),
    ];
    assert.equal(await one('GET http://{{at}}/\nAuthorization: Digest user pass\n\n?? status == 200\n'), 'passed');
    assert.match(recording.received, /Authorization: Digest .*username="user"/);
  });

  it('answers a digest challenge with the password that follows the first colon', async () => {
    const challenge = 'WWW-Authenticate: Digest realm="r", nonce="n", qop="auth", algorithm=SHA-256';
    recording.answers = [answer('401 No', [challenge], ''), answer('200 OK', [], '')];
    await one("GET http://{{at}}/\nAuthorization: Digest admin:it's a total eclipse\n");
    const [, cnonce] = /cnonce="([^"]*)"/.exec(recording.received)!;
    const sha = (text: string) => createHash('sha256').update(text).digest('hex');
    const response = sha(`${sha("admin:r:it's a total eclipse")}:n:00000001:${cnonce}:auth:${sha('GET:/')}`);
    assert.ok(recording.received.includes('username="admin"') && recording.received.includes(response));
  });

  it('sends OPTIONS * and paths to a Host that is written as a URL, and names it as HTTP does', async () => {
    const lines = async (text: string) => {
      recording.received = '';
      assert.equal(await one(text), 'passed');
      const [first, ...rest] = recording.received.split('\r\n');
      return [first, ...rest.filter((line) => line.startsWith('Host:'))];
    };
    const host = `Host: 127.0.0.1:${recording.port}`;
    assert.deepEqual(await lines('OPTIONS * HTTP/1.1\nHost: http://{{at}}\n'), ['OPTIONS * HTTP/1.1', host]);
    assert.deepEqual(await lines('OPTIONS *\nHost: http://{{at}}/\n'), ['OPTIONS * HTTP/1.1', host]);
    assert.deepEqual(await lines('OPTIONS *\nHost: {{at}}\n'), ['OPTIONS * HTTP/1.1', host]);
    assert.deepEqual(await lines('GET /a?b\nHost: http://{{at}}\n'), ['GET /a?b HTTP/1.1', host]);
  });

  it('encodes what a target may not have, from a variable too', async () => {
    await one('GET http://{{at}}/{{name}}?q={{name}}\n', { variables: { name: 'a "b" <c>' } });
    assert.match(recording.received, /^GET \/a%20%22b%22%20%3Cc%3E\?q=a%20%22b%22%20%3Cc%3E HTTP\/1\.1\r\n/);
  });

  it('follows redirects, unless told not to, and says when there is no end to them', async () => {
    const redirect = (): string => answer('302 Found', ['Location: /again'], '');
    recording.answers = [redirect()];
    assert.equal(await one('GET http://{{at}}/\n\n?? status == 200\n?? redirects == 1\n'), 'passed');
    recording.answers = [redirect()];
    assert.equal(await one('# @no-redirect\nGET http://{{at}}/\n\n?? status == 302\n'), 'passed');
    recording.answers = Array.from({ length: 50 }, redirect);
    assert.equal(await one('GET http://{{at}}/\n'), 'error network endless-redirects');
  });

  it('sends as raw bytes what Node refuses, where the file insists', async () => {
    assert.equal(await one('GET http://{{at}}/a b\n'), 'passed');
    assert.match(recording.received, /^GET \/a%20b HTTP\/1\.1\r\n/);
    recording.received = '';
    assert.equal(await one('# @insist\nGET http://{{at}}/a b\nX: y\n\n?? status == 200\n'), 'passed');
    assert.match(recording.received, /^GET \/a b HTTP\/1\.1\r\n/);
  });

  const odd: readonly (readonly [line: string, sent: string])[] = [
    ['GE(T /x HTTP/1.1', 'GE(T /x HTTP/1.1'],
    ['GET: /x HTTP/1.1', 'GET: /x HTTP/1.1'],
    ['"GET" /a b HTTP/1.0', '"GET" /a b HTTP/1.0'],
    ['GÉT http://{{at}}/x HTTP/1.1', 'G\u00c9T /x HTTP/1.1'],
    ['GET,POST /x HTTP/9.9', 'GET,POST /x HTTP/9.9'],
    ['get /x HTTP/1.1', 'GET /x HTTP/1.1'],
    ['GET /x HTTP/0.9', 'GET /x HTTP/0.9'],
    ['GET /x http/1.1', 'GET /x http/1.1'],
    ['GET /x HTTP/2', 'GET /x HTTP/2'],
    ['/x y HTTP/1.1', 'GET /x y HTTP/1.1'],
    ['http://{{at}}/x y HTTP/1.1', 'GET /x y HTTP/1.1'],
  ];
  for (const [line, sent] of odd)
    it(`sends ${line} as it is, where the file insists`, async () => {
      assert.equal(await one(`# @insist\n${line}\nHost: {{at}}\n\n?? status == 200\n`), 'passed');
      assert.equal(recording.received.split('\r\n')[0], sent);
    });

  it('reads a method that HTTP does not allow only where the file insists, and where a version ends the line', async () => {
    const lines = [
      'GE(T /x HTTP/1.1',
      '# @insist false\nGE(T /x HTTP/1.1',
      '# @insist\nGE(T /x',
      '# @insist\nwhat (is this',
    ];
    for (const line of lines) assert.equal(await one(`${line}\nHost: {{at}}\n`), 'error file bad-request-line', line);
    assert.equal(recording.received, '');
  });

  it('says what is wrong with a file, and what to do', async () => {
    const cases: readonly (readonly [text: string, sentence: RegExp])[] = [
      ['@token = 1\nGET http://{{at}}/{{tokne}}\n', /There is no variable tokne\. Did you mean token\?/],
      ['GET http://{{at}}/{{zzzzzzz}}\n', /There is no variable zzzzzzz\. Define it: @zzzzzzz = value/],
      ['GET http://{{at}}/{{evil}}\n', /value of evil has a line break.* Nothing is sent\./],
      ['what is this\n', /"what is this" is not a request line\. Write METHOD URL/],
      ['GET\n', /"GET" is not a request line\. Write METHOD URL/],
      ['GET http://{{at}}/\nno header\n', /"no header" is not a header: write Name: value\./],
      ['GET ftp://{{at}}/\n', /begins with http or https, not ftp/],
      ['POST http://{{at}}/\n\n< ./missing.bin\n', /missing\.bin/],
      ['# @ref nobody\nGET http://{{at}}/\n', /There is no request with the name nobody in this file\./],
    ];
    for (const [text, sentence] of cases) {
      const { outcomes, exitCode } = await run(text, { variables: { evil: 'x\r\nInjected: yes' } });
      assert.match(outcomes[0]!.error?.message ?? '', sentence, text);
      assert.deepEqual([outcomes[0]!.fault, exitCode], ['file', 2], text);
    }
    assert.equal(recording.received, '');
  });

  it('says where endless redirects lead', async () => {
    recording.answers = Array.from({ length: 50 }, () => answer('302 Found', ['Location: /again'], ''));
    const { outcomes } = await run('GET http://{{at}}/\n');
    assert.match(outcomes[0]!.error!.message, /redirect.*\/again/s);
  });

  it('keeps cookies for the next request, unless told not to', async () => {
    recording.answers = [answer('200 OK', ['Set-Cookie: k=v; Path=/'], '')];
    await run('GET http://{{at}}/\n');
    recording.received = '';
    await run('GET http://{{at}}/\n\n###\n# @no-cookie-jar\nGET http://{{at}}/two\n');
    const [first, second] = recording.received.split('\r\n\r\n');
    assert.match(first!, /cookie: k=v/i);
    assert.doesNotMatch(second!, /cookie:/i);
  });

  it('uses what one answer said in the next request', async () => {
    recording.answers = [answer('200 OK', ['X-Id: 7'], '{"token":"t0p"}')];
    const text =
      '# @name login\nPOST http://{{at}}/login\nContent-Type: application/json\n\n{"user":"ada"}\n\n###\nGET http://{{at}}/{{login.response.headers.x-id}}\nX-Token: {{login.response.body.$.token}}\nX-User: {{login.request.body.$.user}}\n';
    assert.equal(await one(text), 'passed');
    const [, , second] = recording.received.split(/(?=GET )/);
    assert.match(recording.received, /GET \/7 HTTP\/1\.1\r\n/);
    assert.match(recording.received, /X-Token: t0p\r\nX-User: ada\r\n/);
    assert.equal(second, undefined);
  });

  it('gives up when its time is over, and when it is cancelled', async () => {
    const silent = createServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    try {
      assert.equal(await one(`# @timeout 50ms\nGET http://127.0.0.1:${port}/\n`), 'error network timeout');
      const abort = new AbortController();
      silent.once('connection', () => abort.abort());
      const summary = await the.run(`GET http://127.0.0.1:${port}/\n`, {}, { signal: abort.signal });
      assert.equal(brief(summary.outcomes[0]!), 'skipped cancelled');
    } finally {
      silent.close();
    }
  });

  it('says that nobody listens, and what answered no HTTP', async () => {
    const gone = createServer().listen(0, '127.0.0.1');
    await once(gone, 'listening');
    const { port } = gone.address() as AddressInfo;
    gone.close();
    await once(gone, 'close');
    assert.equal(await one(`GET http://127.0.0.1:${port}/\n`), 'error network refused');
  });

  it('sends what a curl command means', async () => {
    const text = `curl -X PUT http://{{at}}/curl -H 'X-A: b' -u user:pass -d 'a=1&b=2'\n`;
    assert.equal(await one(text), 'passed');
    assert.ok(recording.head.includes('PUT /curl HTTP/1.1') && recording.head.includes('X-A: b'));
    assert.match(recording.received, /authorization: Basic dXNlcjpwYXNz/i);
    assert.equal(recording.body, 'a=1&b=2');
  });

  it('writes the lines of a multipart body with CRLF', async () => {
    const text =
      'POST http://{{at}}/\nContent-Type: multipart/form-data; boundary=B\n\n--B\nContent-Disposition: form-data; name="a"\n\n1\n--B--\n';
    assert.equal(await one(text), 'passed');
    assert.equal(
      recording.body.replace(/\r\n$/, ''),
      '--B\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--B--',
    );
  });

  it('looks into XML and HTML with XPaths, in checks and in what it sends next', async () => {
    const xml = '<feed xmlns:m="urn:m"><item m:id="7"><title>A &amp; B</title></item><item/></feed>';
    recording.answers = [
      answer('200 OK', ['Content-Type: application/xml'], xml),
      answer('200 OK', ['Content-Type: text/html'], '<title>page</title><body><input name=t value=v1><br>'),
    ];
    const summary = await run(
      [
        '# @name feed\nGET http://{{at}}/feed\n',
        '?? xpath //title == A & B\n?? xpath count(//item) == 2\n?? xpath //item isArray\n?? xpath //@n:id == 7\n?? xpath //x[ exists\n',
        '###\n# @name page\nGET http://{{at}}/page\n\n?? xpath //TITLE == page\n?? xpath //nothing not exists\n',
        '###\n@xpath_ns n=urn:m\nGET http://{{at}}/{{feed.response.body.//item/@n:id}}/{{$xpath:page //input/@value}}\n',
      ].join('\n'),
    );
    assert.deepEqual(summary.outcomes.map(brief), [
      'failed error: xpath //@n:id == 7 error: xpath //x[ exists',
      'passed',
      'passed',
    ]);
    assert.match(recording.received, /GET \/7\/v1 HTTP/);
  });
});
