import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { parseRequestFile } from '../../../../src/requests/parse.ts';
import { bench, brief, type Bench } from './running.ts';

/** A server of Node's own, so that what is tested is not tested by itself. */
async function serve(talk: (socket: Socket) => void): Promise<{ port: number; server: Server }> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => undefined);
    talk(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, server };
}

describe('TCP, UDP and TLS requests', () => {
  let the: Bench;
  const servers: Server[] = [];
  beforeEach(() => (the = bench()));
  afterEach(async () => {
    await the.close();
    assert.deepEqual(
      the.registry.snapshot().map((endpoint) => endpoint.name),
      [],
    );
    for (const server of servers.splice(0)) server.close();
  });

  const talking = async (talk: (socket: Socket) => void): Promise<number> => {
    const { port, server } = await serve(talk);
    servers.push(server);
    return port;
  };
  const echoing = (): Promise<number> => talking((socket) => socket.pipe(socket));
  const one = async (text: string): Promise<string> => brief((await the.run(text)).outcomes[0]!);

  it('sends with escapes and hears the answer', async () => {
    const port = await echoing();
    const { outcomes, exitCode } = await the.run(
      `TCP 127.0.0.1:${port}\n\nh\\x65llo\\n\n\n?? received text == hello\\n\n?? received bytes == 6\n?? received hex == 68656c6c6f0a\n`,
    );
    assert.equal(exitCode, 0);
    assert.deepEqual(
      outcomes[0]!.checks.map((check) => [check.state, check.actual]),
      [
        ['passed', 'hello\n'],
        ['passed', '6'],
        ['passed', '68656c6c6f0a'],
      ],
    );
    const { result } = outcomes[0]!;
    assert.ok(result?.kind === 'conversation');
    assert.deepEqual([result.sentBytes, result.closed, Buffer.from(result.received).toString()], [6, 'no', 'hello\n']);
    // The bytes are in the journal, and the connection is gone.
    assert.equal(the.journal.connectionCounters(result.connection).bytesIn, 6);
  });

  it('sends a line that is not a step as text, and says so if it looks like a step', () => {
    const problems = (line: string) =>
      parseRequestFile(`TCP 127.0.0.1:1\n\na\n${line}\nb\n`).problems.map(({ severity, message }) => [
        severity,
        message,
      ]);
    const client = 'The step of a client is "=== wait", which waits until the other side says something.';
    const told = (why: string) => [['warning', `This line is sent as text: ${why}. ${client}`]];
    assert.deepEqual(problems('=== wait 3'), told('"=== wait" has nothing after it here'));
    assert.deepEqual(problems('=== wait-for-server now'), told('"=== wait-for-server" has nothing after it here'));
    assert.deepEqual(problems('=== pause 200ms'), told('"=== pause" is a step of servers and programs'));
    for (const line of ['=== wait', '===', '==== wait 3', '=== wait ===', '=== Chapter 3', '=== Chapter ===']) {
      assert.deepEqual(problems(line), [], line);
    }
  });

  it('counts frames where there is a framing, however they crossed the wire', async () => {
    const port = await talking((socket) => {
      socket.once('data', () => {
        socket.write('one\ntw');
        socket.once('data', () => socket.end('o\nthree\n'));
      });
    });
    const text = `TCP 127.0.0.1:${port}\nframing: line\n\na\n=== wait\nb\n\n?? received chunks == 3\n?? received lines == 3\n`;
    const { outcomes } = await the.run(text);
    assert.equal(brief(outcomes[0]!), 'passed');
    const { result } = outcomes[0]!;
    assert.ok(result?.kind === 'conversation');
    assert.deepEqual([result.messages, result.chunks.reduce((sum, length) => sum + length, 0)], [3, 14]);
    assert.equal(await one(text.replace('framing: line\n', 'expect: 5\n').replace('== 3', '== 2')), 'passed');
  });

  it('sends each message as a frame, the empty one too, and counts what went out', async () => {
    for (const [framing, sent] of [
      ['none', '6162'],
      ['line', '610a0a620a'],
      ['prefix 2 big', '000161' + '0000' + '000162'],
      ['delimiter \\r\\n', '610d0a' + '0d0a' + '620d0a'],
    ] as const) {
      const heard: Buffer[] = [];
      const port = await talking((socket) => {
        socket.on('data', (chunk) => void heard.push(chunk));
        socket.on('end', () => socket.end('bye'));
      });
      const text = `TCP 127.0.0.1:${port}\nframing: ${framing}\nend: true\n\na\n===\n\n===\nb\n\n?? sent bytes == ${sent.length / 2}\n`;
      assert.equal(await one(text.replace('framing: none\n', '')), 'passed', framing);
      assert.equal(Buffer.concat(heard).toString('hex'), sent);
    }
  });

  it('sends an empty datagram where nothing is between two separators', async () => {
    const socket = createSocket('udp4');
    const heard: string[] = [];
    socket.on('message', (bytes, { port }) => {
      heard.push(bytes.toString());
      socket.send(`${bytes.length}`, port, '127.0.0.1');
    });
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    try {
      const { port } = socket.address();
      const request = (body: string, expected: number): string =>
        `UDP 127.0.0.1:${port}\nexpect: ${expected}\n\n${body}\n\n?? received chunks == ${expected}\n`;
      assert.equal(await one(request('first\n===\n===\nlast', 3)), 'passed');
      assert.deepEqual(heard.splice(0).sort(), ['', 'first', 'last']);
      assert.equal(await one(request('===\n\n===\n# a comment\n===', 2)), 'passed');
      assert.deepEqual(heard.splice(0), ['', '']);
      assert.equal(await one(request('first\n=== wait\n\n===\nlast', 2)), 'passed');
      assert.deepEqual(heard.splice(0), ['first', 'last']);
    } finally {
      socket.close();
    }
  });

  it('says what it found instead, and with which place', async () => {
    const port = await echoing();
    const text = `TCP 127.0.0.1:${port}\ntimeout: 1s\n\nhello\n\n?? received text == hallo\n`;
    const { outcomes, exitCode } = await the.run(text);
    assert.equal(exitCode, 1);
    const [check] = outcomes[0]!.checks;
    assert.equal(check!.state, 'failed');
    assert.equal(check!.actual, 'hello');
    assert.equal(text.slice(check!.start, check!.end), '?? received text == hallo');
  });

  it('sees what comes too much right after what was expected', async () => {
    const port = await talking((socket) => {
      socket.once('data', () => {
        socket.write('ok');
        setImmediate(() => socket.write('!'));
      });
    });
    const text = `TCP 127.0.0.1:${port}\ntimeout: 1s\n\nhello\n\n?? received text == ok\n`;
    assert.equal(await one(text), 'failed failed: received text == ok');
  });

  it('waits for the other side at === wait, and sends the next message then', async () => {
    const port = await talking((socket) => {
      socket.write('name? ');
      socket.once('data', (name) => {
        socket.write(`age of ${name.toString()}? `);
        socket.once('data', (age) => socket.end(`${age.toString()}!`));
      });
    });
    const text = `TCP 127.0.0.1:${port}\n\n=== wait\nAda\n=== wait\n36\n\n?? received text == name? age of Ada? 36!\n?? closed == closed\n`;
    assert.equal(await one(text), 'passed');
  });

  it('says that the other side said nothing at === wait', async () => {
    const port = await talking(() => undefined);
    const text = `TCP 127.0.0.1:${port}\ntimeout: 50ms\n\nhello\n=== wait\nmore\n`;
    assert.equal(await one(text), 'error network no-answer');
  });

  it('says that the other side ended at === wait', async () => {
    const port = await talking((socket) => socket.end());
    assert.equal(await one(`TCP 127.0.0.1:${port}\n\n=== wait\nmore\n`), 'error network ended-early');
  });

  it('ends its direction after the last message where it is told to', async () => {
    const port = await talking((socket) => {
      let bytes = 0;
      socket.on('data', (chunk) => (bytes += chunk.length));
      socket.on('end', () => socket.end(`${bytes} bytes`));
    });
    assert.equal(await one(`TCP 127.0.0.1:${port}\nend: true\n\nhello\n\n?? received text == 5 bytes\n`), 'passed');
  });

  it('is over when as much came as was expected', async () => {
    const port = await echoing();
    assert.equal(
      await one(`TCP 127.0.0.1:${port}\nexpect: 1\ntimeout: 60s\n\nhello\n\n?? received text == other\n`),
      'failed failed: received text == other',
    );
  });

  it('finds frames, and checks the bytes as they crossed the wire', async () => {
    const port = await echoing();
    const text = `TCP 127.0.0.1:${port}\nframing: prefix 2 big\n\nhello\n\n?? received hex == 000568656c6c6f\n`;
    assert.equal(await one(text), 'passed');
  });

  it('sends hex, base64 and line endings, and an encoding', async () => {
    const port = await echoing();
    const head = `TCP 127.0.0.1:${port}\n`;
    assert.equal(await one(`${head}format: hex\n\n00 ff 10\n\n?? received hex == 00ff10\n`), 'passed');
    assert.equal(await one(`${head}format: base64\n\nAP8Q\n\n?? received hex == 00ff10\n`), 'passed');
    assert.equal(await one(`${head}lineEnding: crlf\n\na\nb\n\n?? received hex == 610d0a620d0a\n`), 'passed');
    assert.equal(await one(`${head}encoding: latin-1\n\né\n\n?? received hex == e9\n`), 'passed');
    assert.equal(await one(`${head}format: hex\n\n0g\n`), 'error file bad-hex');
  });

  it('reads no escapes in what a variable puts in', async () => {
    const port = await echoing();
    const text = `TCP 127.0.0.1:${port}\n\n{{x}}\n\n?? received hex == 61 5C 6E 62\n`;
    const { outcomes } = await the.run(text, { variables: { x: 'a\\nb' } });
    assert.equal(brief(outcomes[0]!), 'passed');
  });

  it('tells a reset, and lets a check ask for it', async () => {
    const port = await talking((socket) => socket.once('data', () => socket.resetAndDestroy()));
    assert.match(await one(`TCP 127.0.0.1:${port}\n\nhello\n`), /^error network /);
    assert.equal(await one(`TCP 127.0.0.1:${port}\n\nhello\n\n?? closed == reset\n`), 'passed');
  });

  it('says that nobody listens, over TCP and over UDP', async () => {
    const { port, server } = await serve(() => undefined);
    server.close();
    await once(server, 'close');
    const { outcomes, exitCode } = await the.run(
      `TCP 127.0.0.1:${port}\n\nhello\n\n###\nUDP 127.0.0.1:${port}\n\nhello\n`,
    );
    assert.deepEqual(outcomes.map(brief), ['error network refused', 'error network refused']);
    assert.equal(exitCode, 3);
    assert.ok(outcomes.every((outcome) => outcome.error!.message.includes(`127.0.0.1:${port}`)));
  });

  it('sends and hears datagrams, empty ones too', async () => {
    const socket = createSocket('udp4');
    socket.on('message', (message, from) => {
      socket.send('', from.port, from.address);
      socket.send(message, from.port, from.address);
    });
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    const { port } = socket.address();
    try {
      const text = `UDP 127.0.0.1:${port}\n\nhello\n\n?? received text == hello\n?? received chunks == 2\n`;
      assert.equal(await one(text), 'passed');
    } finally {
      socket.close();
    }
  });

  it('verifies a certificate, unless it is told to send anyway', async () => {
    const text = `# @name server\nSERVE tls://127.0.0.1:0\nbehaviour: echo\n\n###\nTLS 127.0.0.1:{{server.port}}\n\nhi\n\n?? received text == hi\n`;
    const strict = await the.run(text);
    assert.deepEqual(
      strict.outcomes.map((outcome) => outcome.state),
      ['passed', 'error'],
    );
    assert.equal(strict.exitCode, 3);
    const lax = await the.run(text, { verifyTls: false });
    assert.deepEqual(lax.outcomes.map(brief), ['passed', 'passed']);
  });

  it('stops at once when it is cancelled, and leaves nothing', async () => {
    const port = await talking(() => undefined);
    const abort = new AbortController();
    const running = the.run(
      `TCP 127.0.0.1:${port}\ntimeout: 60s\n\nhello\n\n###\nTCP 127.0.0.1:${port}\n\nnever\n`,
      {},
      { signal: abort.signal, onOutcome: (_outcome, progress) => progress?.phase === 'receiving' && abort.abort() },
    );
    const summary = await running;
    assert.equal(summary.cancelled, true);
    assert.deepEqual(summary.outcomes.map(brief), ['skipped cancelled', 'skipped cancelled']);
  });

  it('sends a file as it is, and says which is not there', async () => {
    const port = await echoing();
    const path = import.meta.filename;
    assert.equal(
      await one(`TCP 127.0.0.1:${port}\n\n< ${path}\n\n?? received text contains sends a file as it is\n`),
      'passed',
    );
    const { outcomes } = await the.run(`TCP 127.0.0.1:${port}\n\n< ./no-such-file\n`, { path });
    assert.equal(brief(outcomes[0]!), 'error file file-unreadable');
    assert.ok(outcomes[0]!.error!.message.includes('no-such-file'));
  });
});
