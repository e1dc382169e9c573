import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { WirebenchError } from '../../../../src/base/errors.ts';
import { parseDialogue } from '../../../../src/net/behaviours/dialogueSteps.ts';
import type { Endpoint } from '../../../../src/net/endpoint.ts';
import { Registry } from '../../../../src/net/registry.ts';
import { Journal } from '../../../../src/traffic/journal.ts';

const reading = { ofStreams: true, encoding: 'utf-8', lineEnding: 'none' } as const;

describe('a dialogue', () => {
  let journal: Journal;
  let registry: Registry;
  const sockets: Socket[] = [];
  beforeEach(() => {
    journal = new Journal({ memoryBytes: 4 * 1024 * 1024, memoryEvents: 65_536 });
    registry = new Registry({ recorder: journal });
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await registry.stopAll();
    await journal.close();
  });

  async function serve(dialogue: string, more: object = {}, options: object = {}): Promise<Endpoint> {
    const server = await registry.add({
      ...{ role: 'server', transport: 'tcp', host: '127.0.0.1', port: 0 },
      ...more,
      behaviour: { name: 'dialogue', options: { dialogue, ...options } },
    });
    await server.start();
    return server;
  }

  async function call(server: Endpoint): Promise<Socket> {
    const socket = connect({ port: server.local!.port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    sockets.push(socket);
    await once(socket, 'connect');
    return socket;
  }

  /** Everything up to the end of the stream. */
  async function rest(socket: Socket): Promise<string> {
    const pieces: Buffer[] = [];
    socket.on('data', (piece: Buffer) => pieces.push(piece));
    await once(socket, 'end');
    return Buffer.concat(pieces).toString();
  }

  const next = async (socket: Socket): Promise<string> => String((await once(socket, 'data'))[0]);
  async function notes(): Promise<string[]> {
    const rows = await journal.readRows(journal.first, journal.next - journal.first);
    const found = rows.filter(({ kind }) => kind === 'note');
    return Promise.all(found.map(async ({ seq }) => Buffer.from(await journal.readBytes(seq)).toString()));
  }

  it('waits for the client, sends twice with a pause and ends, as the server of a course does', async () => {
    const socket = await call(await serve('=== wait\nHello Yourself\n=== pause 30ms\nGoodbye\n=== end'));
    socket.write('Hi');
    const first = await next(socket);
    const from = performance.now();
    assert.deepEqual([first, await rest(socket)], ['Hello Yourself', 'Goodbye']);
    assert.ok(performance.now() - from > 20);
  });

  it('greets at once, and sends one message after the other', async () => {
    const socket = await call(await serve('220 ready\\r\\n\n===\n\\x41\\u00e9\n\nlast\n\n=== end'));
    assert.equal(await rest(socket), '220 ready\r\nAé\n\nlast');
  });

  it('waits for a text across chunks, and keeps what follows it for the next wait', async () => {
    const socket = await call(await serve('=== wait \\r\\n\\r\\n\nhead\n=== wait\nbody\n=== end'));
    socket.write('GET / HTTP/1.0\r\n\r');
    socket.write('\nX');
    assert.equal(await rest(socket), 'headbody');
  });

  it('does not take what came before for an answer to the next wait', async () => {
    const socket = await call(await serve('=== wait\none\n=== wait\ntwo\n=== end'));
    socket.write('a');
    assert.equal(await next(socket), 'one');
    socket.write('b');
    assert.equal(await next(socket), 'two');
  });

  it('sends in pieces that come one by one', async () => {
    const socket = await call(await serve('=== piece 1\nabc\n===\nwhole\n=== end'));
    const pieces: string[] = [];
    socket.on('data', (piece: Buffer) => pieces.push(String(piece)));
    await once(socket, 'end');
    assert.equal(pieces.join(''), 'abcwhole');
    assert.deepEqual(pieces.slice(0, 2), ['a', 'b']);
  });

  it('resets the connection', async () => {
    const socket = await call(await serve('=== wait\n=== reset'));
    socket.write('x');
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
    assert.equal(error.code, 'ECONNRESET');
  });

  it('neither reads nor sends while it is silent', async () => {
    const server = await serve('=== silent 80ms\nlate\n=== wait\ndone\n=== end');
    const socket = await call(server);
    const from = performance.now();
    socket.write('early');
    assert.equal(await rest(socket), 'latedone');
    assert.ok(performance.now() - from > 60);
  });

  it('ends its side when the client has ended in a wait, and notes the line', async () => {
    const socket = await call(await serve('hello\n=== wait\nnever'));
    socket.end();
    assert.equal(await rest(socket), 'hello');
    assert.deepEqual(await notes(), ['The dialogue stopped in line 2, "=== wait": the client has ended the stream.']);
  });

  it('says the rest to a client that has only finished sending, then ends', async () => {
    const socket = await call(await serve('=== wait\none\n=== pause 20ms\ntwo'));
    socket.end('x');
    assert.equal(await rest(socket), 'onetwo');
  });

  it('has one dialogue for each connection', async () => {
    const server = await serve('=== wait\nhello\n=== end');
    const [a, b] = [await call(server), await call(server)];
    b.write('x');
    assert.equal(await rest(b), 'hello');
    a.write('y');
    assert.equal(await rest(a), 'hello');
  });

  it('survives a client that does not read', async () => {
    const server = await serve(`${'x'.repeat(2_000_000)}\n===\n${'y'.repeat(2_000_000)}\n=== end`);
    const socket = await call(server);
    socket.pause();
    await once(socket, 'readable');
    assert.equal((await rest(socket)).length, 4_000_000);
  });

  it('begins again over UDP once it is over', async () => {
    const server = await serve('=== wait\n{{0}}\n=== wait bye\nbye', { transport: 'udp' });
    const socket = createSocket('udp4');
    const ask = async (text: string): Promise<string> => {
      socket.send(text, server.local!.port, '127.0.0.1');
      return String((await once(socket, 'message'))[0]);
    };
    try {
      for (let times = 0; times < 2; times++) {
        assert.equal(await ask('hello'), '{{0}}');
        assert.equal(await ask('good bye'), 'bye');
      }
    } finally {
      socket.close();
    }
  });

  it('may stand in a file, with line ends of its own', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'dialogue-'));
    try {
      const file = path.join(folder, 'smtp.txt');
      writeFileSync(file, '220 ready\r\n=== wait QUIT\r\n221 bye\r\n=== end\r\n');
      const server = await registry.add({
        ...{ role: 'server', transport: 'tcp', host: '127.0.0.1', port: 0 },
        behaviour: { name: 'dialogue', options: { file, lineEnding: 'crlf' } },
      });
      await server.start();
      const socket = await call(server);
      socket.write('QUIT\r\n');
      assert.equal(await rest(socket), '220 ready\r\n221 bye\r\n');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  for (const [text, line, said] of [
    ['hello\n=== wiat', 2, /Did you mean wait\?/u],
    ['=== pause', 1, /a duration/u],
    ['=== pause 2h', 1, /a duration/u],
    ['x\n\n=== piece 0', 3, /a number of bytes/u],
    ['=== end now', 1, /nothing after it/u],
    ['a\\qb', 1, /\\q is not an escape/u],
    ['a\n===\n\nb\\', 4, /lone backslash/u],
    ['', 1, /no message and no step/u],
    [`=== piece 1\n${'x'.repeat(10_001)}`, 2, /10001 pieces/u],
  ] as const)
    it(`is refused with its line: ${JSON.stringify(text.slice(0, 30))}`, () => {
      assert.throws(
        () => parseDialogue(text, reading),
        (error: WirebenchError) =>
          error.code === 'bad-dialogue' && error.toData().facts?.['line'] === line && said.test(error.message),
      );
    });

  it('refuses steps of a connection over UDP, and needs a text or a file', async () => {
    await assert.rejects(serve('=== reset', { transport: 'udp' }), { code: 'bad-dialogue' });
    await assert.rejects(serve('x', {}, { file: 'y' }), { code: 'bad-option' });
  });

  it('any text is read, or refused as a dialogue', () => {
    const line = fc.oneof(fc.string(), fc.constantFrom('===', '=== wait', '=== pause 1', '=== piece 3', '=== end', ''));
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        try {
          assert.ok(parseDialogue(lines.join('\n'), reading).length > 0);
        } catch (error) {
          assert.ok(error instanceof WirebenchError && error.code === 'bad-dialogue');
        }
      }),
    );
  });

  it('any message goes as it is once its backslashes are escaped', () => {
    const text = fc.string({ minLength: 1, unit: fc.constantFrom('a', '=', '\\', 'é', ' ', '?') });
    fc.assert(
      fc.property(text, (message) => {
        fc.pre(message.trim() !== '');
        const written = message.replaceAll('\\', '\\\\').replace(/^=/u, '\\u003d');
        const [first, ...others] = parseDialogue(written, reading);
        assert.ok(first?.kind === 'send' && others.length === 0);
        assert.equal(Buffer.from(first.bytes).toString(), message);
      }),
    );
  });
});
