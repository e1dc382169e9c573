import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bench, brief, type Bench } from './running.ts';
import { presentationOf } from '../../../../src/requests/words/table.ts';

/** The length and the first letter of each word that comes. */
const wordServer = (socket: Socket): void => {
  socket.on('data', (chunk) => {
    const word = chunk.toString().trim();
    socket.write(`${word.length} ${word[0]}`);
  });
};

describe('several clients of one request', () => {
  let the: Bench;
  const servers: Server[] = [];
  const sockets = new Set<Socket>();
  beforeEach(() => (the = bench()));
  afterEach(async () => {
    await the.close();
    assert.deepEqual(the.registry.snapshot(), []);
    for (const socket of sockets) socket.destroy();
    sockets.clear();
    for (const server of servers.splice(0)) server.close();
  });

  /** A server of Node's own, so that what is tested is not tested by itself. */
  const talking = async (talk: (socket: Socket, index: number) => void): Promise<number> => {
    let index = 0;
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
      talk(socket, index++);
    }).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const one = async (text: string): Promise<string> => brief((await the.run(text)).outcomes[0]!);
  const clientsOf = async (text: string, more = {}) => {
    const { outcomes } = await the.run(text, more);
    const { result } = outcomes[0]!;
    assert.ok(result?.kind === 'conversation' && result.clients !== undefined, brief(outcomes[0]!));
    return { outcome: outcomes[0]!, result, clients: result.clients };
  };

  it('connect first, and send in the order that is asked for', async () => {
    for (const [order, heard] of [
      ['forward', 'apple kiwi fig'],
      ['reverse', 'fig kiwi apple'],
    ] as const) {
      const events: string[] = [];
      const port = await talking((socket) => {
        events.push('+');
        socket.on('data', (chunk) => events.push(chunk.toString()));
        wordServer(socket);
      });
      const text = `TCP 127.0.0.1:${port}\norder: ${order}\neach: word = apple, kiwi, fig\n\n{{word}}\n\n?? clients == 3\n?? every received text matches ^[0-9] [akf]$\n?? client 2 received text == 4 k\n?? any received text == 3 f\n`;
      assert.equal(await one(text), 'passed');
      assert.equal(events.join(' '), `+ + + ${heard}`);
    }
  });

  it('sends each message once in a random order', async () => {
    const heard: string[] = [];
    const port = await talking((socket) => {
      socket.on('data', (chunk) => heard.push(chunk.toString()));
      socket.pipe(socket);
    });
    const text = `TCP 127.0.0.1:${port}\norder: random\neach: n = 1..5\n\n{{n}}\n\n?? every received text == {{n}}\n`;
    assert.equal(await one(text), 'passed');
    assert.equal([...heard].sort().join(''), '12345');
    const orders: string[] = [];
    for (const seed of [3, 3, 4, 5, 6]) {
      heard.length = 0;
      await the.run(text, {}, { seed });
      orders.push(heard.join(''));
    }
    assert.equal(orders[1], orders[0]);
    assert.ok(new Set(orders).size > 1, orders.join(' '));
  });

  it('compares what each client received with values of its own', async () => {
    const port = await talking((socket, index) =>
      socket.on('data', (chunk) => socket.write(index === 1 ? 'kiwi' : chunk)),
    );
    const text = `TCP 127.0.0.1:${port}\ntimeout: 30s\nclients: 4\neach: word = apple, kiwi\n\n{{word}}\n\n?? every received text == {{word}}\n`;
    assert.equal(await one(text), 'passed');
    const wrong = text.replace('apple', 'plum').replace(', kiwi', ', fig');
    const { outcomes } = await the.run(wrong);
    assert.equal(brief(outcomes[0]!), 'passed');
    const port2 = await talking((socket, index) =>
      socket.on('data', (chunk) => socket.write(index === 1 ? 'no' : chunk)),
    );
    const failed = (await the.run(wrong.replace(String(port), String(port2)))).outcomes[0]!;
    assert.equal(brief(failed), 'failed failed: every received text == fig');
    assert.equal(failed.checks[0]!.message, 'client 2 (word = fig): received text has to be "fig", but it is "no".');
    // No client is waited for in vain: what client 2 got can never be what it should be.
    assert.ok(failed.duration < 10_000, `${failed.duration} ms`);
  });

  it('goes on to the next client when one is not answered, and tells when each was', async () => {
    // Like a server that reads from one client after the other.
    const waiting: { readonly socket: Socket; text: string }[] = [];
    const port = await talking((socket) => {
      const client = { socket, text: '' };
      waiting.push(client);
      socket.on('data', (chunk) => {
        client.text += chunk.toString();
        while (waiting[0] !== undefined && waiting[0].text !== '') {
          const first = waiting.shift()!;
          first.socket.end(first.text);
        }
      });
    });
    const text = `TCP 127.0.0.1:${port}\norder: reverse\neach: word = a, b, c\n\n{{word}}\n\n?? every received text == {{word}}\n?? client 1 answer time < 200\n`;
    const { outcome, clients } = await clientsOf(text);
    assert.equal(brief(outcome), 'passed');
    const times = clients.map(({ answerTime }) => answerTime!);
    // The last one sent first, and waited for both others.
    assert.ok(times[2]! > times[1]! && times[1]! > times[0]! && times[2]! >= 400, times.join(' '));
    assert.equal(await one(`${text}?? every answer time < 200\n`), 'failed failed: every answer time < 200');
  });

  it('shows each client, in the terminal and in JSON', async () => {
    const port = await talking((socket) => socket.on('data', (chunk) => chunk.length < 5 && socket.end(chunk)));
    const { outcome, result } = await clientsOf(
      `TCP 127.0.0.1:${port}\ntimeout: 700ms\neach: word = kiwi, banana\n\n{{word}}\n\n?? every received text == {{word}}\n`,
    );
    assert.equal(
      outcome.checks[0]!.message,
      'client 2 (word = banana): received text has to be "banana", but it is "".',
    );
    const shown = presentationOf(result);
    assert.equal(shown.verdict, '2 clients, 1 answered, 4 bytes received');
    assert.match(
      shown.lines().join('\n'),
      /^client 1 \(word = kiwi\): answered after \d+ ms; 4 bytes sent, 4 bytes received in 1 chunk; closed .*\n< kiwi\nclient 2 \(word = banana\): no answer; 6 bytes sent, 0 bytes received in 0 chunks; closed: no$/,
    );
    assert.equal(shown.text!(), shown.lines().join('\n'));
    const json = shown.json() as unknown as {
      clients: { values: object; receivedText: string; answerTime?: number }[];
    };
    assert.deepEqual(
      json.clients.map(({ values, receivedText, answerTime }) => [values, receivedText, typeof answerTime]),
      [
        [{ word: 'kiwi' }, 'kiwi', 'number'],
        [{ word: 'banana' }, '', 'undefined'],
      ],
    );
  });

  it('gives later requests what each client received', async () => {
    const port = await talking(wordServer);
    const text = `# @name words\nTCP 127.0.0.1:${port}\neach: word = kiwi, fig\n\n{{word}}\n\n###\nTCP 127.0.0.1:${port}\n\n{{words.clients[1].received}}\n\n?? received text == 3 3\n`;
    assert.deepEqual((await the.run(text)).outcomes.map(brief), ['passed', 'passed']);
  });

  it('reads values from a file, and not for a workspace that is not trusted', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'wirebench-clients-'));
    try {
      writeFileSync(path.join(folder, 'words.txt'), 'kiwi\r\n\r\npear, ripe\nfig\n');
      writeFileSync(path.join(folder, 'none.txt'), '\n');
      const heard: string[] = [];
      const port = await talking((socket) => {
        socket.on('data', (chunk) => heard.push(chunk.toString()));
        socket.pipe(socket);
      });
      const text = `TCP 127.0.0.1:${port}\neach: word = file words.txt\n\n{{word}}\n\n?? every received text == {{word}}\n?? clients == 3\n`;
      const where = { path: path.join(folder, 'x.http') };
      assert.equal(brief((await the.run(text, where)).outcomes[0]!), 'passed');
      assert.deepEqual(heard.splice(0), ['kiwi', 'pear, ripe', 'fig']);
      const untrusted = (await the.run(text, { ...where, trusted: false })).outcomes[0]!;
      assert.equal(brief(untrusted), 'error file untrusted-workspace');
      assert.deepEqual(heard, []);
      const empty = (await the.run(text.replace('words', 'none'), where)).outcomes[0]!;
      assert.equal(brief(empty), 'error file bad-value');
      assert.match(empty.error!.message, /one on each line: it has none/);
      assert.equal(
        brief((await the.run(text.replace('words', 'missing'), where)).outcomes[0]!),
        'error file file-unreadable',
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('say which options are wrong before anything is dialled', async () => {
    let connections = 0;
    const port = await talking(() => connections++);
    const head = `TCP 127.0.0.1:${port}\n`;
    for (const [options, message, before = ''] of [
      ['clients: 100000', /clients/],
      ['clients: 0', /clients/],
      ['clients: {{n}}', /1 to 1000/, '@n = 100000\n'],
      ['each: n = 1..5000', /1 to 1000/],
      ['each: kiwi', /NAME = VALUE/],
      ['order: reverse', /it needs clients/],
      ['order: backwards\nclients: 2', /order/],
      ['clients: 2\nsource: 127.0.0.1:4000', /without one/],
    ] as const) {
      const { outcomes } = await the.run(`${before}${head}${options}\n\nhello\n`);
      assert.equal(brief(outcomes[0]!), 'error file bad-value', options);
      assert.match(outcomes[0]!.error!.message, message);
    }
    assert.equal(connections, 0);
  });

  it('say which client could not connect, and which waited in vain', async () => {
    const port = await talking((socket, index) => {
      if (index % 3 === 1) socket.on('data', () => undefined);
      else socket.pipe(socket);
    });
    const text = `TCP 127.0.0.1:${port}\ntimeout: 300ms\nclients: 3\n\nhello\n=== wait\nbye\n`;
    const { outcomes } = await the.run(text);
    assert.equal(brief(outcomes[0]!), 'error network no-answer');
    assert.match(outcomes[0]!.error!.message, /^Client 2 of 3: 127\.0\.0\.1:\d+ said nothing/);
    assert.equal(
      await one(`${text}\n?? every received text contains hello\n`),
      'failed failed: every received text contains hello',
    );
    const server = servers.pop()!;
    server.close();
    for (const socket of sockets) socket.destroy();
    await once(server, 'close');
    const refused = (await the.run(text)).outcomes[0]!;
    assert.equal(brief(refused), 'error network refused');
    assert.match(refused.error!.message, /^Client 1 of 3: /);
  });

  it('are a hundred at once if that is asked for', async () => {
    let most = 0;
    const port = await talking((socket) => {
      most = Math.max(most, sockets.size);
      socket.pipe(socket);
    });
    const text = `TCP 127.0.0.1:${port}\nclients: 100\neach: n = 1..100\norder: reverse\n\n{{n}}\n\n?? every received text == {{n}}\n?? clients == 100\n`;
    assert.equal(await one(text), 'passed');
    assert.equal(most, 100);
  });

  it('send datagrams from sockets of their own', async () => {
    const socket = createSocket('udp4');
    const ports = new Set<number>();
    socket.on('message', (message, from) => {
      ports.add(from.port);
      socket.send(message, from.port, from.address);
    });
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    try {
      const text = `UDP 127.0.0.1:${socket.address().port}\norder: reverse\neach: n = 1..4\n\n{{n}}\n\n?? every received text == {{n}}\n`;
      assert.equal(await one(text), 'passed');
      assert.equal(ports.size, 4);
    } finally {
      socket.close();
    }
  });

  it('stop at once when the run is cancelled', async () => {
    const port = await talking(() => undefined);
    const abort = new AbortController();
    const { cancelled, outcomes } = await the.run(
      `TCP 127.0.0.1:${port}\ntimeout: 60s\nclients: 5\n\nhello\n`,
      {},
      { signal: abort.signal, onOutcome: (_outcome, progress) => progress?.phase === 'receiving' && abort.abort() },
    );
    assert.equal(cancelled, true);
    assert.deepEqual(outcomes.map(brief), ['skipped cancelled']);
  });
});
