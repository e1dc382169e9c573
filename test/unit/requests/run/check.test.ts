import assert from 'node:assert/strict';
import { python } from '../../../../scripts/python.ts';
import { connect } from 'node:net';
import type { RequestOutcome } from '../../../../src/requests/run/outcome.ts';
import { parseRequestFile } from '../../../../src/requests/parse.ts';
import { freePort } from '../../../helpers/nets.ts';
import { bench, type Bench } from './running.ts';

const states = (outcome: RequestOutcome | undefined): string[] =>
  (outcome?.checks ?? []).map(({ state, text }) => `${state}: ${text}`);

describe('CHECK', () => {
  let the: Bench;
  beforeEach(() => (the = bench()));
  afterEach(() => the.close());

  it('sees what a server received, from all clients and from each', async () => {
    const { outcomes } = await the.run(`
# @name sink
SERVE tcp://127.0.0.1:0
behaviour: echo

###
TCP {{sink.address}}

kiwi

###
TCP {{sink.address}}

fig

###
CHECK sink
?? connections == 2
?? received text == kiwifig
?? received bytes == 7
?? sent bytes == 7
?? closed == closed
?? connection 1 received text == kiwi
?? connection 2 received text == fig
?? connection any received text == fig
?? every received bytes >= 3
?? any peer host == 127.0.0.1
?? connection every received bytes == 4
?? connection 3 received bytes == 1
?? any received text == plum
`);
    const check = outcomes.at(-1);
    assert.deepEqual(
      states(check).map((state) => state.split(':')[0]),
      [...Array.from({ length: 10 }, () => 'passed'), 'failed', 'failed', 'failed'],
    );
    const [every, third, any] = check!.checks.slice(-3).map(({ message }) => message);
    assert.equal(every, 'connection 2: received bytes has to be "4", but it is 3.');
    assert.equal(third, 'There is no connection 3, only 2 connections.');
    assert.equal(any, 'connection 1: received text has to be "plum", but it is "kiwi".');
  });

  it('waits until what is to come has come, and no longer', async () => {
    const running = the.run(`
# @name sink
SERVE tcp://127.0.0.1:0
behaviour: discard

###
CHECK sink
timeout: 60s
?? received text == later
`);
    const registry = the.registry;
    await new Promise<void>((resolve) => {
      const look = registry.onChange(() => {
        const [endpoint] = registry.all();
        if (endpoint === undefined || !('local' in endpoint) || endpoint.state !== 'running') return;
        look.dispose();
        const client = connect(endpoint.local!.port, '127.0.0.1', () => client.end('later'));
        client.resume().once('close', () => resolve());
      });
    });
    const { exitCode, duration } = await running;
    assert.equal(exitCode, 0);
    assert.ok(duration < 50_000);
  });

  it('reads the HTTP requests of a server, valid or not', async () => {
    const { outcomes } = await the.run(`
# @name web
SERVE http://127.0.0.1:0
behaviour: bin

###
POST {{web.url}}/form?x=1
Content-Type: text/plain

spam=1

###
TCP {{web.address}}
end: true

GET /index.html/r/n

###
CHECK web
?? requests == 2
?? connection 1 request line == POST /form?x=1 HTTP/1.1
?? connection 1 request method == POST
?? connection 1 request path == /form?x=1
?? connection 1 request header content-type == text/plain
?? connection 1 request body == spam=1
?? connection 1 request blank line isTrue
?? request line == GET /index.html/r/n
?? request blank line isFalse
`);
    assert.deepEqual(
      states(outcomes.at(-1)).filter((state) => !state.startsWith('passed')),
      [],
    );
    assert.equal(outcomes.at(-1)!.checks.length, 9);
  });

  it('sees the datagrams of each client of a UDP server', async () => {
    const { exitCode } = await the.run(`
# @name sink
SERVE udp://127.0.0.1:0
behaviour: echo

###
UDP {{sink.address}}

one

###
UDP {{sink.address}}

two

###
CHECK sink
?? connections == 2
?? connection 2 received text == two
?? received chunks == 2
`);
    assert.equal(exitCode, 0);
  });

  it('sees what a program printed after its start, and that it ended', async () => {
    const { exitCode } = await the.run(`
# @name late
RUN ${python} -u -c "print('first'); input(); print('second')"
stdin: x\\n

###
CHECK late
timeout: 20s
?? output contains second
?? exitCode == 0
`);
    assert.equal(exitCode, 0);
  });

  it('is a problem on its line if it names nothing, and an error if it is about neither a server nor a program', async () => {
    const [problem] = parseRequestFile('CHECK nobody\n').problems;
    assert.equal(problem?.code, 'unknown-request');
    const { outcomes, exitCode } = await the.run('# @name x\nLOOKUP port 80\n\n###\nCHECK x\n');
    assert.equal(exitCode, 2);
    assert.match(
      outcomes.at(-1)!.error!.message,
      /^x cannot be checked: It is not a server, a program or an open connection\.$/,
    );
  });

  it('comes after what it is about', async () => {
    const { outcomes } = await the.run('CHECK late\n\n###\n# @name late\nSERVE tcp://127.0.0.1:0\n');
    assert.equal(outcomes[0]?.error?.code, 'no-result');
  });

  it('needs a subject after the part it is about', () => {
    const [problem] = parseRequestFile(
      '# @name s\nSERVE tcp://127.0.0.1:0\n\n###\nCHECK s\n?? connection 2 == 1\n',
    ).problems;
    assert.equal(problem?.code, 'bad-check');
  });
});

describe('the end of a program', function () {
  this.timeout(60_000);
  let the: Bench;
  beforeEach(() => (the = bench()));
  afterEach(() => the.close());

  /** A server that says its port, and does what `body` says with its first client `c`. */
  const server = (body: string): string => `# @name server
RUN ${python} -u -c "import socket; s = socket.create_server(('127.0.0.1', 0)); print(s.getsockname()[1]); c, _ = s.accept(); ${body}"
?? output matches \\d+\\n

`;
  const client = `TCP 127.0.0.1:{{server.output}}

hi

?? received text == hello
`;

  it('is told in the outcome of the request under way, and what needs the program is not checked', async () => {
    const { outcomes, exitCode } = await the.run(
      `${server("c.recv(9); c.send('hello')")}### first\n${client}\n### second\n${client}\n### third\nCHECK server\n?? output contains more\n`,
    );
    assert.deepEqual(
      outcomes.map(({ state }) => state),
      ['passed', 'failed', 'skipped', 'skipped'],
    );
    assert.equal(outcomes[1]!.error?.code, 'program-ended');
    assert.match(
      outcomes[1]!.error.message,
      /^server ended \(exit status 1\).*TypeError in line 1 of <string>: a bytes-like object/s,
    );
    assert.equal(outcomes[2]!.error?.message, 'Not checked, because server has ended: see first.');
    assert.equal(outcomes[3]!.error?.code, 'not-checked');
    assert.equal(exitCode, 1);
  });

  it('is told of one that served once, with what the next client got', async () => {
    const { outcomes } = await the.run(
      `${server("c.recv(9); c.send(b'hello'); c.close(); s.close()")}### first\n${client}\n### second\n${client}\n### third\n${client}`,
    );
    assert.deepEqual(
      outcomes.map(({ state }) => state),
      ['passed', 'passed', 'failed', 'skipped'],
    );
    assert.match(outcomes[2]!.error!.message, /^server ended \(exit status 0\)/);
  });

  it('is no reason to leave out a CHECK if it was a good one, nor a request to a server of the file', async () => {
    const run = `# @name client\nRUN ${python} -c "print(1)"\nready: exit\n`;
    const { outcomes } = await the.run(
      `# @name echo\nSERVE tcp://127.0.0.1:0\nbehaviour: echo\n\n###\n${run}\n###\nCHECK client\ntimeout: 100ms\n\n?? output == 2\\n\n###\nTCP 127.0.0.1:{{echo.port}}\ntimeout: 100ms\n\na\n\n?? received text == b\n\n###\n${run}\n?? output == 2\\n\n`,
    );
    assert.deepEqual(
      outcomes.slice(2).map(({ state, error }) => [state, error]),
      [1, 2, 3].map(() => ['failed', undefined]),
    );
  });

  it('is told of a connection that is opened to stay, too', async () => {
    const { outcomes } = await the.run(
      `${server("c.recv(9); c.send(b'hello'); c.close(); s.close()")}### first\n${client}\n### second\nOPEN tcp://127.0.0.1:{{server.output}}\n`,
    );
    assert.equal(outcomes[2]!.state, 'failed');
    assert.match(outcomes[2]!.error!.message, /^server ended \(exit status 0\)/);
  });

  it('fails the request under way, though all its checks hold', async () => {
    // That CHECK ends with the program: the crash is told there, or already in the request before it.
    const { outcomes } = await the.run(
      `${server("c.recv(9); c.send(b'hello'); c.close(); s.close(); 1/0")}### first\n${client}\n### second\nCHECK server\ntimeout: 20s\n?? running isFalse\n`,
    );
    const told = outcomes.filter(({ error }) => error !== undefined);
    assert.deepEqual(
      told.map(({ state, checks }) => [state, ...checks.map((check) => check.state)]),
      [['failed', 'passed']],
    );
    assert.match(told[0]!.error!.message, /ZeroDivisionError/);
  });

  it('is the only place where its traceback is told', async () => {
    const crash = `RUN ${python} -c "print(5); 1/0"\n\n?? output == 6\\n\n?? output contains seven\n?? lines == 1\n`;
    const { outcomes } = await the.run(`${crash}\n###\n# @name two\n${crash}?? exitCode == 0\n`);
    for (const { error, checks } of outcomes) {
      assert.match(error!.message, /exit status 1\): ZeroDivisionError in line 1 of <string>: division by zero/);
      const failed = checks.filter(({ state }) => state === 'failed');
      for (const { actual, message } of failed) assert.ok(!`${actual} ${message}`.includes('Traceback'), message);
      const [first] = failed;
      assert.match(first!.message!, /^output has to be "6\\n", but it is "5\\n\[traceback: ZeroDivisionError\]\\n"\.$/);
      assert.match(first!.actual!, /^5\n\[traceback: ZeroDivisionError\]\n$/);
    }
  });

  it('is not a reason why a check of its RUN fails, if it was a good one', async () => {
    const { outcomes } = await the.run(`RUN ${python} -c "print(5)"\n\n?? output == 6\\n\n`);
    assert.deepEqual([outcomes[0]!.state, outcomes[0]!.error], ['failed', undefined]);
  });

  it('leaves out whatever names the program or asks about its port', async () => {
    const port = await freePort();
    const script = `import socket; s = socket.create_server(('127.0.0.1', ${port})); c, _ = s.accept(); 1/0`;
    const { outcomes } = await the.run(
      [
        ...['# @name server', `RUN ${python} -c "${script}"`, `ready: tcp 127.0.0.1:${port}`, '', '### first'],
        ...[`TCP 127.0.0.1:${port}`, '', 'hi', '', '?? received text == hi', '', '### socket'],
        ...[`LOOKUP socket 127.0.0.1:${port}`, '', '?? state == LISTEN', '', '### name', '# @ref server'],
        ...['LOOKUP host no-such-host.invalid', '', '### serve', '# @ref server'],
        ...['SERVE tcp://192.0.2.1:1', '', '### other', 'LOOKUP socket 127.0.0.1:1', '', '?? state == LISTEN'],
      ].join('\n'),
    );
    const notChecked = 'Not checked, because server has ended: see first.';
    assert.deepEqual(
      outcomes.slice(2).map(({ state, error }) => [state, error?.message]),
      [...[1, 2, 3].map(() => ['skipped', notChecked]), ['failed', undefined]],
    );
  });

  it('is no failure if a check is about it', async () => {
    const { exitCode } = await the.run(
      `${server("c.recv(9); c.send(b'hello'); c.close(); raise SystemExit(3)")}### first\n${client}\n###\nCHECK server\ntimeout: 20s\n?? exitCode == 3\n`,
    );
    assert.equal(exitCode, 0);
  });

  it('is not waited for where another program has the port that is called, also if the ports are variables', async () => {
    const [one, two] = [await freePort(), await freePort()];
    const run = (port: string, then: string): string =>
      `RUN ${python} -c "import socket; s = socket.create_server(('127.0.0.1', {{${port}}})); c, _ = s.accept(); c.recv(9); ${then}"\nready: tcp 127.0.0.1:{{${port}}}\n`;
    const { outcomes } = await the.run(
      `### one\n${run('one', '1/0')}\n### two\n${run('two', 'import time; time.sleep(60)')}\n###\nTCP 127.0.0.1:{{one}}\n\nhi\n\n?? received text == hello\n###\nTCP 127.0.0.1:{{two}}\ntimeout: 100ms\n\nhi\n\n?? received text == hello\n`,
      { variables: { one: String(one), two: String(two) } },
    );
    assert.match(outcomes[2]!.error!.message, /^one ended .*ZeroDivisionError/);
    // The end of the other one is no reason.
    assert.deepEqual([outcomes[3]!.state, outcomes[3]!.error], ['failed', undefined]);
  });

  it('is not needed for a reason: a UDP server that answers from another socket is told', async () => {
    const port = await freePort();
    const script =
      "i, o = s(AF_INET, SOCK_DGRAM), s(AF_INET, SOCK_DGRAM); i.bind(('127.0.0.1', {{port}})); d, a = i.recvfrom(9); o.sendto(d, a); i.recv(9)";
    const { outcomes } = await the.run(
      `# @name server\nRUN ${python} -c "from socket import *; s = socket; ${script}"\nready: udp 127.0.0.1:{{port}}\n\n###\nUDP 127.0.0.1:{{port}}\ntimeout: 500ms\n\nhi\n\n?? received text == hi\n`,
      { variables: { port: String(port) } },
    );
    assert.equal(outcomes[1]!.error?.code, 'other-socket');
    assert.match(
      outcomes[1]!.error.message,
      new RegExp(
        `^server has another UDP socket, on port (\\d+)\\. An answer from port \\1 does not arrive, .* from port ${port} alone`,
      ),
    );
  });

  it('by an exit status other than 0 fails a RUN that waits for it and says nothing of it', async () => {
    const { outcomes } = await the.run(`RUN ${python} -c "raise SystemExit(3)"\nready: exit\n`);
    assert.equal(outcomes[0]!.state, 'failed');
    assert.match(outcomes[0]!.error!.message, /\(exit status 3\)/);
  });

  it('before it was ready is told with its exception, and what it was needed for is not checked', async () => {
    const port = await freePort();
    const { outcomes } = await the.run(
      `@port = ${port}\n\n# @name server\nRUN ${python} -c "1 / 0"\nready: tcp 127.0.0.1:{{port}}\n\n### client\nTCP 127.0.0.1:{{port}}\n\nhi\n`,
    );
    assert.match(outcomes[0]!.error!.message, /ended \(exit status 1\) before it was ready .*: ZeroDivisionError/);
    assert.equal(outcomes[1]!.state, 'skipped');
    assert.equal(outcomes[1]!.error?.message, 'Not checked, because server did not get ready.');
  });

  it('is told where a program that talks to it failed first', async () => {
    const { outcomes } = await the.run(
      `${server('1 / 0')}### client\nRUN ${python} -c "import socket; c = socket.create_connection(('127.0.0.1', {{server.output}})); print(c.recv(9))"\nready: exit\n\n?? output == b'hello'\n`,
    );
    assert.match(outcomes[1]!.error!.message, /^server ended \(exit status 1\): ZeroDivisionError/);
    assert.equal(outcomes[1]!.checks[0]?.state, 'failed');
  });

  it('is no end if Python only reports an exception of a thread: that is told where a request fails', async () => {
    const thread =
      'import threading; threading.Thread(target=lambda: (c.recv(9), c.close(), 1 / 0)).start(); s.accept()';
    const { outcomes } = await the.run(
      `${server(thread)}### first\n${client}\n### second\nCHECK server\ntimeout: 1ms\n\n?? output contains more\n`,
    );
    assert.equal(outcomes[1]!.error?.code, 'program-exception');
    assert.match(outcomes[1]!.error.message, /^server reported ZeroDivisionError in line 1 of <string>/);
    assert.equal(outcomes[2]!.error, undefined);
  });

  it('is its own, however soon the next program starts after the last', async () => {
    for (let i = 0; i < 5; i++) {
      const { outcomes } = await the.run(`RUN ${python} -c "raise SystemExit(3)"\nready: exit\n?? exitCode == 3\n`);
      assert.equal(outcomes[0]!.state, 'passed', JSON.stringify(outcomes[0]));
    }
  });
});
