import assert from 'node:assert/strict';
import net from 'node:net';
import { once } from 'node:events';
import { WirebenchError } from '../../../src/base/errors.ts';
import { becomes } from '../../helpers/becomes.ts';
import { engineInProcess, type EngineInProcess } from '../../helpers/engineInProcess.ts';
import { watchTimers } from '../../helpers/timers.ts';

describe('engine', () => {
  let engine: EngineInProcess;
  let timers: ReturnType<typeof watchTimers>;
  /** Nothing is set that would go off by itself. */
  const asleep = () => becomes(() => Promise.resolve(timers.set()), []);
  beforeEach(() => {
    timers = watchTimers();
    engine = engineInProcess({});
  });
  afterEach(async () => {
    await engine.channel.request('engine.shutdown', null);
    await asleep();
    timers.end();
  });

  async function echoServer(): Promise<{ id: number; port: number }> {
    const started = await engine.channel.request('endpoint.start', {
      spec: { role: 'server', transport: 'tcp', port: 0, behaviour: { name: 'echo' } },
    });
    assert.equal(started.state, 'running');
    return { id: started.id, port: started.local!.port };
  }

  it('starts a server, records what crosses it, and shows it in a view', async () => {
    const { port } = await echoServer();
    const { view } = await engine.channel.request('view.open', { filter: 'kind:data' });
    const client = net.connect(port, '127.0.0.1');
    client.write('hello');
    assert.equal(String((await once(client, 'data'))[0]), 'hello');
    await engine.until((n) => n.kind === 'view' && n.snapshot.view === view && n.snapshot.rows === 2);
    const { rows } = await engine.channel.request('view.rows', {
      view,
      from: 0,
      count: 10,
      encoding: 'utf-8',
      errors: 'strict',
      previewChars: 100,
    });
    assert.deepEqual(
      rows.map(({ direction, preview, length }) => ({ direction, preview, length })),
      [
        { direction: 'in', preview: 'hello', length: 5 },
        { direction: 'out', preview: 'hello', length: 5 },
      ],
    );
    assert.equal(String(Buffer.from(await engine.channel.request('journal.bytes', { seq: rows[0]!.seq }))), 'hello');
    client.destroy();
  });

  it('streams the live bytes of an endpoint, in order, within the reader’s credit', async () => {
    const { id, port } = await echoServer();
    const { stream } = await engine.channel.request('stream.open', { endpoint: id, connection: 0 });
    const client = net.connect(port, '127.0.0.1');
    const sent = Buffer.alloc(1_000_000, 'abcdefghij');
    client.write(sent);
    client.resume();
    const heard: Uint8Array[] = [];
    let total = 0;
    await new Promise<void>((resolve) =>
      engine.channel.onNotice((notice) => {
        if (notice.kind !== 'stream' || notice.direction !== 'in') {
          if (notice.kind === 'stream')
            void engine.channel.request('stream.ack', { stream, bytes: notice.bytes.length });
          return;
        }
        heard.push(notice.bytes);
        total += notice.bytes.length;
        void engine.channel.request('stream.ack', { stream, bytes: notice.bytes.length });
        if (total === sent.length) resolve();
      }),
    );
    assert.ok(Buffer.concat(heard).equals(sent));
    client.destroy();
  });

  it('streams what a server said and closed with before anybody looked, and the end', async () => {
    const server = net.createServer((socket) => socket.end('the time is now\n')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as net.AddressInfo;
    const client = await engine.channel.request('endpoint.start', {
      spec: { role: 'client', transport: 'tcp', host: '127.0.0.1', port },
    });
    await engine.until((n) => n.kind === 'registry' && n.snapshot.endpoints[0]?.state === 'stopped');
    await engine.channel.request('stream.open', { endpoint: client.id, connection: 0, fromStart: true });
    await engine.until((n) => n.kind === 'stream' && n.closed);
    const heard = engine.notices.flatMap((n) => (n.kind === 'stream' && n.direction === 'in' ? [...n.bytes] : []));
    assert.equal(Buffer.from(heard).toString(), 'the time is now\n');
    server.close();
    await once(server, 'close');
  });

  it('repeats a send, expands macros anew for each message, and stops when cancelled', async () => {
    const { id, port } = await echoServer();
    const client = net.connect(port, '127.0.0.1');
    await engine.until((n) => n.kind === 'registry' && n.snapshot.endpoints[0]?.connectionCount === 1);
    const received = new Promise<string>((resolve) => {
      let text = '';
      client.on('data', (bytes) => {
        text += String(bytes);
        if (text.length >= 6) resolve(text);
      });
    });
    const sent = await engine.channel.request('endpoint.send', {
      endpoint: id,
      to: { kind: 'all' },
      payload: { kind: 'text', text: '{{$counter}}', lineEnding: 'lf', macros: true },
      repeat: { times: 3, interval: 0 },
    });
    assert.deepEqual(sent, { bytes: 6, recipients: 1, messages: 3 });
    assert.equal(await received, '1\n2\n3\n');

    const cancel = new AbortController();
    const repeating = engine.channel.request(
      'endpoint.send',
      {
        endpoint: id,
        to: { kind: 'all' },
        payload: { kind: 'text', text: 'again' },
        repeat: { times: 1_000_000, interval: 3_600_000 },
      },
      { signal: cancel.signal },
    );
    cancel.abort();
    assert.equal((await repeating).messages, 1);
    client.destroy();
  });

  it('tells why something did not start to who asked, and to nobody else', async () => {
    const tls = { role: 'server', transport: 'tls', port: 0 } as const;
    const { local } = await engine.channel.request('endpoint.start', { spec: tls });
    const spec = { role: 'client', transport: 'tls', host: '127.0.0.1', port: local!.port } as const;
    await assert.rejects(engine.channel.request('endpoint.start', { spec }), { code: 'tls-untrusted' });
    assert.deepEqual(
      engine.notices.filter(({ kind }) => kind === 'problem'),
      [],
    );
  });

  it('answers a wrong filter with the place of the error and keeps the old filter', async () => {
    const { view } = await engine.channel.request('view.open', { filter: 'kind:data' });
    const verdict = await engine.channel.request('view.filter', { view, filter: 'kind:data nokey:3' });
    assert.ok(!verdict.ok);
    assert.equal('kind:data nokey:3'.slice(verdict.start, verdict.end).startsWith('nokey'), true);
    assert.equal((await engine.channel.request('view.pause', { view, paused: false })).filter, 'kind:data');
  });

  it('falls silent when nothing runs and nothing happens', async () => {
    const { id } = await echoServer();
    await engine.channel.request('endpoint.stop', { endpoint: id });
    await engine.until(
      (n) => n.kind === 'registry' && n.snapshot.endpoints[0]?.state === 'stopped' && n.snapshot.eventsPerSecond === 0,
    );
  });

  it('sleeps while a server, a view and a live stream of it are idle, and wakes at the first event', async () => {
    const { id, port } = await echoServer();
    const { view } = await engine.channel.request('view.open', {});
    await engine.channel.request('stream.open', { endpoint: id, connection: 0 });
    await asleep();

    const client = net.connect(port, '127.0.0.1');
    engine.notices.length = 0;
    client.write('hello');
    await engine.until((n) => n.kind === 'registry' && n.snapshot.endpoints[0]?.counters.bytesOut === 5);
    await engine.until((n) => n.kind === 'view' && n.snapshot.view === view && n.snapshot.rows === 4);
    await engine.until((n) => n.kind === 'stream' && n.direction === 'out' && String(Buffer.from(n.bytes)) === 'hello');
    const rates = engine.notices.flatMap((n) => (n.kind === 'registry' ? [n.snapshot.bytesPerSecond] : []));
    assert.ok(
      rates.some((rate) => rate > 0),
      rates.join(),
    );
    await asleep();
    assert.equal(engine.notices.findLast((n) => n.kind === 'registry')?.snapshot.bytesPerSecond, 0);
    client.destroy();
  });

  it('makes few notices of many single bytes, with each of them, in their order', async () => {
    const started = await engine.channel.request('endpoint.start', {
      spec: { role: 'server', transport: 'tcp', port: 0, behaviour: { name: 'discard' }, receiveBuffer: 1 },
    });
    await engine.channel.request('stream.open', { endpoint: started.id, connection: 0 });
    const sent = Array.from({ length: 20_000 }, (_, i) => String.fromCharCode(97 + (i % 26))).join('');
    let heard = '';
    const all = new Promise<void>((resolve) =>
      engine.channel.onNotice((notice) => {
        if (notice.kind !== 'stream') return;
        heard += String(Buffer.from(notice.bytes));
        if (heard.length === sent.length) resolve();
      }),
    );
    const client = net.connect(started.local!.port, '127.0.0.1');
    client.write(sent);
    await all;
    assert.equal(heard, sent);
    const { endpoints } = await engine.channel.request('registry.get', null);
    assert.equal(endpoints[0]!.counters.chunksIn, sent.length);
    const notices = engine.notices.filter(({ kind }) => kind === 'stream').length;
    assert.ok(notices < sent.length / 50, `${notices} notices of ${sent.length} chunks`);
    client.destroy();
  });

  it('rejects what it does not know with a code', async () => {
    await assert.rejects(
      engine.channel.request('no.such' as 'registry.get', null),
      (error: unknown) => error instanceof WirebenchError && error.code === 'unknown-request',
    );
    await assert.rejects(
      engine.channel.request('endpoint.stop', { endpoint: 99 }),
      (error: unknown) => error instanceof WirebenchError && error.code === 'no-such-endpoint',
    );
  });
});
