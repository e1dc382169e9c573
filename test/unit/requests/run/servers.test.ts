import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { hover } from '../../../../src/requests/language/hover.ts';
import { parseRequestFile } from '../../../../src/requests/parse.ts';
import { bench, brief, type Bench } from './running.ts';

describe('the servers of a file', () => {
  let the: Bench;
  beforeEach(() => (the = bench()));
  afterEach(() => the.close());

  const all = async (text: string, more: object = {}): Promise<string[]> =>
    (await the.run(text, more)).outcomes.map(brief);

  it('talk by a dialogue, with values of the file', async () => {
    const text = `@who = Ada\\n===

### our side
# @name server
SERVE tcp://127.0.0.1:0
behaviour: dialogue

=== wait hello
Good day, {{who}}
=== pause 20ms
Goodbye
=== end

### a client
TCP {{server.address}}
timeout: 3s

hello

?? received text == Good day, Ada\\n===Goodbye
?? closed == closed

### what arrived
CHECK server
?? received text == hello
`;
    assert.deepEqual(await all(text), ['passed', 'passed', 'passed']);
  });

  it('send a file as a message of a dialogue, byte by byte', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'dialogue-'));
    try {
      writeFileSync(path.join(folder, 'a.bin'), Uint8Array.from([0, 92, 110, 255, 61, 61, 61]));
      const text = `# @name s\nSERVE tcp://127.0.0.1:0\nbehaviour: dialogue\n\n< ./a.bin\n=== end\n###\nTCP {{s.address}}\n?? received hex == 005c6eff3d3d3d\n`;
      assert.deepEqual(await all(text, { path: path.join(folder, 'x.http') }), ['passed', 'passed']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('say at the start, and while it is written, which line of a dialogue is wrong', async () => {
    const text = 'SERVE tcp://127.0.0.1:0\nbehaviour: dialogue\n\nhello\n=== wiat\n';
    const [problem] = parseRequestFile(text).problems;
    assert.deepEqual([problem?.code, text.slice(problem?.start, problem?.end)], ['bad-dialogue', '=== wiat']);
    assert.match(problem!.message, /Did you mean wait\?/u);
    const late = '@step = wiat\n###\nSERVE tcp://127.0.0.1:0\nbehaviour: dialogue\n\nhello\n=== {{step}}\n';
    assert.deepEqual(parseRequestFile(late).problems, []);
    assert.deepEqual(await all(late), ['error file bad-dialogue']);
  });

  it('have their steps explained where they stand, and only of a dialogue', () => {
    const told = (behaviour: string): string | undefined => {
      const text = `SERVE tcp://127.0.0.1:0\nbehaviour: ${behaviour}\n\n=== silent 3s\nhello\n`;
      return hover(parseRequestFile(text), text.indexOf('silent'))?.paragraphs.join(' ');
    };
    assert.match(told('dialogue') ?? '', /=== silent 3s.*Neither sends nor reads/u);
    assert.equal(told('fixed'), undefined);
  });

  it('have their certificate as a file, with the names it is for, until they stop', async () => {
    const { outcomes } = await the.run(
      `# @name site
SERVE https://127.0.0.1:0
names: www.example.org, lab.test, 127.0.0.2

###
# @ca {{site.certificate}}
GET {{site.url}}/get
Host: www.example.org

?? status == 200

###
TLS {{site.address}}
ca: {{site.certificate}}
servername: lab.test
expect: 1

GET /status/204 HTTP/1.0\\r\\nHost: lab.test\\r\\n\\r\\n
?? received text contains 204

###
# @ca {{site.certificate}}
GET {{site.url}}/get
Host: www.example.com

?? status == 403
`,
    );
    assert.deepEqual(outcomes.map(brief), ['passed', 'passed', 'passed', 'passed']);
    const [first] = outcomes;
    assert.ok(first?.result?.kind === 'serve');
    assert.ok(!existsSync(path.dirname(first.result.certificate!)));
  });

  it('say that a server without TLS has no certificate, and that one that is given has its own names', async () => {
    assert.deepEqual(await all('# @name s\nSERVE tcp://127.0.0.1:0\n###\nRUN echo {{s.certificate}}\n'), [
      'passed',
      'error file nothing-found',
    ]);
    const text = 'SERVE tls://127.0.0.1:0\ncert: a.pem\nkey: a.key\nnames: lab.test\n';
    assert.deepEqual(await all(text), ['error file bad-spec']);
    assert.deepEqual(await all('SERVE tls://127.0.0.1:0\nnames: a b\n'), ['error file bad-host']);
  });

  it('answer in the version of HTTP that they are told, and refuse one that is none', async () => {
    const text = (version: string): string =>
      `# @name site\nSERVE http://127.0.0.1:0\nversion: ${version}\n###\nTCP {{site.address}}\nexpect: 1\n\nGET /get HTTP/1.0\\r\\n\\r\\n\n?? received text startsWith HTTP/1.0 200 OK\n`;
    assert.deepEqual(await all(text('1.0')), ['passed', 'passed']);
    assert.deepEqual(
      parseRequestFile(text('2')).problems.map(({ code }) => code),
      ['bad-value'],
    );
  });

  it('know the bytes that a client has not read, until it has', async function () {
    if (process.platform !== 'linux') this.skip();
    const text = (more: string): string => `# @name site
SERVE tcp://127.0.0.1:0
behaviour: dialogue

=== wait
${'x'.repeat(3000)}

###
# @name client
RUN ${process.execPath} -e "require('net').connect({{site.port}}, '127.0.0.1').on('connect', function () { this.pause(); this.write('hi', () => console.log('said')); ${more} })"
ready: output said

###
CHECK site
timeout: 5s

?? unread bytes == 0
?? connection 1 unread bytes == 0
?? sent bytes == 3000
`;
    assert.deepEqual(await all(text("setTimeout(() => this.on('data', () => 0).resume(), 300)")), [
      'passed',
      'passed',
      'passed',
    ]);
    const kept = text('setInterval(() => 0, 1000)').replace('timeout: 5s', 'timeout: 1s');
    const { outcomes } = await the.run(kept);
    assert.deepEqual(
      outcomes[2]!.checks.map(({ state, actual }) => [state, actual]),
      [
        ['failed', '3000'],
        ['failed', '3000'],
        ['passed', '3000'],
      ],
    );
  });

  it('are told by a client what they left unread, and nothing of one that has read', async function () {
    if (process.platform !== 'linux') this.skip();
    const deaf = createServer({ pauseOnConnect: true }, (socket) => {
      socket.on('error', () => undefined);
      socket.end('12:00', () => socket.destroy());
    });
    const right = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end('12:00'));
    });
    for (const [server, bytes] of [
      [deaf, 4],
      [right, 0],
    ] as const) {
      await once(server.listen(0, '127.0.0.1'), 'listening');
      const { port } = server.address() as AddressInfo;
      try {
        for (let times = 0; times < 5; times++) {
          const { outcomes } = await the.run(`TCP 127.0.0.1:${port}\n\ntime\n\n?? unread bytes == ${bytes}\n`);
          assert.equal(brief(outcomes[0]!), 'passed');
        }
      } finally {
        server.close();
      }
    }
    const { outcomes } = await the.run(`UDP 127.0.0.1:9\ntimeout: 50ms\n\nx\n\n?? unread bytes == 0\n`);
    assert.match(outcomes[0]!.error?.message ?? outcomes[0]!.checks[0]?.message ?? '', /not for datagrams|no program/u);
  });
});
