import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { presentationOf } from '../../../../src/requests/words/table.ts';
import { bench, brief, type Bench } from './running.ts';

describe('OPEN and CLOSE', () => {
  let the: Bench;
  const servers: Server[] = [];
  const sockets = new Set<Socket>();
  beforeEach(() => (the = bench()));
  afterEach(async () => {
    await the.close();
    for (const socket of sockets) socket.destroy();
    sockets.clear();
    for (const server of servers.splice(0)) server.close();
  });

  const talking = async (talk: (socket: Socket) => void): Promise<number> => {
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
      talk(socket);
    }).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const briefs = async (text: string): Promise<string[]> => (await the.run(text)).outcomes.map(brief);

  it('keep a silent client connected, which shows a server that serves one after the other', async () => {
    // It reads from the next client only when the one before it has left.
    const waiting: Socket[] = [];
    const port = await talking((socket) => {
      waiting.push(socket.pause());
      const next = (): void => {
        const [first] = waiting;
        first
          ?.on('data', (chunk) => void first.write(chunk))
          .on('end', leave)
          .resume();
      };
      const leave = (): void => {
        waiting.shift()!.end();
        next();
      };
      if (waiting.length === 1) next();
    });
    const text = (close: string): string =>
      `# @name quiet\nOPEN tcp://127.0.0.1:${port}\n\n###\n${close}TCP 127.0.0.1:${port}\ntimeout: 300ms\nend: true\n\nhello\n\n?? received text == hello\n`;
    assert.deepEqual(await briefs(text('')), ['passed', 'failed failed: received text == hello']);
    // Its connection is gone with the run.
    while (sockets.size > 0) await once([...sockets][0]!, 'close');
    assert.deepEqual(await briefs(text('CLOSE quiet\n\n?? closed == closed\n\n###\n')), ['passed', 'passed', 'passed']);
    assert.deepEqual(the.registry.snapshot(), []);
  });

  it('tell what came while nobody asked', async () => {
    const port = await talking((socket) => {
      socket.write('welcome\n');
      socket.on('data', (chunk) => void socket.write(`you said ${chunk.toString()}\n`));
      socket.on('end', () => socket.end('bye\n'));
    });
    const text = `# @name quiet
OPEN tcp://127.0.0.1:${port}

=== wait
hello

?? received text contains you said

###
CHECK quiet

?? received text == welcome\\nyou said hello\\n
?? connection 1 received lines == 2
?? closed == no

###
TCP 127.0.0.1:${port}

{{quiet.received.bytes}} {{quiet.closed}}

?? received text contains you said 23 no

###
CLOSE quiet

?? received text endsWith bye\\n
?? closed == closed

###
CHECK quiet

?? closed == closed
`;
    assert.deepEqual(await briefs(text), ['passed', 'passed', 'passed', 'passed', 'passed']);
  });

  it('see the other side close, and a wrong text at once', async () => {
    const port = await talking((socket) => socket.once('data', () => socket.end('no')));
    const text = `# @name quiet\nOPEN tcp://127.0.0.1:${port}\n\n###\nCHECK quiet\ntimeout: 150ms\n\n?? received text == yes\n?? closed == closed\n`;
    assert.deepEqual(await briefs(text), ['passed', 'failed failed: received text == yes failed: closed == closed']);
    const asked = text.replace('\n\n###', '\n\nhello\n\n###').replace('150ms', '60s');
    const { outcomes } = await the.run(asked);
    assert.deepEqual(outcomes.map(brief), ['passed', 'failed failed: received text == yes']);
    assert.ok(outcomes[1]!.duration < 10_000);
  });

  it('work over TLS', async () => {
    const text = `# @name server\nSERVE tls://127.0.0.1:0\nbehaviour: echo\n\n###\n# @name quiet\nOPEN tls://127.0.0.1:{{server.port}}\nverify: false\n\nhi\n\n?? received text == hi\n\n###\nCLOSE quiet\n\n?? closed == closed\n`;
    assert.deepEqual(await briefs(text), ['passed', 'passed', 'passed']);
  });

  it('keep a client of UDP, with its port, and what comes to it', async () => {
    const udp = createSocket('udp4').bind(0, '127.0.0.1');
    await once(udp, 'listening');
    const ports: number[] = [];
    udp.on('message', (bytes, from) => {
      ports.push(from.port);
      udp.send(`${bytes.toString()}!`, from.port, from.address);
      if (ports.length === 1) udp.send('later', from.port, from.address);
    });
    const text = `# @name quiet\nOPEN udp://127.0.0.1:${udp.address().port}\n\nhi\n\n?? received text startsWith hi!\n\n###\nCHECK quiet\n\n?? received text == hi!later\n?? closed == no\n\n###\nUDP 127.0.0.1:${udp.address().port}\n\n{{quiet.localPort}}\n\n?? received text startsWith {{quiet.localPort}}\n\n###\nCLOSE quiet\n\n?? closed == closed\n`;
    const found = await briefs(text);
    const closed = once(udp, 'close');
    udp.close();
    await closed;
    assert.deepEqual(found, ['passed', 'passed', 'passed', 'passed']);
    assert.deepEqual(the.registry.snapshot(), []);
  });

  it('reset a connection, which is an error at the other side', async () => {
    const resets: string[] = [];
    const port = await talking((socket) => {
      socket.resume().on('error', ({ code = '' }: NodeJS.ErrnoException) => resets.push(code));
    });
    const text = (how: string): string =>
      `# @name quiet\nOPEN tcp://127.0.0.1:${port}\n\nhello\n\n###\nCLOSE quiet\n${how}`;
    assert.deepEqual(await briefs(text('how: reset\n\n?? closed == reset\n')), ['passed', 'passed']);
    while (sockets.size > 0) await once([...sockets][0]!, 'close').catch(() => undefined);
    assert.deepEqual(resets, ['ECONNRESET']);
  });

  it('close within their time if the other side goes on', async () => {
    const port = await talking((socket) => socket.on('data', () => undefined));
    const text = `# @name quiet\nOPEN tcp://127.0.0.1:${port}\n\n###\nCLOSE quiet\ntimeout: 50ms\n\n?? closed == closed\n`;
    assert.deepEqual(await briefs(text), ['passed', 'passed']);
  });

  it('say what is wrong', async () => {
    const port = await talking(() => undefined);
    const server = servers.pop()!;
    server.close();
    await once(server, 'close');
    for (const [text, expected, message] of [
      [`# @name a\nOPEN tcp://127.0.0.1:${port}\n\n###\nCLOSE a\n`, 'error network refused', /127\.0\.0\.1/],
      ['OPEN http://127.0.0.1:1\n', 'error file bad-address', /OPEN knows tcp, tls, udp, not http/],
      [
        '# @name u\nOPEN udp://127.0.0.1:9\n\n###\nCLOSE u\nhow: reset\n',
        'error file bad-value',
        /u is a client of UDP, and datagrams have no connection to reset/,
      ],
      ['# @name u\nOPEN udp://127.0.0.1:9\n\n###\nCLOSE u\nhow: slam\n', 'error file bad-value', /slam/],
      ['OPEN tcp://nowhere\n', 'error file bad-address', /host:port/],
      ['@a = tcp://x\nOPEN {{a}}\n', 'error file bad-address', /where to connect to/],
      ['CLOSE nobody\n', 'error file unknown-request', /nobody/],
      ['# @name s\nSERVE tcp://127.0.0.1:0\n\n###\nCLOSE s\n', 'error file bad-value', /^s is not a connection/],
      ['CLOSE a b\n\n###\n# @name a\nOPEN tcp://127.0.0.1:1\n', 'error file bad-request-line', /too much/],
      ['CLOSE a\n\n###\n# @name a\nOPEN tcp://127.0.0.1:1\n', 'error file no-result', /^a has not started yet/],
    ] as const) {
      const { outcomes } = await the.run(text);
      const wrong = outcomes.find(({ error }) => error !== undefined)!;
      assert.equal(brief(wrong), expected, text);
      assert.match(wrong.error!.message, message);
    }
    assert.deepEqual(the.registry.snapshot(), []);
  });

  it('dial nobody but this machine for a workspace that is not trusted', async () => {
    const trusted = (address: string, kind: string) => the.run(`${kind}${address}\n`, { trusted: false });
    for (const address of ['192.0.2.1:9', '127.0.0.1:1']) {
      const [open, tcp] = [await trusted(address, 'OPEN tcp://'), await trusted(address, 'TCP ')];
      assert.equal(brief(open.outcomes[0]!), brief(tcp.outcomes[0]!), address);
    }
  });

  it('are shown with where they are connected to', async () => {
    const port = await talking((socket) => socket.write('hi'));
    const { outcomes } = await the.run(
      `# @name quiet\nOPEN tcp://127.0.0.1:${port}\n\n?? received text == hi\n\n###\nCLOSE quiet\ntimeout: 50ms\n`,
    );
    const [open, close] = outcomes.map(({ result }) => presentationOf(result!));
    assert.equal(open!.verdict, `Connected to 127.0.0.1:${port}`);
    assert.match(open!.lines().join('\n'), /^connected to 127\.0\.0\.1 port \d+ from port \d+$/);
    assert.equal((open!.json() as unknown as { receivedText: string }).receivedText, 'hi');
    assert.match(close!.lines().join('\n'), /^quiet: Closed by us, 2 bytes received$/);
  });
});
